from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "roadbook.apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from roadbook.kit import navigation

        from . import queries, subscribers  # noqa: F401 - imported to register

        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place("ledger:trial_balance", _("Books"), "scale", "money", "ledger.view", order=90)
        )
