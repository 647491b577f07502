"""Screens of the shell."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roadbook.apps.backoffice import actions, queries
from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.models import User
from roadbook.kit import jobs, lists
from roadbook.kit.access import SignedRequest, requires
from roadbook.kit.errors import Conflict

from .tables import JobTable

LONGEST_ID = 19


@requires()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "backoffice/home.html", {"home": queries.home(request.user)})


@requires(Permission.AUDIT_VIEW)
@require_POST
def alerts_read(request: HttpRequest) -> HttpResponse:
    """The reader has seen the alerts up to the newest one on the page."""
    newest = request.POST.get("up_to", "")
    if newest.isascii() and newest.isdigit() and len(newest) < LONGEST_ID:
        identity.mark_alerts_read(up_to=int(newest), by=cast("User", request.user))
    return redirect("backoffice:home")


@requires(Permission.PAYMENT_VIEW)
@require_GET
def home_year(request: HttpRequest) -> HttpResponse:
    """The months of one company, unless named the first of the user; ``mine`` for one's own contracts."""
    companies = queries.companies_of_year(request.user, Permission.PAYMENT_VIEW)
    asked = request.GET.get("company", "")
    chosen = next((one for one in companies if str(one.pk) == asked), None if asked else companies[0])
    if chosen is None:
        raise Http404
    mine = cast("int", request.user.pk) if "mine" in request.GET else None
    found = queries.year(request.user, chosen, broker_id=mine)
    template = "backoffice/_home_year.html" if cast("SignedRequest", request).htmx else "backoffice/home_year.html"
    return render(request, template, {"year": found, "companies": companies})


@requires()
@require_http_methods(["GET", "POST"])
def palette(request: HttpRequest) -> HttpResponse:
    """What was typed comes in the body: a name or a number of somebody stays out of addresses and logs.

    The dialog asks for the hits alone; without a script this is a page with a form.
    """
    signed = cast("SignedRequest", request)
    typed = request.POST.get("q", "")
    found = {"groups": queries.palette(request.user, signed.permissions, typed), "typed": typed}
    return render(request, "kit/palette_hits.html" if signed.htmx else "backoffice/search.html", found)


@requires()
@require_GET
def job_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, JobTable(), queries.jobs_visible_to(request.user), template="backoffice/job_list.html")


@requires()
@require_GET
def job_show(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)
    return render(request, "backoffice/job_show.html", {"job": job})


@requires()
@require_GET
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The moving part of the page, asked for every two seconds while the job is alive."""
    job = get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)
    return render(request, "backoffice/_job_progress.html", {"job": job})


@requires()
@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = get_object_or_404(queries.jobs_visible_to(request.user), pk=pk)
    jobs.cancel(job, by=request.user)
    return redirect("backoffice:job_show", pk=pk)


@requires(Permission.DAY_CLOSE)
@require_GET
def day(request: HttpRequest) -> HttpResponse:
    return render(request, "backoffice/day.html", {"days": queries.days(request.user)})


@requires(Permission.DAY_CLOSE)
@require_POST
def day_close(request: HttpRequest, pk: int) -> HttpResponse:
    company = get_object_or_404(queries.days_visible_to(request.user), pk=pk)
    try:
        job = actions.start_closing(company=company, by=request.user)
    except Conflict as error:
        messages.error(request, str(error))
        return redirect("backoffice:day")
    return redirect("backoffice:job_show", pk=job.pk)


@requires(Permission.BOOKS_VERIFY)
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    job, verdicts = queries.last_verdicts(request.user)
    context: dict[str, Any] = {"job": job, "verdicts": verdicts}
    return render(request, "backoffice/verify.html", context)


@requires(Permission.BOOKS_VERIFY)
@require_POST
def verify_run(request: HttpRequest) -> HttpResponse:
    company = queries.days_visible_to(request.user, Permission.BOOKS_VERIFY).first()
    if company is None:
        raise PermissionDenied(Permission.BOOKS_VERIFY)
    job = actions.start_verifying(company=company, by=request.user)
    return redirect("backoffice:job_show", pk=job.pk)
