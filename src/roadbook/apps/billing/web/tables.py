"""The registers of tax documents and of VAT."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from roadbook.apps.billing import queries
from roadbook.apps.billing.enums import TaxDocumentKind, VatCode
from roadbook.apps.billing.models import TaxDocument, VatEntry
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.kit import figures, lists

COMPANY = lists.Column("company__code", _("Company"))
TONES = {
    "invoice": ("", "receipt-text"),
    "advance_invoice": ("info", "receipt-text"),
    "credit_note": ("warn", "undo-2"),
    "debit_note": ("warn", "redo-2"),
    "receipt": ("", "receipt"),
    "interest_note": ("violet", "percent"),
}


class OfCompanies(lists.Table):
    """Where rows may be of several companies, each names its own."""

    permission = Permission.TAX_VIEW

    def columns_for(self, user: Any) -> tuple[lists.Column, ...]:
        if len(scope(user, Permission.TAX_VIEW).any_company_ids) > 1:
            return (*self.columns[:1], COMPANY, *self.columns[1:])
        return self.columns


@lists.register
class TaxDocumentTable(OfCompanies):
    key = "billing.documents"
    title = _("Tax documents")
    url_name = "billing:document_list"
    columns = (
        lists.Column("number", _("Number"), sort="number", main=True),
        lists.State("kind", _("Kind"), tones=TONES),
        lists.Column("buyer_name", _("Buyer"), sort="buyer_name", card="meta"),
        lists.Day("issued_on", _("Issued"), sort="issued_on", card="meta"),
        lists.Day("tax_on", _("Tax date"), sort="tax_on"),
        lists.Day("due_on", _("Due"), sort="due_on"),
        lists.Money("net", _("Net"), total=True),
        lists.Money("vat", _("VAT"), total=True),
        lists.Money("gross", _("Gross"), sort="gross", total=True, card="value"),
        lists.Column("corrects__number", _("Corrects"), shown=False),
        lists.Text("reason", _("Reason"), shown=False),
        lists.Column("branch__name", _("Branch"), shown=False),
        lists.Column("created_by", _("Issued by"), shown=False),
    )
    filters = (
        lists.Choice("kind", _("Kind"), TaxDocumentKind.choices),
        lists.Period("issued_on", _("Issued")),
        lists.Period("tax_on", _("Tax date")),
        lists.Period("due_on", _("Due")),
        lists.Contains("buyer_name", _("Buyer")),
        lists.Contains("number", _("Number")),
        lists.Amount("gross", _("Gross")),
        lists.Contains("corrects", _("Corrects"), path="corrects__number"),
    )
    groupable = (
        lists.Group("kind", _("Kind"), "-kind", TaxDocument.get_kind_display),
        lists.Month("issued_month", _("Month of issue"), "-issued_on"),
        lists.Month("tax_month", _("Month of the tax date"), "-tax_on"),
    )
    search = "search_text"
    default_sort = "-id"
    empty_icon = "receipt-text"
    empty_title = _("No tax document yet")
    empty_text = _("Invoices are issued when a contract becomes active and when instalments are charged.")

    def rows(self, user: Any) -> QuerySet[TaxDocument]:
        return queries.document_register(user)

    def row_url(self, row: TaxDocument) -> str:
        return reverse("billing:document_show", args=[row.pk])


def _rate(row: VatEntry) -> str:
    return figures.percent(row.vat_rate) if row.vat_rate else str(VatCode(row.vat_code).label)


@lists.register
class VatTable(OfCompanies):
    key = "billing.vat_entries"
    title = _("VAT register, document by document")
    url_name = "billing:vat_entry_list"
    columns = (
        lists.Column("document__number", _("Document"), main=True),
        lists.Column("document__get_kind_display", _("Kind"), card="meta"),
        lists.Day("tax_on", _("Tax date"), sort="tax_on", card="meta"),
        lists.Day("document__issued_on", _("Issued"), shown=False),
        lists.Text("document__buyer_name", _("Buyer")),
        lists.Column("vat_code", _("VAT"), value=VatEntry.get_vat_code_display, shown=False),
        lists.Column("vat_rate", _("VAT rate"), value=_rate, card="state"),
        lists.Money("local_net", _("Net"), currency="local_currency", total=True),
        lists.Money("local_vat", _("VAT"), currency="local_currency", total=True, card="value"),
        lists.Money("net", _("Net in its currency"), shown=False),
        lists.Money("vat", _("VAT in its currency"), shown=False),
        lists.Money("gross", _("Gross in its currency"), shown=False),
    )
    filters = (
        lists.Period("tax_on", _("Tax date")),
        lists.Choice("vat_code", _("VAT"), VatCode.choices),
        lists.Choice("kind", _("Kind"), TaxDocumentKind.choices, path="document__kind"),
        lists.Contains("buyer_name", _("Buyer"), path="document__buyer_name"),
        lists.Contains("number", _("Document"), path="document__number"),
    )
    groupable = (
        lists.Group("vat_rate", _("VAT rate"), "-vat_rate", _rate),
        lists.Month("tax_month", _("Month of the tax date"), "-tax_on"),
    )
    default_sort = "-tax_on"
    empty_icon = "percent"
    empty_title = _("Nothing in the VAT register")
    empty_text = _("Every tax document stands here, rate by rate.")

    def rows(self, user: Any) -> QuerySet[VatEntry]:
        return queries.vat_entries(user)

    def row_url(self, row: VatEntry) -> str:
        return reverse("billing:document_show", args=[row.document_id])
