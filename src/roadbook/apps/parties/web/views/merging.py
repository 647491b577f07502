"""Joining two files of one client, and parting them again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import Party
from roadbook.apps.parties.web.forms.merging import OtherForm, PartForm, PreviewForm
from roadbook.kit.access import requires
from roadbook.kit.forms import handle


@requires(Permission.PARTY_MERGE)
def merge_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other file; nothing happens yet."""
    party = _mergeable(request, pk)
    form = OtherForm(request.POST or None, party=party)
    form.offer(other=_others(request.user, party))

    def act(answers: dict[str, Any]) -> str:
        pair = [party.pk, answers["other"].pk]
        survivor, merged = pair if answers["keep"] == "this" else reversed(pair)
        return reverse("parties:merge_preview", args=[survivor, merged])

    return handle(
        request, form, act, "parties/merge_start.html", {"party": party, "suggested": _suggested(request, party)}
    )


def _suggested(request: HttpRequest, party: Party) -> list[queries.Candidate]:
    """Files that look like the same client."""
    asked = queries.Asked(
        company=str(party.company_id),
        phones=tuple(one.value for one in party.contact_points.all() if one.kind == "phone"),
        emails=tuple(one.value for one in party.contact_points.all() if one.kind == "email"),
        name=f"{party.first_name} {party.last_name}" if party.is_person else party.name,
        is_person=party.is_person,
        birth_date=party.birth_date,
        language=party.language,
        except_pk=party.pk,
    )
    return queries.candidates(request.user, asked)


def _others(user: Any, party: Party) -> Any:
    return (
        Party.objects.visible_to(user, Permission.PARTY_MERGE)
        .filter(company_id=party.company_id, kind=party.kind)
        .exclude(pk=party.pk)
    )


@requires(Permission.PARTY_MERGE)
def merge_preview(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What would happen, field by field; and then it does."""
    survivor, merged = _mergeable(request, pk), _mergeable(request, other)
    preview = queries.merge_preview(survivor, merged)
    form = PreviewForm(request.POST or None, preview=preview)

    def act(answers: dict[str, Any]) -> str:
        actions.merge(
            survivor=survivor,
            merged=merged,
            versions=(answers["survivor_version"], answers["merged_version"]),
            taken=form.taken(),
            by=request.user,
        )
        return reverse("parties:party_file", args=[pk])

    context = {"party": survivor, "merged": merged, "preview": preview}
    return handle(request, form, act, "parties/merge_preview.html", context)


@requires(Permission.PARTY_MERGE)
def merge_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Give what came after the merge to one of the two, and part them."""
    party = _mergeable(request, pk)
    merge = queries.standing_merge(request.user, party.pk)
    if merge is None:
        raise Http404
    facts = queries.facts_since(merge)
    form = PartForm(request.POST or None, facts=facts, merge=merge, initial={"seen": queries.facts_digest(facts)})

    def act(answers: dict[str, Any]) -> str:
        actions.unmerge(merge=merge, assigned=form.assigned(), seen=answers["seen"], by=request.user)
        return reverse("parties:party_file", args=[pk])

    return handle(request, form, act, "parties/merge_undo.html", {"party": party, "merge": merge, "facts": facts})


def _mergeable(request: HttpRequest, pk: int) -> Party:
    party: Party | None = (
        Party.objects.visible_to(request.user, Permission.PARTY_MERGE).filter(pk=pk).select_related("company").first()
    )
    if party is None:
        raise Http404
    return party
