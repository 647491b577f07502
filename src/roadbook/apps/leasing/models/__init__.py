"""The tables of leasing: products, contracts, schedule versions and their instalments."""

from .contract import Contract
from .product import Product
from .schedule import Instalment, ScheduleVersion
from .terms import AgreedTerms, ProductTerms, TermsRefused

__all__ = ["AgreedTerms", "Contract", "Instalment", "Product", "ProductTerms", "ScheduleVersion", "TermsRefused"]
