"""What the number of a bank account tells: grouped digits, its bank and its country."""

from __future__ import annotations

from babel import Locale
from django.utils.translation import get_language

from roadbook.apps.jurisdictions.rules.accounts import check_account
from roadbook.kit.errors import Refused

from .packs import bank_of

GROUP, RUSSIAN_LENGTH = 4, 20


def account_told(typed: str) -> tuple[str, str]:
    """The account in its normal form, and in words: "BG80 BNBG 9661 1020 3456 78 · БНБ · Bulgaria".

    A bank that no country pack knows stays unnamed.

    :raises ValueError: there can be no such account.
    """
    try:
        account = check_account(typed)
    except Refused as refusal:
        raise ValueError(str(refusal)) from refusal
    grouped = " ".join(account[place : place + GROUP] for place in range(0, len(account), GROUP))
    bank = None if account.isdigit() else bank_of(account)
    parts = (grouped, bank.name if bank else "", _country(account))
    return account, " · ".join(part for part in parts if part)


def _country(account: str) -> str:
    """The country in the reader's language; twenty digits are Russian."""
    code = "RU" if account.isdigit() and len(account) == RUSSIAN_LENGTH else account[:2]
    return str(Locale((get_language() or "en")[:2]).territories.get(code, ""))
