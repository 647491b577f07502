"""Whole files of two parties, to be joined and parted in tests, and what is on a file altogether."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from django.apps import apps

from roadbook.apps.parties import actions, rules
from roadbook.apps.parties.models import (
    AddressLine,
    BankLine,
    ConsentText,
    ContactLine,
    IdPaper,
    Merge,
    Party,
)
from roadbook.apps.parties.queries import flat, merging
from roadbook.apps.timeline import actions as timeline
from roadbook.kit import audit
from tests.factories import leasing
from tests.factories import parties as make

IBANS = ("BG80BNBG96611020345678", "BG44UNCR70001520862375", "BG32RZBB91551060533767", "BG28BPBI79401048258601")
STREETS = ("ул. Липа 1", "бул. Първи 12", "ул. Роза 7")


def text_of(company: Any, purpose: str = "marketing") -> ConsentText:
    """The words of a purpose, written once for a company."""
    known = ConsentText.objects.filter(company=company, purpose=purpose, language="bg").first()
    return known or actions.write_consent_text(
        company=company, purpose=purpose, language="bg", text=f"Съгласен съм: {purpose}.", by=None
    )


def snapshot(party: Party) -> dict[str, Any]:
    """Everything on the file and everything that points to it, with the keys of the rows; versions left out.

    What the machine tells on the feed (files joined, changed) is left out, too: it is the history of the acts.
    """
    party = Party.objects.get(pk=party.pk)
    found: dict[str, Any] = {"details": flat.flat_of(party), "order": order(flat.flat_of(party))}
    found["name_key"], found["search"] = party.name_key, party.search_text
    for reference in rules.references():
        rows = reference.rows(party)
        if reference.model == "timeline.Entry":
            rows = rows.exclude(kind="change")
        found[reference.name] = [_row(reference.model, row) for row in rows.order_by("pk")]
    return found


def order(details: flat.Flat) -> dict[str, list[str]]:
    """Phones, e-mails and accounts stand in an order."""
    return {kind: [key for key in details if key.startswith(f"{kind}:")] for kind in ("phone", "email", "account")}


def _row(model: str, row: Any) -> dict[str, Any]:
    fields = [one.attname for one in apps.get_model(model)._meta.concrete_fields]
    return {name: getattr(row, name) for name in fields if name not in {"version", "search_text", "audit_id"}}


def person_with_everything(company: Any, rng: Random, **details: Any) -> Party:
    """A person with a random part of all that a file may hold."""
    phones = tuple(
        ContactLine(f"+35988{rng.randrange(2_000_000, 9_999_999)}", rng.choice(["", "дом"]), rng.choice(["", "works"]))
        for _one in range(rng.randrange(0, 3))
    )
    accounts = tuple(BankLine(iban) for iban in rng.sample(IBANS, rng.randrange(0, 3)))
    address = AddressLine("BG", "", "София", "1000", rng.choice(STREETS)) if rng.random() < 0.7 else AddressLine()
    paper = IdPaper(number=f"{rng.randrange(10**8, 10**9)}") if rng.random() < 0.5 else IdPaper()
    values = {
        "first_name": "Мария",
        "last_name": "Стоева",
        "latin_name": rng.choice(["", "Maria Stoeva", "Mariya"]),
        "citizenship": rng.choice(["", "BG", "DE"]),
        "phones": phones,
        "emails": (f"maria{rng.randrange(99)}@example.com",) if rng.random() < 0.5 else (),
        "bank_accounts": accounts,
        "registered_address": address,
        "id_document": paper,
        **details,
    }
    party = actions.register_person(company=company, by=None, **values)
    for act in (_contract, _note, _relation, _consent):
        if rng.random() < 0.6:
            act(party, rng)
    return party


def _contract(party: Party, _rng: Random) -> None:
    leasing.draft(party.company, client=party)


def _note(party: Party, rng: Random) -> None:
    timeline.note(
        company=party.company, subject=audit.key(party), party=party, text=f"Бележка {rng.randrange(999)}", by=None
    )


def _relation(party: Party, rng: Random) -> None:
    kind = rng.choice(["guarantor", "contact_person", "representative"])
    if rng.random() < 0.5:
        actions.relate(party=party, kind=kind, outsider_name=f"Иван {rng.randrange(9999)}", by=None)
    else:
        actions.relate(party=make.person(party.company), kind=kind, other=party, by=None)


def _consent(party: Party, rng: Random) -> None:
    text = text_of(party.company)
    channel = rng.choice(["sms", "viber", "email"])
    if not party.consents.filter(channel=channel, withdrawn_at__isnull=True).exists():
        consent = actions.give_consent(
            party=party, purpose="marketing", channel=channel, text=text, source="paper", by=None
        )
        if rng.random() < 0.3:
            actions.withdraw_consent(consent=consent, source="call", by=None)


def _phone_added(party: Party, rng: Random) -> None:
    known = tuple(one.line for one in party.contact_points.filter(kind="phone").order_by("position"))
    _change(party, phones=(*known, f"+35987{rng.randrange(2_000_000, 9_999_999)}"))


def _phone_taken(party: Party, _rng: Random) -> None:
    known = tuple(one.line for one in party.contact_points.filter(kind="phone").order_by("position"))
    _change(party, phones=known[1:])


def _renamed(party: Party, rng: Random) -> None:
    _change(party, last_name=rng.choice(["Иванова", "Георгиева", "Петрова"]))


def _moved_house(party: Party, rng: Random) -> None:
    _change(party, current_address=AddressLine("BG", "", "Пловдив", "4000", f"ул. Нова {rng.randrange(99)}"))


def _new_paper(party: Party, rng: Random) -> None:
    _change(party, id_document=IdPaper(number=f"{rng.randrange(10**8, 10**9)}"))


def _change(party: Party, **changes: Any) -> None:
    row = Party.objects.get(pk=party.pk)
    actions.change_party(party=row, version=row.version, by=None, **changes)


LATER: tuple[Callable[[Party, Random], None], ...] = (
    _contract,
    _note,
    _relation,
    _consent,
    _phone_added,
    _phone_taken,
    _renamed,
    _moved_house,
    _new_paper,
)


def join(survivor: Party, merged: Party, *, by: Any = None, taken: tuple[str, ...] = ()) -> Merge:
    """Join two files as they are now."""
    rows = [Party.objects.get(pk=one.pk) for one in (survivor, merged)]
    return actions.merge(
        survivor=rows[0], merged=rows[1], versions=(rows[0].version, rows[1].version), taken=taken, by=by
    )


def part(merge: Merge, assigned: dict[str, str] | None = None, *, by: Any = None) -> Merge:
    """Part them, deciding on the facts as they are now."""
    fresh = Merge.objects.select_related("survivor", "merged").get(pk=merge.pk)
    seen = merging.facts_digest(merging.facts_since(fresh))
    return actions.unmerge(merge=fresh, assigned=assigned or {}, seen=seen, by=by)
