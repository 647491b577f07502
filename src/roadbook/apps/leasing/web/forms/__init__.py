"""The forms of leasing."""

from .contracts import ContractForm
from .due import due_day_of
from .product import ProductForm

__all__ = ["ContractForm", "ProductForm", "due_day_of"]
