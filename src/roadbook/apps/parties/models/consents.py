"""The register of consents: who agreed to what, in which words, when and how, and when it was taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import Channel, ConsentPurpose, ConsentSource
from roadbook.kit.triggers import append_only

from .details import DetailQuerySet
from .party import Party


class ConsentTextQuerySet(ScopedQuerySet):
    view_permission = "party.view"

    def newest(self) -> ConsentTextQuerySet:
        """The latest version of each purpose and language."""
        later = ConsentText.objects.filter(
            company=models.OuterRef("company"),
            purpose=models.OuterRef("purpose"),
            language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))


@append_only
class ConsentText(models.Model):
    """The words to which a party agrees. A new wording is a new version; what somebody agreed to never changes."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose.choices)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(_("text"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "purpose", "language", "version"], name="consent_text_version_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="consent_text_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.language}) {self.version}"


class ConsentQuerySet(DetailQuerySet):
    def live(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """One consent. It is written once and taken back once; given again it is a new row.

    ``channel`` is empty where the purpose knows no channels.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose.choices)
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices, blank=True)
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(_("given by way of"), max_length=10, choices=ConsentSource.choices)
    given_at = models.DateTimeField(_("given at"))
    given_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)
    withdrawn_source = models.CharField(
        _("withdrawn by way of"), max_length=10, choices=ConsentSource.choices, blank=True
    )
    withdrawn_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party", "purpose", "channel"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_live_once_per_purpose_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_source="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_source="")),
                name="consent_withdrawn_has_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.get_channel_display()}".strip()

    @property
    def is_live(self) -> bool:
        return self.withdrawn_at is None
