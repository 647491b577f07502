"""The tables of leasing: products, contracts, schedule versions and their instalments."""

from .agreed import AgreedTerms
from .contract import Contract
from .handing import HandOver
from .party import BESIDE, ContractParty
from .product import Product, ProductVersion
from .schedule import Instalment, ScheduleVersion, StreamRow
from .taking import TakenContract, TakeOver
from .terms import Fee, ProductTerms, TermsRefused

__all__ = [
    "BESIDE",
    "AgreedTerms",
    "Contract",
    "ContractParty",
    "Fee",
    "HandOver",
    "Instalment",
    "Product",
    "ProductTerms",
    "ProductVersion",
    "ScheduleVersion",
    "StreamRow",
    "TakeOver",
    "TakenContract",
    "TermsRefused",
]
