"""Bank accounts: IBAN by the registry of ISO 13616, Russian accounts by their key with the БИК, BIC of a bank."""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from .identifiers import JOINERS, IdentifierRefused

_BIC = re.compile(r"[A-Z]{4}[A-Z]{2}[0-9A-Z]{2}([0-9A-Z]{3})?")
_RUSSIAN_ACCOUNT = re.compile(r"[0-9]{20}")
_BIK = re.compile(r"0[0-9]{8}")
_KEY_WEIGHTS = (7, 1, 3) * 7 + (7, 1)
CASH_CENTRES = {"000", "001", "002"}


def check_iban(value: str, *, country: str = "", field: str = "iban") -> str:
    """The bank account without spaces. Russia has no IBAN: there an account has 20 digits.

    :raises IdentifierRefused: the account number cannot exist.
    """
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    clean = JOINERS.sub("", value).upper()
    if country == "RU":
        if not _RUSSIAN_ACCOUNT.fullmatch(clean):
            raise IdentifierRefused(_("A Russian bank account has 20 digits."), field=field)
        return clean
    try:
        return str(iban.validate(clean))
    except ValidationError as error:
        raise IdentifierRefused(_("This is not a valid IBAN."), field=field) from error


def check_account(value: str, *, bik: str = "", field: str = "iban") -> str:
    """An account in either form: twenty digits are a Russian one, all else is an IBAN. With a БИК the key is checked.

    :raises IdentifierRefused: the account number cannot exist.
    """
    clean = JOINERS.sub("", value).upper()
    if not _RUSSIAN_ACCOUNT.fullmatch(clean):
        return check_iban(clean, field=field)
    if _BIK.fullmatch(bik) and not check_russian_account(clean, bik):
        raise IdentifierRefused(_("This account does not belong to a bank with this БИК."), field=field)
    return clean


def check_russian_account(account: str, bik: str) -> bool:
    """Whether the key of an account fits its bank (Порядок расчёта контрольного ключа, Банк России № 515).

    A correspondent account (301…) and one in a cash centre are keyed with digits 5 and 6 of the БИК, others with the
    last three.
    """
    account, bik = JOINERS.sub("", account), JOINERS.sub("", bik)
    if not _RUSSIAN_ACCOUNT.fullmatch(account) or not _BIK.fullmatch(bik):
        return False
    is_correspondent = account.startswith("301") or bik[6:] in CASH_CENTRES
    keyed = ("0" + bik[4:6] if is_correspondent else bik[6:]) + account
    return sum(int(digit) * weight % 10 for digit, weight in zip(keyed, _KEY_WEIGHTS, strict=True)) % 10 == 0


def check_bic(value: str, *, field: str = "bic") -> str:
    """A BIC of eight or eleven characters (ISO 9362), or a Russian БИК of nine digits, without spaces.

    :raises IdentifierRefused: it is neither.
    """
    clean = JOINERS.sub("", value).upper()
    if clean and not _BIC.fullmatch(clean) and not _BIK.fullmatch(clean):
        raise IdentifierRefused(_("This is not a valid BIC."), field=field)
    return clean
