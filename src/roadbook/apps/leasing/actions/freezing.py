"""Fixing the plan: from the agreed terms to rows that are never edited."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from roadbook.apps.leasing.enums import VersionReason
from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion
from roadbook.apps.leasing.queries.plan import checked_plan, plan_data
from roadbook.kit import clock


def freeze(contract: Contract, *, by: Any) -> ScheduleVersion:
    """Write schedule version 1 as it was agreed. Two statements, whatever the length.

    :raises TermsRefused: the product does not allow the terms.
    """
    conditions = contract.product.conditions
    schedule = checked_plan(conditions, contract.agreed)
    version = ScheduleVersion.objects.create(
        contract=contract,
        version=1,
        terms=plan_data(conditions, contract.agreed),
        total_interest=schedule.total_interest,
        reason=VersionReason.ORIGINAL,
        created_at=clock.now(),
        created_by=by,
    )
    ahead = timedelta(days=conditions.charge_days_before)
    Instalment.objects.bulk_create(
        Instalment(
            schedule=version,
            number=row.number,
            due_on=row.due_on,
            charge_on=max(row.due_on - ahead, contract.signed_on),
            days=row.days,
            opening=row.opening,
            principal=row.principal,
            interest=row.interest,
            total=row.total,
            closing=row.closing,
        )
        for row in schedule.rows
    )
    return version
