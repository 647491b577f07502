"""From nothing to a draft, and changing it until it is signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules
from roadbook.apps.leasing.events import ContractDrafted
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product
from roadbook.apps.leasing.queries import checked_plan, taxed
from roadbook.apps.organisation import actions as organisation
from roadbook.apps.organisation.models import Branch
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, clock, storing, text
from roadbook.kit.errors import Conflict
from roadbook.kit.events import publish
from roadbook.kit.money import to_decimal_text

from .standing import Beside, DraftRefused, beside, stand_beside, told
from .telling import tell

FIELDS = (
    "branch_id",
    "broker_id",
    "client_id",
    "vehicle_id",
    "product_id",
    "signed_on",
    "price",
    "down_payment",
    "financed",
    "residual",
    "rate",
    "method",
    "count",
    "first_due_on",
    "in_advance",
    "due_dates",
    "amounts",
    "vat_basis",
    "vat_rate",
    "vat_on_interest",
    "is_returned",
)


class DraftChanged(Conflict):
    """The draft is not what the editor saw."""


@transaction.atomic
def draft_contract(
    *,
    branch: Branch,
    client: Party,
    vehicle: Vehicle,
    product: Product,
    terms: AgreedTerms,
    by: Any,
    broker: Any = None,
    parties: Sequence[Beside] = (),
) -> Contract:
    """A numbered draft in the branch's company. ``broker`` falls back to the actor.

    :raises DraftRefused: client, vehicle, product or currency belong to another company; the product is not offered.
    :raises TermsRefused: the product does not allow the terms.
    """
    company = branch.company
    draft = Contract(company=company, created_at=clock.now(), created_by=by)
    _fill(draft, terms, branch=branch, client=client, vehicle=vehicle, product=product, broker=broker or by)
    rules.require(by, Permission.CONTRACT_EDIT, draft)
    _check(draft, had=None)
    draft.number = organisation.next_number(company=company, kind="contract", on=company.business_date)
    draft.search_text = search_text(draft)
    storing.insert_one(draft)
    if parties:
        stand_beside(draft, parties)
    new = {name: [None, getattr(draft, name)] for name in ("number", *FIELDS)}
    if parties:
        new["parties"] = [None, told(parties)]
    audit.record(action="leasing.contract.draft", subject=draft, by=by, company_id=company.pk, changes=new)
    tell(draft, "drafted", by=by)
    publish(ContractDrafted(contract_id=draft.pk, company_id=company.pk))
    return draft


@transaction.atomic
def change_draft(
    *,
    contract: Contract,
    version: int,
    by: Any,
    branch: Branch,
    client: Party,
    vehicle: Vehicle,
    product: Product,
    terms: AgreedTerms,
    broker: Any = None,
    parties: Sequence[Beside] | None = None,
) -> Contract:
    """Replace what a draft says. ``version`` is the one the editor saw; without ``parties`` those beside stay.

    :raises DraftChanged: it is no draft any more, or somebody changed it meanwhile.
    :raises DraftRefused, TermsRefused: as for a new draft.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_EDIT, row)
    if not row.is_open_to_change or row.version != version:
        raise DraftChanged(_("Somebody changed this contract a moment ago. Reload to see it."))
    old = {name: getattr(row, name) for name in FIELDS}
    _fill(row, terms, branch=branch, client=client, vehicle=vehicle, product=product, broker=broker or row.broker)
    rules.require(by, Permission.CONTRACT_EDIT, row)
    _check(row, had=old["product_id"])
    row.version, row.search_text = version + 1, search_text(row)
    row.save(force_update=True)
    changes = audit.diff(old, {name: getattr(row, name) for name in FIELDS})
    if parties is not None:
        changes |= audit.diff({"parties": told(beside(row))}, {"parties": told(parties)})
        stand_beside(row, parties)
    audit.record(action="leasing.contract.change", subject=row, by=by, company_id=row.company_id, changes=changes)
    return row


def _fill(row: Contract, terms: AgreedTerms, **parts: Any) -> None:
    """Parts and terms into the row; the VAT is what the law says of the product on the signing date."""
    for name, part in parts.items():
        setattr(row, name, part)
    terms = taxed(terms, country=row.company.country, kind=row.product.kind)
    row.signed_on, row.first_due_on, row.currency = terms.starts_on, terms.first_due_on, terms.currency
    row.price, row.down_payment, row.financed = terms.price, terms.down_payment, terms.financed
    row.residual, row.rate, row.method, row.count = terms.residual, terms.rate, terms.method, terms.count
    row.in_advance, row.amounts = terms.in_advance, list(terms.amounts)
    row.due_dates = [on.isoformat() for on in terms.due_dates]
    row.is_returned = terms.is_returned
    row.vat_basis, row.vat_rate, row.vat_on_interest = terms.vat_basis, terms.vat_rate, terms.vat_on_interest


def search_text(contract: Contract) -> str:
    """What the register and the palette look through: number, client, plate, VIN, vehicle, amounts."""
    vehicle = contract.vehicle
    amounts = (to_decimal_text(minor, contract.currency) for minor in (contract.financed, contract.price))
    return text.search_text(contract.number, contract.client.name, vehicle.plate, vehicle.vin, vehicle, *amounts)


def _check(contract: Contract, *, had: int | None) -> None:
    """``had``: the product that the draft has already; it may keep one that is not offered any more."""
    for name in ("branch", "client", "vehicle", "product"):
        if getattr(contract, name).company_id != contract.company_id:
            raise DraftRefused(_("This belongs to another company."), field=name)
    if not contract.product.is_offered and contract.product_id != had:
        raise DraftRefused(_("Not offered"), field="product")
    if contract.currency != contract.company.currency:
        raise DraftRefused(_("Contracts are in the currency of the company."), field="currency")
    checked_plan(contract.product.conditions_on(contract.signed_on), contract.agreed)
