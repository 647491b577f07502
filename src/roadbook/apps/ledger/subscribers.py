"""When a company opens, its books open with it."""

from __future__ import annotations

from roadbook.apps.organisation.events import CompanyOpened
from roadbook.apps.organisation.models import Company
from roadbook.kit.events import subscribe

from . import actions


@subscribe(CompanyOpened)
def open_its_books(event: CompanyOpened) -> None:
    company = Company.objects.filter(pk=event.company_id).first()
    if company is not None:  # else an import that was taken back meanwhile
        actions.open_books(company=company, by=None)
