from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit import navigation


class IdentityConfig(AppConfig):
    name = "roadbook.apps.identity"
    label = "identity"
    verbose_name = _("Users and roles")

    def ready(self) -> None:
        from roadbook.apps.organisation import rules as organisation
        from roadbook.kit import day
        from roadbook.kit.imports import dependants
        from roadbook.kit.lists import audiences

        from . import actions, queries, rules, subscribers  # noqa: F401 - subscribing is the import's purpose

        day.register("identity.assignments", actions.end_due)
        dependants.echo("identity.Assignment", actions.first_roles(), actions.forget_first_roles)
        organisation.install(rules.CompanyPolicy())
        audiences.install(queries.ViewAudiences())
        navigation.section("management", _("Management"), 90)
        navigation.place(
            navigation.Place(
                url_name="identity:user_list",
                label=_("Users"),
                icon="user-cog",
                section="management",
                permission="user.manage",
                order=50,
                shortcut="u",
            )
        )
