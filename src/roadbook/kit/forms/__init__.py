"""Forms: fields that understand how people write here, and one way to answer a form request."""

from .amounts import MoneyField
from .dates import DateField, name_holidays
from .fields import EchoField, RateField, TextField
from .form import Form
from .handling import handle
from .identifiers import AccountField, IbanField, PhoneField, VinField, name_accounts
from .masked import unmask
from .merging import merged
from .picking import offered, sought
from .rows import ChoiceField, RadiosField, RowField, SwitchField

__all__ = [
    "AccountField",
    "ChoiceField",
    "DateField",
    "EchoField",
    "Form",
    "IbanField",
    "MoneyField",
    "PhoneField",
    "RadiosField",
    "RateField",
    "RowField",
    "SwitchField",
    "TextField",
    "VinField",
    "handle",
    "merged",
    "name_accounts",
    "name_holidays",
    "offered",
    "sought",
    "unmask",
]
