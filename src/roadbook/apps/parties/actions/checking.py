"""From what the user said to normal forms, or a refusal of what cannot be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions import queries as packs
from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import (
    PERSON_IDENTIFIERS,
    Channel,
    ContactSource,
    ContactStatus,
    PaperKind,
    PartyKind,
)
from roadbook.apps.parties.models import BankLine, ContactLine, IdPaper, Party, PartyDetails
from roadbook.apps.parties.queries.latin import latin_name
from roadbook.kit import text
from roadbook.kit.errors import Refused

from . import numbers

BIRTH_TELLING = (IdentifierKind.EGN, IdentifierKind.PESEL)
FURTHEST_AHEAD_YEARS = 60


class DetailsRefused(Refused):
    """Something said about the party cannot be so."""

    code = "details"


@dataclass(frozen=True, kw_only=True)
class Checked(PartyDetails):
    """Details that passed, in their normal forms; ``new_numbers`` go on file."""

    new_numbers: tuple[numbers.Number, ...] = ()


def checked(
    details: PartyDetails, company: Company, *, old: PartyDetails | None = None, known: Party | None = None
) -> Checked:
    """The details in their normal forms, with birth date and sex as a national number tells them.

    ``old`` is what is on file (nothing, when there is no file): numbers that are not told anew stay as they are there.

    :raises DetailsRefused, IdentifierRefused: the first thing that cannot be so.
    """
    old = old or PartyDetails(kind=details.kind)
    details = _clean(details)
    _names(details)
    new = numbers.check(details, born_by=company.business_date)
    _born(details, company)
    if details.preferred_channel not in Channel.values:
        raise DetailsRefused(_("There is no such channel."), field="preferred_channel")
    kept = {one.name: getattr(details, one.name) for one in fields(PartyDetails)}
    language = details.language or company.language
    values = {
        **kept,
        "id_document": _paper(details, old, company),
        "language": language,
        "latin_name": details.latin_name or latin_name(details.display_name, language),
        "citizenship": details.citizenship.upper(),
        "phones": _lines(details.phones, old.phones, "phones", company.country),
        "emails": _lines(details.emails, old.emails, "emails", ""),
        "bank_accounts": _accounts(details, company),
        **_manager(details, old),
    }
    telling = next((one.checked for one in new if one.checked.birth_date), None)
    if telling is not None:
        values |= {"birth_date": telling.birth_date, "sex": str(telling.sex or details.sex)}
    elif known is not None and _number_tells(known, details.dropped_numbers):
        values |= {"birth_date": known.birth_date, "sex": known.sex}
    return Checked(**values, new_numbers=new)


def _clean(details: PartyDetails) -> PartyDetails:
    """Every text composed, without control characters and spaces around."""
    cleaned: dict[str, Any] = {
        one.name: _line(getattr(details, one.name), one.name)
        for one in fields(PartyDetails)
        if isinstance(getattr(details, one.name), str)
    }
    return replace(details, **cleaned)


def _line(typed: str, field: str) -> str:
    try:
        return " ".join(text.clean(typed).split())
    except ValueError:
        raise DetailsRefused(_("This text holds a character that cannot be stored."), field=field) from None


def _names(details: PartyDetails) -> None:
    needed = ("name",) if details.kind == PartyKind.ORGANISATION else ("first_name", "last_name")
    for field in needed:
        if not getattr(details, field):
            raise DetailsRefused(_("This is needed."), field=field)


def _born(details: PartyDetails, company: Company) -> None:
    if details.birth_date and details.birth_date > company.business_date:
        raise DetailsRefused(_("The birth date is in the future."), field="birth_date")


def _number_tells(party: Party, dropped: Iterable[str]) -> bool:
    """Does a number on file already tell the birth date and the sex? Then they are not the editor's to change."""
    return party.identifiers.filter(kind__in=BIRTH_TELLING).exclude(kind__in=list(dropped)).exists()


def _paper(details: PartyDetails, old: PartyDetails, company: Company) -> IdPaper:
    paper, on_file = details.id_document, old.id_document
    number = _line(paper.number, "paper_number")
    if not number and on_file and (paper.kind == on_file.kind or not _says_something(paper)):
        number = on_file.number
        paper = paper if _says_something(paper) else on_file
    if not number:
        if _says_something(paper):
            raise DetailsRefused(_("Write the number of the document."), field="paper_number")
        return IdPaper()
    if paper.kind not in PaperKind.values:
        raise DetailsRefused(_("There is no such kind of document."), field="paper_kind")
    if paper.issued_on and paper.expires_on and paper.expires_on <= paper.issued_on:
        raise DetailsRefused(_("The document expires before it was issued."), field="paper_expires_on")
    if paper.issued_on and paper.issued_on > company.business_date:
        raise DetailsRefused(_("The document was issued in the future."), field="paper_issued_on")
    country = (paper.country or details.citizenship or company.country).upper()
    return replace(paper, number=number, issuer=_line(paper.issuer, "paper_issuer"), country=country)


def _says_something(paper: IdPaper) -> bool:
    return any((paper.issued_on, paper.issuer, paper.expires_on))


def _manager(details: PartyDetails, old: PartyDetails) -> dict[str, Any]:
    """The manager of an organisation with his or her national number; a number not told anew stays."""
    if details.kind == PartyKind.PERSON or not details.manager:
        return {"manager": "", "manager_number_kind": "", "manager_number": ""}
    if not details.manager_number or details.manager_number == old.manager_number:
        kept = details.manager == old.manager or details.manager_number == old.manager_number
        number, kind = (old.manager_number, old.manager_number_kind) if kept else ("", "")
        return {"manager_number": number, "manager_number_kind": kind}
    if details.manager_number_kind not in PERSON_IDENTIFIERS:
        raise jurisdictions.IdentifierRefused(_("Choose the kind of number."), field="manager_number_kind")
    number = jurisdictions.check_identifier(
        details.manager_number_kind, details.manager_number, field="manager_number"
    ).normalised
    return {"manager_number": number}


def _lines(
    told: Iterable[str | ContactLine], on_file: Iterable[str | ContactLine], field: str, country: str
) -> tuple[ContactLine, ...]:
    """Phones or e-mails once each, in their order; what is not said of one stays as on file."""
    known = {line.value: line for line in on_file if isinstance(line, ContactLine)}
    found: dict[str, ContactLine] = {}
    for one in told:
        line = one if isinstance(one, ContactLine) else None
        typed = line.value if line else str(one)
        if not typed.strip():
            continue
        value = _phone(typed, country) if field == "phones" else _email(typed)
        before = known.get(value, ContactLine(value, status=ContactStatus.UNCONFIRMED))
        found.setdefault(value, _said(line, value, before, field) if line else before)
    return tuple(found.values())


def _said(line: ContactLine, value: str, before: ContactLine, field: str) -> ContactLine:
    status, source = line.status or before.status, line.source or before.source
    if status not in ContactStatus.values or source not in ContactSource.values:
        raise DetailsRefused(_("Choose one of the list."), field=field)
    return ContactLine(value, _line(line.label, field)[:40], status, source)


def _phone(value: str, country: str) -> str:
    number = None
    try:
        number = phonenumbers.parse(value, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not value.isascii() or not phonenumbers.is_valid_number(number):
        raise DetailsRefused(_("“%(phone)s” is not a phone number.") % {"phone": value}, field="phones")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str) -> str:
    email = value.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise DetailsRefused(_("“%(email)s” is not an e-mail address.") % {"email": value}, field="emails") from None
    return email


def _accounts(details: PartyDetails, company: Company) -> tuple[BankLine, ...]:
    """Bank accounts once each, with BIC and bank where the number tells them; one open account is the default one."""
    found: dict[str, BankLine] = {}
    for place, line in enumerate(details.bank_accounts, 1):
        if line:
            checked = _account(line, company, f"bank_accounts_{place}")
            if checked.iban in found:
                raise DetailsRefused(_("The same bank account twice."), field=f"bank_accounts_{place}_iban")
            found[checked.iban] = checked
    defaults = [line for line in found.values() if line.is_default]
    if len(defaults) > 1:
        raise DetailsRefused(_("One bank account can be the default one."), field="bank_accounts")
    still_open = [line for line in found.values() if not line.closed_on]
    if still_open and not defaults:
        found[still_open[0].iban] = replace(still_open[0], is_default=True)
    return tuple(found.values())


def _account(line: BankLine, company: Company, at: str) -> BankLine:
    """The account in its normal form. ``at`` is its place, by which a refusal names its field."""
    bic = jurisdictions.check_bic(line.bic, field=f"{at}_bic")
    iban = jurisdictions.check_account(line.iban, bik=bic, field=f"{at}_iban")
    if line.closed_on and line.closed_on > company.business_date:
        raise DetailsRefused(_("The account closes in the future."), field=f"{at}_closed_on")
    if line.closed_on and line.is_default:
        raise DetailsRefused(_("A closed bank account is not the default one."), field=f"{at}_closed_on")
    bank = packs.bank_of(iban)
    currency = (line.currency or company.currency).upper()
    name = _line(line.bank_name, f"{at}_bank_name")
    return replace(
        line,
        iban=iban,
        bic=bic or (bank.bic if bank else ""),
        bank_name=name or (bank.name if bank else ""),
        currency=currency,
    )
