"""What the staff starts from the shell: closing a day, verifying the books and the audit log. They run as jobs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, jobs
from roadbook.kit.audit_reading import Change
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import AuditEntry, Job
from roadbook.kit.models.jobs import JobState

from . import queries
from .queries.audit import VERIFY_AUDIT

SHORTEST_REASON = 3
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


@transaction.atomic
def start_verifying_audit(*, company: Company, by: Any) -> Job:
    """Queue sealing what is not sealed yet and walking the whole chain of the audit log.

    :raises Forbidden: the user may not see the audit log of this company.
    """
    identity.require(by, Permission.AUDIT_VIEW, company_id=company.pk)
    job = jobs.enqueue(VERIFY_AUDIT, by=by, company_id=company.pk)
    audit.record(action="backoffice.audit.verify", subject=job, by=by, company_id=company.pk)
    return job


@transaction.atomic
def show_personal(*, entry: AuditEntry, by: Any, reason: str) -> list[Change]:
    """The personal values of an entry in words; that they were shown, and why, is written to the log itself.

    :raises Forbidden: the user may not see such values there.
    :raises Refused: no reason.
    """
    if not queries.may_reveal(by, entry):
        raise Forbidden(_("Your role does not let you see personal values here."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(_("Say what you need it for."), field="reason")
    audit.record(
        action="backoffice.audit.show",
        subject=entry.subject,
        by=by,
        company_id=entry.company_id,
        changes={"entry": [None, entry.pk], "reason": [None, reason.strip()]},
    )
    return queries.personal_changes(entry)
