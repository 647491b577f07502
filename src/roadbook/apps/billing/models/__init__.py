"""Tax documents, their lines and the VAT register."""

from .documents import TaxDocument, TaxLine
from .register import VatEntry

__all__ = ["TaxDocument", "TaxLine", "VatEntry"]
