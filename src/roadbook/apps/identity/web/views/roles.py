"""Screens of roles explained, templates of users, and what each company asks at sign-in."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import actions, queries, rules
from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.web.forms import PolicyForm, TemplateForm
from roadbook.kit.access import requires
from roadbook.kit.forms import handle
from roadbook.kit.reauthentication import reauthenticated

from .acting import attempt

GROUPS = {
    "party": gettext_lazy("Clients"),
    "vehicle": gettext_lazy("Vehicles"),
    "catalogue": gettext_lazy("Vehicles"),
    "product": gettext_lazy("Contracts"),
    "contract": gettext_lazy("Contracts"),
    "payment": gettext_lazy("Money"),
    "document": gettext_lazy("Papers and notes"),
    "file": gettext_lazy("Papers and notes"),
    "note": gettext_lazy("Papers and notes"),
    "record": gettext_lazy("Lists"),
    "view": gettext_lazy("Lists"),
    "ledger": gettext_lazy("Books"),
    "books": gettext_lazy("Books"),
    "day": gettext_lazy("Books"),
}
OTHER = gettext_lazy("Management")


@requires(Permission.USER_MANAGE)
@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    """Who may do what: roles across, permissions down, each in a sentence."""
    roles = queries.roles_told(request.user)
    by_group = groupby(Permission, key=lambda one: str(GROUPS.get(one.partition(".")[0], OTHER)))
    groups = [
        (
            name,
            [
                (one.label, rules.PERMISSION_SENTENCES[one], [one in role.permissions for role in roles])
                for one in members
            ],
        )
        for name, members in by_group
    ]
    return render(request, "identity/role_list.html", {"roles": roles, "groups": groups})


@requires(Permission.USER_MANAGE)
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/template_list.html", {"templates": queries.templates_visible_to(request.user)})


@requires(Permission.USER_MANAGE)
def template_create(request: HttpRequest) -> HttpResponse:
    form = TemplateForm(request.POST or None, user=request.user)

    def act(answers: dict[str, Any]) -> str:
        actions.save_template(company=answers["company"], name=answers["name"], roles=form.pairs(), by=request.user)
        return reverse("identity:template_list")

    return handle(request, form, act, "identity/template_form.html", {"template": None})


@requires(Permission.USER_MANAGE)
def template_edit(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(queries.templates_visible_to(request.user), pk=pk)
    form = TemplateForm(request.POST or None, user=request.user, template=template)

    def act(answers: dict[str, Any]) -> str:
        actions.save_template(
            company=template.company, name=answers["name"], roles=form.pairs(), by=request.user, template=template
        )
        return reverse("identity:template_list")

    return handle(request, form, act, "identity/template_form.html", {"template": template})


@requires(Permission.USER_MANAGE)
@require_POST
def template_remove(request: HttpRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(queries.templates_visible_to(request.user), pk=pk)
    attempt(request, lambda: actions.remove_template(template=template, by=request.user), _("The template is removed."))
    return redirect("identity:template_list")


@requires(Permission.USER_MANAGE)
@require_GET
def policy_list(request: HttpRequest) -> HttpResponse:
    return render(request, "identity/policy_list.html", {"policies": queries.policies(request.user)})


@requires(Permission.USER_MANAGE)
@reauthenticated
def policy_edit(request: HttpRequest, pk: int) -> HttpResponse:
    policy = next((one for one in queries.policies(request.user) if one.company.pk == pk), None)
    if policy is None:
        raise Http404
    form = PolicyForm(request.POST or None, policy=policy.policy)

    def act(answers: dict[str, Any]) -> str:
        actions.set_policy(company=policy.company, by=request.user, **answers)
        messages.success(request, _("Saved. It counts from the next request of each user."))
        return reverse("identity:policy_list")

    return handle(request, form, act, "identity/policy_form.html", {"company": policy.company})
