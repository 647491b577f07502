"""Companies and branches from a file: many at once as if one by one, and taken back while nothing stands on them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation import rules
from roadbook.apps.organisation.events import CompanyOpened
from roadbook.apps.organisation.models import BankAccount, Branch, Company
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.events import publish

from . import accounts, branches, companies
from .codes import CodeTaken

PARTS = ("organisation.BankAccount", "organisation.NumberSeries")
"""What belongs to a company and goes with it."""


NEEDED = ("name", "country", "currency", "language", "business_date")
"""What a company cannot be opened without."""


@dataclass(frozen=True)
class Line:
    """What one line makes: a company, a branch, or a company with its first branch."""

    opened: companies.Prepared | None
    branch: Branch | None

    @property
    def made(self) -> list[Company | Branch]:
        """What there is because of the line, the company first."""
        both: list[Company | Branch | None] = [self.opened.company if self.opened else None, self.branch]
        return [one for one in both if one is not None]


class Opening:
    """Lines read in their order against what is there, and written with some statements for all of them.

    ``opened`` are ids of companies that the same user opened a moment ago: whose roles there are still on their way.
    """

    def __init__(self, *, codes: Collection[str], by: Any, opened: Collection[int] = ()) -> None:
        self.by, self._opened = by, opened
        self.companies = {one.code: one for one in Company.objects.filter(code__in=codes)}
        known = Branch.objects.filter(company__in=self.companies.values()).select_related("company")
        self.branches = {(one.company.code, one.code): one for one in known}
        self._lines: list[Line] = []

    def read(self, code: str, company: Mapping[str, Any], branch: Mapping[str, Any]) -> Line:
        """What the line says of a company and of a branch of it. From now on the next lines know it.

        :raises Refused: it cannot be so; the next lines do not know it.
        """
        opened = None if code in self.companies else self._company(code, company)
        if opened is None and not branch.get("code"):
            raise Refused(_("There already: %(name)s.") % {"name": self.companies[code]}, field="code")
        of = opened.company if opened else self.companies[code]
        line = Line(opened, self._branch(of, branch, is_new=opened is not None) if branch.get("code") else None)
        self.companies[code] = of
        if line.branch is not None:
            self.branches[code, line.branch.code] = line.branch
        self._lines.append(line)
        return line

    def _company(self, code: str, said: Mapping[str, Any]) -> companies.Prepared:
        rules.require(self.by, rules.EDIT, company_id=None)
        for name in NEEDED:
            if name not in said:
                raise Refused(_("This is needed to open the company."), field=name)
        opened = companies.prepared(**{**said, "code": code})
        if opened.account:
            accounts.prepared(opened.company, opened.account)
        return opened

    def _branch(self, of: Company, said: Mapping[str, Any], *, is_new: bool) -> Branch:
        if not (is_new or of.pk is None or of.pk in self._opened):
            rules.require(self.by, rules.EDIT, company_id=of.pk)
        if not said.get("name"):
            raise Refused(_("This is needed."), field="branch_name")
        if (of.code, said["code"]) in self.branches:
            raise CodeTaken(_("This code is in use."), field="branch_code")
        return branches.prepared(company=of, **said)

    @transaction.atomic
    def write(self) -> list[int]:
        """Store what was read; rows, audit log and events are those of ``create_company`` and ``create_branch``.

        Returns the ids of the companies that were opened. :raises IntegrityError: somebody was quicker with a code.
        """
        opened = [line.opened for line in self._lines if line.opened]
        new = Company.objects.bulk_create(one.company for one in opened)
        acts = [audit.Act(one.company, one.told, one.personal, one.company.pk) for one in opened]
        audit.record_all(action="organisation.company.create", acts=acts, by=self.by)
        self._add_accounts(opened)
        by_id = getattr(self.by, "pk", None)
        if new:
            publish(*(CompanyOpened(company_id=one.pk, by_id=by_id) for one in new))
        added = [line.branch for line in self._lines if line.branch]
        Branch.objects.bulk_create(added)
        acts = [audit.Act(one, branches.told_new(one), company_id=one.company_id) for one in added]
        audit.record_all(action="organisation.branch.create", acts=acts, by=self.by)
        return [one.pk for one in new]

    def _add_accounts(self, opened: Sequence[companies.Prepared]) -> None:
        """The first account of each company stands on papers."""
        rows = [accounts.prepared(one.company, one.account) for one in opened if one.account]
        for row in rows:
            row.is_default = True
        BankAccount.objects.bulk_create(rows)
        told = [accounts.account_changes(row, audit.diff({}, accounts.told_account(row))) for row in rows]
        acts = [
            audit.Act(row.company, changes, company_id=row.company_id) for row, changes in zip(rows, told, strict=True)
        ]
        audit.record_all(action="organisation.bankaccount.change", acts=acts, by=self.by)


@transaction.atomic
def remove(*, branch_ids: Sequence[int], company_ids: Sequence[int], by: Any) -> None:
    """Take branches and companies away that an import put there. The database refuses where something points at one.

    :raises Forbidden: the user may not change such a company.
    """
    for branch in Branch.objects.filter(pk__in=branch_ids).order_by("pk"):
        rules.require(by, rules.EDIT, company_id=branch.company_id)
        _tell(branch, branch.company_id, by)
        branch.delete()
    for company in Company.objects.filter(pk__in=company_ids).order_by("pk"):
        rules.require(by, rules.EDIT, company_id=None)
        _tell(company, company.pk, by)
        BankAccount.objects.filter(company=company).delete()
        company.series.all().delete()
        company.delete()


def _tell(row: Branch | Company, company_id: int, by: Any) -> None:
    changes = {"code": [row.code, None], "name": [row.name, None]}
    audit.record(action=f"{row._meta.label_lower}.remove", subject=row, by=by, company_id=company_id, changes=changes)
