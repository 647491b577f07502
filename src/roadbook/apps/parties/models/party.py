"""The party: a person or an organisation known to one of our companies."""

from __future__ import annotations

from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.jurisdictions.enums import IdentifierKind, Sex
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import Channel, PartyKind
from roadbook.kit import crypto, text
from roadbook.kit.crypto import EncryptedTextField
from roadbook.kit.search import TrigramIndex

from .values import masked

SHORTEST_IDENTIFIER = 8
IDENTIFIER_PURPOSE = "parties.identifier"
PAPER_PURPOSE = "parties.paper"


class PartyQuerySet(ScopedQuerySet):
    view_permission = "party.view"

    def visible_to(self, user: Any, permission: str | None = None) -> Self:
        """Files that stand: one that became part of another is found under that one (``with_merged_for``)."""
        return self.with_merged_for(user, permission).standing()

    def with_merged_for(self, user: Any, permission: str | None = None) -> Self:
        """Every file, those that became part of another among them: for old numbers and addresses."""
        return super().visible_to(user, permission)

    def standing(self) -> Self:
        return self.filter(merged_into__isnull=True)

    def locked(self, pk: int) -> Party:
        """The row as it is now, held until the transaction ends."""
        found: Party = self.select_for_update(of=("self",)).select_related("company").get(pk=pk)
        return found

    def search(self, words: str, *, by_number: bool = True) -> PartyQuerySet:
        """Every word somewhere in name, number or phone; or the whole is a national number (by its blind index).

        ``by_number=False`` leaves national numbers out: where the words stand in an address, they do not belong there.
        """
        condition = Q()
        for word in text.fold(words).split():
            condition &= Q(search_text__contains=word)
        digits = "".join(letter for letter in words if letter.isdigit())
        if digits and not any(letter.isalpha() for letter in words):
            condition |= Q(search_text__contains=digits)
            if by_number and len(digits) >= SHORTEST_IDENTIFIER:
                condition |= Q(pk__in=self._numbered(digits))
        return self.filter(condition)

    def numbered(self, number: str) -> PartyQuerySet:
        """Who has this national number or document number, whole (by blind index), or this phone or client number."""
        plain = "".join(letter for letter in number.upper() if letter.isalnum())
        found = Q(pk__in=self._numbered(plain)) | Q(number__iexact=number.strip())
        found |= Q(pk__in=self._papered(plain))
        if plain.isdigit() and len(plain) >= SHORTEST_IDENTIFIER:
            found |= Q(search_text__contains=plain)
        return self.filter(found)

    def _numbered(self, plain: str) -> QuerySet[Any]:
        rows = apps.get_model("parties", "Identifier")._base_manager.all()
        found: QuerySet[Any] = rows.filter(value_index=crypto.blind_index(plain, IDENTIFIER_PURPOSE))
        return found.values("party_id")

    def _papered(self, plain: str) -> QuerySet[Any]:
        rows = apps.get_model("parties", "IdDocument")._base_manager.all()
        found: QuerySet[Any] = rows.filter(number_index=crypto.blind_index(plain, PAPER_PURPOSE))
        return found.values("party_id")


class Party(models.Model):
    """``name`` is for display; ``search_text`` is folded and never shown; ``version`` grows with every change.

    ``name_key`` is the name as people confuse it (either alphabet, without marks), to find files made twice.
    ``merged_into`` is the file of which this one became part; it keeps its number and what was on it.
    """

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
    manager = models.CharField(_("manager"), max_length=150, blank=True)
    manager_number_kind = models.CharField(max_length=20, choices=IdentifierKind.choices, blank=True)
    manager_number = EncryptedTextField(_("manager's national number"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    preferred_channel = models.CharField(_("preferred channel"), max_length=10, choices=Channel.choices)
    search_text = models.TextField(blank=True)
    name_key = models.CharField(max_length=250, blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
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
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
                name="party_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            # Only those that became part of another: an index of all tempts SQLite to begin with those that did not.
            models.Index(fields=["merged_into"], name="party_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["name", "id"], name="party_by_name"),
            models.Index(fields=["number", "id"], name="party_by_number"),
            models.Index(fields=["company", "name_key"], name="party_by_name_key"),
            models.Index(fields=["kind", "id"], name="party_grouped_by_kind"),
            models.Index(fields=["company", "id"], name="party_grouped_by_company"),
            models.Index(fields=["created_at", "id"], name="party_by_registration"),
            TrigramIndex(fields=["search_text"], name="party_by_text"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def manager_masked(self) -> str:
        return masked(self.manager_number, 4) if self.manager_number else ""

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.PERSON
