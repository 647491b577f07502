"""The living style page: every component in every state, in the reader's language and theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roadbook.kit import ui_samples
from roadbook.kit.access import public


@public
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the components with sample data; ``?submitted=1`` shows the form with its errors."""
    return render(request, "kit/ui.html", ui_samples.samples(with_errors="submitted" in request.GET))
