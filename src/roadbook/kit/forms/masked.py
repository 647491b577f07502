"""The answer to "show": a personal value in full, after a reason, for half a minute."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roadbook.kit.errors import Refused

SECONDS = 30
PART, PAGE = "kit/masked_shown.html", "kit/masked_page.html"


def unmask(request: HttpRequest, show: Callable[[str], str], *, masked: str = "") -> HttpResponse:
    """Answer the POST of ``<c-masked>``. ``show(reason)`` gives the value, writes it into the audit, or refuses.

    Refused, the answer is the masked value with the reason why it stays so, to be tried again. Without scripts the
    answer is a page of its own.
    """
    template = PART if getattr(request, "htmx", False) else PAGE
    context = {"url": request.get_full_path(), "masked": masked, "seconds": SECONDS}
    try:
        value = show(request.POST.get("reason", "").strip())
    except Refused as refusal:
        return render(request, template, {**context, "refusal": str(refusal)}, status=422)
    return render(request, template, {**context, "value": value})
