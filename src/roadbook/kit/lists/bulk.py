"""Acts on many rows at once: declared by tables, previewed, and run by a job over what an address finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from roadbook.kit import audit, jobs
from roadbook.kit.access import permissions_of
from roadbook.kit.errors import Refused
from roadbook.kit.forms import Form
from roadbook.kit.forms.form import TOKEN
from roadbook.kit.models import BulkRun

JOB = "kit.lists.bulk"
CHUNK = 50
LISTED = 200

audit.name_subject("kit.bulkrun", _("Act on many rows"))
audit.name_action("kit.bulk.start", _("Act on many rows started"))

Values = Mapping[str, Any]
Refusals = Sequence[tuple[Q, str | Promise]]


class BulkRefused(Refused):
    """Nothing fits, or the act may not be done any more."""

    code = "bulk"


class BulkForm(Form):
    """What an act on many rows asks besides the rows; subclasses add fields and may ask who is acting."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


def nobody_is_refused(user: Any, values: Values) -> Refusals:  # noqa: ARG001 - as any other
    """The preview of an act that refuses no row."""
    return ()


@dataclass(frozen=True)
class BulkAction:
    """An act that a list offers for many rows.

    ``act(user, row, values)`` does one row, by calling an action, and raises ``Refused`` for one that cannot be done.
    ``form`` asks for what the act needs; ``values`` are its cleaned answers. ``refusals(user, values)`` tells before
    which rows will be refused: conditions with reasons, the first that holds counts. ``explains`` says what happens.
    """

    code: str
    label: str | Promise
    permission: str
    act: Callable[[Any, Any, Values], None]
    explains: str | Promise = ""
    icon: str = "list-checks"
    form: type[BulkForm] = BulkForm
    refusals: Callable[[Any, Values], Refusals] = nobody_is_refused


@dataclass(frozen=True)
class Preview:
    """How many rows an act will change, and how many it will refuse for which reason."""

    affected: int
    refused: tuple[tuple[str, int], ...]

    @property
    def failed(self) -> int:
        return sum(count for _reason, count in self.refused)


_offered: list[tuple[BulkAction, Callable[[type[Model]], bool]]] = []


def offer(action: BulkAction, *, fits: Callable[[type[Model]], bool]) -> None:
    """Offer an act on every list whose rows are of a model that fits: for contexts that know feeds, not registers."""
    if all(action.code != known.code for known, _fits in _offered):
        _offered.append((action, fits))


def everywhere(model: type[Model]) -> list[BulkAction]:
    """The acts that are offered on lists of this model by others than the table."""
    from .registry import discover

    discover()
    return [action for action, fits in _offered if fits(model)]


def preview(action: BulkAction, found: QuerySet[Any], user: Any, values: Values) -> Preview:
    """Count what will happen to the rows. One statement, and one for each reason."""
    rest, refused = found.order_by(), []
    for condition, reason in action.refusals(user, values):
        count = rest.filter(condition).count()
        if count:
            refused.append((str(reason), count))
        rest = rest.filter(~condition)
    return Preview(rest.count(), tuple(refused))


@transaction.atomic
def start(*, table: Any, action: BulkAction, query: str, values: QueryDict, by: Any) -> BulkRun:
    """Queue the act on all rows that the address finds now.

    :raises BulkRefused: it finds none, or cannot be read.
    """
    from .asked import Asked, narrowed, parameters

    if Asked(table, table.rows(by), parameters(query), by).problems:
        raise BulkRefused(_("What these rows are found by cannot be read."))
    last = narrowed(table, by, query).order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        raise BulkRefused(_("No row is left that fits. Go back to the list."))
    kept = {name: values.getlist(name) for name in values if name not in {TOKEN, "csrfmiddlewaretoken"}}
    job = jobs.enqueue(JOB, by=by)
    run = BulkRun.objects.create(job=job, table=table.key, action=action.code, query=query, values=kept, last_id=last)
    changes = {"list": [None, table.key], "action": [None, action.code], "query": [None, query]}
    audit.record(action="kit.bulk.start", subject=run, by=by, changes=changes)
    return run


@jobs.job(JOB, title=_("Act on many rows"))
def run_bulk(progress: jobs.Progress) -> dict[str, Any]:
    """Do the rows chunk by chunk; a chunk and the mark how far it came are one transaction, so no row is done twice."""
    run = BulkRun.objects.select_related("job__created_by").get(job_id=progress.job_id)
    user = run.job.created_by
    with override(getattr(user, "language", "en")):
        action, found, values = _prepared(run, user)
        progress.total(run.done + run.failed + found.filter(pk__gt=run.cursor).count())
        progress.advance(run.done, run.failed)
        while rows := list(found.filter(pk__gt=run.cursor).order_by("pk")[:CHUNK]):
            progress.flush()
            progress.check_cancelled()
            done, failed = _do(run, action, rows, user, values)
            progress.advance(done, failed)
    return {"done": run.done, "failed": run.failed, "bulk_run": run.pk}


def _prepared(run: BulkRun, user: Any) -> tuple[BulkAction, QuerySet[Any], Values]:
    """The act, its rows and its answers as they are allowed now.

    :raises BulkRefused: the user may no longer do this.
    """
    from .asked import narrowed
    from .registry import find

    table = find(run.table)
    held = permissions_of(user)
    action = next((one for one in table.bulk_for(user) if one.code == run.action), None)
    if action is None or (table.permission and table.permission not in held):
        raise BulkRefused(_("You may no longer do this."))
    form = action.form(_sent(run.values), user=user)
    if not form.is_valid():
        raise BulkRefused(" ".join(str(message) for messages in form.errors.values() for message in messages))
    return action, narrowed(table, user, run.query).filter(pk__lte=run.last_id), form.answers()


@transaction.atomic
def _do(run: BulkRun, action: BulkAction, rows: Sequence[Any], user: Any, values: Values) -> tuple[int, int]:
    failed = 0
    for row in rows:
        try:
            with transaction.atomic():
                action.act(user, row, values)
        except Refused as refusal:
            failed += 1
            reason = str(refusal)
            run.reasons[reason] = run.reasons.get(reason, 0) + 1
            if len(run.refused) < LISTED:
                run.refused.append({"pk": row.pk, "title": str(row), "reason": reason})
    run.cursor, run.done = rows[-1].pk, run.done + len(rows) - failed
    run.save(update_fields=["cursor", "done", "refused", "reasons"])
    run.__dict__.pop("failed", None)
    return len(rows) - failed, failed


def _sent(values: Mapping[str, Any]) -> QueryDict:
    sent = QueryDict(mutable=True)
    for name, given in values.items():
        sent.setlist(name, given)
    return sent


def runs_of(user: Any) -> QuerySet[BulkRun]:
    """The user's own runs; nobody else's business."""
    return BulkRun.objects.filter(job__created_by=user.pk).select_related("job")
