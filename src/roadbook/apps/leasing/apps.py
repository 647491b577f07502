"""Leasing: what it registers when the house is ready."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeasingConfig(AppConfig):
    name = "roadbook.apps.leasing"
    label = "leasing"

    def ready(self) -> None:
        from roadbook.apps.documents import rules as documents
        from roadbook.apps.identity import queries as identity
        from roadbook.apps.ledger import queries as books
        from roadbook.apps.organisation import queries as numbers
        from roadbook.apps.parties import rules as parties
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import day, explained, search

        from . import actions, queries, subscribers  # noqa: F401 - imported to register
        from .enums import ProductKind
        from .queries import handover

        books.name_kinds(ProductKind.choices)
        numbers.register_bearer("contract", "leasing.Contract")

        day.register("leasing.charge", actions.charge_due, actions.plan_charging)
        day.register("leasing.close", actions.close_paid, actions.plan_closing)
        search.register(
            search.Source(
                "contracts",
                _("Contracts"),
                queries.find_contracts,
                prefix="#",
                order=20,
                page="leasing:contract_show",
                recent=queries.recent_contracts,
            )
        )
        timeline.register_subject(
            "leasing.contract",
            queries.company_of_contract,
            party_of=queries.client_of_contract,
            page="leasing:contract_show",
        )
        timeline.register_planned(queries.planned)
        explained.register("leasing", queries.explain_source)
        for kind in (*queries.paper_kinds(), queries.taking_kind()):
            documents.register(kind)
        identity.register_belonging(
            "contracts", _("Contracts as broker"), handover.contracts_to_hand_over, handover.contracts_of_broker
        )
        parties.follow(parties.Reference("leasing.Contract", "client", _("Contracts"), after=actions.following.reindex))
        parties.follow(
            parties.Reference(
                "leasing.ContractParty",
                "party",
                _("Contracts beside the client"),
                said=lambda row: f"{row.contract.number}: {row.get_role_display()}",
                refuse=actions.following.on_one_contract,
            )
        )
        self._place()

    def _place(self) -> None:
        """Where leasing stands in the menu."""
        from roadbook.kit import navigation

        navigation.section("leasing", _("Leasing"), 20)
        navigation.place(
            navigation.Place(
                "leasing:contract_list", _("Contracts"), "file-text", "leasing", "contract.view", 10, shortcut="c"
            )
        )
        navigation.place(
            navigation.Place("leasing:instalment_list", _("Instalments"), "calendar", "leasing", "contract.view", 20)
        )
        navigation.place(
            navigation.Place("leasing:product_list", _("Products"), "layers", "leasing", "product.edit", 90)
        )
