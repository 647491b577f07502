from django.apps import AppConfig


class BillingConfig(AppConfig):
    name = "roadbook.apps.billing"
    label = "billing"

    def ready(self) -> None:
        from roadbook.apps.organisation import queries as numbers
        from roadbook.apps.parties import rules as parties

        from . import queries  # noqa: F401 - the invariants are registered by the import
        from .enums import SERIES

        for kind, series in SERIES.items():
            numbers.register_bearer(str(series), "billing.TaxDocument", where={"kind": str(kind)})
        parties.stays("billing.TaxDocument.buyer", "tax documents are never changed")
