"""The answer to "show": a personal value in full, after a reason, for half a minute."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roadbook.kit.errors import Refused

SECONDS = 30
TEMPLATE = "kit/masked_shown.html"


def unmask(request: HttpRequest, show: Callable[[str], str], *, masked: str = "") -> HttpResponse:
    """Answer the POST of ``<c-masked>``. ``show(reason)`` gives the value, writes it into the audit, or refuses.

    Refused, the answer is the masked value with the reason why it stays so, to be tried again.
    """
    context = {"url": request.get_full_path(), "masked": masked, "seconds": SECONDS}
    try:
        value = show(request.POST.get("reason", "").strip())
    except Refused as refusal:
        return render(request, TEMPLATE, {**context, "refusal": str(refusal)}, status=422)
    return render(request, TEMPLATE, {**context, "value": value})
