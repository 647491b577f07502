from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    name = "roadbook.apps.identity"
    label = "identity"
    verbose_name = _("Users and roles")

    def ready(self) -> None:
        from roadbook.apps.organisation import rules as organisation

        from . import rules

        organisation.install(rules.CompanyPolicy())
