"""Rows through an owner's action, one by one: each in a savepoint, a refusal becomes the row's problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from django.db import transaction

from roadbook.kit.errors import Refused

from .declared import Draft, Outcome, Problem


def one_by_one(
    drafts: Sequence[Draft], act: Callable[[Draft], Outcome], fields: Mapping[str, str] | None = None
) -> list[Outcome]:
    """Call ``act`` for each draft. ``fields`` leads from the action's word for what is at fault to the field's name."""
    outcomes = []
    for draft in drafts:
        try:
            with transaction.atomic():
                outcomes.append(act(draft))
        except Refused as refusal:
            outcomes.append(Outcome(problems=(problem(refusal, fields),)))
    return outcomes


def problem(refusal: Refused, fields: Mapping[str, str] | None = None) -> Problem:
    """Why an action said no, at the importer's field."""
    return Problem((fields or {}).get(refusal.field, refusal.field), str(refusal))
