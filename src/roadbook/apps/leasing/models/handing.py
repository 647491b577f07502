"""The vehicle changes hands: to the client at activation, back to us when it returns. Kept as it was written down."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import HandingKind
from roadbook.kit.triggers import append_only

from .contract import Contract


@append_only
class HandOver(models.Model):
    """What the hand-over protocol says. ``handed_by`` and ``received_by`` are people as they signed it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="hand_overs")
    kind = models.CharField(_("kind"), max_length=10, choices=HandingKind.choices)
    handed_on = models.DateField(_("day"))
    odometer_km = models.PositiveIntegerField(_("odometer, km"), null=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    handed_by = models.CharField(_("handed over by"), max_length=120, blank=True)
    received_by = models.CharField(_("received by"), max_length=120, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = [
            models.UniqueConstraint(fields=["contract", "kind"], name="vehicle_goes_and_returns_once_per_contract"),
            models.CheckConstraint(condition=Q(kind__in=HandingKind.values), name="hand_over_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id} {self.kind} {self.handed_on}"
