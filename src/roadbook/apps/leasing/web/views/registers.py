"""The register of instalments over all contracts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.web.tables import InstalmentTable
from roadbook.kit import lists
from roadbook.kit.access import requires


@requires(Permission.CONTRACT_VIEW)
@require_GET
def instalment_list(request: HttpRequest) -> HttpResponse:
    return lists.render(request, InstalmentTable(), template="leasing/instalment_list.html")
