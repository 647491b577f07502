from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JurisdictionsConfig(AppConfig):
    name = "roadbook.apps.jurisdictions"
    label = "jurisdictions"
    verbose_name = _("Country packs")

    def ready(self) -> None:
        from roadbook.kit import forms

        from . import queries

        forms.name_holidays(queries.holiday_names)
        forms.name_accounts(queries.account_told)
