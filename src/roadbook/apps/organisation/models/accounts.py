"""The bank accounts of an own company."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import AccountPurpose
from roadbook.kit.money import CurrencyField

from .company import Company


def grouped(number: str) -> str:
    """The number of an account in groups of four."""
    plain = number.replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


class BankAccount(models.Model):
    """An account at a bank. Of the open ones in a currency one at most stands on papers: the default."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="bank_accounts")
    bank = models.CharField(_("bank"), max_length=120, blank=True)
    iban = models.CharField(_("account number"), max_length=40)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    currency = CurrencyField(_("currency"))
    purpose = models.CharField(
        _("purpose"), max_length=12, choices=AccountPurpose.choices, default=AccountPurpose.OPERATING
    )
    is_default = models.BooleanField(_("stands on papers"), default=False)
    opened_on = models.DateField(_("opened on"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("bank account")
        verbose_name_plural = _("bank accounts")
        constraints = [
            models.UniqueConstraint(fields=["company", "iban"], name="bank_account_once_per_company"),
            models.UniqueConstraint(
                fields=["company", "currency"], condition=Q(is_default=True), name="one_account_of_a_currency_on_papers"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(closed_on__isnull=True), name="account_on_papers_is_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(opened_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="bank_account_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.spaced

    @property
    def spaced(self) -> str:
        """The number in groups of four, as it is read aloud."""
        return grouped(self.iban)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None
