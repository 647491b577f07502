from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "roadbook.apps.documents"
    label = "documents"

    def ready(self) -> None:
        from roadbook.apps.parties import rules as parties
        from roadbook.apps.timeline import rules as timeline
        from roadbook.kit import day, navigation

        from . import actions, queries, tasks  # noqa: F401 - registers its invariants and its job

        day.register("documents.expire", actions.expire)
        navigation.section("registers", _("Registers"), 10)
        navigation.place(
            navigation.Place(
                "documents:check_list", _("Files to check"), "scan-search", "registers", "document.verify", order=70
            )
        )
        navigation.section("management", _("Management"), 90)
        navigation.place(
            navigation.Place(
                "documents:id_scans", _("Identity scans"), "id-card", "management", "company.edit", order=60
            )
        )
        navigation.place(
            navigation.Place(
                "documents:template_list",
                _("Templates of documents"),
                "file-pen",
                "management",
                "template.edit",
                order=65,
            )
        )
        timeline.register_target("documents.attachment", "documents:attachment_show")
        attached = parties.Reference(
            "documents.Attachment",
            "subject_pk",
            _("Files"),
            where={"subject_kind": "parties.party"},
            same=(("uploaded_sha256",),),
            same_where={"removed_at": None},
            stay=queries.second_main_photo,
            asked=Q(removed_at__isnull=True),
        )
        papers = parties.Reference(
            "documents.Document",
            "subject",
            _("Documents"),
            is_key=True,
            same=(("kind", "language", "sha256"),),
        )
        parties.follow(attached)
        parties.follow(papers)
        timeline.register_planned(queries.planned)
