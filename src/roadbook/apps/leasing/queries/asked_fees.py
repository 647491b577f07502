"""Fees that may be asked for on a contract: which there are, and what one of them makes due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from roadbook.apps.leasing.enums import FeeWhen
from roadbook.apps.leasing.models import Contract, Fee, ProductTerms, ScheduleVersion
from roadbook.apps.receivables.models import Charge
from roadbook.calc.explain import Line

from .plan_reasons import basis, of_due
from .streams import fee_of, fee_rows


@dataclass(frozen=True)
class FeeDue:
    """A charge to be, minor units; ``base`` is what VAT is counted from."""

    kind: str
    code: str
    label: str
    amount: int
    base: int
    due_on: date
    source: str
    params: Mapping[str, str | int]


@dataclass(frozen=True)
class Asked:
    """A fee that may be asked for, with its net amount, minor units."""

    code: str
    name: str
    amount: int


def fees_to_ask_for(contract: Contract) -> list[Asked]:
    """In the order of the product's terms."""
    terms = _terms(contract)
    return [Asked(one.code, one.name, fee_of(one, terms, contract.agreed)) for one in _listed(terms)]


def are_there(version: ScheduleVersion | None) -> bool:
    """Does a contract with this schedule have fees to ask for? Told by the conditions that it keeps."""
    return version is not None and bool(_listed(ProductTerms.from_data(version.terms["product"])))


def due_of(contract: Contract, code: str) -> list[FeeDue] | None:
    """The charges of a fee, the fee first; None where the product has no such fee. The contract is locked."""
    terms = _terms(contract)
    fee = next((one for one in _listed(terms) if one.code == code), None)
    if fee is None:
        return None
    head = f"leasing:fee:{contract.pk}:"
    number = Charge.objects.filter(source__startswith=head, source__endswith=f":fee:{code}").count() + 1
    rows = fee_rows(fee, terms, contract.agreed, contract.company.business_date)
    return [
        FeeDue(
            kind=str(row.kind),
            code=row.code,
            label=row.label,
            amount=row.amount,
            base=row.base,
            due_on=row.due_on,
            source=f"{head}{number}:{row.code.partition(':')[0]}:{code}",
            params=row.params,
        )
        for row in rows
        if row.amount
    ]


def explain_fee(contract_id: int, part: str, code: str) -> Line | None:
    """What stands behind a charge of such a fee, by the parts of its source."""
    contract = Contract.objects.select_related("company", "product").filter(pk=contract_id).first()
    if contract is None:
        return None
    terms = _terms(contract)
    rows = [
        row
        for fee in _listed(terms)
        if fee.code == code
        for row in fee_rows(fee, terms, contract.agreed, contract.company.business_date)
    ]
    row = next((one for one in rows if one.code.partition(":")[0] == part), None)
    return of_due(basis(contract), row) if row else None


def _terms(contract: Contract) -> ProductTerms:
    return contract.product.conditions_on(contract.signed_on)


def _listed(terms: ProductTerms) -> list[Fee]:
    return [one for one in terms.fees if one.when == FeeWhen.REQUEST]
