"""Kinds of papers and files, and what can happen to a file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")


class AttachmentKind(models.TextChoices):
    """What a file that somebody attached is."""

    PHOTO = "photo", _("Photo")
    ID_SCAN = "id_scan", _("Scan of an identity document")
    SIGNED_CONTRACT = "signed_contract", _("Signed contract")
    REGISTRATION = "registration", _("Registration certificate")
    INSURANCE = "insurance", _("Insurance policy")
    INCOME = "income", _("Proof of income")
    POWER_OF_ATTORNEY = "power_of_attorney", _("Power of attorney")
    INVOICE = "invoice", _("Invoice or receipt of others")
    OTHER = "other", _("Other")


EXPIRING = frozenset(
    {
        AttachmentKind.ID_SCAN,
        AttachmentKind.REGISTRATION,
        AttachmentKind.INSURANCE,
        AttachmentKind.POWER_OF_ATTORNEY,
    }
)
"""Kinds of papers that are good until a date."""


class AttachmentState(models.TextChoices):
    """What came of checking a file."""

    NEW = "new", _("To be checked")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")


class AttachmentEvent(models.TextChoices):
    ACCEPT = "accept", _("Accept")
    REJECT = "reject", _("Reject")


class ScanState(models.TextChoices):
    """What the virus scanner said."""

    NOT_SCANNED = "not_scanned", _("Not scanned for viruses")
    WAITING = "waiting", _("Being scanned for viruses")
    CLEAN = "clean", _("No virus found")
    INFECTED = "infected", _("Virus found")
    FAILED = "failed", _("The virus scan failed")


class LegalBasis(models.TextChoices):
    """By what right a copy of an identity document may be kept."""

    AML = "aml", _("Duty to identify clients (money laundering law)")
    CONSENT = "consent", _("Consent of the person, in writing")
