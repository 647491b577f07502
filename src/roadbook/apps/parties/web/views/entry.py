"""Entering and changing clients, with a look at who is on file already."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.enums import PartyKind
from roadbook.apps.parties.models import Party
from roadbook.apps.parties.queries.latin import latin_name
from roadbook.apps.parties.web.forms import FORMS, initial_of, rows
from roadbook.kit.access import requires
from roadbook.kit.forms import DateField, handle

from .files import found
from .relations import number

FIRST_NUMBERS = {
    PartyKind.PERSON: {"BG": "egn", "PL": "pesel", "RU": "inn_person"},
    PartyKind.ORGANISATION: {"BG": "eik", "PL": "nip", "RU": "inn_organisation"},
}


@requires(Permission.PARTY_EDIT)
def party_create(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    kind = kind if kind in PartyKind.values else PartyKind.PERSON
    companies = list(identity.companies(request.user, Permission.PARTY_EDIT))
    chosen = _chosen(companies, request.POST.get("company") or request.GET.get("company", ""))
    initial = _defaults(chosen, kind) if chosen else {}
    form = FORMS[kind](request.POST or None, initial=initial, region=chosen.country if chosen else "")
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


def _chosen(companies: list[Company], pk: str) -> Company | None:
    return next((one for one in companies if str(one.pk) == pk), companies[0] if companies else None)


def _defaults(company: Company, kind: str) -> dict[str, Any]:
    country = company.country
    return {
        "company": company,
        "language": company.language,
        "citizenship": country,
        "registered_country": country,
        "paper_country": country,
        "identifier_kind": FIRST_NUMBERS[PartyKind(kind)].get(country, "foreign"),
    }


def _linked(duplicate: actions.DuplicateParty) -> actions.DuplicateParty:
    """The refusal with a way to the file that holds the number: who may enter clients there may also see them."""
    address = reverse("parties:party_file", args=[duplicate.party_id])
    duplicate.message = format_html('<a href="{}">{}</a>', address, duplicate.message)
    return duplicate


@requires(Permission.PARTY_EDIT)
def party_edit(request: HttpRequest, pk: int) -> HttpResponse:
    party = found(request, pk)
    if not may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id):
        raise Http404
    form = FORMS[party.kind](request.POST or None, initial=_on_file(party), party=party, region=party.company.country)
    form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))

    def act(answers: dict[str, Any]) -> str:
        try:
            told = form.told(queries.details_of(party))
            actions.change_party(party=party, version=answers["version"], by=request.user, **told)
        except actions.DuplicateParty as duplicate:
            raise _linked(duplicate) from None
        return reverse("parties:party_file", args=[pk])

    def current() -> dict[str, Any]:
        return _on_file(found(request, pk))

    context = {"party": party, "kind": party.kind, "details": queries.details_of(party)}
    return handle(request, form, act, "parties/party_form.html", context, current=current)


def _on_file(party: Party) -> dict[str, Any]:
    return {**initial_of(queries.details_of(party)), "version": party.version}


@requires(Permission.PARTY_EDIT)
@require_POST
def number_check(request: HttpRequest) -> HttpResponse:
    """What the typed numbers and names tell: birth date and sex, the name in Latin letters, who is on file already.

    By POST, because none of it belongs in an address.
    """
    sent = request.POST
    asked = queries.NumberAsked(
        kind=sent.get("identifier_kind", ""), value=sent.get("identifier", ""), company=sent.get("company", "")
    )
    echo = queries.number_echo(request.user, asked)
    name = _name(sent)
    language = sent.get("language", "")
    context = {
        "echo": echo,
        "candidates": queries.candidates(request.user, _asked(sent, name, echo, request.user)),
        "latin": "" if sent.get("latin_name", "").strip() else latin_name(name, language),
        "name_language": language,
    }
    return render(request, "parties/number_echo.html", context)


def _name(sent: QueryDict) -> str:
    parts = [sent.get(name, "").strip() for name in ("first_name", "middle_name", "last_name")]
    return " ".join(part for part in parts if part) or sent.get("name", "").strip()


def _asked(sent: QueryDict, name: str, echo: queries.NumberEcho | None, user: Any) -> queries.Asked:
    """The form as it stands, half typed. The middle name does not count: it is often left out."""
    is_person = "first_name" in sent
    company = sent.get("company", "")
    region = identity.companies(user, Permission.PARTY_EDIT).filter(pk=number(company))
    return queries.Asked(
        company=company,
        numbers=(
            (sent.get("identifier_kind", ""), sent.get("identifier", "")),
            *((sent.get(f"number_{n}_kind", ""), sent.get(f"number_{n}", "")) for n in range(2, rows.NUMBERS + 1)),
        ),
        phones=tuple(sent.get(rows.row("phone", place), "") for place in range(1, rows.PHONES + 1)),
        emails=tuple(sent.get(rows.row("email", place), "") for place in range(1, rows.EMAILS + 1)),
        name=f"{sent.get('first_name', '')} {sent.get('last_name', '')}" if is_person else name,
        is_person=is_person,
        birth_date=(echo and echo.birth_date) or _day(sent.get("birth_date", "")),
        language=sent.get("language", ""),
        region=next((one.country for one in region), "BG"),
        except_pk=number(sent.get("except", "")) or None,
    )


def _day(typed: str) -> date | None:
    try:
        found: date | None = DateField(required=False).clean(typed)
    except forms.ValidationError:
        return None
    return found
