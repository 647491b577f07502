"""National numbers, identity documents, addresses, phones, e-mails and bank accounts of a party."""

from __future__ import annotations

import phonenumbers
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import (
    AddressKind,
    ContactKind,
    ContactSource,
    ContactStatus,
    PaperKind,
    ReturnReason,
)
from roadbook.kit.crypto import EncryptedTextField

from .party import Party
from .values import AddressLine, BankLine, ContactLine, IdPaper, masked


class DetailQuerySet(ScopedQuerySet):
    """Rows of a party: who may see the party may see them."""

    view_permission = "party.view"
    company_path = "party__company_id"


class Identifier(models.Model):
    """A national number, encrypted. ``value_index`` finds it again without the key; it is unique within a company.

    A number that several may share (``enums.SHARED``) has no index. ``country`` is the one that gave it.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="identifiers")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=IdentifierKind.choices)
    country = models.CharField(max_length=2)
    value = EncryptedTextField()
    value_index = models.CharField(max_length=64, blank=True)
    last4 = models.CharField(max_length=4)

    objects = DetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "country", "value_index"],
                condition=~Q(value_index=""),
                name="identifier_once_per_company_and_kind",
            ),
            models.UniqueConstraint(fields=["party", "kind", "country"], name="identifier_kind_once_per_party"),
        ]
        indexes = [models.Index(fields=["value_index"], name="identifier_by_value")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return masked(self.last4, 4)


class IdDocument(models.Model):
    """A paper by which a person proved who he or she is. The present one is current; those before it stay."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="id_documents")
    kind = models.CharField(_("document"), max_length=20, choices=PaperKind.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    number = EncryptedTextField()
    number_index = models.CharField(max_length=64, blank=True)
    issued_on = models.DateField(_("issued on"), null=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    expires_on = models.DateField(_("valid until"), null=True)
    is_current = models.BooleanField(default=True)

    objects = DetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gt=models.F("issued_on")),
                name="id_document_expires_after_issue",
            ),
            models.UniqueConstraint(
                fields=["party"], condition=Q(is_current=True), name="id_document_one_current_per_party"
            ),
            models.UniqueConstraint(
                fields=["party", "kind", "number_index"],
                condition=~Q(number_index=""),
                name="id_document_once_per_party",
            ),
        ]
        indexes = [models.Index(fields=["number_index"], name="id_document_by_number")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.masked}"

    @property
    def masked(self) -> str:
        return masked(self.number)

    @property
    def paper(self) -> IdPaper:
        return IdPaper(self.kind, self.number, self.issued_on, self.issuer, self.expires_on, self.country)


class Address(models.Model):
    """One address of each kind. ``returned_on``: the day a letter to it came back, and what the post wrote on it."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=16, choices=AddressKind.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    returned_on = models.DateField(_("letter came back on"), null=True)
    return_reason = models.CharField(_("why it came back"), max_length=16, choices=ReturnReason.choices, blank=True)

    objects = DetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind"], name="address_kind_once_per_party"),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=False) | Q(return_reason=""), name="address_return_reason_has_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["party"], condition=Q(returned_on__isnull=False), name="address_letter_came_back")
        ]

    def __str__(self) -> str:
        return str(self.line)

    @property
    def line(self) -> AddressLine:
        return AddressLine(self.country, self.region, self.city, self.postcode, self.street)


class ContactPoint(models.Model):
    """A phone in international form (+359888123456) or an e-mail in small letters, in the order of ``position``."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    value = models.CharField(max_length=254)
    label = models.CharField(_("whose"), max_length=40, blank=True)
    status = models.CharField(
        _("does it work"), max_length=12, choices=ContactStatus.choices, default=ContactStatus.UNCONFIRMED
    )
    source = models.CharField(_("told by"), max_length=12, choices=ContactSource.choices, default=ContactSource.CLIENT)
    is_primary = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    objects = DetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind", "value"], name="contact_point_once_per_party"),
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(is_primary=True), name="contact_point_one_primary_per_kind"
            ),
            models.CheckConstraint(condition=Q(status__in=ContactStatus.values), name="contact_point_status_is_known"),
        ]
        indexes = [models.Index(fields=["value"], name="contact_point_by_value")]

    def __str__(self) -> str:
        return self.value

    @property
    def shown(self) -> str:
        """A phone in groups, as it is read aloud: +359 88 812 3456; an e-mail as it is."""
        if self.kind == ContactKind.EMAIL:
            return self.value
        number = phonenumbers.parse(self.value)
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)

    @property
    def line(self) -> ContactLine:
        return ContactLine(self.value, self.label, self.status, self.source)


class BankAccount(models.Model):
    """An account to pay the party: an IBAN, or a Russian account with the БИК of its bank."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="bank_accounts")
    iban = models.CharField(_("IBAN"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    is_default = models.BooleanField(_("default"), default=False)
    closed_on = models.DateField(_("closed on"), null=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = DetailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "iban"], name="bank_account_once_per_party"),
            models.UniqueConstraint(
                fields=["party"], condition=Q(is_default=True), name="bank_account_one_default_per_party"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(closed_on__isnull=True), name="bank_account_default_is_open"
            ),
        ]
        indexes = [models.Index(fields=["iban"], name="bank_account_by_iban")]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        """The account in groups of four."""
        return " ".join(self.iban[place : place + 4] for place in range(0, len(self.iban), 4))

    @property
    def line(self) -> BankLine:
        return BankLine(self.iban, self.bic, self.bank_name, self.currency, self.is_default, self.closed_on)
