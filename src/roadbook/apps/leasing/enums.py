"""States, kinds and methods of the lease."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProductKind(models.TextChoices):
    LOAN = "loan", _("Loan")
    FINANCE_LEASE = "finance_lease", _("Finance lease")
    INSTALMENT_SALE = "instalment_sale", _("Instalment sale")
    OPERATING_LEASE = "operating_lease", _("Operating lease")


class Method(models.TextChoices):
    ANNUITY = "annuity", _("Annuity")
    EQUAL_PRINCIPAL = "equal_principal", _("Equal principal")


class DayCount(models.TextChoices):
    """The conventions of ``calc.daycount`` that products may use."""

    THIRTY_E_360 = "30e/360", _("30E/360: every month has 30 days")
    ACT_365 = "act/365f", _("ACT/365: days as they are, of 365")
    ACT_360 = "act/360", _("ACT/360: days as they are, of 360")
    EQUAL_PERIODS = "equal-periods", _("Equal periods: every month is a twelfth of the year")


class RoundingMode(models.TextChoices):
    HALF_UP = "half_up", _("Half up")
    HALF_EVEN = "half_even", _("Half to even")


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class ContractEvent(models.TextChoices):
    SIGN = "sign", _("Sign")
    ACTIVATE = "activate", _("Activate")
    CLOSE = "close", _("Close")
    CANCEL = "cancel", _("Cancel")


class VersionReason(models.TextChoices):
    ORIGINAL = "original", _("Original schedule")
