"""The living style page: every component in every state, in the reader's language and theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roadbook.kit import ui_forms, ui_samples
from roadbook.kit.access import public
from roadbook.kit.lists import samples as list_samples


@public
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the components with sample data; ``?submitted=1`` shows the form with its errors.

    The samples that ask a server are answered here as well: a search by ``?options=1``, a masked value by POST.
    """
    if request.method == "POST":
        return ui_forms.show(request)
    if "options" in request.GET:
        return render(request, "kit/options.html", {"options": ui_forms.options(request.GET.get("q", ""))})
    samples = ui_samples.samples(with_errors="submitted" in request.GET)
    return render(request, "kit/ui.html", {**samples, "lists": list_samples.samples()})
