from django.apps import AppConfig


class ReceivablesConfig(AppConfig):
    name = "roadbook.apps.receivables"
    label = "receivables"
