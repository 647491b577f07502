from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    name = "roadbook.kit"
    label = "kit"

    def ready(self) -> None:
        from . import books, checks, navigation, sqlite, triggers, words  # noqa: F401 - books and checks register themselves
        from .exports import writing  # noqa: F401 - its job is registered by the import
        from .imports import checking, running, undoing  # noqa: F401 - as are these

        sqlite.install()
        triggers.install()
        words.name()
        navigation.section("management", _("Management"), 90)
        navigation.place(
            navigation.Place("imports:batch_list", _("Imports"), "upload", "management", "record.import", 35)
        )
