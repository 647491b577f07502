"""The catalogue of makes and models."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Make(models.Model):
    """A maker's brand. ``key`` is the folded name, so that one brand is written one way."""

    name = models.CharField(_("make"), max_length=60)
    key = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Model(models.Model):
    """A model of a make."""

    make = models.ForeignKey(Make, on_delete=models.PROTECT, related_name="models")
    name = models.CharField(_("model"), max_length=60)
    key = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["make", "key"], name="model_once_per_make")]

    def __str__(self) -> str:
        return self.name
