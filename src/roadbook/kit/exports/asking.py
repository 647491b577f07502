"""Asking for a list as a file."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from roadbook.kit import access, audit, clock, jobs, lists
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import Export, ExportFormat, JobState

PERMISSION = "record.export"
AT_ONCE = 5
LONGEST_QUERY = 8_000


class ExportRefused(Refused):
    """The list cannot be had as a file like this."""

    code = "export"


class TooMany(Conflict):
    """The user has so many exports running already."""

    code = "export_too_many"


@transaction.atomic
def request(*, table: str, query: str, format: str, by: Any, has_all_columns: bool = False) -> Export:  # noqa: A002 - its word
    """Have the list at this address written to a file by a job. A selection is part of the address (``ids``).

    :raises Forbidden: the user may not export, or not see the list.
    :raises ExportRefused: there is no such list or format.
    :raises TooMany: five exports of the user are on their way.
    """
    declared = _list(table)
    if not access.companies(by, PERMISSION) or not access.companies(by, declared.permission or PERMISSION):
        raise Forbidden(_("Your role does not allow to export this list."))
    if format not in ExportFormat.values:
        raise ExportRefused(_("Choose one of the list."), field="format")
    if len(query) > LONGEST_QUERY:
        raise ExportRefused(_("This address asks for too much."), field="query")
    if _running(by) >= AT_ONCE:
        raise TooMany(_("Some of your exports are still being written. Wait for one of them."))
    now = clock.now()
    one = Export(
        table=table,
        query=query,
        has_all_columns=has_all_columns,
        format=format,
        language=(get_language() or "en")[:2],
        time_zone=timezone.get_current_timezone_name(),
        created_by=by,
        created_at=now,
    )
    with override("en"):
        one.title = str(declared.title)
    one.file_name = f"{table.rsplit('.', 1)[-1]}-{timezone.localtime(now):%Y-%m-%d-%H%M}.{format}"
    one.save(force_insert=True)
    one.job = jobs.enqueue("kit.export", by=by, export_id=one.pk)
    one.save(update_fields=["job"])
    asked = {"list": [None, table], "query": [None, query], "format": [None, format]}
    audit.record(action="kit.export.request", subject=one, by=by, changes=asked)
    return one


def cancel(*, export: Export, by: Any) -> None:
    """Stop writing it."""
    if export.job is not None:
        jobs.cancel(export.job, by=by)


def _running(by: Any) -> int:
    unfinished = [JobState.QUEUED, JobState.RUNNING]
    return Export.objects.filter(created_by=by, job__state__in=unfinished).count()


def _list(key: str) -> lists.Table:
    try:
        return lists.find(key)
    except KeyError:
        raise ExportRefused(_("There is no such list."), field="table") from None
