"""Kinds of papers and files, and what can happen to a file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    RECEIPT = "receipt", _("Receipt")
    TAX_DOCUMENT = "tax_document", _("Tax document")
    PRELIMINARY_CONTRACT = "preliminary_contract", _("Preliminary contract")
    CONTRACT = "contract", _("Contract")
    SCHEDULE_ANNEX = "schedule_annex", _("Annex: repayment schedule")
    PERSONAL_DATA_DECLARATION = "personal_data_declaration", _("Declaration on personal data")
    HANDOVER_PROTOCOL = "handover_protocol", _("Hand-over protocol")
    CLOSING_STATEMENT = "closing_statement", _("Closing statement")
    OWNERSHIP_TRANSFER = "ownership_transfer", _("Transfer of ownership")
    ACCOUNT_STATEMENT = "account_statement", _("Account statement")
    PAYMENT_SLIP = "payment_slip", _("Payment slip")
    TAKE_OVER_STATEMENT = "take_over_statement", _("Statement of what was taken over")


class PaperFormat(models.TextChoices):
    """What a paper is made as: to keep (PDF/A), or to change in an office program."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "DOCX"


class VersionState(models.TextChoices):
    """Where a version of a template stands. What is published is never edited."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")


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
