"""The papers of a vehicle."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles.enums import PaperForm, PaperKind

from .vehicle import Vehicle


class VehicleDocumentQuerySet(ScopedQuerySet):
    view_permission = "vehicle.view"

    def current(self) -> VehicleDocumentQuerySet:
        """Papers that no later one has replaced and nobody has taken off the list."""
        return self.filter(ended_on__isnull=True)

    def locked(self, pk: int) -> VehicleDocument:
        found: VehicleDocument = self.select_for_update(of=("self",)).select_related("vehicle", "company").get(pk=pk)
        return found


class VehicleDocument(models.Model):
    """A paper of a vehicle: what it says, until when it holds, and where it is kept.

    A renewal is a new row that ``follows`` the old one, whose ``ended_on`` says since when it no longer counts.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="papers", verbose_name=_("vehicle"))
    kind = models.CharField(_("kind of paper"), max_length=20, choices=PaperKind.choices)
    form = models.CharField(_("form"), max_length=10, choices=PaperForm.choices, default=PaperForm.PAPER)
    number = models.CharField(_("number"), max_length=60, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued or valid from"), null=True)
    expires_on = models.DateField(_("expires"), null=True)
    received_on = models.DateField(_("received on"), null=True)
    redeemed_on = models.DateField(_("redeemed on"), null=True)
    returned_on = models.DateField(_("handed out on"), null=True)
    storage_place = models.CharField(_("kept at"), max_length=120, blank=True)
    holder = models.CharField(_("holder"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    follows = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="renewal")
    ended_on = models.DateField(_("no longer counts since"), null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("entered at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = VehicleDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a vehicle")
        verbose_name_plural = _("papers of vehicles")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gte=F("issued_on")),
                name="paper_expires_after_it_is_issued",
            ),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True)
                | Q(received_on__isnull=True)
                | Q(returned_on__gte=F("received_on")),
                name="paper_is_handed_out_after_it_is_received",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "ended_on", "expires_on", "id"], name="paper_by_expiry"),
            models.Index(fields=["expires_on", "id"], name="paper_by_expiry_overall"),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.get_kind_display()), self.number) if part)

    @property
    def is_present(self) -> bool:
        """Do we hold it now?"""
        return self.received_on is not None and self.returned_on is None

    def days_left(self, on: date) -> int | None:
        """Days until it expires, negative when it has; None when it does not."""
        return (self.expires_on - on).days if self.expires_on else None
