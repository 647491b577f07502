from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "roadbook.kit"
    label = "kit"

    def ready(self) -> None:
        from . import sqlite, triggers

        sqlite.install()
        triggers.install()
