from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PayablesConfig(AppConfig):
    name = "roadbook.apps.payables"
    label = "payables"

    def ready(self) -> None:
        from roadbook.apps.organisation import queries as numbers
        from roadbook.apps.parties import rules as parties
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import navigation

        from . import queries  # noqa: F401 - the invariants are registered by the import

        numbers.register_bearer("bill", "payables.Bill")
        parties.stays("payables.Bill.payee", "what was approved and paid is never changed")
        timeline.register_target("payables.bill", "payables:bill_show")
        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place("payables:bill_list", _("Refunds"), "hand-coins", "money", "bill.view", order=15)
        )
