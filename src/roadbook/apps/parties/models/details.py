"""National numbers, identity documents, addresses, phones and e-mails of a party."""

from __future__ import annotations

import phonenumbers
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties.enums import AddressKind, ContactKind, PaperKind
from roadbook.kit.crypto import EncryptedTextField

from .party import Party
from .values import MASK, AddressLine


class Identifier(models.Model):
    """A national number, encrypted. ``value_index`` finds it again without the key; it is unique within a company."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="identifiers")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=IdentifierKind.choices)
    country = models.CharField(max_length=2)
    value = EncryptedTextField()
    value_index = models.CharField(max_length=64)
    last4 = models.CharField(max_length=4)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "value_index"], name="identifier_once_per_company_and_kind"
            ),
            models.UniqueConstraint(fields=["party", "kind"], name="identifier_kind_once_per_party"),
        ]
        indexes = [models.Index(fields=["value_index"], name="identifier_by_value")]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return f"{MASK}{self.last4}"


class IdDocument(models.Model):
    """The paper by which a person proved who he or she is."""

    party = models.OneToOneField(Party, on_delete=models.PROTECT, related_name="id_document")
    kind = models.CharField(_("document"), max_length=20, choices=PaperKind.choices)
    number = EncryptedTextField()
    issued_on = models.DateField(_("issued on"), null=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    expires_on = models.DateField(_("valid until"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True)
                | Q(expires_on__isnull=True)
                | Q(expires_on__gt=models.F("issued_on")),
                name="id_document_expires_after_issue",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"


class Address(models.Model):
    """One address of each kind."""

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=12, choices=AddressKind.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    street = models.CharField(_("street and number"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "kind"], name="address_kind_once_per_party")]

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
    is_primary = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["party", "kind", "value"], name="contact_point_once_per_party"),
            models.UniqueConstraint(
                fields=["party", "kind"], condition=Q(is_primary=True), name="contact_point_one_primary_per_kind"
            ),
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
