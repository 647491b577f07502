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
    FLAT = "flat", _("Flat interest")
    INTEREST_ONLY = "interest_only", _("Interest only")
    GIVEN = "given", _("Given amounts")


class DayCount(models.TextChoices):
    """The conventions of ``calc.daycount`` that products may use."""

    THIRTY_E_360 = "30e/360", _("30E/360: every month has 30 days")
    ACT_365 = "act/365f", _("ACT/365: days as they are, of 365")
    ACT_360 = "act/360", _("ACT/360: days as they are, of 360")
    ACT_ACT = "act/act-isda", _("ACT/ACT: days as they are, of the days of their year")
    THIRTY_360_US = "30/360us", _("30/360 US: every month has 30 days, by the American rule")
    EQUAL_PERIODS = "equal-periods", _("Equal periods: every month is a twelfth of the year")


class RoundingMode(models.TextChoices):
    HALF_UP = "half_up", _("Half up")
    HALF_EVEN = "half_even", _("Half to even")


class VatBasis(models.TextChoices):
    """When VAT is due; the values are those of ``jurisdictions.queries.VatBasis``."""

    AT_HAND_OVER = "at_hand_over", _("Whole at hand-over")
    EACH_INSTALMENT = "each_instalment", _("With each instalment")
    EXEMPT = "exempt", _("Exempt")
    OUT_OF_SCOPE = "out_of_scope", _("Outside the scope of VAT")


class Unknown(models.TextChoices):
    """What is found from the other figures."""

    PAYMENT = "payment", _("Instalment")
    PRICE = "price", _("Price")
    RATE = "rate", _("Yearly rate")
    COUNT = "count", _("Number of instalments")
    RESIDUAL = "residual", _("Residual value")


class RateKind(models.TextChoices):
    """What a product's rates are."""

    FIXED = "fixed", _("Fixed rate")
    INDEX = "index", _("Index and margin")


class Index(models.TextChoices):
    """Series of the country packs that a rate may follow."""

    ECB_MAIN_REFINANCING = "EU_ecb_main_refinancing", _("ECB main refinancing operations")
    NBP_REFERENCE = "PL_nbp_reference", _("NBP reference rate")
    CBR_KEY_RATE = "RU_cbr_key_rate", _("Key rate of the Bank of Russia")


class Remainder(models.TextChoices):
    """Which instalment takes what rounding leaves over."""

    LAST = "last", _("The last instalment")
    FIRST = "first", _("The first instalment")
    SPREAD = "spread", _("Spread over the instalments")


class FeeBase(models.TextChoices):
    """What a fee is counted from."""

    FIXED = "fixed", _("Fixed amount")
    PRICE = "price", _("Share of the price")
    FINANCED = "financed", _("Share of the financed amount")


class FeeWhen(models.TextChoices):
    """When a fee becomes owed."""

    ACTIVATION = "activation", _("At activation")
    CLOSING = "closing", _("At closing")
    REQUEST = "request", _("When asked for")


class ContractState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", _("Signed")
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")
    TERMINATED = "terminated", _("Terminated")
    CANCELLED = "cancelled", _("Cancelled")


class ContractEvent(models.TextChoices):
    SIGN = "sign", _("Sign")
    ACTIVATE = "activate", _("Activate")
    CLOSE = "close", _("Close")
    TERMINATE = "terminate", _("Terminate")
    CANCEL = "cancel", _("Cancel")
    TAKE_OVER = "take_over", _("Take over")


class Difference(models.TextChoices):
    """Why a balance that was taken over is not the one that we derive."""

    NONE = "", _("No difference")
    ROUNDING = "rounding", _("Rounding of the instalments so far")
    ARREARS = "arrears", _("The open principal is counted in, or left out")
    INSTALMENT = "instalment", _("One instalment more or less was counted as paid")
    TERMS = "terms", _("Rate, method or dates are others than in the old system")
    UNKNOWN = "unknown", _("Not explained by the figures")


class VersionReason(models.TextChoices):
    ORIGINAL = "original", _("Original schedule")
    TAKE_OVER = "take_over", _("What was left when the contract was taken over")
    HAND_OVER = "hand_over", _("Recalculated from the hand-over date")


class HandingKind(models.TextChoices):
    """Which way the vehicle went."""

    GIVEN = "given", _("Handed over to the client")
    RETURNED = "returned", _("Taken back")


class TerminationReason(models.TextChoices):
    ARREARS = "arrears", _("The client does not pay")
    CLIENT = "client", _("The client asked for it")
    BREACH = "breach", _("Another breach of the contract")
    TOTAL_LOSS = "total_loss", _("Total loss of the vehicle")
    THEFT = "theft", _("The vehicle was stolen")
    OTHER = "other", _("Another reason")


class InstalmentState(models.TextChoices):
    """Where an instalment stands on its company's business date."""

    PLANNED = "planned", _("To come")
    DUE = "due", _("Charged, not overdue")
    OVERDUE = "overdue", _("Overdue")
    PAID = "paid", _("Paid")
