"""Proof of tax documents: numbers without gap or double (I20), and sums that are those of their lines."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection
from django.db.models import Count, F, Max, Min, Q, Sum
from django.utils.translation import gettext_noop

from roadbook.apps.billing.enums import SERIES, TaxDocumentKind
from roadbook.apps.billing.models import TaxDocument, TaxLine, VatEntry
from roadbook.apps.organisation.models import NumberSeries
from roadbook.kit.invariants import invariant


@invariant("I20", gettext_noop("Tax documents are numbered without gap or double in every series"))
def check_numbers() -> Iterator[str]:
    """One sentence for each series that lacks a number, and for each whose counter is not where its documents end."""
    borne = TaxDocument.objects.order_by("company", "kind", "series").values_list("company_id", "kind", "series")
    ends = {}
    for company, kind, series, count, first, last in borne.annotate(Count("pk"), Min("ordinal"), Max("ordinal")):
        ends[company, str(SERIES[TaxDocumentKind(kind)]), series] = last
        if (first, last) != (1, count):
            yield f"company {company}, {kind} {series}: {count} documents, numbered {first} to {last}"
    for one in NumberSeries.objects.filter(kind__in=SERIES.values()).order_by("pk"):
        last = ends.pop((one.company_id, one.kind, f"{one.prefix}-{one.year}"), 0)
        if last != one.next - 1:
            given = f"{one.next - 1} numbers given"
            yield f"company {one.company_id}, {one.kind} {one.year}: {given}, documents end at {last}"
    for company, kind, series in ends:
        yield f"company {company}, {kind} {series}: documents of a series that nobody counts"


@invariant("I20", gettext_noop("The sums of a tax document and its rows of the VAT register are those of its lines"))
def check_sums() -> Iterator[str]:
    """Documents without lines, or that differ from their lines or from their rows of the register."""
    rows = TaxDocument.objects.order_by("pk").values_list("pk", flat=True)
    for pk in rows.filter(Q(lines__isnull=True) | Q(vat_entries__isnull=True)).distinct():
        yield f"tax document {pk} has no line, or no row in the VAT register"
    of_lines = rows.alias(n=Sum("lines__net"), v=Sum("lines__vat"))
    for pk in of_lines.filter(~Q(n=F("net")) | ~Q(v=F("vat"))):
        yield f"tax document {pk}: net and VAT are not those of its lines"
    of_entries = rows.alias(n=Sum("vat_entries__net"), v=Sum("vat_entries__vat"), lv=Sum("vat_entries__local_vat"))
    for pk in of_entries.filter(~Q(n=F("net")) | ~Q(v=F("vat")) | ~Q(lv=F("local_vat"))):
        yield f"tax document {pk}: its rows of the VAT register do not sum to it"
    same = Q(tax_on=F("document__tax_on"), company=F("document__company"))
    moved = VatEntry.objects.exclude(same).order_by("pk")
    for pk in moved.values_list("document_id", flat=True):
        yield f"tax document {pk}: its row of the VAT register is of another day or company"


@invariant("I20", gettext_noop("No more is credited than was invoiced, and within one document"))
def check_credits() -> Iterator[str]:
    """Lines that are credited beyond what they were, or by the note of another document."""
    credited = TaxLine.objects.filter(corrections__isnull=False).annotate(
        taken=Sum("corrections__gross"), taken_vat=Sum("corrections__vat")
    )
    beyond = Q(gross__gt=0, taken__lt=-F("gross")) | Q(gross__lt=0, taken__gt=-F("gross"))
    beyond |= Q(vat__gt=0, taken_vat__lt=-F("vat")) | Q(vat__lt=0, taken_vat__gt=-F("vat"))
    for line in credited.filter(beyond).order_by("pk"):
        yield f"tax line {line.pk}: {line.gross} invoiced, {line.taken} credited"
    strange = TaxLine.objects.filter(corrects__isnull=False).exclude(document__corrects=F("corrects__document"))
    for pk in strange.order_by("pk").values_list("pk", flat=True):
        yield f"tax line {pk}: it corrects a line of another document"


BOOKED_AGAINST_DOCUMENTED = """
SELECT account_id, SUM(booked), SUM(documented) FROM (
  SELECT j.account_id, j.amount AS booked, 0 AS documented FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.credit_id WHERE g.purpose = 'output_vat'
  UNION ALL SELECT j.account_id, -j.amount, 0 FROM ledger_journalrow j
    JOIN ledger_glaccount g ON g.id = j.debit_id WHERE g.purpose = 'output_vat'
  UNION ALL SELECT account_id, 0, vat FROM billing_taxdocument
) sides
WHERE account_id IS NOT NULL GROUP BY account_id HAVING SUM(booked) <> SUM(documented) ORDER BY account_id
"""


@invariant("I20", gettext_noop("The output VAT in the books of every account is the VAT of its tax documents"))
def check_output_vat() -> Iterator[str]:
    """Accounts whose VAT was booked without a document, or documented without being booked."""
    with connection.cursor() as cursor:
        cursor.execute(BOOKED_AGAINST_DOCUMENTED, [])
        for account_id, booked, documented in cursor.fetchall():
            yield f"account {account_id}: output VAT of {booked} booked, {documented} on tax documents"
