from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit import navigation, search


class PartiesConfig(AppConfig):
    name = "roadbook.apps.parties"
    label = "parties"
    verbose_name = _("Clients")

    def ready(self) -> None:
        from . import queries

        search.register(search.Source("clients", _("Clients"), queries.find_clients, prefix="@", order=10))
        navigation.section("registers", _("Registers"), 10)
        navigation.place(
            navigation.Place(
                url_name="parties:party_list",
                label=_("Clients"),
                icon="users",
                section="registers",
                permission="party.view",
                order=10,
                shortcut="k",
            )
        )
