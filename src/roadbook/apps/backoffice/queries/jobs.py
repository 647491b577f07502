"""Jobs that a user may watch, and what the last check of the books said."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.kit.models import Job
from roadbook.kit.models.jobs import JobState

from .audit import sees_everything

VERIFY_BOOKS = "backoffice.verify_books"


def jobs_visible_to(user: Any) -> QuerySet[Job]:
    """The user's own jobs, and those of the companies whose jobs the user may see, with ``company_name``.

    The check of the books is of no single company: its name is empty.
    """
    companies = identity.scope(user, Permission.JOB_VIEW).company_ids
    name = Company.objects.filter(pk=OuterRef("company_id")).values("name")
    mine = Job.objects.filter(Q(created_by=user) | Q(company_id__in=companies))
    named = Case(When(name=VERIFY_BOOKS, then=Value("")), default=Subquery(name))
    return mine.annotate(company_name=named).select_related("created_by")


def last_verdicts(user: Any) -> tuple[Job | None, list[dict[str, Any]]]:
    """The last finished check of the books and its verdicts.

    The check covers every own company, so single problems are shown only to who may verify the books of all of them.
    """
    job = Job.objects.filter(name=VERIFY_BOOKS, state=JobState.DONE).order_by("-pk").first()
    if job is None:
        return None, []
    verdicts = job.result.get("verdicts", [])
    if not sees_everything(user, Permission.BOOKS_VERIFY):
        verdicts = [{**verdict, "problems": []} for verdict in verdicts]
    return job, verdicts
