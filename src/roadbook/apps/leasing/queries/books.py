"""What must always hold of contracts and schedules; ``roadbook verify-books`` runs these."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F, Q, Sum, Window
from django.db.models.functions import Coalesce, Lag
from django.utils.translation import gettext_noop

from roadbook.apps.leasing import states
from roadbook.apps.leasing.enums import ContractState
from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion
from roadbook.kit.invariants import invariant
from roadbook.kit.models import AuditEntry

FIXED = (ContractState.SIGNED, ContractState.ACTIVE, ContractState.TERMINATED, ContractState.CLOSED)
REPAID = Q(contract__is_returned=False, principal=F("contract__financed")) | Q(
    contract__is_returned=True, principal=F("contract__financed") - F("contract__residual")
)
SUBJECT = Contract._meta.label_lower


@invariant("I6", gettext_noop("Schedules repay exactly what was financed, and one version counts"))
def schedules_repay_the_financed_amount() -> Iterator[str]:
    """Σ principal = financed amount (less a residual that comes back), totals are true, one version counts."""
    versions = ScheduleVersion.objects.annotate(
        principal=Sum("instalments__principal"), interest=Sum("instalments__interest"), length=Count("instalments")
    ).exclude(REPAID, interest=F("total_interest"), length=F("contract__count"))
    for row in versions.values("contract__number", "version", "principal", "contract__financed"):
        yield (
            f"{row['contract__number']} version {row['version']}: principal {row['principal']}"
            f" of {row['contract__financed']} financed, or its interest or length is not what it says"
        )
    active = Count("schedules", filter=Q(schedules__is_active=True))
    fixed = Contract.objects.filter(state__in=FIXED).annotate(active=active).exclude(active=1)
    for number, versions_active in fixed.values_list("number", "active"):
        yield f"{number} has {versions_active} active schedule versions"


@invariant("I6", gettext_noop("Each instalment opens where the one before closed"))
def instalments_follow_each_other() -> Iterator[str]:
    """The first opens at the financed amount, each next one at the closing balance before it.

    That the last closes at nothing follows from Σ principal = financed and the table's own checks.
    """
    before = Window(Lag("closing"), partition_by="schedule", order_by="number")
    rows = Instalment.objects.annotate(expected=Coalesce(before, F("schedule__contract__financed")))
    broken = rows.exclude(opening=F("expected"))
    for number, position, opening, expected in broken.values_list(
        "schedule__contract__number", "number", "opening", "expected"
    ):
        yield f"{number} no. {position} opens at {opening}, the balance before it is {expected}"


@invariant("I10", gettext_noop("Contracts move only along their table, and every move is in the audit log"))
def contracts_moved_as_listed() -> Iterator[str]:
    """From draft along listed moves to the present state, each step an audit entry."""
    reached: dict[int, str] = {}
    moves = AuditEntry.objects.filter(subject__startswith=f"{SUBJECT}:", changes__has_key="state").order_by("id")
    for action, subject, changes in moves.values_list("action", "subject", "changes").iterator():
        pk = int(subject.rpartition(":")[2])
        old, new = changes["state"]
        event = action.rpartition(".")[2]
        if old != reached.get(pk, states.START) or states.CONTRACT.get(old, {}).get(event) != new:
            yield f"{subject}: {event} led from {old} to {new}, which the table does not list"
        reached[pk] = new
    for pk, number, state in Contract.objects.values_list("pk", "number", "state").iterator():
        if reached.get(pk, states.START) != state:
            yield f"{number} is {state}, but the audit log led it to {reached.get(pk, states.START)}"
