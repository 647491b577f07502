"""Files that turned out to be of one and the same, joined into one; and how they were, should they be parted again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from roadbook.kit.crypto import EncryptedTextField

from .details import DetailQuerySet
from .party import Party


class MergeQuerySet(DetailQuerySet):
    company_path = "survivor__company_id"

    def standing(self) -> MergeQuerySet:
        """Merges that were not undone."""
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """``merged`` became part of ``survivor``. The JSON texts are the survivor's details before and after, encrypted."""

    survivor = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="merged_by")
    before = EncryptedTextField()
    after = EncryptedTextField()
    merged_at = models.DateTimeField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at__isnull=True), name="merge_standing_once_per_party"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("merged")), name="merge_is_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.merged_id} -> {self.survivor_id}"


class MergeMove(models.Model):
    """Which rows of one reference followed the merged party (``moved``), and which were the survivor's own."""

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="moves")
    reference = models.CharField(max_length=80)
    moved = models.JSONField(default=list)
    own = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["merge", "reference"], name="merge_move_once_per_reference")]

    def __str__(self) -> str:
        return f"{self.reference}: {len(self.moved)}"
