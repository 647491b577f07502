"""Forms: fields that understand how people write here, and one way to answer a form request."""

from .fields import DateField, EchoField, MoneyField, RateField, TextField
from .form import Form
from .handling import handle
from .identifiers import IbanField, PhoneField, VinField
from .masked import unmask
from .rows import ChoiceField, RowField, RowsField

__all__ = [
    "ChoiceField",
    "DateField",
    "EchoField",
    "Form",
    "IbanField",
    "MoneyField",
    "PhoneField",
    "RateField",
    "RowField",
    "RowsField",
    "TextField",
    "VinField",
    "handle",
    "unmask",
]
