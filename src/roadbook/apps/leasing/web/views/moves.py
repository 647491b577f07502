"""Buttons of the contract page: sign and cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from roadbook.apps.leasing import actions, queries
from roadbook.kit.access import requires
from roadbook.kit.errors import Refused


def _move(request: HttpRequest, pk: int, act: Callable[..., Any], done: str) -> HttpResponse:
    """One action on the contract, then back to its page: what was refused is said there."""
    contract = get_object_or_404(queries.contract_file(request.user), pk=pk)
    try:
        act(contract=contract, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("leasing:contract_show", pk=pk)


@requires("contract.sign")
@require_POST
def contract_sign(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, actions.sign, _("The contract is signed."))


@requires("contract.edit")
@require_POST
def contract_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    return _move(request, pk, actions.cancel, _("The contract is cancelled."))
