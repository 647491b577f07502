from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit import navigation, search


class VehiclesConfig(AppConfig):
    name = "roadbook.apps.vehicles"
    label = "vehicles"
    verbose_name = _("Vehicles")

    def ready(self) -> None:
        from roadbook.apps.timeline import rules as timeline

        from . import queries

        search.register(
            search.Source(
                "vehicles",
                _("Vehicles"),
                queries.find_vehicles,
                prefix="!",
                order=30,
                page="vehicles:vehicle_show",
                recent=queries.recent_vehicles,
            )
        )
        timeline.register_subject("vehicles.vehicle", queries.company_of_vehicle, page="vehicles:vehicle_show")
        navigation.section("registers", _("Registers"), 10)
        navigation.place(
            navigation.Place(
                url_name="vehicles:vehicle_list",
                label=_("Vehicles"),
                icon="car",
                section="registers",
                permission="vehicle.view",
                order=20,
                shortcut="v",
            )
        )
        navigation.place(
            navigation.Place(
                url_name="vehicles:expiring_list",
                label=_("What expires"),
                icon="calendar-clock",
                section="registers",
                permission="vehicle.view",
                order=21,
            )
        )
        navigation.place(
            navigation.Place(
                url_name="vehicles:catalogue",
                label=_("Catalogue"),
                icon="library",
                section="registers",
                permission="vehicle.view",
                order=22,
            )
        )
