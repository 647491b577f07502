"""Who may attach and check files, by what law a copy of an identity document may be kept, which papers there are."""

from .files import (
    BASES,
    NOT_ALLOWED,
    Basis,
    bases,
    kinds_to_attach,
    may_attach,
    may_change,
    may_check,
    may_remove,
    may_scan_ids,
    require,
)
from .kinds import COMPANY_TOKENS, Kind, KindUnknown, ListOf, Paper, TokenOf, kind, kinds, may_write, register

__all__ = [
    "BASES",
    "COMPANY_TOKENS",
    "NOT_ALLOWED",
    "Basis",
    "Kind",
    "KindUnknown",
    "ListOf",
    "Paper",
    "TokenOf",
    "bases",
    "kind",
    "kinds",
    "kinds_to_attach",
    "may_attach",
    "may_change",
    "may_check",
    "may_remove",
    "may_scan_ids",
    "may_write",
    "register",
    "require",
]
