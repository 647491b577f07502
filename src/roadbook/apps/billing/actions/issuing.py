"""Issuing tax documents: numbered in the transaction that makes them, so that none is lost or given twice (I20)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.billing import models
from roadbook.apps.billing.enums import SERIES, TaxDocumentKind
from roadbook.apps.jurisdictions import queries as law
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import BankAccount, Company
from roadbook.apps.timeline import actions as timeline
from roadbook.calc.rounding import to_units
from roadbook.kit import audit, clock, text
from roadbook.kit.money import EXPONENTS, to_decimal_text

from . import details
from .drafts import Draft, Exchange, Group, TaxDocumentRefused, TaxLine, check

ISSUED = {
    TaxDocumentKind.INVOICE: gettext_noop("Invoice %(number)s issued for %(amount)s"),
    TaxDocumentKind.ADVANCE_INVOICE: gettext_noop("Advance invoice %(number)s issued for %(amount)s"),
    TaxDocumentKind.CREDIT_NOTE: gettext_noop("Credit note %(number)s issued for %(amount)s"),
    TaxDocumentKind.DEBIT_NOTE: gettext_noop("Debit note %(number)s issued for %(amount)s"),
    TaxDocumentKind.RECEIPT: gettext_noop("Sales receipt %(number)s issued for %(amount)s"),
    TaxDocumentKind.INTEREST_NOTE: gettext_noop("Interest note %(number)s issued for %(amount)s"),
}


def issue(*, company: Company, draft: Draft, by: Any) -> models.TaxDocument:
    """Issue one document on the company's business date; with a source that has one, give that one.

    Whoever calls has asked whether the act behind it is allowed.

    :raises TaxDocumentRefused: the draft cannot be issued, with the reason.
    """
    return issue_many(company=company, drafts=[draft], by=by)[0]


@transaction.atomic
def issue_many(*, company: Company, drafts: Iterable[Draft], by: Any) -> list[models.TaxDocument]:
    """Issue many documents of one company, in the order of the drafts, in as many statements as one takes.

    :raises TaxDocumentRefused: one draft cannot be issued; then none is.
    """
    wanted = list(drafts)
    for draft in wanted:
        check(draft, company)
    known = _known(wanted)
    fresh = _fresh(wanted, known)
    try:
        with transaction.atomic():
            made = _make(company, fresh, by)
    except IntegrityError:  # somebody else issued one of these sources meanwhile: theirs counts, our numbers went back
        known = _known(wanted)
        if all(draft.source not in known for draft in fresh):
            raise
        fresh = _fresh(wanted, known)
        made = _make(company, fresh, by)
    by_source = {**known, **{draft.source: row for draft, row in zip(fresh, made, strict=True) if draft.source}}
    plain = iter(row for draft, row in zip(fresh, made, strict=True) if not draft.source)
    return [by_source[draft.source] if draft.source else next(plain) for draft in wanted]


def _known(drafts: Sequence[Draft]) -> dict[str, models.TaxDocument]:
    sources = [draft.source for draft in drafts if draft.source]
    if not sources:
        return {}
    return {row.source: row for row in models.TaxDocument.objects.filter(source__in=sources)}


def _fresh(drafts: Sequence[Draft], known: dict[str, models.TaxDocument]) -> list[Draft]:
    """What is not issued yet, each source once."""
    seen = set(known)
    fresh = []
    for draft in drafts:
        if draft.source and draft.source in seen:
            continue
        seen.add(draft.source)
        fresh.append(draft)
    return fresh


def _make(company: Company, drafts: Sequence[Draft], by: Any) -> list[models.TaxDocument]:
    if not drafts:
        return []
    drafts = [_at_fixed_rate(company, draft) for draft in drafts]
    prefetch_related_objects([draft.buyer for draft in drafts], "company", "identifiers", "addresses")
    accounts = {one.currency: one for one in company.bank_accounts.filter(is_default=True)}
    numbers = _numbers(company, drafts)
    rows = [_document(company, draft, next(numbers[draft.kind]), accounts.get(draft.currency), by) for draft in drafts]
    models.TaxDocument.objects.bulk_create(rows)
    pairs = list(zip(rows, drafts, strict=True))
    models.TaxLine.objects.bulk_create(
        _line(row, place, line) for row, draft in pairs for place, line in enumerate(draft.lines, 1)
    )
    models.VatEntry.objects.bulk_create(one for row, draft in pairs for one in _entries(row, draft))
    _tell(company, rows, by)
    return rows


def _numbers(company: Company, drafts: Sequence[Draft]) -> dict[str, Any]:
    """The numbers of each kind. Kinds are asked for in one order, so that two who issue several wait, not deadlock."""
    counts: dict[str, int] = defaultdict(int)
    for draft in drafts:
        counts[draft.kind] += 1
    on = company.business_date
    return {
        kind: iter(organisation.next_numbers(company=company, kind=SERIES[TaxDocumentKind(kind)], on=on, count=count))
        for kind, count in sorted(counts.items())
    }


def _document(company: Company, draft: Draft, number: str, account: BankAccount | None, by: Any) -> models.TaxDocument:
    series, _dash, ordinal = number.rpartition("-")
    buyer = details.buyer_of(draft.buyer)
    local, net, vat = _local_currency(company, draft), draft.net, draft.vat
    exchange = draft.exchange if local != draft.currency else None
    gross = to_decimal_text(net + vat, draft.currency)
    return models.TaxDocument(
        company=company,
        branch=draft.branch,
        kind=draft.kind,
        series=series,
        ordinal=int(ordinal),
        number=number,
        buyer=draft.buyer,
        buyer_name=draft.buyer.name,
        buyer_details=buyer,
        seller_details=details.seller_of(company, account),
        issued_on=company.business_date,
        tax_on=draft.tax_on,
        due_on=draft.due_on,
        currency=draft.currency,
        net=net,
        vat=vat,
        gross=net + vat,
        local_currency=local,
        exchange_rate=exchange.rate if exchange else None,
        exchange_on=exchange.on if exchange else None,
        exchange_source=exchange.source if exchange else "",
        local_vat=sum(in_local(part.vat, draft, local) for part in _sums(draft).values()),
        corrects=draft.corrects,
        reason=draft.reason,
        subject=draft.subject,
        account_id=draft.account_id,
        source=draft.source,
        language=draft.buyer.language or company.language,
        search_text=text.search_text(number, draft.buyer.name, gross, *(one["value"] for one in buyer["numbers"])),
        created_at=clock.now(),
        created_by=by,
    )


def _at_fixed_rate(company: Company, draft: Draft) -> Draft:
    """The draft with the rate that the law fixes, where it has none of its own and needs one."""
    fixed = None if draft.exchange else law.fixed_rate(company.country, draft.currency, draft.tax_on)
    return replace(draft, exchange=Exchange(fixed.rate, draft.tax_on, fixed.law)) if fixed else draft


def _local_currency(company: Company, draft: Draft) -> str:
    """The currency in which the seller's law wants the VAT, on the tax date."""
    local = law.vat_treatment(company.country, "loan", draft.tax_on).currency
    if local != draft.currency and draft.exchange is None:
        raise TaxDocumentRefused(
            _("The VAT must also stand in %(currency)s: the exchange rate of the tax date is missing.")
            % {"currency": local},
            field="exchange",
            code="exchange_missing",
        )
    return local


def in_local(minor: int, draft: Draft, local: str) -> int:
    """An amount in the currency of the VAT law, rounded half up to its minor unit."""
    if local == draft.currency or draft.exchange is None:
        return minor
    scale = Fraction(10) ** (EXPONENTS[local] - EXPONENTS[draft.currency])
    return to_units(minor * Fraction(draft.exchange.rate) * scale)


def _sums(draft: Draft) -> dict[Group, TaxLine]:
    """For each code and rate one line that holds the sums."""
    found: dict[Group, TaxLine] = {}
    for line in draft.lines:
        so_far = found.get(line.group)
        net, vat = (so_far.net, so_far.vat) if so_far else (0, 0)
        found[line.group] = TaxLine("", {}, net + line.net, line.vat_code, Decimal(line.vat_rate), vat + line.vat)
    return found


def _entries(row: models.TaxDocument, draft: Draft) -> Iterable[models.VatEntry]:
    for part in _sums(draft).values():
        yield models.VatEntry(
            document=row,
            company_id=row.company_id,
            branch_id=row.branch_id,
            tax_on=row.tax_on,
            vat_code=part.vat_code,
            vat_rate=part.vat_rate,
            currency=row.currency,
            net=part.net,
            vat=part.vat,
            gross=part.gross,
            local_currency=row.local_currency,
            local_net=in_local(part.net, draft, row.local_currency),
            local_vat=in_local(part.vat, draft, row.local_currency),
        )


def _line(row: models.TaxDocument, place: int, line: TaxLine) -> models.TaxLine:
    return models.TaxLine(
        document=row,
        position=place,
        label=line.label,
        label_params=dict(line.params),
        quantity=line.quantity,
        unit=line.unit,
        net=line.net,
        vat_code=line.vat_code,
        vat_rate=line.vat_rate,
        vat=line.vat,
        gross=line.gross,
        legal_text=line.legal_text,
        charge_id=line.charge_id,
        source=line.source,
        corrects=line.corrects,
    )


def _tell(company: Company, rows: Sequence[models.TaxDocument], by: Any) -> None:
    acts = [
        audit.Act(
            row,
            {
                "kind": [None, row.kind],
                "number": [None, row.number],
                "amount": [None, to_decimal_text(row.gross, row.currency)],
                "currency": [None, row.currency],
                "reason": [None, row.reason or None],
            },
        )
        for row in rows
    ]
    audit.record_all(action="billing.taxdocument.issue", acts=acts, by=by, company_id=company.pk)
    timeline.record_each(
        company=company,
        told=[
            timeline.Told(
                subject=row.subject or audit.key(row.buyer),
                party_id=row.buyer_id,
                title=ISSUED[TaxDocumentKind(row.kind)],
                params={"number": row.number, "amount": {"minor": row.gross, "currency": row.currency}},
                target=audit.key(row),
            )
            for row in rows
        ],
        kind="document",
        at=clock.now(),
        by=by,
    )
