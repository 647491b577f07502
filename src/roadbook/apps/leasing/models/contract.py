"""The contract: who leases which vehicle on which terms, and where it stands."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.leasing.enums import ContractState, Method, TerminationReason, VatBasis
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.models import Account
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import text
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.reading import ById
from roadbook.kit.search import TrigramIndex

from .agreed import AgreedTerms
from .product import Product


class ContractQuerySet(ScopedQuerySet):
    view_permission = "contract.view"
    branch_path = "branch_id"

    def locked(self, pk: int) -> Contract:
        """The row as it is now, held until the transaction ends (SQLite holds the whole database)."""
        return _LOCKED.get(pk)

    def search(self, words: str) -> ContractQuerySet:
        """Every word somewhere in number, client, plate, VIN, vehicle or amount."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(search_text__contains=word)
        return found

    def active(self) -> ContractQuerySet:
        return self.filter(state=ContractState.ACTIVE)

    def of_party(self, party_id: int) -> ContractQuerySet:
        return self.filter(client_id=party_id)


_LOCKED: ById[Contract] = ById(
    lambda pk: (
        Contract.objects.select_for_update(of=("self",))
        .select_related("company", "branch", "client", "vehicle", "product")
        .filter(pk=pk)
    )
)


class Contract(models.Model):
    """``rate`` is a fraction of one a year; money in minor units of ``currency``; interest runs from ``signed_on``."""

    number = models.CharField(_("number"), max_length=30)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+", verbose_name=_("company"))
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", verbose_name=_("branch"))
    broker = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("broker")
    )
    client = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("client"))
    vehicle = models.ForeignKey(Vehicle, on_delete=models.PROTECT, related_name="contracts", verbose_name=_("vehicle"))
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", verbose_name=_("product"))
    signed_on = models.DateField(_("signing date"))
    activated_on = models.DateField(_("activated on"), null=True)
    closed_on = models.DateField(_("closed on"), null=True)
    terminated_on = models.DateField(_("terminated on"), null=True)
    termination_reason = models.CharField(
        _("reason of termination"), max_length=20, choices=TerminationReason.choices, blank=True
    )
    ownership_transferred_on = models.DateField(_("client became owner on"), null=True)
    currency = CurrencyField()
    price = MoneyField(_("price, gross"))
    down_payment = MoneyField(_("down payment"))
    financed = MoneyField(_("financed amount"))
    residual = MoneyField(_("residual value"), default=0)
    rate = models.DecimalField(_("yearly rate"), max_digits=9, decimal_places=6)
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    count = models.PositiveSmallIntegerField(_("instalments"))
    first_due_on = models.DateField(_("first due date"))
    in_advance = models.BooleanField(_("paid in advance"), default=False)
    due_dates = models.JSONField(_("due dates by hand"), default=list, blank=True)
    amounts = models.JSONField(_("given amounts"), default=list, blank=True)
    vat_basis = models.CharField(_("VAT is due"), max_length=20, choices=VatBasis.choices, default=VatBasis.EXEMPT)
    vat_rate = models.DecimalField(_("VAT rate"), max_digits=6, decimal_places=4, default=0)
    is_returned = models.BooleanField(_("the vehicle comes back"), default=False)
    vat_on_interest = models.BooleanField(_("interest is taxed at hand-over"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ContractState.choices, default=ContractState.DRAFT)
    account = models.OneToOneField(Account, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="contract_number_once_per_company"),
            models.CheckConstraint(condition=Q(state__in=ContractState.values), name="contract_state_is_known"),
            models.CheckConstraint(
                condition=Q(financed=F("price") - F("down_payment")),
                name="contract_financed_is_price_less_down_payment",
            ),
            models.CheckConstraint(condition=Q(vat_basis__in=VatBasis.values), name="contract_vat_basis_is_known"),
            models.CheckConstraint(
                condition=Q(financed__gt=0, down_payment__gte=0, residual__gte=0, residual__lt=F("financed")),
                name="contract_amounts_are_possible",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False, activated_on__isnull=False)
                | ~Q(state__in=[ContractState.ACTIVE, ContractState.CLOSED, ContractState.TERMINATED]),
                name="contract_active_has_account",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=False) | ~Q(state=ContractState.CLOSED),
                name="contract_closed_has_closed_on",
            ),
            models.CheckConstraint(
                condition=(Q(terminated_on__isnull=False) & ~Q(termination_reason=""))
                | (Q(terminated_on__isnull=True, termination_reason="") & ~Q(state=ContractState.TERMINATED)),
                name="contract_terminated_has_day_and_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "state", "-id"], name="contract_by_state"),
            models.Index(fields=["broker", "-id"], name="contract_by_broker"),
            TrigramIndex(fields=["search_text"], name="contract_by_text"),
            models.Index(fields=["signed_on", "id"], name="contract_by_signing"),
            models.Index(fields=["state", "id"], name="contract_grouped_by_state"),
            models.Index(fields=["company", "id"], name="contract_grouped_by_company"),
            models.Index(fields=["branch", "id"], name="contract_grouped_by_branch"),
            models.Index(fields=["financed", "id"], name="contract_by_financed"),
            models.Index(fields=["number", "id"], name="contract_by_number"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open_to_change(self) -> bool:
        return self.state == ContractState.DRAFT

    @property
    def live_account(self) -> Account:
        """The account of a contract that is live or over.

        :raises ValueError: it never went live.
        """
        if self.account is None:
            raise ValueError(f"{self.number} has no account")
        return self.account

    @property
    def agreed(self) -> AgreedTerms:
        """The agreed figures as a value, apart from the row."""
        return AgreedTerms(
            currency=self.currency,
            price=self.price,
            down_payment=self.down_payment,
            rate=self.rate,
            count=self.count,
            method=self.method,
            starts_on=self.signed_on,
            first_due_on=self.first_due_on,
            residual=self.residual,
            in_advance=self.in_advance,
            due_dates=tuple(date.fromisoformat(one) for one in self.due_dates),
            amounts=tuple(self.amounts),
            vat_basis=self.vat_basis,
            vat_rate=self.vat_rate,
            vat_on_interest=self.vat_on_interest,
            is_returned=self.is_returned,
        )
