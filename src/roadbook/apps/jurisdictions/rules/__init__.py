"""Is this number one that its state, bank or registry could have given?"""

from .accounts import check_account, check_bic, check_iban, check_russian_account
from .identifiers import (
    COMPANY_IDENTIFIERS,
    JOINERS,
    Identifier,
    IdentifierRefused,
    check_identifier,
    company_identifier,
    is_valid_identifier,
)
from .papers import is_valid_paper

__all__ = [
    "COMPANY_IDENTIFIERS",
    "JOINERS",
    "Identifier",
    "IdentifierRefused",
    "check_account",
    "check_bic",
    "check_iban",
    "check_identifier",
    "check_russian_account",
    "company_identifier",
    "is_valid_identifier",
    "is_valid_paper",
]
