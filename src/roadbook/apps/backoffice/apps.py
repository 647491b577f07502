from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit.navigation import Place, place, section

SECTIONS = (("leasing", _("Leasing"), 20), ("money", _("Money"), 40))


class BackofficeConfig(AppConfig):
    name = "roadbook.apps.backoffice"
    label = "backoffice"
    verbose_name = _("Staff shell")

    def ready(self) -> None:
        from . import tasks  # noqa: F401 - its jobs are registered by the import

        for code, label, order in (*SECTIONS, ("management", _("Management"), 90)):
            section(code, label, order)
        place(Place("backoffice:home", _("Home"), "house", order=1, shortcut="h"))
        for entry in (
            Place("backoffice:day", _("Close of day"), "sunset", "management", "day.close", 10, "d"),
            Place("backoffice:verify", _("Check of the books"), "shield-check", "management", "books.verify", 20),
            Place("backoffice:job_list", _("Jobs"), "list-checks", "management", "job.view", 30, "j"),
            Place("backoffice:audit_list", _("Audit log"), "scroll-text", "management", "audit.view", 40),
        ):
            place(entry)
