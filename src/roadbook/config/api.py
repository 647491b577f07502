"""The JSON API: every context's router under ``/api/v1``, for sessions and API keys alike."""

from __future__ import annotations

from ninja import NinjaAPI

from roadbook.apps.documents.api import endpoints as documents
from roadbook.apps.identity.api import endpoints as identity
from roadbook.apps.identity.api.auth import AUTH
from roadbook.apps.ledger.api import endpoints as ledger
from roadbook.apps.receivables.api import endpoints as receivables
from roadbook.kit import access
from roadbook.kit.api import install

api = NinjaAPI(
    title="Roadbook",
    version="1",
    description="Everything that the screens do. Amounts are decimal strings with their currency; lists are paged by cursor; "
    "a POST may carry an `Idempotency-Key`, and a repetition gets the first answer again.",
    auth=AUTH,
    urls_namespace="api",
    docs_decorator=access.requires(),
)
install(api)

api.add_router("/me", identity.me)
api.add_router("/companies", identity.companies)
api.add_router("/accounts", receivables.accounts)
api.add_router("/payments", receivables.payments)
api.add_router("/documents", documents.router)
api.add_router("/books", ledger.router)
