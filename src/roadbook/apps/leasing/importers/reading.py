"""From the cells of a row to what the action takes: whose contract it is, on what, and what was brought."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roadbook.apps.identity.models import User
from roadbook.apps.leasing.actions.taking import Brought
from roadbook.apps.leasing.enums import Method
from roadbook.apps.leasing.models import AgreedTerms, Contract, Product
from roadbook.apps.organisation.models import Branch, Company
from roadbook.apps.parties import queries as parties
from roadbook.apps.vehicles import rules as vehicles
from roadbook.apps.vehicles.models import Vehicle
from roadbook.calc.dates import add_months
from roadbook.kit import money
from roadbook.kit.forms import DateField
from roadbook.kit.imports import Draft, Ground

from .fields import ARREARS, NEEDED

BETWEEN = re.compile(r"[;\n|]+|\s{2,}|,\s+")


class Register:
    """What rows point at, looked up for all of them at once."""

    def __init__(self, drafts: Sequence[Draft], ground: Ground) -> None:
        self.company: Company = Company.objects.get(pk=ground.company_id or 0)
        self.by = ground.by
        of = {"company": self.company}
        self.clients = parties.by_number_or_identifier(self.company, self._said(drafts, "client"))
        vins = {one: vehicles.check_vin(one).normalised for one in self._said(drafts, "vin")}
        cars = {
            car.vin: car for car in Vehicle.objects.filter(vin__in=vins.values(), **of).select_related("make", "model")
        }
        self.vehicles = {said: cars[vin] for said, vin in vins.items() if vin in cars}
        products = Product.objects.filter(**of).select_related("company").prefetch_related("versions")
        self.products = {one.code.casefold(): one for one in products}
        self.branches = {one.code.casefold(): one for one in Branch.objects.filter(**of).select_related("company")}
        self.brokers = {one.email.casefold(): one for one in User.objects.filter(assignments__company=self.company)}
        known = Contract.objects.filter(number__in=self._said(drafts, "number"), **of).select_related("client")
        self.contracts = {one.number: one for one in known}

    @staticmethod
    def _said(drafts: Sequence[Draft], name: str) -> set[str]:
        return {str(draft.values.get(name) or "") for draft in drafts} - {""}

    def parts(self, draft: Draft) -> dict[str, Any]:
        """Client, vehicle, product, branch and broker of a row; what is not there is its problem."""
        told = draft.values
        found = {
            "client": self.clients.get(str(told.get("client") or "")),
            "vehicle": self.vehicles.get(str(told.get("vin") or "")),
            "product": self.products.get(str(told.get("product") or "").casefold()),
            "branch": self._branch(str(told.get("branch") or "")),
            "broker": self._broker(str(told.get("broker") or "")),
        }
        for name, one in found.items():
            if one is None:
                draft.refuse("vin" if name == "vehicle" else name, _("Not on the register."))
        return found

    def _branch(self, code: str) -> Branch | None:
        """The branch of the code; without one the first of the company."""
        if code:
            return self.branches.get(code.casefold())
        return min(self.branches.values(), key=lambda one: one.pk, default=None)

    def _broker(self, email: str) -> User | None:
        found: User | None = self.brokers.get(email.casefold()) if email else self.by
        return found


def lacking(draft: Draft) -> None:
    """Say which cells that are needed are empty."""
    for name in NEEDED:
        if draft.values.get(name) in (None, ""):
            draft.refuse(name, _("This is needed."))


def brought(draft: Draft, product: Product) -> Brought:
    """What the row says in the words of the action. Cells that cannot be read are problems of the row."""
    told = draft.values
    days, amounts = _days(draft), _amounts(draft, product.company.currency)
    first = days[0] if days else told["next_due_on"]
    terms = AgreedTerms(
        currency=product.company.currency,
        price=told["principal"],
        down_payment=0,
        rate=told["rate"],
        count=told["count"],
        method=Method.GIVEN if amounts else told.get("method") or product.conditions.method,
        starts_on=_starts_on(told.get("interest_from"), first, product),
        first_due_on=first,
        residual=told.get("residual") or 0,
        in_advance=product.conditions.in_advance,
        due_dates=tuple(days),
        amounts=tuple(amounts),
    )
    return Brought(
        number=told["number"],
        signed_on=told["signed_on"],
        activated_on=told.get("activated_on"),
        terms=terms,
        arrears={kind: told.get(name) or 0 for name, kind in ARREARS.items()},
        arrears_due_on=told.get("arrears_due_on"),
        **{name: told.get(name) for name in ("price", "financed", "paid_principal", "instalment")},
    )


def _starts_on(said: date | None, first: date, product: Product) -> date:
    """Interest runs from the date that is said, else from the due date before the next one."""
    if product.conditions.in_advance:
        return first
    return said or add_months(first, -product.conditions.every_months)


def _days(draft: Draft) -> list[date]:
    reads = DateField(required=False)
    return _each(draft, "due_dates", reads.clean)


def _amounts(draft: Draft, currency: str) -> list[int]:
    return _each(draft, "amounts", lambda one: money.parse(one, currency))


def _each(draft: Draft, name: str, read: Any) -> list[Any]:
    """The values of a cell that holds several, between semicolons or lines."""
    found = []
    for one in _split(str(draft.values.get(name) or "")):
        try:
            found.append(read(one))
        except (ValidationError, money.AmountRefused) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else error
            draft.refuse(name, f"{one}: {reason}")
    return found


def _split(cell: str) -> Iterable[str]:
    return filter(None, (one.strip() for one in BETWEEN.split(cell)))
