from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "roadbook.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from . import queries  # noqa: F401 - registers its invariants
