"""What somebody typed into a form and has not saved yet."""

from __future__ import annotations

from django.db import models

from roadbook.kit.crypto import EncryptedTextField


class FormDraft(models.Model):
    """One draft of one user: ``form`` is the route, the row and the form; ``contents`` is JSON of the texts sent."""

    owner_id = models.BigIntegerField()
    form = models.CharField(max_length=250)
    contents = EncryptedTextField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["updated_at"], name="form_draft_by_age")]
        constraints = [models.UniqueConstraint(fields=["owner_id", "form"], name="form_draft_one_per_form")]

    def __str__(self) -> str:
        return self.form
