"""Every address of the product, context by context."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from .api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("roadbook.apps.backoffice.web.urls")),
    path("", include("roadbook.apps.leasing.web.urls")),
    path("", include("roadbook.apps.receivables.web.urls")),
    path("refunds/", include("roadbook.apps.payables.web.urls")),
    path("tax-documents/", include("roadbook.apps.billing.web.urls")),
    path("books/", include("roadbook.apps.ledger.web.urls")),
    path("documents/", include("roadbook.apps.documents.web.urls")),
    path("timeline/", include("roadbook.apps.timeline.web.urls")),
    path("clients/", include("roadbook.apps.parties.web.urls")),
    path("vehicles/", include("roadbook.apps.vehicles.web.urls")),
    path("", include("roadbook.apps.identity.web.urls")),
    path("companies/", include("roadbook.apps.organisation.web.urls")),
    path("accounts/", include("roadbook.apps.identity.web.allauth_urls")),
    path("api/v1/", api.urls),
    path("ui/", include("roadbook.kit.ui_urls")),
    path("forms/", include("roadbook.kit.forms.urls")),
    path("jobs/", include("roadbook.kit.jobs.urls")),
    path("exports/", include("roadbook.kit.exports.urls")),
    path("imports/", include("roadbook.kit.imports.urls")),
    path("lists/", include("roadbook.kit.lists.urls")),
    path("", include("roadbook.kit.health_urls")),
]
