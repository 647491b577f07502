"""What the matrix asks of clients: relations, consents, documents, files that were joined."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from roadbook.apps.parties import actions
from roadbook.apps.parties.models import AddressLine, IdPaper, Party
from roadbook.apps.parties.queries import facts_digest, facts_since
from roadbook.apps.parties.web.sealing import seal
from tests.factories import merging, parties

Example = Callable[[Any], dict[str, Any]]


def examples(party: Party) -> tuple[dict[str, Example], dict[str, Example]]:
    """Arguments of addresses, and what is sent, about a client and its neighbours in the same company."""
    company = party.company
    row = Party.objects.get(pk=party.pk)
    actions.change_party(
        party=row,
        version=row.version,
        by=None,
        id_document=IdPaper(number="640000123"),
        registered_address=AddressLine("BG", "", "София", "1000", "ул. Примерна 1"),
    )
    paper = party.id_documents.get()
    relation = actions.relate(
        party=party, kind="contact_person", outsider_name="Иван Петров", outsider_number=parties.egn(5), by=None
    )
    text = merging.text_of(company)
    consent = actions.give_consent(party=party, purpose="marketing", channel="sms", text=text, source="paper", by=None)
    firm = parties.organisation_party(
        company, manager="Иван Петров", manager_number_kind="egn", manager_number=parties.egn(6)
    )
    twins = [parties.person(company, last_name="Двойна") for _one in range(2)]
    joined = parties.person(company)
    merge = merging.join(joined, parties.person(company))
    seen = facts_digest(facts_since(merge))
    values: dict[str, dict[str, Any]] = {
        "id_paper": {"pk": party.pk, "document": paper.pk},
        "relation": {"pk": party.pk, "relation": relation.pk},
        "consent": {"pk": party.pk, "consent": consent.pk},
        "address": {"pk": party.pk, "kind": "registered"},
        "firm": {"pk": firm.pk},
        "twins": {"pk": twins[0].pk, "other": twins[1].pk},
        "joined": {"pk": joined.pk},
        "sealed": {"sealed": seal(parties.egn(company.pk))},
    }
    sent: dict[str, dict[str, Any]] = {
        "sought": {"q": parties.egn(company.pk)},
        "pick": {"party": party.pk, "q": "nobody"},
        "number_sought": {"number": parties.egn(company.pk)},
        "twin_sought": {"phones": ["0888 123 456"]},
        "new_relation": {"kind": "guarantor", "other_id": firm.pk},
        "new_consent_text": {"company_id": company.pk, "purpose": "profiling", "language": "bg", "text": "Да."},
        "new_consent": {"text_id": text.pk, "channels": ["viber"], "source": "paper"},
        "withdrawal": {"source": "call"},
        "letter": {"on": company.business_date.isoformat(), "reason": "moved"},
        "merge_versions": {"survivor_version": 1, "merged_version": 1},
        "seen": {"seen": seen},
    }
    return _all(values), _all(sent)


def _all(told: dict[str, dict[str, Any]]) -> dict[str, Example]:
    return {name: lambda _user, values=values: values for name, values in told.items()}
