"""Co-debtors and guarantors: named in the draft, behind the account once it is open."""

from __future__ import annotations

from typing import Any

import pytest

from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.actions import DraftRefused
from roadbook.apps.leasing.models import Contract, ContractParty
from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.actions import MergeRefused
from roadbook.kit.models import AuditEntry
from tests.factories import leasing, receivables

pytestmark = pytest.mark.django_db


def changed(contract: Contract, **more: Any) -> Contract:
    row = Contract.objects.get(pk=contract.pk)
    parts = {name: getattr(row, name) for name in ("branch", "client", "vehicle", "product")}
    return actions.change_draft(contract=row, version=row.version, by=None, terms=row.agreed, **{**parts, **more})


def test_people_beside_the_client_stand_behind_the_account():
    contract = leasing.draft()
    people = [receivables.client(contract.company) for _ in range(2)]
    changed(contract, parties=[(people[0], "co_debtor"), (people[1], "guarantor")])
    contract = Contract.objects.get(pk=contract.pk)
    named = [(contract.client, "Debtor"), (people[0], "Co-debtor"), (people[1], "Guarantor")]
    assert queries.parties(contract) == named
    contract = actions.activate(contract=actions.sign(contract=contract, by=None), by=None)
    assert [(one.party, one.role) for one in contract.live_account.parties.order_by("pk")] == [
        (contract.client, "debtor"),
        (people[0], "co_debtor"),
        (people[1], "guarantor"),
    ]
    assert queries.parties(contract) == named


def test_change_without_parties_keeps_them_and_with_none_takes_them_away():
    contract = leasing.draft()
    changed(contract, parties=[(receivables.client(contract.company), "guarantor")])
    changed(contract)
    assert contract.parties.count() == 1
    changed(contract, parties=[])
    assert contract.parties.count() == 0
    entry = AuditEntry.objects.filter(action="leasing.contract.change").latest("pk")
    assert "parties" in entry.changes


@pytest.mark.parametrize("wrong", ["client", "twice", "role", "company"])
def test_who_cannot_stand_beside_is_named(wrong: str):
    contract = leasing.draft()
    other = receivables.client(contract.company)
    rows, field = {
        "client": ([(contract.client, "guarantor")], "party_1"),
        "twice": ([(other, "guarantor"), (other, "co_debtor")], "party_2"),
        "role": ([(other, "debtor")], "party_1"),
        "company": ([(receivables.client(receivables.company()), "guarantor")], "party_1"),
    }[wrong]
    with pytest.raises(DraftRefused) as refused:
        changed(contract, parties=rows)
    assert refused.value.field == field
    assert not ContractParty.objects.exists()


def test_nobody_becomes_the_guarantor_of_himself():
    contract = leasing.draft()
    other = receivables.client(contract.company)
    changed(contract, parties=[(other, "guarantor")])
    for survivor, merged in ((contract.client, other), (other, contract.client)):
        with pytest.raises(MergeRefused):
            parties.merge(
                survivor=survivor, merged=merged, versions=(survivor.version, merged.version), taken=(), by=None
            )
    assert ContractParty.objects.get().party == other
