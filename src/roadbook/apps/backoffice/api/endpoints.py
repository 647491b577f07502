"""Closing a day, verifying the books, jobs. The audit log is beside."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from roadbook.apps.backoffice import actions, queries
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit import jobs
from roadbook.kit.api import RESPONSES, Cursor, Key, Limit, Page, idempotent, page
from roadbook.kit.models import Job

from .schemas import JobOut, VerifyIn

router = Router(tags=["management"])
JOB = ("name", "company_id", "state", "total", "done", "failed", "cancel_asked", "error")
MOMENTS = ("created_at", "started_at", "finished_at")


@router.post(
    "/companies/{company_id}/close-day",
    response={202: JobOut, **RESPONSES},
    operation_id="day_close",
    summary="Close the day of a company",
)
@idempotent
def close_day(request: HttpRequest, company_id: Key) -> Any:
    """Start the close of the present business date as a job; while one runs, another answers 409."""
    _need(request, Permission.DAY_CLOSE)
    company = get_object_or_404(queries.days_visible_to(request.user), pk=company_id)
    return Status(202, _job(actions.start_closing(company=company, by=request.user), request))


@router.post(
    "/verify-books",
    response={202: JobOut, **RESPONSES},
    operation_id="books_verify",
    summary="Verify the books",
)
@idempotent
def verify_books(request: HttpRequest, payload: VerifyIn) -> Any:
    """Start the check of every invariant as a job; the verdicts are its result."""
    _need(request, Permission.BOOKS_VERIFY)
    companies = queries.days_visible_to(request.user, Permission.BOOKS_VERIFY)
    company = get_object_or_404(companies, pk=payload.company_id)
    return Status(202, _job(actions.start_verifying(company=company, by=request.user), request))


@router.get("/jobs", response={200: Page[JobOut], **RESPONSES}, operation_id="job_list", summary="Jobs")
def list_jobs(request: HttpRequest, cursor: Cursor = "", limit: Limit = 50) -> dict[str, Any]:
    """The caller's own jobs and those of companies whose jobs the caller may see, newest first."""
    found = page(request, queries.jobs_in_reach(request.user), cursor, limit)
    return {**found, "items": [_job(one, request) for one in found["items"]]}


@router.get("/jobs/{job_id}", response={200: JobOut, **RESPONSES}, operation_id="job_show", summary="One job")
def show_job(request: HttpRequest, job_id: Key) -> dict[str, Any]:
    """How far a job is, and what came of it."""
    return _job(_visible_job(request, job_id), request)


@router.post(
    "/jobs/{job_id}/cancel", response={200: JobOut, **RESPONSES}, operation_id="job_cancel", summary="Stop a job"
)
@idempotent
def cancel_job(request: HttpRequest, job_id: Key) -> dict[str, Any]:
    """Take a queued job from the queue, or ask a running one to stop. A finished one stays as it is."""
    job = _visible_job(request, job_id)
    jobs.cancel(job, by=request.user)
    return _job(job, request)


def _need(request: HttpRequest, permission: str) -> None:
    """403 for those who hold the permission nowhere; rows of other companies are 404."""
    if not identity.scope(request.user, permission).company_ids:
        raise PermissionDenied(permission)


def _visible_job(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(queries.jobs_in_reach(request.user), pk=pk)


def _job(job: Job, request: HttpRequest) -> dict[str, Any]:
    own = {name: getattr(job, name) for name in (*JOB, *MOMENTS)}
    starter = str(job.created_by) if job.created_by else ""
    result = queries.result_of(job, request.user)
    return {**own, "id": job.pk, "title": job.shown_title, "started_by": starter, "result": result}
