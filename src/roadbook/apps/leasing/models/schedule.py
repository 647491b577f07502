"""The plan: versions of the schedule and their instalments. Never edited; a change makes a new version."""

from __future__ import annotations

from datetime import date
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import ContractState, VersionReason
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit.money import MoneyField

from .contract import Contract


class ScheduleVersion(models.Model):
    """``terms`` holds product conditions and agreed figures as they were, so that the plan can be computed again."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="schedules")
    version = models.PositiveSmallIntegerField()
    is_active = models.BooleanField(default=True)
    terms = models.JSONField()
    total_interest = MoneyField()
    reason = models.CharField(max_length=20, choices=VersionReason.choices)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "version"], name="schedule_version_once_per_contract"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_active=True), name="schedule_has_one_active_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} v{self.version}"


Row = TypeVar("Row", bound=models.Model)


class PlannedQuerySet(models.QuerySet[Row]):
    def due_for_charge(self, *, company_id: int, on: date) -> Self:
        """Rows of active contracts that become debt on this date or should have before."""
        return self.filter(
            charged_on__isnull=True,
            charge_on__lte=on,
            schedule__is_active=True,
            schedule__contract__company_id=company_id,
            schedule__contract__state=ContractState.ACTIVE,
        )


class Instalment(models.Model):
    """One row of the plan, minor units. ``days`` are the calendar days since the date before."""

    schedule = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(_("number"))
    due_on = models.DateField(_("due date"))
    charge_on = models.DateField(_("becomes debt on"))
    days = models.PositiveSmallIntegerField(_("days"))
    opening = MoneyField(_("opening balance"))
    principal = MoneyField(_("principal"))
    interest = MoneyField(_("interest"))
    total = MoneyField(_("total"))
    closing = MoneyField(_("closing balance"))
    charged_on = models.DateField(_("charged on"), null=True)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number"], name="instalment_number_once_per_schedule"),
            models.CheckConstraint(
                condition=Q(total=F("principal") + F("interest")), name="instalment_total_is_principal_and_interest"
            ),
            models.CheckConstraint(
                condition=Q(closing=F("opening") - F("principal")), name="instalment_closing_is_opening_less_principal"
            ),
            models.CheckConstraint(
                condition=Q(principal__gte=0, interest__gte=0, closing__gte=0), name="instalment_amounts_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["charge_on"], name="instalment_to_charge", condition=Q(charged_on__isnull=True)),
            models.Index(fields=["total"], name="instalment_by_first_total", condition=Q(number=1)),
            models.Index(fields=["due_on", "id"], name="instalment_by_due_date"),
            models.Index(fields=["total", "id"], name="instalment_by_total"),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} no. {self.number}"


class StreamRow(models.Model):
    """What is due beside the financing, minor units: VAT, fees, the down payment. Row 0 falls due at activation.

    ``base`` is what a VAT amount is counted from. ``label`` is an English message for gettext, with ``label_params``.
    """

    schedule = models.ForeignKey(ScheduleVersion, on_delete=models.PROTECT, related_name="streams")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=ChargeKind.choices)
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=120)
    label_params = models.JSONField(default=dict)
    base = MoneyField(default=0)
    amount = MoneyField(_("amount"))
    due_on = models.DateField(_("due date"))
    charge_on = models.DateField(_("becomes debt on"))
    charged_on = models.DateField(_("charged on"), null=True)

    objects = PlannedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["schedule", "number", "code"], name="stream_row_once_per_schedule"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="stream_amount_is_above_zero"),
        ]
        indexes = [
            models.Index(fields=["charge_on"], name="stream_to_charge", condition=Q(charged_on__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} no. {self.number} {self.code}"
