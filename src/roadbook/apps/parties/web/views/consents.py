"""The register of consents of a client, and the words in which they are asked for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roadbook.apps.identity import queries as identity
from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions, queries
from roadbook.apps.parties.enums import ConsentSource
from roadbook.apps.parties.models import Consent
from roadbook.apps.parties.web.forms.consents import ConsentForm, ConsentTextForm
from roadbook.apps.parties.web.tables import ConsentTextTable
from roadbook.kit import lists
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.forms import handle

from .files import found, page


@requires(Permission.PARTY_VIEW)
@require_GET
def party_consents(request: HttpRequest, pk: int) -> HttpResponse:
    party = found(request, pk)
    standings = queries.standings(party)
    context = {
        "consents": queries.consents_of(party),
        "contacting": [one for one in standings if one.channel],
        "others": [one for one in standings if not one.channel],
        "sources": ConsentSource.choices,
        "may_withdraw": any(one.is_allowed for one in standings),
    }
    return page(request, party, "consents", "parties/party_consents.html", context)


@requires(Permission.PARTY_EDIT)
def consent_give(request: HttpRequest, pk: int) -> HttpResponse:
    """One purpose, by several channels at once where it knows channels."""
    party = found(request, pk)
    if not may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id):
        raise Http404
    texts = queries.texts_for(party)
    form = ConsentForm(request.POST or None, texts=texts, initial={"purpose": request.GET.get("purpose", "")})

    def act(answers: dict[str, Any]) -> str:
        actions.give_consents(
            party=party,
            text=form.text,
            channels=answers["channels"],
            source=answers["source"],
            by=request.user,
        )
        return reverse("parties:party_consents", args=[pk])

    return handle(request, form, act, "parties/consent_form.html", {"party": party, "texts": texts})


@requires(Permission.PARTY_EDIT)
@require_POST
def consent_withdraw(request: HttpRequest, pk: int, consent: int) -> HttpResponse:
    """One click: the client does not want it any more."""
    try:
        row = queries.consent_of(request.user, pk, consent)
    except Consent.DoesNotExist:
        raise Http404 from None
    source = request.POST.get("source", "") or ConsentSource.CALL
    try:
        actions.withdraw_consent(consent=row, source=source, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Consent withdrawn."))
    return redirect("parties:party_consents", pk)


@requires(Permission.COMPANY_VIEW)
@require_GET
def consent_texts(request: HttpRequest) -> HttpResponse:
    return lists.render(request, ConsentTextTable(), template="parties/consent_text_list.html")


@requires(Permission.COMPANY_EDIT)
def consent_text_create(request: HttpRequest) -> HttpResponse:
    """A new version of the words."""
    form = ConsentTextForm(request.POST or None)
    form.offer(company=identity.companies(request.user, Permission.COMPANY_EDIT))

    def act(answers: dict[str, Any]) -> str:
        actions.write_consent_text(by=request.user, **answers)
        return reverse("parties:consent_texts")

    return handle(request, form, act, "parties/consent_text_form.html")
