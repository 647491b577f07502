from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "roadbook.apps.parties"
    label = "parties"
