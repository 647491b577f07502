"""What the staff starts from the shell: closing a day, verifying the books. Both run as jobs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, jobs
from roadbook.kit.errors import Conflict
from roadbook.kit.models import Job
from roadbook.kit.models.jobs import JobState

CLOSE_DAY, VERIFY_BOOKS = "backoffice.close_day", "backoffice.verify_books"
ALIVE = (JobState.QUEUED, JobState.RUNNING)


@transaction.atomic
def start_closing(*, company: Company, by: Any) -> Job:
    """Queue the close of the company's present business date.

    :raises Forbidden: the user may not close the day of this company.
    :raises Conflict: it is being closed already.
    """
    identity.require(by, Permission.DAY_CLOSE, company_id=company.pk)
    company = Company.objects.select_for_update().get(pk=company.pk)
    if Job.objects.filter(name=CLOSE_DAY, company_id=company.pk, state__in=ALIVE).exists():
        raise Conflict(_("This day is being closed already."))
    on = company.business_date
    job = jobs.enqueue(CLOSE_DAY, by=by, company_id=company.pk, scope_id=company.pk, on=on.isoformat())
    audit.record(
        action="backoffice.day.close", subject=company, by=by, company_id=company.pk, changes={"on": [None, on]}
    )
    return job


@transaction.atomic
def start_verifying(*, company: Company, by: Any) -> Job:
    """Queue the check of every invariant, on behalf of one company.

    :raises Forbidden: the user may not verify the books of this company.
    """
    identity.require(by, Permission.BOOKS_VERIFY, company_id=company.pk)
    job = jobs.enqueue(VERIFY_BOOKS, by=by, company_id=company.pk)
    audit.record(action="backoffice.books.verify", subject=job, by=by, company_id=company.pk)
    return job
