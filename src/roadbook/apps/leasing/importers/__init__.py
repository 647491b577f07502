"""What can be imported into leasing: running contracts that are taken over."""

from .contracts import ContractImporter

__all__ = ["ContractImporter"]
