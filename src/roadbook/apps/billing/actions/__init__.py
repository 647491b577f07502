"""Issuing tax documents, correcting them, printing them. Drafts are what whoever charges hands over."""

from .crediting import CreditRefused, credit
from .drafts import Draft, Exchange, TaxDocumentRefused, TaxLine, on_net, within_gross
from .issuing import issue, issue_many
from .printing import print_document

__all__ = [
    "CreditRefused",
    "Draft",
    "Exchange",
    "TaxDocumentRefused",
    "TaxLine",
    "credit",
    "issue",
    "issue_many",
    "on_net",
    "print_document",
    "within_gross",
]
