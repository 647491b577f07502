from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "roadbook.kit"
    label = "kit"

    def ready(self) -> None:
        from . import books, checks, sqlite, triggers, words  # noqa: F401 - books and checks register themselves
        from .exports import writing  # noqa: F401 - its job is registered by the import
        from .imports import checking, running, undoing  # noqa: F401 - as are these

        sqlite.install()
        triggers.install()
        words.name()
