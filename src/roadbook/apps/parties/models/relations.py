"""What parties are to each other, and to people who have no file of their own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.parties.enums import SEEN_FROM_THE_OTHER, RelationKind
from roadbook.kit.crypto import EncryptedTextField

from .details import DetailQuerySet
from .party import Party
from .values import masked


class RelationQuerySet(DetailQuerySet):
    def of(self, *party_ids: int) -> RelationQuerySet:
        """Relations in which one of the parties stands on either side."""
        return self.filter(Q(party__in=party_ids) | Q(other__in=party_ids))


class Relation(models.Model):
    """``other`` (or an outsider of this name) is the ``kind`` of ``party``, from a day to a day.

    ``share`` is the part that a beneficial owner holds, in hundredths of a percent (2500 is 25 %).
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind.choices)
    other = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="relations_to")
    outsider_name = models.CharField(_("name"), max_length=150, blank=True)
    outsider_number = EncryptedTextField(blank=True)
    outsider_contact = models.CharField(_("phone or e-mail"), max_length=254, blank=True)
    share = models.PositiveIntegerField(_("share"), null=True)
    from_on = models.DateField(_("from"), null=True)
    to_on = models.DateField(_("to"), null=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RelationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(other__isnull=False) & Q(outsider_name=""))
                | (Q(other__isnull=True) & ~Q(outsider_name="")),
                name="relation_is_to_a_party_or_an_outsider",
            ),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=F("party")), name="relation_is_not_to_oneself"
            ),
            models.CheckConstraint(
                condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="relation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=10_000), name="relation_share_is_a_part"
            ),
            models.CheckConstraint(condition=Q(kind__in=RelationKind.values), name="relation_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.other_name}"

    @property
    def other_name(self) -> str:
        return self.other.name if self.other else self.outsider_name

    @property
    def outsider_masked(self) -> str:
        return masked(self.outsider_number, 4) if self.outsider_number else ""

    def seen_from(self, party_id: int) -> str:
        """The word for the relation on the page of this party."""
        kind = RelationKind(self.kind)
        return str(kind.label if self.party_id == party_id else SEEN_FROM_THE_OTHER[kind])

    def is_over(self, on: object) -> bool:
        """Whether it had ended by this day."""
        return bool(self.to_on and self.to_on <= on)  # type: ignore[operator]  # dates compare with dates
