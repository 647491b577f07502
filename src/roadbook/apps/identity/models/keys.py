"""The keys of programs that act for users."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.kit import clock

from .users import User


class ApiKey(models.Model):
    """A program's way in: it acts as its user, in one company, within its scopes. Only a hash of the secret is kept.

    ``addresses`` are the networks that it may be used from; none listed means any. ``replaces`` is the key that this
    one was made from by rotation; the old one works until it ends, so that programs can change over.
    """

    prefix = models.CharField(max_length=12, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    name = models.CharField(_("name"), max_length=80)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="keys")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    scopes = models.JSONField(_("scopes"), default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"), null=True)
    addresses = models.JSONField(_("addresses"), default=list, blank=True)
    replaces = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return f"{self.name} (rb_{self.prefix}_…)"

    @property
    def scope_labels(self) -> list[str]:
        """What it may do, in words."""
        labels = dict(Permission.choices)
        return [str(labels.get(one, one)) for one in self.scopes]

    @property
    def is_over(self) -> bool:
        return self.expires_at is not None and self.expires_at <= clock.now()
