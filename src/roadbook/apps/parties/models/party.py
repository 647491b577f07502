"""The party: a person or an organisation known to one of our companies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.jurisdictions.enums import Sex
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import Channel, PartyKind
from roadbook.kit import crypto, text

SHORTEST_IDENTIFIER = 8
IDENTIFIER_PURPOSE = "parties.identifier"


class PartyQuerySet(ScopedQuerySet):
    view_permission = "party.view"

    def locked(self, pk: int) -> Party:
        """The row as it is now, held until the transaction ends."""
        found: Party = self.select_for_update(of=("self",)).select_related("company").get(pk=pk)
        return found

    def search(self, words: str) -> PartyQuerySet:
        """Every word somewhere in name, number or phone; or the whole is a national number (by its blind index)."""
        condition = Q()
        for word in text.fold(words).split():
            condition &= Q(search_text__contains=word)
        digits = "".join(letter for letter in words if letter.isdigit())
        if digits and not any(letter.isalpha() for letter in words):
            condition |= Q(search_text__contains=digits)
            if len(digits) >= SHORTEST_IDENTIFIER:
                condition |= Q(identifiers__value_index=crypto.blind_index(digits, IDENTIFIER_PURPOSE))
                return self.filter(condition).distinct()
        return self.filter(condition)


class Party(models.Model):
    """``name`` is for display; ``search_text`` is folded and never shown; ``version`` grows with every change."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    number = models.CharField(_("number"), max_length=30)
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind.choices)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    middle_name = models.CharField(_("middle name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=250)
    latin_name = models.CharField(_("name in Latin letters"), max_length=250, blank=True)
    birth_date = models.DateField(_("birth date"), null=True)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices, blank=True)
    citizenship = models.CharField(_("citizenship"), max_length=2, blank=True)
    accountable_person = models.CharField(_("accountable person"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel.choices)
    search_text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(_("registered at"))
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("client")
        verbose_name_plural = _("clients")
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="party_number_once_per_company"),
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind_is_known"),
            models.CheckConstraint(condition=~Q(name=""), name="party_has_a_name"),
        ]
        indexes = [models.Index(fields=["company", "name"], name="party_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.PERSON
