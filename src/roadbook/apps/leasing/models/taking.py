"""Taking over a running business: on which day, and what each contract brought."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.leasing.enums import Difference
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.money import MoneyField, OptionalMoneyField

from .contract import Contract


class TakeOverQuerySet(ScopedQuerySet):
    view_permission = "contract.activate"


class TakenContractQuerySet(ScopedQuerySet):
    view_permission = "contract.view"
    company_path = "take_over__company_id"
    branch_path = "contract__branch_id"


class TakeOver(models.Model):
    """The contracts that came into a company on one business date."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField(_("taken over on"))
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = TakeOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "taken_on"], name="take_over_once_per_company_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.taken_on}"


class TakenContract(models.Model):
    """What the old system said of a contract, minor units, and what we derive of it; None where it cannot be derived.

    ``price`` and ``financed`` are those of the beginning, ``principal`` is what was left and not due, ``instalment``
    the next one. Differences are given less derived.
    """

    take_over = models.ForeignKey(TakeOver, on_delete=models.PROTECT, related_name="contracts")
    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="taken")
    price = OptionalMoneyField(_("price, gross"), null=True)
    financed = OptionalMoneyField(_("financed at the beginning"), null=True)
    paid_principal = OptionalMoneyField(_("principal paid so far"), null=True)
    principal = MoneyField(_("principal not due"))
    arrears = MoneyField(_("open arrears"), default=0)
    derived_principal = OptionalMoneyField(_("principal derived"), null=True)
    principal_difference = MoneyField(_("difference of the principal"), default=0)
    principal_cause = models.CharField(_("cause"), max_length=20, choices=Difference.choices, blank=True)
    instalment = OptionalMoneyField(_("next instalment"), null=True)
    derived_instalment = MoneyField(_("next instalment derived"))
    instalment_difference = MoneyField(_("difference of the instalment"), default=0)
    instalment_cause = models.CharField(_("cause"), max_length=20, choices=Difference.choices, blank=True)

    objects = TakenContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_difference=0, principal_cause="")
                | ~Q(principal_difference=0, principal_cause=""),
                name="taken_contract_difference_has_a_cause",
            ),
        ]
        indexes = [
            models.Index(fields=["principal_difference", "id"], name="taken_by_principal_difference"),
            models.Index(fields=["instalment_difference", "id"], name="taken_by_instalment_difference"),
        ]

    def __str__(self) -> str:
        return str(self.contract)
