from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BillingConfig(AppConfig):
    name = "roadbook.apps.billing"
    label = "billing"

    def ready(self) -> None:
        from roadbook.apps.organisation import queries as numbers
        from roadbook.apps.parties import rules as parties
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import navigation

        from . import queries  # noqa: F401 - the invariants are registered by the import
        from .enums import SERIES

        for kind, series in SERIES.items():
            numbers.register_bearer(str(series), "billing.TaxDocument", where={"kind": str(kind)})
        parties.stays("billing.TaxDocument.buyer", "tax documents are never changed")
        timeline.register_target("billing.taxdocument", "billing:document_show")
        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place("billing:document_list", _("Tax documents"), "receipt-text", "money", "tax.view", order=20)
        )
        navigation.place(
            navigation.Place("billing:vat_register", _("VAT register"), "percent", "money", "tax.view", order=30)
        )
