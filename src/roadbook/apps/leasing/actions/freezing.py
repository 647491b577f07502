"""Fixing the plan: from the agreed terms to rows that are never edited."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from roadbook.apps.leasing.enums import VersionReason
from roadbook.apps.leasing.models import AgreedTerms, Contract, Instalment, ProductTerms, ScheduleVersion, StreamRow
from roadbook.apps.leasing.queries import starting
from roadbook.apps.leasing.queries.plan import checked_plan, plan_data
from roadbook.apps.leasing.queries.streams import beside
from roadbook.apps.leasing.queries.vat import rates
from roadbook.kit import clock, storing


def freeze(contract: Contract, *, by: Any) -> ScheduleVersion:
    """Write schedule version 1 as it was agreed. Three statements, whatever the length.

    :raises TermsRefused: the product does not allow the terms.
    """
    conditions = contract.product.conditions_on(contract.signed_on)
    return write_version(contract, conditions, contract.agreed, reason=VersionReason.ORIGINAL, by=by)


def freeze_from(contract: Contract, on: date, *, by: Any) -> ScheduleVersion:
    """The schedule that counts from a hand-over: the signed one, or another version reckoned from that day.

    :raises StartRefused: a due date comes before the hand-over. :raises TermsRefused: no schedule comes of that day.
    """
    signed: ScheduleVersion = contract.schedules.get(is_active=True)
    conditions, agreed = starting.moved(signed, on)
    if agreed == starting.terms_of(signed):
        return signed
    ScheduleVersion.objects.filter(pk=signed.pk).update(is_active=False)
    return write_version(contract, conditions, agreed, reason=VersionReason.HAND_OVER, by=by, number=signed.version + 1)


def write_version(
    contract: Contract, conditions: ProductTerms, agreed: AgreedTerms, *, reason: str, by: Any, number: int = 1
) -> ScheduleVersion:
    """Write a version of the schedule with its instalments and what is due beside them.

    :raises TermsRefused: the product does not allow the terms.
    """
    schedule = checked_plan(conditions, agreed)
    version = ScheduleVersion(
        contract=contract,
        version=number,
        terms=plan_data(conditions, agreed),
        total_interest=schedule.total_interest,
        reason=reason,
        created_at=clock.now(),
        created_by=by,
    )
    storing.insert_one(version)
    ahead = timedelta(days=conditions.charge_days_before)
    storing.insert(
        Instalment(
            schedule=version,
            number=row.number,
            due_on=row.due_on,
            charge_on=max(row.due_on - ahead, agreed.starts_on),
            days=row.days,
            opening=row.opening,
            principal=row.principal,
            interest=row.interest,
            total=row.total,
            closing=row.closing,
        )
        for row in schedule.rows
    )
    kind, country = contract.product.kind, contract.company.country
    storing.insert(
        StreamRow(
            schedule=version,
            number=row.number,
            kind=row.kind,
            code=row.code,
            label=row.label,
            label_params=dict(row.params),
            base=row.base,
            amount=row.amount,
            due_on=row.due_on,
            charge_on=max(row.due_on - ahead, agreed.starts_on) if row.number else row.due_on,
        )
        for row in beside(kind, conditions, agreed, schedule, on=agreed.starts_on, rate_on=rates(country, kind))
    )
    return version
