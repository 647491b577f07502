from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from roadbook.kit.navigation import Place, bar, place, section

HOME, CLIENTS, VEHICLES = "backoffice:home", "parties:party_list", "vehicles:vehicle_list"
CONTRACTS, PAYMENTS, EXPIRING = "leasing:contract_list", "receivables:payment_list", "vehicles:expiring_list"
BARS = (
    ("user.manage", (HOME, "identity:user_list", "backoffice:job_list", CLIENTS)),  # administrator
    ("day.close", (HOME, CONTRACTS, PAYMENTS, CLIENTS)),  # manager
    ("document.verify", (HOME, "documents:check_list", CONTRACTS, CLIENTS)),  # back office
    ("payment.take", (HOME, PAYMENTS, CONTRACTS, CLIENTS)),  # cashier
    ("contract.edit", (HOME, CLIENTS, CONTRACTS, VEHICLES)),  # broker, finance and insurance
    ("contract.view", (HOME, CONTRACTS, CLIENTS, PAYMENTS)),  # risk, collector, legal
    ("vehicle.edit", (HOME, VEHICLES, EXPIRING, CLIENTS)),  # appraiser, logistics
    ("party.edit", (HOME, CLIENTS, VEHICLES, EXPIRING)),  # hostess
)
"""What each role has at hand on a phone, told by the permission that sets it apart from the roles below it."""
SECTIONS = (("leasing", _("Leasing"), 20), ("money", _("Money"), 40))


class BackofficeConfig(AppConfig):
    name = "roadbook.apps.backoffice"
    label = "backoffice"
    verbose_name = _("Staff shell")

    def ready(self) -> None:
        from . import tasks  # noqa: F401 - its jobs are registered by the import
        from .queries import expected

        expected.expect_all()
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
        for permission, url_names in BARS:
            bar(permission, *url_names)
