"""The job that writes a list to a file: row by row, so that its size does not matter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from roadbook.kit import access, audit, clock, figures, jobs, lists, tabular, vault
from roadbook.kit.errors import Forbidden
from roadbook.kit.lists.asked import Asked, parameters
from roadbook.kit.models import Export, ExportFormat, Job

from .asking import PERMISSION

CHUNK = 1_000


@jobs.job("kit.export", title=gettext_lazy("Writing a list to a file"), url=lambda _job: reverse("exports:export_list"))
def export(progress: jobs.Progress, *, export_id: int) -> dict[str, Any]:
    """Write the file; a run that was killed left a draft, which the next run throws away.

    :raises Forbidden: who asked may no longer export or see the list.
    """
    one = Export.objects.select_related("created_by").get(pk=export_id)
    if one.ready_at:
        return _result(one)
    vault.remove(one.file)
    one.file = vault.new_name("exports")
    Export.objects.filter(pk=one.pk).update(file=one.file)
    with override(one.language), timezone.override(one.time_zone):
        _write(progress, one)
    _finish(progress, one)
    return _result(one)


def _result(one: Export) -> dict[str, Any]:
    return {"export_id": one.pk, "rows": one.rows}


def _write(progress: jobs.Progress, one: Export) -> None:
    table = lists.find(one.table)
    user = one.created_by
    rows = scoped(table, user, one.query)
    asked = Asked(table, rows, parameters(one.query), user)
    columns = asked.columns if one.has_all_columns else asked.shown_columns
    total = rows.order_by().count()
    progress.total(total)
    target = vault.Writer(one.file)
    try:
        headers = [str(column.label) for column in columns]
        writer = _writer(one, target, headers, _notes(one, table, asked, total))
        for row in rows.iterator(chunk_size=CHUNK):
            writer.write([column.plain(row) for column in columns])
            one.rows += 1
            if one.rows % 100 == 0:
                progress.advance(100)
        writer.close()
        target.close()
    except BaseException:
        target.abandon()
        raise
    one.size = target.size
    progress.advance(one.rows % 100)


def scoped(table: lists.Table, user: Any, query: str) -> QuerySet[Any]:
    """The rows of the list at this address, of companies where the user may also export.

    :raises Forbidden: the user may nowhere, or may no longer see the list.
    """
    allowed = access.companies(user, PERMISSION)
    if not allowed or not access.companies(user, table.permission or PERMISSION):
        raise Forbidden(_("Your role does not allow to export this list."))
    rows = lists.narrowed(table, user, query)
    narrow = getattr(rows, "visible_to", None)
    if narrow is not None:
        return narrow(user, PERMISSION)  # type: ignore[no-any-return]  # a queryset
    path = getattr(table, "company_path", "company_id" if _has_company(rows) else "")
    return rows.filter(**{f"{path}__in": list(allowed)}) if path else rows


def _has_company(rows: QuerySet[Any]) -> bool:
    return any(field.name in {"company", "company_id"} for field in rows.model._meta.get_fields())


def _writer(one: Export, target: Any, headers: Sequence[str], notes: Iterator[tuple[str, str]]) -> tabular.Writer:
    if one.format == ExportFormat.CSV:
        return tabular.CsvWriter(target, headers, language=one.language)
    return tabular.XlsxWriter(target, headers, title=_(one.title), notes=list(notes))


def _notes(one: Export, table: lists.Table, asked: Asked, total: int) -> Iterator[tuple[str, str]]:
    """What the second sheet says: which list, of whom, when, narrowed how."""
    yield _("List"), str(table.title)
    yield _("Written for"), str(one.created_by)
    yield _("Written"), figures.moment(clock.now())
    yield _("Rows"), str(total)
    if asked.term:
        yield _("Search"), asked.term
    for condition in asked.wanted.conditions:
        yield _("Filter"), f"{condition.filter.label} {condition.operator.label} {condition.said}"
    if asked.ids:
        yield _("Selected rows"), str(len(asked.ids))


def _finish(progress: jobs.Progress, one: Export) -> None:
    now = clock.now()
    one.ready_at, one.expires_at = now, now + timedelta(days=settings.ROADBOOK_EXPORT_DAYS)
    with transaction.atomic():
        Export.objects.filter(pk=one.pk).update(rows=one.rows, size=one.size, ready_at=now, expires_at=one.expires_at)
        if not Job.objects.filter(pk=progress.job_id, cancel_asked=False).exists():
            raise jobs.Cancelled
        told = {"list": [None, one.table], "rows": [None, one.rows], "query": [None, one.query]}
        audit.record(action="kit.export.write", subject=one, by=one.created_by, changes=told)
