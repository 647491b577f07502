from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    name = "roadbook.apps.backoffice"
    label = "backoffice"
