"""The relations of a client."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Party, Relation
from roadbook.apps.parties.web.forms.relations import RelationChangeForm, RelationForm, initial_of
from roadbook.kit import forms
from roadbook.kit.access import requires
from roadbook.kit.forms import handle, unmask

from .files import found, page

FOUND_LIMIT = 8
LONGEST_KEY = 18


@requires(Permission.PARTY_VIEW)
@require_GET
def party_relations(request: HttpRequest, pk: int) -> HttpResponse:
    party = found(request, pk)
    return page(request, party, "relations", "parties/party_relations.html", {"relations": queries.relations_of(party)})


@requires(Permission.PARTY_EDIT)
def relation_create(request: HttpRequest, pk: int) -> HttpResponse:
    party = _editable(request, pk)
    form = RelationForm(request.POST or None, party=party)
    form.offer(other=others(request.user, party))

    def act(_answers: dict[str, Any]) -> str:
        actions.relate(party=party, by=request.user, **form.told())
        return reverse("parties:party_relations", args=[pk])

    return handle(request, form, act, "parties/relation_form.html", {"party": party})


@requires(Permission.PARTY_EDIT)
def relation_edit(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    party = _editable(request, pk)
    row = _relation(request, pk, relation)
    form = RelationChangeForm(request.POST or None, party=party, initial=initial_of(row))

    def act(_answers: dict[str, Any]) -> str:
        actions.change_relation(relation=row, by=request.user, **form.told())
        return reverse("parties:party_relations", args=[pk])

    return handle(request, form, act, "parties/relation_form.html", {"party": party, "relation": row})


@requires(Permission.PARTY_EDIT)
@require_POST
def relation_delete(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """It was entered by mistake."""
    _editable(request, pk)
    actions.take_back_relation(relation=_relation(request, pk, relation), by=request.user)
    return redirect("parties:party_relations", pk)


@requires(Permission.PARTY_VIEW)
@require_http_methods(["GET", "POST"])
def party_pick(request: HttpRequest) -> HttpResponse:
    """Other clients of the company of ``party``, to be related to it or joined with it."""
    asked = forms.sought(request)
    rows = others(request.user, found(request, asked.key("party")))
    rows = rows.filter(pk=asked.pk) if asked.pk else rows.search(asked.words).order_by("name", "pk")
    return forms.offered(request, ((one.pk, one.name, one.number) for one in rows[:FOUND_LIMIT]))


def number(typed: str) -> int:
    """A key in an address; nought when it is none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY else 0


@requires(Permission.PARTY_REVEAL)
@require_POST
def outsider_show(request: HttpRequest, pk: int, relation: int) -> HttpResponse:
    """The national number of somebody without a file, in full, for a reason."""
    row = _relation(request, pk, relation)

    def show(reason: str) -> str:
        return actions.show_outsider_number(relation=row, reason=reason, by=request.user)

    return unmask(request, show, masked=row.outsider_masked)


def others(user: Any, party: Party) -> Any:
    """Clients that may be related to the party."""
    return Party.objects.visible_to(user).filter(company_id=party.company_id).exclude(pk=party.pk)


def _editable(request: HttpRequest, pk: int) -> Party:
    party = found(request, pk)
    if not may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id):
        raise Http404
    return party


def _relation(request: HttpRequest, pk: int, relation: int) -> Relation:
    try:
        return queries.relation_of(request.user, pk, relation)
    except Relation.DoesNotExist:
        raise Http404 from None
