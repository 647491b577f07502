"""Screens of clients: the register, the file, entering and changing."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.models import Identifier, Party
from roadbook.kit import audit, lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.forms import handle

from .forms import FORMS, PartyForm, ReasonForm, initial_of
from .tables import PartyTable

PANELS = ("leasing:contract_panel",)
"""Panels of contexts above, shown on the file where their address exists; each takes ``?party=``."""
FEED = "timeline:feed_show"


@requires(Permission.PARTY_VIEW)
@require_GET
def party_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, PartyTable(), queries.register(request.user), template="parties/party_list.html")


@requires(Permission.PARTY_VIEW)
@require_GET
def party_file(request: HttpRequest, pk: int) -> HttpResponse:
    return _file(request, _party(request, pk))


@requires(Permission.PARTY_VIEW)
@require_POST
def number_show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The file with one number in full, this once. Without a reason it stays masked."""
    party = _party(request, pk)
    try:
        identifier = queries.identifier_of(request.user, pk, number)
    except Identifier.DoesNotExist:
        raise Http404 from None
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        value = actions.show_identifier(identifier=identifier, reason=reason, by=request.user)
    except Refused as refusal:
        return _file(request, party, status=refusal.status, refused=number, refusal=str(refusal))
    return _file(request, party, shown=number, value=value)


def _party(request: HttpRequest, pk: int) -> Party:
    try:
        return queries.party_file(request.user, pk)
    except Party.DoesNotExist:
        raise Http404 from None


def _file(request: HttpRequest, party: Party, *, status: int = 200, **numbers: Any) -> HttpResponse:
    context = {
        "party": party,
        "details": queries.details_of(party),
        "panels": _panels(party),
        "feed_url": _address_of(FEED, f"?subject={audit.key(party)}"),
        "may_edit": may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id),
        **numbers,
    }
    return render(request, "parties/party_file.html", context, status=status)


def _panels(party: Party) -> list[str]:
    return [url for url in (_address_of(name, f"?party={party.pk}") for name in PANELS) if url]


def _address_of(name: str, query: str) -> str:
    """The address of a screen of another context; empty where this installation has none."""
    try:
        return reverse(name) + query
    except NoReverseMatch:
        return ""


@requires(Permission.PARTY_EDIT)
def party_create(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in PartyKind.values else PartyKind.PERSON
    companies = list(identity.companies(request.user, Permission.PARTY_EDIT))
    initial = _defaults(companies[0]) if companies else {}
    form = FORMS[kind](request.POST or None, initial=initial)
    form.offer(company=identity.companies(request.user, Permission.PARTY_EDIT))
    if len(companies) == 1:
        form.fields["company"].widget = forms.HiddenInput()
    register = actions.register_person if kind == PartyKind.PERSON else actions.register_organisation

    def act(answers: dict[str, Any]) -> str:
        try:
            party = register(company=answers["company"], by=request.user, **form.told())
        except actions.DuplicateParty as duplicate:
            raise _linked(duplicate) from None
        return reverse("parties:party_file", args=[party.pk])

    kinds = [(value, label, value == kind) for value, label in PartyKind.choices]
    return handle(request, form, act, "parties/party_form.html", {"kind": kind, "kinds": kinds})


def _defaults(company: Any) -> dict[str, Any]:
    country = company.country
    return {
        "company": company,
        "language": company.language,
        "citizenship": country,
        "registered_country": country,
        "identifier_kind": {"BG": "egn", "PL": "pesel", "RU": "inn_person"}.get(country),
    }


def _linked(duplicate: actions.DuplicateParty) -> actions.DuplicateParty:
    """The refusal with a way to the file that holds the number: who may enter clients there may also see them."""
    address = reverse("parties:party_file", args=[duplicate.party_id])
    duplicate.message = format_html('<a href="{}">{}</a>', address, duplicate.message)
    return duplicate


@requires(Permission.PARTY_EDIT)
def party_edit(request: HttpRequest, pk: int) -> HttpResponse:
    party = _party(request, pk)
    if not may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id):
        raise Http404
    known = queries.details_of(party)
    form = FORMS[party.kind](request.POST or None, initial={**initial_of(known), "version": party.version})
    del form.fields["company"]
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))
    context: dict[str, Any] = {"party": party, "kind": party.kind}

    def act(answers: dict[str, Any]) -> str:
        try:
            actions.change_party(party=party, version=answers["version"], by=request.user, **form.told(known))
        except actions.PartyChangedMeanwhile:
            context["differences"] = form.theirs(known)
            _see_present_version(form, party.version)
            raise
        except actions.DuplicateParty as duplicate:
            raise _linked(duplicate) from None
        return reverse("parties:party_file", args=[pk])

    return handle(request, form, act, "parties/party_form.html", context)


def _see_present_version(form: PartyForm, version: int) -> None:
    """The editor has now been shown what is on file: sent again, the form may overwrite it."""
    data = cast("QueryDict", form.data).copy()
    data["version"] = str(version)
    form.data = data


@requires(Permission.PARTY_EDIT)
@require_POST
def number_check(request: HttpRequest) -> HttpResponse:
    """What a national number tells while it is being typed. By POST, because a number does not belong in an address."""
    asked = queries.NumberAsked(
        kind=request.POST.get("identifier_kind", ""),
        value=request.POST.get("identifier", ""),
        company=request.POST.get("company", ""),
    )
    return render(request, "parties/number_echo.html", {"echo": queries.number_echo(request.user, asked)})
