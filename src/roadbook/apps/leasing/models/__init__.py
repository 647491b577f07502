"""The tables of leasing: products, contracts, schedule versions and their instalments."""

from .agreed import AgreedTerms
from .contract import Contract
from .handing import HandOver
from .product import Product, ProductVersion
from .schedule import Instalment, ScheduleVersion, StreamRow
from .terms import Fee, ProductTerms, TermsRefused

__all__ = [
    "AgreedTerms",
    "Contract",
    "Fee",
    "HandOver",
    "Instalment",
    "Product",
    "ProductTerms",
    "ProductVersion",
    "ScheduleVersion",
    "StreamRow",
    "TermsRefused",
]
