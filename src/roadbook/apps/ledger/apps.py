from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    name = "roadbook.apps.ledger"
    label = "ledger"

    def ready(self) -> None:
        from django.db.models import Q

        from roadbook.kit import navigation
        from roadbook.kit.imports import dependants

        from . import actions, queries, subscribers  # noqa: F401 - imported to register

        standard = actions.standard_codes()
        of_chart = Q(debit__code__in=standard, credit__code__in=standard)
        dependants.echo("ledger.PostingRule", of_chart, actions.forget_books)
        dependants.echo("ledger.GLAccount", Q(code__in=standard, name=""), lambda _subjects: None)
        dependants.echo_act("ledger.books.open")

        navigation.section("money", _("Money"), 40)
        navigation.place(
            navigation.Place("ledger:trial_balance", _("Books"), "scale", "money", "ledger.view", order=90)
        )
