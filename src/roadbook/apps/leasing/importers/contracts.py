"""Running contracts from files: each row one contract with its balances of the day on which it is taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing import actions, queries
from roadbook.apps.leasing.actions.taking import check
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import taking
from roadbook.apps.leasing.queries.vat import taxed
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.imports import Draft, Ground, Importer, Outcome, Standing, Verdict, one_by_one, problem, register
from roadbook.kit.models import RowState

from .fields import FIELDS
from .reading import Register, brought, lacking

AT_FAULT = {"vehicle": "vin", "first_due_on": "next_due_on", "price": "principal", "starts_on": "interest_from"}
"""Where the action's word for what is at fault is not the name of the column."""


@register
class ContractImporter(Importer):
    """History is not replayed: what was paid is a balance, what is open is a charge, what is left is the plan."""

    code = "leasing.contracts"
    title = gettext_lazy("Running contracts")
    text = gettext_lazy("Contracts of another system with what is not due, what is open and what is still to come.")
    permission = Permission.CONTRACT_ACTIVATE
    list_key = "leasing.contracts"
    parts = (
        "leasing.ScheduleVersion",
        "leasing.TakenContract",
    )
    chunk = 100
    fields = FIELDS

    def key(self, draft: Draft, ground: Ground) -> str:  # noqa: ARG002 - Importer's signature
        return str(draft.values.get("number") or "")

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        known = Register(drafts, ground)
        return [_verdict(draft, known) for draft in drafts]

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        known = Register(drafts, ground)

        def act(draft: Draft) -> Outcome:
            parts = known.parts(draft)
            if draft.problems:
                return Outcome(problems=tuple(draft.problems))
            told = brought(draft, parts["product"])
            made = actions.take_over(brought=told, by=ground.by, **parts)
            return Outcome(audit.key(made), before={"made": [audit.key(made.live_account)]})

        return one_by_one(drafts, act, AT_FAULT)

    def standing(self, subjects: Sequence[str], ground: Ground) -> Iterable[Standing]:  # noqa: ARG002 - as above
        return [
            Standing(f"leasing.contract:{pk}", what, which)
            for pk, what, which in queries.booked_since([*_ids(subjects)])
        ]

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        for contract in Contract.objects.filter(pk__in=_ids(subject for subject, _before in subjects)):
            actions.give_back(contract=contract, by=ground.by)


def _ids(subjects: Iterable[str]) -> list[int]:
    return [int(one.rpartition(":")[2]) for one in subjects]


def _verdict(draft: Draft, known: Register) -> Verdict:
    """As ``apply`` would do it, but for what is written: a plan is reckoned for every row."""
    lacking(draft)
    if draft.problems:
        return Verdict(RowState.NEW)
    there = known.contracts.get(draft.values["number"])
    if there is not None:
        return Verdict(
            RowState.DUPLICATE, audit.key(there), _("Taken over or drafted already: %(name)s.") % {"name": there}
        )
    parts = known.parts(draft)
    if draft.problems:
        return Verdict(RowState.NEW)
    told = brought(draft, parts["product"])
    if not draft.problems:
        try:
            return _planned(parts, told, known)
        except Refused as refusal:
            draft.problems.append(problem(refusal, AT_FAULT))
    return Verdict(RowState.NEW)


def _planned(parts: dict[str, Any], told: actions.Brought, known: Register) -> Verdict:
    """Say of the row which differences it will have, to the cent."""
    row = Contract(company=known.company, **parts)
    check(row, told, parts["broker"])
    terms = taxed(told.terms, country=known.company.country, kind=parts["product"].kind)
    plan = queries.checked_plan(taking.without_limits(parts["product"].conditions), terms)
    return Verdict(RowState.NEW, note=taking.said(told.terms.currency, *taking.compared(told, plan)))
