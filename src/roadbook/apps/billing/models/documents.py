"""Tax documents and their lines. Neither is ever changed: what was wrong is put right by another document."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing.enums import CORRECTING, TAXED, TaxDocumentKind, VatCode
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import ScopedQuerySet
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties.models import Party
from roadbook.kit.money import CurrencyField, MoneyField
from roadbook.kit.search import TrigramIndex
from roadbook.kit.triggers import append_only


class TaxDocumentQuerySet(ScopedQuerySet):
    view_permission = Permission.TAX_VIEW
    branch_path = "branch_id"

    def locked(self, pk: int) -> TaxDocument:
        """The document under its lock, so that two corrections of it see each other."""
        rows = self.select_for_update(of=("self",), no_key=True)
        row: TaxDocument = rows.select_related("company", "branch", "buyer").get(pk=pk)
        return row


@append_only
class TaxDocument(models.Model):
    """What the law calls a document. ``number`` is ``series`` and ``ordinal`` in words.

    ``buyer_details`` and ``seller_details`` are name, address and numbers as they stood on the day of issue. Amounts
    are minor units, below zero on credit notes only; ``local_vat`` is the VAT in ``local_currency``, the one of the
    seller's VAT law. ``subject`` is the plain key of what it is about, ``account_id`` that of the receivables account.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=TaxDocumentKind.choices)
    series = models.CharField(max_length=20)
    ordinal = models.PositiveIntegerField()
    number = models.CharField(_("number"), max_length=40)
    buyer = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    buyer_name = models.CharField(_("buyer"), max_length=250)
    buyer_details = models.JSONField()
    seller_details = models.JSONField()
    issued_on = models.DateField(_("issued on"))
    tax_on = models.DateField(_("tax date"))
    due_on = models.DateField(_("due on"))
    currency = CurrencyField()
    net = MoneyField()
    vat = MoneyField()
    gross = MoneyField()
    local_currency = CurrencyField()
    exchange_rate = models.DecimalField(max_digits=18, decimal_places=8, null=True)
    exchange_on = models.DateField(null=True)
    exchange_source = models.CharField(max_length=80, blank=True)
    local_vat = MoneyField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    account_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES)
    search_text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TaxDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("tax document")
        verbose_name_plural = _("tax documents")
        constraints = [
            models.UniqueConstraint(fields=["company", "kind", "number"], name="tax_document_number_once_per_kind"),
            models.UniqueConstraint(
                fields=["company", "kind", "series", "ordinal"], name="tax_document_ordinal_once_per_series"
            ),
            models.UniqueConstraint(fields=["source"], condition=~Q(source=""), name="tax_document_once_per_source"),
            models.CheckConstraint(condition=Q(kind__in=TaxDocumentKind.values), name="tax_document_kind_is_known"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="tax_document_gross_is_net_and_vat"),
            models.CheckConstraint(
                condition=Q(kind=TaxDocumentKind.CREDIT_NOTE, gross__lt=0, net__lte=0, vat__lte=0)
                | (~Q(kind=TaxDocumentKind.CREDIT_NOTE) & Q(gross__gte=0)),
                name="tax_document_is_below_zero_if_credit_note",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=CORRECTING, corrects__isnull=False) & ~Q(reason=""))
                | (~Q(kind__in=CORRECTING) & Q(corrects__isnull=True)),
                name="tax_document_corrects_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(
                    currency=F("local_currency"),
                    exchange_rate__isnull=True,
                    exchange_on__isnull=True,
                    local_vat=F("vat"),
                )
                | (~Q(currency=F("local_currency")) & Q(exchange_rate__gt=0, exchange_on__isnull=False)),
                name="tax_document_is_exchanged_if_foreign",
            ),
        ]
        indexes = [
            models.Index(fields=["number", "id"], name="tax_document_by_number"),
            models.Index(fields=["issued_on", "id"], name="tax_document_by_issue"),
            models.Index(fields=["tax_on", "id"], name="tax_document_by_tax_date"),
            models.Index(fields=["due_on", "id"], name="tax_document_by_due_date"),
            models.Index(fields=["gross", "id"], name="tax_document_by_gross"),
            models.Index(fields=["buyer_name", "id"], name="tax_document_by_buyer"),
            models.Index(fields=["kind", "id"], name="tax_document_grouped_by_kind"),
            models.Index(fields=["company", "id"], name="tax_document_grouped_by_firm"),
            models.Index(fields=["subject", "id"], name="tax_document_by_subject"),
            TrigramIndex(fields=["search_text"], name="tax_document_by_text"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_correction(self) -> bool:
        return self.kind in CORRECTING


@append_only
class TaxLine(models.Model):
    """One line. ``label`` is an English message for gettext, with ``label_params``; ``vat_rate`` a fraction of one.

    ``legal_text`` says by which law there is no VAT. ``corrects`` is the line that a line of a credit note takes back;
    ``charge_id`` the plain key of the charge that it documents.
    """

    document = models.ForeignKey(TaxDocument, on_delete=models.PROTECT, related_name="lines")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    label_params = models.JSONField(default=dict)
    quantity = models.DecimalField(max_digits=12, decimal_places=3)
    unit = models.CharField(max_length=20, blank=True)
    net = MoneyField()
    vat_code = models.CharField(max_length=12, choices=VatCode.choices)
    vat_rate = models.DecimalField(max_digits=6, decimal_places=4)
    vat = MoneyField()
    gross = MoneyField()
    legal_text = models.CharField(max_length=300, blank=True)
    charge_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=80, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="tax_line_position_once_per_document"),
            models.CheckConstraint(condition=Q(gross=F("net") + F("vat")), name="tax_line_gross_is_net_and_vat"),
            models.CheckConstraint(
                condition=Q(vat_code__in=TAXED, vat_rate__gt=0) | (~Q(vat_code__in=TAXED) & Q(vat_rate=0, vat=0)),
                name="tax_line_has_vat_if_taxed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.position}"

    @property
    def title(self) -> str:
        """The label in the reader's language."""
        return gettext(self.label) % self.label_params if self.label_params else gettext(self.label)
