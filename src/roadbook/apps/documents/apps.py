from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "roadbook.apps.documents"
    label = "documents"
