"""The invariants of leasing pass on true books and name what breaks them."""

from __future__ import annotations

import pytest
from django.db.models import F

from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion
from roadbook.apps.leasing.queries import books
from roadbook.kit import triggers
from roadbook.kit.models import AuditEntry
from tests.factories import leasing

pytestmark = pytest.mark.django_db
CHECKS = (
    books.schedules_repay_the_financed_amount,
    books.instalments_follow_each_other,
    books.contracts_moved_as_listed,
)


def found() -> list[list[str]]:
    return [list(check()) for check in CHECKS]


def test_true_books_have_no_problem():
    leasing.draft()
    leasing.signed()
    leasing.active()
    assert found() == [[], [], []]


def test_principal_that_does_not_repay_is_found():
    contract = leasing.active()
    Instalment.objects.filter(number=48).update(
        principal=F("principal") - 1, total=F("total") - 1, closing=F("closing") + 1
    )
    repaid, follow, _ = found()
    assert [contract.number in text for text in repaid] == [True]
    assert follow == []


def test_interest_that_is_not_the_version_s_total_is_found():
    leasing.active()
    ScheduleVersion.objects.update(total_interest=F("total_interest") + 1)
    assert len(found()[0]) == 1


def test_live_contract_without_an_active_version_is_found():
    contract = leasing.active()
    ScheduleVersion.objects.update(is_active=False)
    assert found()[0] == [f"{contract.number} has 0 active schedule versions"]


def test_missing_instalment_is_found():
    leasing.active()
    Instalment.objects.filter(number=20).delete()
    repaid, follow, _ = found()
    assert len(repaid) == 1
    assert [" no. 21 opens at " in text for text in follow] == [True]


def test_move_without_its_audit_entry_is_found():
    contract = leasing.signed()
    Contract.objects.filter(pk=contract.pk).update(state="cancelled")
    assert found()[2] == [f"{contract.number} is cancelled, but the audit log led it to signed"]


def test_move_that_the_table_does_not_list_is_found():
    contract = leasing.signed()
    with triggers.unlocked():
        AuditEntry.objects.filter(action="leasing.contract.sign").update(changes={"state": ["draft", "closed"]})
    texts = found()[2]
    assert any("sign led from draft to closed, which the table does not list" in text for text in texts)
    assert contract.number in texts[-1]
