"""The register of clients and the file of one client."""

from __future__ import annotations

from typing import Any

from django.core.signing import BadSignature
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.models import IdDocument, Identifier, Party
from roadbook.apps.parties.web.sealing import seal, unseal
from roadbook.apps.parties.web.tables import PartyTable
from roadbook.kit import audit, lists
from roadbook.kit.access import requires
from roadbook.kit.forms import unmask

PANELS = ("leasing:contract_panel",)
"""Panels of contexts above, shown on the file where their address exists; each takes ``?party=``."""
FEED = "timeline:feed_show"
ATTACHMENTS = "documents:attachments"
DIGITS = 6
LONGEST_ASKED = 40


@requires(Permission.PARTY_VIEW)
@require_GET
def party_list(request: HttpRequest) -> HttpResponse:
    """A national number does not stay in an address that somebody wrote: the list is asked again with a sealed one."""
    asked = request.GET.get("q", "")
    if is_number(asked):
        return HttpResponseRedirect(_sealed(asked))
    return lists.render(request, PartyTable(), template="parties/party_list.html")


def is_number(asked: str) -> bool:
    """Could this be a national number, a document number or a phone, or enough of one to tell a birth date?"""
    plain = "".join(letter for letter in asked if letter.isalnum())
    digits = sum(letter.isdigit() for letter in plain)
    return digits >= DIGITS and len(plain) - digits <= 3  # noqa: PLR2004 - letters of a series


@requires(Permission.PARTY_VIEW)
@require_POST
def party_find(request: HttpRequest) -> HttpResponse:
    """The search box of the list. A number leads to an address that holds it sealed, other words to the list's own."""
    asked = request.POST.get("q", "")
    if is_number(asked):
        return redirect(_sealed(asked))
    return lists.searched(request, PartyTable())


def _sealed(asked: str) -> str:
    return reverse("parties:party_found", args=[seal(asked[:LONGEST_ASKED])])


@requires(Permission.PARTY_VIEW)
@require_GET
def party_found(request: HttpRequest, sealed: str) -> HttpResponse:
    """Clients with the number that was asked for; the address holds it sealed."""
    try:
        asked = unseal(sealed)
    except BadSignature:
        raise Http404 from None
    table, known = PartyTable(), Party.objects.visible_to(request.user)
    fitting = Q(pk__in=known.numbered(asked).values("pk")) | Q(pk__in=known.search(asked).values("pk"))
    found = table.rows(request.user).filter(fitting)
    shown = {"is_found": True}
    return lists.render(request, table, found, template="parties/party_list.html", context=shown, sought=asked)


@requires(Permission.PARTY_VIEW)
@require_GET
def party_file(request: HttpRequest, pk: int) -> HttpResponse:
    survivor = queries.survivor_of(request.user, pk)
    if survivor not in (None, pk):
        return redirect("parties:party_file", survivor)
    party = found(request, pk)
    panels = [url for url in (address_of(name, query=f"?party={pk}") for name in PANELS) if url]
    return page(request, party, "overview", "parties/party_overview.html", {"panels": panels})


@requires(Permission.PARTY_VIEW)
@require_GET
def party_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Files that were attached, drawn by whoever keeps them."""
    party = found(request, pk)
    return page(request, party, "papers", "parties/party_papers.html", {"attachments_url": attachments_url(party)})


def attachments_url(party: Party) -> str:
    return address_of(ATTACHMENTS, args=[audit.key(party)])


def found(request: HttpRequest, pk: int) -> Party:
    """The party with its details, or 404."""
    try:
        return queries.party_file(request.user, pk)
    except Party.DoesNotExist:
        raise Http404 from None


def page(request: HttpRequest, party: Party, tab: str, template: str, context: dict[str, Any]) -> HttpResponse:
    """One tab of the file inside the page of the file."""
    flags = queries.flags_of(party)
    shown = {
        "party": party,
        "details": queries.details_of(party),
        "body_template": template,
        "record_tabs": _tabs(party, tab),
        "flags": flags,
        "next_flag": next((flag for flag in flags if flag.todo), None),
        "feed_url": address_of(FEED, query=f"?subject={audit.key(party)}"),
        "may_edit": may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id),
        "may_reveal": may.may(request.user, Permission.PARTY_REVEAL, company_id=party.company_id),
        "may_merge": may.may(request.user, Permission.PARTY_MERGE, company_id=party.company_id),
        "merge": queries.standing_merge(request.user, party.pk),
    }
    return render(request, "parties/party_file.html", {**shown, **context})


def _tabs(party: Party, current: str) -> list[dict[str, Any]]:
    found = [
        ("overview", _("Overview"), "parties:party_file"),
        ("relations", _("Relations"), "parties:party_relations"),
        ("consents", _("Consents"), "parties:party_consents"),
    ]
    if attachments_url(party):
        found.append(("papers", _("Files"), "parties:party_papers"))
    return [
        {"label": label, "url": reverse(name, args=[party.pk]), "is_current": tab == current, "count": ""}
        for tab, label, name in found
    ]


def address_of(name: str, *, args: list[Any] | None = None, query: str = "") -> str:
    """The address of a screen of another context; empty where this installation has none."""
    try:
        return reverse(name, args=args) + query
    except NoReverseMatch:
        return ""


# ---- Numbers in full


@requires(Permission.PARTY_REVEAL)
@require_POST
def identifier_show(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One national number in full, for a reason."""
    try:
        identifier = queries.identifier_of(request.user, pk, number)
    except Identifier.DoesNotExist:
        raise Http404 from None

    def show(reason: str) -> str:
        return actions.show_identifier(identifier=identifier, reason=reason, by=request.user)

    return unmask(request, show, masked=identifier.masked)


@requires(Permission.PARTY_REVEAL)
@require_POST
def id_document_show(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """The number of an identity document in full, for a reason."""
    try:
        paper = queries.paper_of(request.user, pk, document)
    except IdDocument.DoesNotExist:
        raise Http404 from None

    def show(reason: str) -> str:
        return actions.show_id_document(document=paper, reason=reason, by=request.user)

    return unmask(request, show, masked=paper.masked)


@requires(Permission.PARTY_REVEAL)
@require_POST
def manager_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The national number of a manager in full, for a reason."""
    party = found(request, pk)

    def show(reason: str) -> str:
        return actions.show_manager_number(party=party, reason=reason, by=request.user)

    return unmask(request, show, masked=party.manager_masked)
