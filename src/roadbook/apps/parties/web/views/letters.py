"""Letters that came back, and addresses that work again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadbook.apps.identity import rules as may
from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties import actions
from roadbook.apps.parties.models import Address, Party
from roadbook.apps.parties.web.forms.letters import LetterForm
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused
from roadbook.kit.forms import handle

from .files import found


@requires(Permission.PARTY_EDIT)
def letter_return(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A letter to this address came back: when, and why."""
    party, address = _address(request, pk, kind)
    begin = {"on": address.returned_on or party.company.business_date, "reason": address.return_reason}
    form = LetterForm(request.POST or None, initial=begin)

    def act(answers: dict[str, Any]) -> str:
        actions.return_letter(party=party, kind=kind, by=request.user, **answers)
        return reverse("parties:party_file", args=[pk])

    return handle(request, form, act, "parties/letter_form.html", {"party": party, "address": address})


@requires(Permission.PARTY_EDIT)
@require_POST
def address_confirm(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """One click: letters reach this address again."""
    party, _row = _address(request, pk, kind)
    try:
        actions.confirm_address(party=party, kind=kind, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The address works again."))
    return redirect("parties:party_file", pk)


def _address(request: HttpRequest, pk: int, kind: str) -> tuple[Party, Address]:
    party = found(request, pk)
    address = next((one for one in party.addresses.all() if one.kind == kind), None)
    if address is None or not may.may(request.user, Permission.PARTY_EDIT, company_id=party.company_id):
        raise Http404
    return party, address
