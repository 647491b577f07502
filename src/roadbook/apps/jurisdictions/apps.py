from django.apps import AppConfig


class JurisdictionsConfig(AppConfig):
    name = "roadbook.apps.jurisdictions"
    label = "jurisdictions"
