from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit import navigation


class OrganisationConfig(AppConfig):
    name = "roadbook.apps.organisation"
    label = "organisation"
    verbose_name = _("Own companies")

    def ready(self) -> None:
        navigation.section("management", _("Management"), 90)
        navigation.place(
            navigation.Place(
                url_name="organisation:company_list",
                label=_("Companies"),
                icon="building-2",
                section="management",
                permission="company.view",
                order=60,
            )
        )
