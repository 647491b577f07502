"""The lists of leasing: contracts, products, instalments of all contracts, contracts that were taken over."""

from .contracts import ContractTable, ProductTable
from .instalments import InstalmentTable
from .taken import TakenTable

__all__ = ["ContractTable", "InstalmentTable", "ProductTable", "TakenTable"]
