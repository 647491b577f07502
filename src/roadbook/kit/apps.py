from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "roadbook.kit"
    label = "kit"

    def ready(self) -> None:
        from . import books, checks, sqlite, triggers  # noqa: F401 - books and checks register themselves

        sqlite.install()
        triggers.install()
