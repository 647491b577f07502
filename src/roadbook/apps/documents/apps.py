from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "roadbook.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import day

        from . import actions, queries, tasks  # noqa: F401 - registers its invariants and its job

        day.register("documents.expire", actions.expire)
        timeline.register_target("documents.attachment", "documents:attachment_show")
        timeline.register_planned(queries.planned)
