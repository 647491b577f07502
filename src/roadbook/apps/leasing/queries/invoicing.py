"""Which tax documents the charges of a contract make, as drafts for ``billing``: pure, from rows that are at hand.

Taxed whole at hand-over, one invoice of that day documents the vehicle, the interest where it is taxed, and the fees.
Taxed with each instalment, what is charged together under one number of the plan makes one invoice. What is exempt
makes none: no law of the packs asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext_noop

from roadbook.apps.billing.actions import Draft, TaxLine
from roadbook.apps.billing.enums import TaxDocumentKind, VatCode
from roadbook.apps.jurisdictions import queries as jurisdictions
from roadbook.apps.leasing.enums import ProductKind, VatBasis
from roadbook.apps.leasing.models import Contract, Instalment, ScheduleVersion, StreamRow
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.calc.rounding import Rounding, to_units
from roadbook.kit import audit

from .accrued import Accrued
from .asked_fees import FeeDue
from .debts import source, stream_source
from .vat import rates

VEHICLE = gettext_noop("%(vehicle)s, VIN %(vin)s")
UNNUMBERED = gettext_noop("%(vehicle)s")
INTEREST = gettext_noop("Interest of the financing")
RENT = gettext_noop("Rent no. %(number)s")
PAYMENT = gettext_noop("Lease payment no. %(number)s")
ChargeIds = Mapping[str, int]


@dataclass
class Together:
    """What of one contract is charged under one number of its plan: 0 at activation, else that of the instalment."""

    contract: Contract
    number: int
    schedule_id: int
    instalment: Instalment | None = None
    streams: list[StreamRow] = field(default_factory=list)

    @property
    def due_on(self) -> date:
        return (self.instalment or self.streams[0]).due_on


def together(instalments: Iterable[Instalment], streams: Iterable[StreamRow]) -> list[Together]:
    """Rows by contract and number, in that order; their contracts are at hand."""
    found: dict[tuple[int, int], Together] = {}

    def of(row: Instalment | StreamRow) -> Together:
        contract = row.schedule.contract
        return found.setdefault((contract.pk, row.number), Together(contract, row.number, row.schedule_id))

    for instalment in instalments:
        of(instalment).instalment = instalment
    for stream in streams:
        of(stream).streams.append(stream)
    return [found[key] for key in sorted(found)]


def of_instalments(groups: Iterable[Together], charges: ChargeIds, *, issued_on: date) -> list[Draft]:
    """An invoice for each group that is taxed, where something of it is newly charged.

    Where each instalment is taxed, over all of it; where the whole was taxed at hand-over, over a fee that came since.
    ``charges``: the ids of the new charges by their source.
    """
    taxed = [(one, _lines(one, charges)) for one in groups]
    drafts = [
        _draft(one.contract, lines, one.due_on, _tax_on(one, issued_on), _source(one)) for one, lines in taxed if lines
    ]
    return [one for one in drafts if any(line.charge_id for line in one.lines)]


def hand_over_source(contract_id: int) -> str:
    """The key of the invoice over the whole, issued at hand-over."""
    return f"leasing:contract:{contract_id}:hand_over"


def of_hand_over(
    contract: Contract, version: ScheduleVersion, streams: Sequence[StreamRow], charges: ChargeIds, *, on: date
) -> Draft:
    """The invoice over vehicle, taxed interest and fees; payable by the schedule, the last of it on its last day."""
    group = Together(contract, 0, version.pk, streams=list(streams))
    last = version.instalments.order_by("-number").values_list("due_on", flat=True)[0]
    lines = [_vehicle(contract), *_interest(contract, version, streams), *_streams(group, charges, fees_only=True)]
    return _draft(contract, lines, last, on, hand_over_source(contract.pk))


def of_fee(contract: Contract, due: Sequence[FeeDue], charges: ChargeIds) -> Draft | None:
    """The invoice over a fee that was asked for; None where fees bear no VAT of ours, or nothing is newly charged."""
    fee, tax = due[0], sum(one.amount for one in due[1:])
    if contract.vat_basis not in (VatBasis.EACH_INSTALMENT, VatBasis.AT_HAND_OVER) or fee.source not in charges:
        return None
    charge = charges[fee.source]
    rate = contract.vat_rate
    line = _taxed(fee.label, fee.params, net=fee.amount, vat=tax, rate=rate, charge_id=charge, key=fee.source)
    return _draft(contract, [line], fee.due_on, fee.due_on, f"{fee.source}:invoice")


def of_accrued(contract: Contract, found: Sequence[Accrued], charges: ChargeIds, *, on: date) -> Draft | None:
    """The invoice over interest up to the termination; None where no VAT is due on it, or nothing is newly charged."""
    lines = [
        _taxed(
            INTEREST,
            {},
            net=one.amount,
            vat=one.vat,
            rate=one.rate,
            charge_id=charges[one.source("interest")],
            key=one.source("interest"),
        )
        for one in found
        if one.vat and one.source("interest") in charges
    ]
    if not lines:
        return None
    law = jurisdictions.vat_treatment(contract.company.country, contract.product.kind, on)
    tax_on = contract.company.business_date if law.tax_point == "invoice" else on
    return _draft(contract, lines, on, tax_on, f"leasing:contract:{contract.pk}:accrued:invoice")


def _source(one: Together) -> str:
    return f"leasing:contract:{one.contract.pk}:{one.schedule_id}:{one.number}:invoice"


def _tax_on(one: Together, issued_on: date) -> date:
    found = jurisdictions.vat_treatment(one.contract.company.country, one.contract.product.kind, one.due_on)
    return issued_on if found.tax_point == "invoice" else one.due_on


def _draft(contract: Contract, lines: Sequence[TaxLine], due_on: date, tax_on: date, key: str) -> Draft:
    return Draft(
        kind=TaxDocumentKind.INVOICE,
        buyer=contract.client,
        lines=lines,
        tax_on=tax_on,
        due_on=due_on,
        subject=audit.key(contract),
        branch=contract.branch,
        currency=contract.currency,
        account_id=contract.live_account.pk,
        source=key,
    )


def _lines(one: Together, charges: ChargeIds) -> list[TaxLine]:
    basis = one.contract.vat_basis
    if basis == VatBasis.EACH_INSTALMENT:
        return [*_instalment(one, charges), *_streams(one, charges)]
    return list(_streams(one, charges, fees_only=True)) if basis == VatBasis.AT_HAND_OVER else []


def _instalment(one: Together, charges: ChargeIds) -> Iterator[TaxLine]:
    row = one.instalment
    if row is None or not row.total:
        return
    is_rent = one.contract.product.kind == ProductKind.OPERATING_LEASE
    vat = next((stream.amount for stream in one.streams if stream.code == "vat"), 0)
    keys = (source(row.pk, part) for part in (["rent"] if is_rent else ["principal", "interest"]))
    charge = next((charges[key] for key in keys if key in charges), None)
    label = RENT if is_rent else PAYMENT
    key = f"leasing:instalment:{row.pk}"
    yield _line(one, label, {"number": row.number}, net=row.total, vat=vat, charge_id=charge, key=key)


def _streams(one: Together, charges: ChargeIds, *, fees_only: bool = False) -> Iterator[TaxLine]:
    """Each net row with the VAT row that was counted from it: ``fee:ADM`` with ``vat:ADM``, the down payment too."""
    vat = {row.code.removeprefix("vat:"): row.amount for row in one.streams if row.kind == ChargeKind.VAT}
    for row in one.streams:
        is_fee = row.kind == ChargeKind.FEE
        if row.kind == ChargeKind.VAT or (fees_only and not is_fee):
            continue
        key, tax = stream_source(row.pk), vat.get(row.code.removeprefix("fee:"), 0)
        params = dict(row.label_params)
        yield _line(one, row.label, params, net=row.amount, vat=tax, charge_id=charges.get(key), key=key)


def _vehicle(contract: Contract) -> TaxLine:
    car = contract.vehicle
    params = {"vehicle": f"{car.make} {car.model}", "vin": car.vin}
    vat = contract.agreed.vat_contained
    label = VEHICLE if car.vin else UNNUMBERED
    return _taxed(label, params, net=contract.price - vat, vat=vat, rate=contract.vat_rate)


def _interest(contract: Contract, version: ScheduleVersion, streams: Sequence[StreamRow]) -> Iterator[TaxLine]:
    """The interest where it is part of what is taxed at hand-over."""
    vat = next((row.amount for row in streams if row.code == "vat:interest"), 0)
    if vat:
        yield _taxed(INTEREST, {}, net=version.total_interest, vat=vat, rate=contract.vat_rate)


def _line(
    one: Together, label: str, params: Mapping[str, object], *, net: int, vat: int, charge_id: int | None, key: str
) -> TaxLine:
    return _taxed(label, params, net=net, vat=vat, rate=_rate(one, net, vat), charge_id=charge_id, key=key)


def _rate(one: Together, net: int, vat: int) -> Decimal:
    """The rate by which the VAT was counted when the plan was made: of the payment's own day, or the contract's."""
    contract = one.contract
    of_day = rates(contract.company.country, contract.product.kind)(one.due_on)
    fits = (rate for rate in (of_day, contract.vat_rate) if to_units(net * Fraction(rate), Rounding.HALF_UP) == vat)
    return next(fits, of_day)


def _taxed(
    label: str,
    params: Mapping[str, object],
    *,
    net: int,
    vat: int,
    rate: Decimal,
    charge_id: int | None = None,
    key: str = "",
) -> TaxLine:
    code = VatCode.STANDARD if rate else VatCode.ZERO
    return TaxLine(label, params, net, code, rate, vat, charge_id=charge_id, source=key)
