"""The living style page: every component in every state, in the reader's language and theme."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from roadbook.kit import forms, ui_forms, ui_samples
from roadbook.kit.access import public
from roadbook.kit.lists import samples as list_samples


@public
def style_page(request: HttpRequest) -> HttpResponse:
    """Show the components with sample data; ``?submitted=1`` shows the form with its errors.

    The samples that ask a server are answered here as well, by POST: a search with ``options=1``, a masked value.
    """
    if "options" in request.POST:
        return forms.offered(request, ui_forms.options(forms.sought(request).words))
    if request.method == "POST":
        return ui_forms.show(request)
    samples = ui_samples.samples(with_errors="submitted" in request.GET)
    return render(request, "kit/ui.html", {**samples, "lists": list_samples.samples()})
