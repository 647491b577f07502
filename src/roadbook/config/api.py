"""The JSON API: every context's router under ``/api/v1``, for sessions and API keys alike."""

from __future__ import annotations

from ninja import NinjaAPI

from roadbook.apps.backoffice.api import audit as audit_log
from roadbook.apps.backoffice.api import endpoints as backoffice
from roadbook.apps.billing.api import endpoints as billing
from roadbook.apps.documents.api import endpoints as documents
from roadbook.apps.identity.api import endpoints as identity
from roadbook.apps.identity.api.auth import AUTH
from roadbook.apps.leasing.api import endpoints as leasing
from roadbook.apps.leasing.api import life as life_of_contracts
from roadbook.apps.ledger.api import endpoints as ledger
from roadbook.apps.organisation.api import endpoints as organisation
from roadbook.apps.parties.api import endpoints as parties
from roadbook.apps.payables.api import endpoints as payables
from roadbook.apps.receivables.api import endpoints as receivables
from roadbook.apps.timeline.api import endpoints as timeline
from roadbook.apps.vehicles.api import endpoints as vehicles
from roadbook.kit import access
from roadbook.kit.api import install
from roadbook.kit.exports import api as exports
from roadbook.kit.imports import api as imports
from roadbook.kit.lists import api as lists

api = NinjaAPI(
    title="Roadbook",
    version="1",
    description=(
        "Everything that the screens do. Amounts are decimal strings with their currency; lists are paged by cursor; "
        "a POST may carry an `Idempotency-Key`, and a repetition gets the first answer again."
    ),
    auth=AUTH,
    urls_namespace="api",
    docs_decorator=access.requires(),
)
install(api)

for prefix, router in {
    "/me": identity.me,
    "/me/keys": identity.keys,
    "/me/sessions": identity.sessions,
    "/access": identity.access,
    "/users": identity.users,
    "/companies": identity.companies,
    "/clients": parties.router,
    "/vehicles": vehicles.router,
    "/catalogue": vehicles.catalogue,
    "/products": leasing.products,
    "/contracts": leasing.contracts,
    "/accounts": receivables.accounts,
    "/payments": receivables.payments,
    "/refunds": payables.router,
    "/documents": documents.router,
    "/document-templates": documents.templates,
    "/attachments": documents.attachments,
    "/id-scan-permits": documents.permits,
    "/timeline": timeline.router,
    "/tax-documents": billing.router,
    "/audit": audit_log.router,
    "/exports": exports.router,
    "/imports": imports.router,
    "/lists": lists.router,
    "": backoffice.router,
}.items():
    api.add_router(prefix, router)
api.add_router("/companies", organisation.router)
api.add_router("/contracts", life_of_contracts.router)
for router in ledger.routers:
    api.add_router("/books", router)
