"""Taking a running contract over: its account opens with the balances of that day, its plan with what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import rules, states
from roadbook.apps.leasing.enums import ContractEvent, ProductKind, VersionReason
from roadbook.apps.leasing.events import ContractTakenOver
from roadbook.apps.leasing.models import (
    AgreedTerms,
    Contract,
    Instalment,
    Product,
    ScheduleVersion,
    StreamRow,
    TakenContract,
    TakeOver,
)
from roadbook.apps.leasing.queries import taking
from roadbook.apps.leasing.queries.plan import frozen_plan
from roadbook.apps.leasing.queries.vat import taxed
from roadbook.apps.organisation.models import Branch
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.actions import ChargeLine
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import audit, clock, crash
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish
from roadbook.kit.states import move

from .drafting import search_text
from .freezing import write_version
from .telling import tell

ARREARS = gettext_noop("Arrears taken over")


class TakeOverRefused(Refused):
    """The contract cannot be taken over like this; ``field`` names what is at fault."""

    code = "take_over"


@dataclass(frozen=True)
class Brought:
    """What the old system says of a contract, minor units. ``terms`` are of what is left: its price is the principal
    that is not due, its count the instalments to come, interest runs from ``starts_on``.

    ``arrears`` by kind of charge are open since ``arrears_due_on``. ``price``, ``financed`` and ``paid_principal`` are
    of the beginning, ``instalment`` is the next one: they are compared with what we derive, and kept.
    """

    number: str
    signed_on: date
    terms: AgreedTerms
    activated_on: date | None = None
    arrears: Mapping[str, int] = field(default_factory=dict)
    arrears_due_on: date | None = None
    price: int | None = None
    financed: int | None = None
    paid_principal: int | None = None
    instalment: int | None = None


@transaction.atomic
def take_over(
    *, branch: Branch, client: Party, vehicle: Vehicle, product: Product, brought: Brought, by: Any, broker: Any = None
) -> Contract:
    """A live contract as of the company's business date. Its history is not played again.

    :raises TakeOverRefused: parts of another company, a number that is taken, dates or amounts that cannot be.
    :raises TermsRefused: no schedule comes of the terms. :raises Forbidden: the user makes no contract active there.
    """
    company = branch.company
    row = Contract(company=company, branch=branch, client=client, vehicle=vehicle, product=product)
    rules.require(by, Permission.CONTRACT_ACTIVATE, row)
    check(row, brought, broker or by)
    terms = _fill(row, brought, broker or by, by)
    row.save(force_insert=True)
    row.account = receivables.open_account(
        company=company,
        branch=branch,
        currency=row.currency,
        subject=audit.key(row),
        number=row.number,
        parties=[(client, "debtor")],
        by=by,
        waterfall=product.conditions.waterfall,
    )
    row.save(update_fields=["account"])
    crash.point("contract.opened")
    version = write_version(
        row, taking.without_limits(product.conditions), terms, reason=VersionReason.TAKE_OVER, by=by
    )
    receivables.take_over_balances(
        account=row.live_account,
        product_kind=product.kind,
        amount=row.financed,
        lines=_arrears(row, brought),
        value_on=company.business_date,
        source=source(row),
        is_financed=product.kind != ProductKind.OPERATING_LEASE,
        by=by,
    )
    move(row, ContractEvent.TAKE_OVER, table=states.CONTRACT, by=by)
    _keep(row, version, brought, by)
    tell(row, "taken_over", by=by)
    publish(ContractTakenOver(contract_id=row.pk, company_id=company.pk, account_id=row.live_account.pk))
    return row


def source(contract: Contract) -> str:
    """The key of what was booked when the contract came; its arrears are further words behind it."""
    return f"leasing:takeover:{contract.pk}"


def check(row: Contract, brought: Brought, broker: Any) -> None:
    """Refuse what cannot be taken over, before anything is written.

    :raises TakeOverRefused: with the field at fault.
    """
    today = row.company.business_date
    for name in ("client", "vehicle", "product"):
        if getattr(row, name).company_id != row.company_id:
            raise TakeOverRefused(_("This belongs to another company."), field=name)
    if broker is None:
        raise TakeOverRefused(_("Say which broker looks after the contract."), field="broker")
    if Contract.objects.filter(company=row.company, number=brought.number).exists():
        raise TakeOverRefused(_("There is a contract with this number."), field="number")
    live = Q(state__in=("signed", "active"))
    if Contract.objects.filter(live, company=row.company, vehicle=row.vehicle).exists():
        raise TakeOverRefused(_("Another contract on this vehicle is live."), field="vehicle")
    if not brought.signed_on <= (brought.activated_on or brought.signed_on) <= today:
        raise TakeOverRefused(_("A running contract was signed and handed over before today."), field="signed_on")
    if brought.terms.first_due_on <= today:
        raise TakeOverRefused(
            _("What is due already is brought as arrears: the next date is ahead."), field="next_due_on"
        )
    _check_arrears(brought, today)


def _check_arrears(brought: Brought, today: date) -> None:
    owed = {kind: amount for kind, amount in brought.arrears.items() if amount}
    if strange := set(owed) - set(ChargeKind.values):
        raise TakeOverRefused(_("There is no such kind of charge."), field=f"arrears_{strange.pop()}")
    if owed and (brought.arrears_due_on is None or brought.arrears_due_on > today):
        raise TakeOverRefused(_("Say since when the arrears are due."), field="arrears_due_on")


def _fill(row: Contract, brought: Brought, broker: Any, by: Any) -> AgreedTerms:
    """The row says what is left; what was at the beginning is kept beside it."""
    terms = taxed(brought.terms, country=row.company.country, kind=row.product.kind)
    row.number, row.broker, row.signed_on = brought.number, broker, brought.signed_on
    row.activated_on = brought.activated_on or brought.signed_on
    row.currency, row.first_due_on = terms.currency, terms.first_due_on
    row.price, row.down_payment, row.financed = terms.price, 0, terms.price
    row.residual, row.rate, row.method, row.count = terms.residual, terms.rate, terms.method, terms.count
    row.in_advance, row.is_returned = terms.in_advance, terms.is_returned
    row.due_dates, row.amounts = [on.isoformat() for on in terms.due_dates], list(terms.amounts)
    row.vat_basis, row.vat_rate, row.vat_on_interest = terms.vat_basis, terms.vat_rate, False
    row.created_at, row.created_by = clock.now(), by
    row.search_text = search_text(row)
    return replace(terms, vat_on_interest=False)


def _arrears(row: Contract, brought: Brought) -> list[ChargeLine]:
    since = brought.arrears_due_on or row.company.business_date
    return [
        ChargeLine(kind, amount, since, f"{source(row)}:{kind}", ARREARS)
        for kind, amount in brought.arrears.items()
        if amount
    ]


def _keep(row: Contract, version: ScheduleVersion, brought: Brought, by: Any) -> None:
    principal, instalment = taking.compared(brought, frozen_plan(version))
    day, _new = TakeOver.objects.get_or_create(
        company=row.company,
        taken_on=row.company.business_date,
        defaults={"branch": row.branch, "created_at": clock.now(), "created_by": by},
    )
    TakenContract.objects.create(
        take_over=day,
        contract=row,
        price=brought.price,
        financed=brought.financed,
        paid_principal=brought.paid_principal,
        principal=row.financed,
        arrears=sum(brought.arrears.values()),
        derived_principal=principal.derived,
        principal_difference=principal.difference,
        principal_cause=principal.cause,
        instalment=brought.instalment,
        derived_instalment=instalment.derived or 0,
        instalment_difference=instalment.difference,
        instalment_cause=instalment.cause,
    )


@transaction.atomic
def give_back(*, contract: Contract, by: Any) -> None:
    """Undo ``take_over``: counter rows in the books; contract, plan and account are gone, the audit log stays.

    :raises TakingRefused: something was booked on the account since. :raises Forbidden: as for taking over.
    """
    row = Contract.objects.locked(contract.pk)
    rules.require(by, Permission.CONTRACT_ACTIVATE, row)
    account, day = row.live_account, row.taken.take_over
    row.taken.delete()
    # By their ids: through the contract PostgreSQL reads the whole table of instalments for each contract.
    versions = list(ScheduleVersion.objects.filter(contract=row).values_list("pk", flat=True))
    for model in (Instalment, StreamRow):
        model.objects.filter(schedule__in=versions).delete()
    ScheduleVersion.objects.filter(pk__in=versions).delete()
    audit.record(action="leasing.contract.give_back", subject=row, by=by, company_id=row.company_id)
    key = source(row)
    row.delete()
    receivables.give_back_balances(account=account, source=key, by=by)
    if not day.contracts.exists():
        day.delete()
