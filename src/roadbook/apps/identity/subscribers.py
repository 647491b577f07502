"""When a company opens, whoever opened it administers it."""

from __future__ import annotations

from roadbook.apps.organisation.events import CompanyOpened
from roadbook.apps.organisation.models import Company
from roadbook.kit.events import subscribe

from . import actions
from .enums import Role
from .models import User


@subscribe(CompanyOpened)
def give_the_first_role(event: CompanyOpened) -> None:
    if event.by_id is None:
        return
    company = Company.objects.filter(pk=event.company_id).first()
    if company is None:
        return  # an import that was taken back meanwhile
    actions.assign(user=User.objects.get(pk=event.by_id), role=Role.ADMINISTRATOR, company=company, by=None)
