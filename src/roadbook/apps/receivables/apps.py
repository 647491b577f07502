from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceivablesConfig(AppConfig):
    name = "roadbook.apps.receivables"
    label = "receivables"

    def ready(self) -> None:
        from roadbook.apps.documents import rules as documents
        from roadbook.apps.ledger import queries as books
        from roadbook.apps.organisation import queries as numbers
        from roadbook.apps.parties import rules as parties
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import day, navigation, search

        from . import actions, queries, subscribers  # noqa: F401 - imported to register
        from .enums import ChargeKind

        timeline.register_target("receivables.payment", "receivables:payment_show")
        books.name_kinds(ChargeKind.choices)
        numbers.register_bearer("receipt", "receivables.Payment")
        for kind in queries.money_kinds():
            documents.register(kind)

        day.register("receivables.settle", actions.settle_credit, actions.plan_settlement)
        day.register("receivables.positions", actions.age_positions, actions.plan_positions)
        search.register(
            search.Source(
                "payments",
                _("Payments"),
                queries.find_payments,
                order=40,
                page="receivables:payment_show",
                recent=queries.recent_payments,
            )
        )
        search.register(
            search.Source(
                "accounts",
                _("Accounts"),
                queries.find_accounts,
                order=50,
                page="receivables:account_show",
                recent=queries.recent_accounts,
            )
        )
        parties.follow(
            parties.Reference(
                "receivables.AccountParty",
                "party",
                _("Accounts"),
                after=actions.following.reindex,
                said=lambda row: f"{row.account.number}: {row.get_role_display()}",
                refuse=actions.following.on_one_account,
            )
        )
        parties.follow(parties.Reference("receivables.Account", "creditor", _("Claims")))
        parties.stays("receivables.Payment.payer", "payments are never changed")
        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place(
                "receivables:payment_list", _("Payments"), "banknote", "money", "payment.view", order=10, shortcut="p"
            )
        )
        navigation.place(
            navigation.Place("receivables:charge_list", _("Charges"), "list-checks", "money", "payment.view", order=12)
        )
