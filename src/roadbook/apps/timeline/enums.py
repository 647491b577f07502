"""Kinds of entries of a feed."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryKind(models.TextChoices):
    NOTE = "note", _("Notes")
    CHANGE = "change", _("Changes")
    MESSAGE = "message", _("Messages")
    DOCUMENT = "document", _("Documents")
    FILE = "file", _("Files")
    PAYMENT = "payment", _("Payments")
    CONTRACT = "contract", _("Contracts")
    SYSTEM = "system", _("System")


LOOKS = {
    EntryKind.NOTE: ("sticky-note", "warn"),
    EntryKind.CHANGE: ("pencil", ""),
    EntryKind.MESSAGE: ("message-square", "info"),
    EntryKind.DOCUMENT: ("file-text", "info"),
    EntryKind.FILE: ("paperclip", "info"),
    EntryKind.PAYMENT: ("banknote", "ok"),
    EntryKind.CONTRACT: ("file-pen-line", "violet"),
    EntryKind.SYSTEM: ("settings", ""),
}
"""Icon and tone of each kind."""
