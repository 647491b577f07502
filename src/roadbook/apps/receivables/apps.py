from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceivablesConfig(AppConfig):
    name = "roadbook.apps.receivables"
    label = "receivables"

    def ready(self) -> None:
        from roadbook.kit import day, navigation, search

        from . import actions, queries

        day.register("receivables.settle", actions.settle_credit, actions.plan_settlement)
        day.register("receivables.positions", actions.age_positions, actions.plan_positions)
        search.register(search.Source("payments", _("Payments"), queries.find_payments, order=40))
        search.register(search.Source("accounts", _("Accounts"), queries.find_accounts, order=50))
        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place(
                "receivables:payment_list", _("Payments"), "banknote", "money", "payment.view", order=10, shortcut="p"
            )
        )
