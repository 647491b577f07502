from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "roadbook.apps.organisation"
    label = "organisation"
