"""When a company opens, its books open with it."""

from __future__ import annotations

from roadbook.apps.organisation.events import CompanyOpened
from roadbook.apps.organisation.models import Company
from roadbook.kit.events import subscribe

from . import actions


@subscribe(CompanyOpened)
def open_its_books(event: CompanyOpened) -> None:
    actions.open_books(company=Company.objects.get(pk=event.company_id), by=None)
