"""Templates of papers: which there are, writing one, looking at what it prints, publishing it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roadbook.apps.documents import actions, queries, rules
from roadbook.apps.documents.models import DocumentTemplate
from roadbook.apps.documents.web.forms import TemplateForm
from roadbook.apps.identity import queries as identity
from roadbook.apps.identity.enums import Permission
from roadbook.kit import forms
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused


@requires(Permission.TEMPLATE_EDIT)
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """Every kind of paper in every company: its own template, or the house's text."""
    own = {(one.company_id, one.kind): one for one in queries.templates(request.user)}
    companies = identity.companies(request.user, Permission.TEMPLATE_EDIT)
    rows = [(company, kind, own.get((company.pk, kind.code))) for company in companies for kind in rules.kinds()]
    return render(request, "documents/template_list.html", {"rows": rows})


@requires(Permission.TEMPLATE_EDIT)
@require_POST
def template_open(request: HttpRequest) -> HttpResponse:
    """Begin a template of a company from the house's text."""
    companies = identity.companies(request.user, Permission.TEMPLATE_EDIT)
    asked = request.POST.get("company", "")
    company = get_object_or_404(companies, pk=int(asked) if asked.isascii() and asked.isdigit() else 0)
    template = actions.open_template(company=company, kind=_kind(request).code, by=request.user)
    return redirect("documents:template_edit", pk=template.pk, language=company.language)


@requires(Permission.TEMPLATE_EDIT)
def template_edit(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The text of one language with the words that it may say beside it."""
    template = _template(request, pk, language)
    start = queries.editable(template, language)
    kind = rules.kind(template.kind)
    first = next(iter(kind.offered(request.user, template.company, "")), (None, ""))
    form = TemplateForm(
        request.POST or None,
        initial={
            "source": start.source if start else "",
            "base": start.number if start else None,
            "subject": first[0],
        },
    )
    form.look_with(reverse("documents:template_subjects", args=[pk, language]), partial(_named, request.user, kind))

    def act(values: dict[str, Any]) -> str:
        actions.save_draft(
            template=template, language=language, source=values["source"], base=values["base"], by=request.user
        )
        return reverse("documents:template_edit", args=[pk, language])

    context = {
        "template": template,
        "language": language,
        "kind": kind,
        "tongues": queries.tongues(template),
        "versions": template.versions.filter(language=language).order_by("-number"),
        "draft": start if start and start.is_draft else None,
        "faults": queries.faults(form["source"].value() or "", kind),
        "words": queries.words_of(kind),
    }
    return forms.handle(request, form, act, "documents/template_edit.html", context)


@requires(Permission.TEMPLATE_EDIT)
@require_POST
def template_check(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """What is wrong in the text as it is typed so far."""
    template = _template(request, pk, language)
    found = queries.faults(request.POST.get("source", ""), rules.kind(template.kind))
    return render(request, "documents/template_faults.html", {"faults": found})


@requires(Permission.TEMPLATE_EDIT)
@require_POST
def template_preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """What the typed text gives for a chosen subject: a PDF, or its first pages beside the editor. Nothing is kept."""
    template = _template(request, pk, language)
    asked = request.POST.get("subject", "")
    subject = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else 0  # noqa: PLR2004 - bigint
    if rules.kind(template.kind).find(request.user, subject) is None:
        raise Http404
    try:
        content = actions.preview(
            source=request.POST.get("source", ""), kind=template.kind, pk=subject, language=language
        )
    except Refused as refusal:
        part = "template_sheet" if getattr(request, "htmx", False) else "template_refused"
        return render(request, f"documents/{part}.html", {"reason": refusal}, status=refusal.status)
    if getattr(request, "htmx", False):
        return render(request, "documents/template_sheet.html", {"pages": queries.sheets(content)})
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@requires(Permission.TEMPLATE_EDIT)
@require_http_methods(["GET", "POST"])
def template_subjects(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The search of the preview: what papers of this kind may be about, in the template's company."""
    template = _template(request, pk, language)
    kind, asked = rules.kind(template.kind), forms.sought(request)
    if request.method == "POST":
        found = kind.offered(request.user, template.company, asked.words)
    else:
        found = [(asked.pk, _named(request.user, kind, str(asked.pk)))] if asked.pk else []
    return forms.offered(request, ((key, label, "") for key, label in found))


@requires(Permission.TEMPLATE_EDIT)
@require_GET
def template_words(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The words that the text may say and that hold what is typed."""
    template = _template(request, pk, language)
    found = queries.words_of(rules.kind(template.kind), request.GET.get("q", ""))
    return render(request, "documents/template_words.html", {"words": found})


@requires(Permission.TEMPLATE_EDIT)
@require_GET
def version_show(request: HttpRequest, pk: int) -> HttpResponse:
    """A version and how it differs from the one before it."""
    version = get_object_or_404(queries.versions(request.user), pk=pk)
    earlier = version.template.versions.filter(language=version.language, number__lt=version.number)
    before = earlier.order_by("-number").first()
    lines = list(queries.differences(before.source if before else "", version.source))
    return render(request, "documents/version_show.html", {"version": version, "before": before, "lines": lines})


@requires(Permission.TEMPLATE_EDIT)
@require_POST
def version_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a draft, bring an older version back as the draft, or withdraw the one in force."""
    acts = {"publish": actions.publish, "restore": actions.restore, "withdraw": actions.withdraw}
    version = get_object_or_404(queries.versions(request.user), pk=pk)
    act = acts.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    try:
        act(version=version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect("documents:template_edit", pk=version.template_id, language=version.language)


def _template(request: HttpRequest, pk: int, language: str) -> DocumentTemplate:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    found: DocumentTemplate = get_object_or_404(queries.templates(request.user), pk=pk)
    return found


def _named(user: Any, kind: rules.Kind, key: str) -> str:
    """The name of a chosen subject that the user may see; empty for any other."""
    found = kind.find(user, int(key)) if key.isascii() and key.isdigit() else None
    return str(found or "")


def _kind(request: HttpRequest) -> rules.Kind:
    try:
        return rules.kind(request.POST.get("kind", ""))
    except rules.KindUnknown:
        raise Http404 from None
