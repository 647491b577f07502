"""Jobs as the API shows them: a caller with a key reaches no further than the key."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit.models import Job

from .audit import sees_everything
from .jobs import VERIFY_BOOKS, jobs_visible_to


def jobs_in_reach(user: Any) -> QuerySet[Job]:
    """The jobs that the user may see; with a key in use, only those of companies where the key may see jobs."""
    found = jobs_visible_to(user)
    if user.key is None:
        return found
    return found.filter(company_id__in=identity.scope(user, Permission.JOB_VIEW).company_ids)


def result_of(job: Job, user: Any) -> dict[str, Any]:
    """What the job said at the end.

    A check of the books covers every own company: its single problems are for who may verify the books of all of them.
    """
    result: dict[str, Any] = job.result
    if job.name != VERIFY_BOOKS or not result or sees_everything(user, Permission.BOOKS_VERIFY):
        return result
    return {**result, "verdicts": [{**verdict, "problems": []} for verdict in result.get("verdicts", [])]}
