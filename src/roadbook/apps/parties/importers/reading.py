"""From a row of a file to what may be said about a party, and who that is on the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import cached_property
from typing import Any

from roadbook.apps.jurisdictions import rules as jurisdictions
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties import queries
from roadbook.apps.parties.actions import checking
from roadbook.apps.parties.enums import IDENTIFIERS, AddressKind, ContactSource, PartyKind
from roadbook.apps.parties.models import (
    AddressLine,
    BankLine,
    ContactLine,
    Identifier,
    IdPaper,
    NumberLine,
    Party,
    PartyDetails,
)
from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE
from roadbook.kit import crypto, text
from roadbook.kit.imports import Digits, Draft, Ground

LENGTHS = {
    IdentifierKind.EGN: 10,
    IdentifierKind.LNCH: 10,
    IdentifierKind.EIK: 9,
    IdentifierKind.PESEL: 11,
    IdentifierKind.NIP: 10,
    IdentifierKind.REGON: 9,
    IdentifierKind.INN_PERSON: 12,
    IdentifierKind.INN_ORGANISATION: 10,
    IdentifierKind.OGRN: 13,
}
USUAL = {
    ("BG", PartyKind.PERSON): IdentifierKind.EGN,
    ("BG", PartyKind.ORGANISATION): IdentifierKind.EIK,
    ("PL", PartyKind.PERSON): IdentifierKind.PESEL,
    ("PL", PartyKind.ORGANISATION): IdentifierKind.NIP,
    ("RU", PartyKind.PERSON): IdentifierKind.INN_PERSON,
    ("RU", PartyKind.ORGANISATION): IdentifierKind.INN_ORGANISATION,
}
NAMES = {1: ("last_name",), 2: ("first_name", "last_name"), 3: ("first_name", "middle_name", "last_name")}
PLAIN = (
    "latin_name",
    "birth_date",
    "sex",
    "citizenship",
    "accountable_person",
    "manager",
    "manager_number_kind",
    "language",
    "preferred_channel",
)
LISTS = {"phones": ("phone", "phone_2"), "emails": ("email", "email_2")}
ADDRESS_PARTS = tuple(one.name for one in fields(AddressLine))
PAPER_PARTS = tuple(one.name for one in fields(IdPaper))
PARTS_OF_NAME = {"first_name", "middle_name", "last_name"}
COUNTRY_LENGTH = 2
ADDRESSES = ("registered", "current", "correspondence")


def company_of(ground: Ground) -> Company:
    """The company of the batch, read once."""
    if "company" not in ground.memory:
        ground.memory["company"] = Company.objects.get(pk=ground.company_id or 0)
    found: Company = ground.memory["company"]
    return found


def told(draft: Draft, company: Company) -> dict[str, Any]:
    """What the row says, as fields of ``PartyDetails``: only what it says."""
    if draft.said is None:
        draft.said = _told(draft, company)
    return dict(draft.said)


def _told(draft: Draft, company: Company) -> dict[str, Any]:
    values = {name: value for name, value in draft.values.items() if value not in ("", None)}
    _part_address(values)
    kind = _kind(values)
    said: dict[str, Any] = {"kind": kind, **_names(values, kind)}
    said |= {name: values[name] for name in PLAIN if name in values}
    said |= _reached(values) | _belongings(values) | _numbers(values, kind, company)
    return said


def _reached(values: dict[str, Any]) -> dict[str, Any]:
    """Phones and e-mails."""
    said = {}
    for name, columns in LISTS.items():
        found = [str(values[column]) for column in columns if column in values]
        typed = [_international(one) for one in found] if name == "phones" else found
        if typed:
            said[name] = tuple(ContactLine(one, source=ContactSource.IMPORT) for one in typed)
    return said


def _belongings(values: dict[str, Any]) -> dict[str, Any]:
    """Addresses, the document, the bank account."""
    said: dict[str, Any] = {}
    for address in ADDRESSES:
        line = {name: values[f"{address}_{name}"] for name in ADDRESS_PARTS if f"{address}_{name}" in values}
        if line:
            said[f"{address}_address"] = AddressLine(**line)
    paper = {name: values[f"paper_{name}"] for name in PAPER_PARTS if f"paper_{name}" in values}
    if paper.get("number"):
        said["id_document"] = IdPaper(**{**paper, "number": str(paper["number"])})
    account = {name: values[name] for name in ("iban", "bic", "bank_name") if name in values}
    if account.get("iban"):
        said["bank_accounts"] = (BankLine(**account),)
    return said


def _numbers(values: dict[str, Any], kind: str, company: Company) -> dict[str, Any]:
    said = _identifier(values, kind, company) if "identifier" in values else {}
    if "manager_number" in values:
        said["manager_number"] = str(values["manager_number"])
    if "identifier_2" in values:
        said["numbers"] = (NumberLine(values.get("identifier_2_kind", ""), str(values["identifier_2"])),)
    return said


def details(draft: Draft, company: Company) -> PartyDetails:
    return PartyDetails(**told(draft, company))


def _part_address(values: dict[str, Any]) -> None:
    """A whole address in the place of the street, beside its city, is parted at its commas."""
    street, city = values.get("registered_street", ""), values.get("registered_city", "")
    pieces = [piece.strip() for piece in street.split(",")]
    at = next((place for place, piece in enumerate(pieces) if place and city and piece.endswith(city)), 0)
    if not at:
        return
    values["registered_street"] = ", ".join(pieces[:at])
    postcode = pieces[at].removesuffix(city).strip()
    if postcode:
        values.setdefault("registered_postcode", postcode)
    *region, country = pieces[at + 1 :] or [""]
    if country:
        values.setdefault("registered_country" if len(country) == COUNTRY_LENGTH else "registered_region", country)
    if region:
        values.setdefault("registered_region", region[0])


def _kind(values: dict[str, Any]) -> str:
    """As told; else as its number or its names tell."""
    if values.get("kind"):
        return str(values["kind"])
    of_number = values.get("identifier_kind")
    if of_number:
        is_person = of_number in IDENTIFIERS[PartyKind.PERSON]
        return PartyKind.PERSON if is_person else PartyKind.ORGANISATION
    has_names = values.get("first_name") or values.get("last_name") or values.get("birth_date")
    return PartyKind.PERSON if has_names else PartyKind.ORGANISATION


def _names(values: dict[str, Any], kind: str) -> dict[str, str]:
    """A person's names, also from one column that holds two or three words; an organisation's name."""
    if kind == PartyKind.ORGANISATION:
        return {"name": values.get("name") or values.get("first_name") or values.get("last_name", "")}
    names: dict[str, str] = {}
    for name in ("first_name", "middle_name", "last_name"):
        if name in values:
            names[name] = values[name]
    whole = values.get("name") or names.get("first_name", "")
    words = whole.split()
    if not names.get("last_name") and (len(words) > 1 or values.get("name")):
        parts = NAMES.get(len(words), NAMES[2])
        words = words if len(words) in NAMES else [words[0], " ".join(words[1:])]
        return dict(zip(parts, words, strict=True))
    return names


def _identifier(values: dict[str, Any], kind: str, company: Company) -> dict[str, Any]:
    number = values["identifier"]
    of_number = values.get("identifier_kind") or USUAL.get((company.country, PartyKind(kind)), "")
    if isinstance(number, Digits) and of_number in LENGTHS:
        number = number.zfill(LENGTHS[IdentifierKind(of_number)])
    return {"identifier_kind": of_number, "identifier": str(number)}


def _international(phone: str) -> str:
    """A sheet drops the plus: digits that begin with a country's code and are too many for a number at home."""
    is_bare = phone.isdigit() and not phone.startswith("0") and len(phone) > 10  # noqa: PLR2004 - longest at home
    return f"+{phone}" if is_bare else phone


class Known:
    """Who the rows' parties are on the register: by number, by client number, else by name and a phone or e-mail."""

    def __init__(self, drafts: Sequence[Draft], ground: Ground) -> None:
        self._company = company_of(ground)
        self._drafts = drafts
        self._details = [details(draft, self._company) for draft in drafts]

    @cached_property
    def keys(self) -> list[str]:
        return [self._key(draft, one) for draft, one in zip(self._drafts, self._details, strict=True)]

    def _key(self, draft: Draft, said: PartyDetails) -> str:
        index = _index(said)
        if index:
            return f"number {said.identifier_kind} {index}"
        if draft.values.get("number"):
            return f"client {draft.values['number']}"
        reach = sorted({*_digits(said.phone_values), *(one.lower() for one in said.email_values)})
        born = said.birth_date.isoformat() if said.birth_date else ""
        return f"name {text.fold(said.display_name)} {born} {reach[0] if reach else ''}"

    @cached_property
    def parties(self) -> list[Party | None]:
        by_index = self._by_index()
        by_number = self._by_number()
        by_name = self._by_name()
        found = []
        for draft, said in zip(self._drafts, self._details, strict=True):
            party = by_index.get((said.identifier_kind, _index(said)))
            party = party or by_number.get(str(draft.values.get("number") or ""))
            found.append(party or _alike(said, by_name[text.fold(said.display_name)]))
        return found

    def _register(self) -> Any:
        base = Party.objects.filter(company=self._company).select_related("company")
        return base.prefetch_related("identifiers", "addresses", "contact_points", "id_documents", "bank_accounts")

    def _by_index(self) -> dict[tuple[str, str], Party]:
        indexes = {_index(said) for said in self._details} - {""}
        if not indexes:
            return {}
        rows = Identifier.objects.filter(company=self._company, value_index__in=indexes)
        parties = {one.pk: one for one in self._register().filter(pk__in=[row.party_id for row in rows])}
        return {(row.kind, row.value_index): parties[row.party_id] for row in rows if row.party_id in parties}

    def _by_number(self) -> dict[str, Party]:
        numbers = {str(draft.values.get("number") or "") for draft in self._drafts} - {""}
        return {one.number: one for one in self._register().filter(number__in=numbers)} if numbers else {}

    def _by_name(self) -> dict[str, list[Party]]:
        names = {" ".join(said.display_name.split()) for said in self._details} - {""}
        found = defaultdict(list)
        for party in self._register().filter(name__in=names):
            found[text.fold(party.name)].append(party)
        return found


def _index(said: PartyDetails) -> str:
    """The blind index of the number that is said, empty where none can be."""
    if not said.identifier or not said.identifier_kind:
        return ""
    try:
        number = jurisdictions.check_identifier(said.identifier_kind, said.identifier)
    except jurisdictions.IdentifierRefused:
        return ""
    return crypto.blind_index(number.normalised, IDENTIFIER_PURPOSE)


def _digits(phones: Sequence[str]) -> set[str]:
    """The last nine digits of each: the same number at home and from abroad."""
    return {"".join(letter for letter in phone if letter.isdigit())[-9:] for phone in phones}


def _alike(said: PartyDetails, namesakes: list[Party]) -> Party | None:
    """A namesake with the same phone, e-mail or birth date, and without another number of the same kind."""
    for party in namesakes:
        if said.identifier and any(one.kind == said.identifier_kind for one in party.identifiers.all()):
            continue
        known = queries.details_of(party)
        same_phone = _digits(said.phone_values) & _digits(known.phone_values)
        same_email = {one.lower() for one in said.email_values} & set(known.email_values)
        same_birth = said.birth_date and said.birth_date == known.birth_date
        says_nothing = not (said.phone_values or said.email_values or said.birth_date)
        if same_phone or same_email or same_birth or (says_nothing and not said.identifier):
            return party
    return None


def differences(draft: Draft, found: Party, company: Company) -> dict[str, Any]:
    """What the row says otherwise than the file, as fields of ``PartyDetails``. Numbers on file are not its to say."""
    known = queries.details_of(found)
    said = {**told(draft, company), **_paper_on_file(draft, known)}
    for name in _as_listed(draft, found):
        said.pop(name, None)
    ignored = {"kind", "identifier", "identifier_kind", "identifier_country", "numbers", "manager_number"}
    said = {name: value for name, value in said.items() if name not in ignored}
    merged = {**vars(known), **{name: _added(name, value, known) for name, value in said.items()}}
    checked = checking.checked(PartyDetails(**merged), company, old=known, known=found)
    return {name: merged[name] for name in said if _plain(getattr(checked, name)) != _plain(getattr(known, name))}


def masks(found: Party) -> dict[str, set[str]]:
    """The numbers on file as lists and pages show them, by the field of a column."""
    numbers = [one.masked for one in sorted(found.identifiers.all(), key=lambda one: one.pk)]
    papers = {one.masked for one in found.id_documents.all() if one.is_current}
    return {
        "identifier": {", ".join(numbers), *numbers},
        "identifier_2": set(numbers),
        "manager_number": {found.manager_masked},
        "paper_number": papers,
    }


def _as_listed(draft: Draft, found: Party) -> set[str]:
    """Fields that the row says just as the register of clients shows them: in one column for several."""
    values = {name: value for name, value in draft.values.items() if value not in ("", None)}
    same = {*PARTS_OF_NAME} if values.get("name") == found.name and not PARTS_OF_NAME & set(values) else set()
    lines = {one.kind: one.line for one in found.addresses.all()}
    line = lines.get(AddressKind.CURRENT) or lines.get(AddressKind.REGISTERED) or AddressLine()
    listed = {"registered_street": str(line), "registered_city": line.city}
    told = {name: value for name, value in values.items() if name.startswith("registered_")}
    if told and all(listed.get(name) == value for name, value in told.items()):
        same.add("registered_address")
    return same


def _paper_on_file(draft: Draft, known: PartyDetails) -> dict[str, IdPaper]:
    """What a row without the number of the document says of the one on file."""
    parts = {name: draft.values.get(f"paper_{name}") for name in PAPER_PARTS}
    said = {name: value for name, value in parts.items() if value not in ("", None)}
    return {"id_document": IdPaper(**said)} if said and "number" not in said and known.id_document else {}


def _added(name: str, value: Any, known: PartyDetails) -> Any:
    """What would be on file: phones, e-mails and accounts are added, parts of an address or a paper replaced."""
    old = getattr(known, name)
    if isinstance(value, AddressLine | IdPaper):
        said = {part: new for part, new in vars(value).items() if new and not (part == "kind" and old)}
        return replace(old, **said)
    if isinstance(value, tuple):
        return (
            *old,
            *(one for one in value if getattr(one, "value", one) not in {getattr(o, "value", o) for o in old}),
        )
    return value


def _plain(value: Any) -> Any:
    """For comparison: of phones and e-mails the values, of accounts their numbers."""
    if isinstance(value, tuple):
        return sorted({str(getattr(one, "value", None) or getattr(one, "iban", one)) for one in value})
    return value
