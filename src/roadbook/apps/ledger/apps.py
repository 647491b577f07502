from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "roadbook.apps.ledger"
    label = "ledger"
