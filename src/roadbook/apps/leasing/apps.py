from django.apps import AppConfig


class LeasingConfig(AppConfig):
    name = "roadbook.apps.leasing"
    label = "leasing"
