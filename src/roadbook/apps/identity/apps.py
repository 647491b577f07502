from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "roadbook.apps.identity"
    label = "identity"
