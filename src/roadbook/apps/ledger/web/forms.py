"""Which books and of which days; accounts, rules and months as they are changed."""

from __future__ import annotations

from typing import Any

from django.forms import ChoiceField
from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import queries
from roadbook.apps.ledger.enums import GLKind, Purpose
from roadbook.apps.ledger.models import GLAccount, PostingRule
from roadbook.kit.forms import DateField, Form, RowField, SwitchField, TextField


class BooksForm(Form):
    company = RowField(label=_("Company"), empty_label=None)
    since = DateField(label=_("Turnover from"), required=False)
    on = DateField(label=_("Booked up to"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.offer(company=queries.companies(user))


class AccountForm(Form):
    """A new account of the chart."""

    company = RowField(label=_("Company"), empty_label=None)
    code = TextField(label=_("Code"), max_length=20)
    kind = ChoiceField(label=_("Kind"), choices=GLKind.choices)
    purpose = ChoiceField(
        label=_("Used for"), choices=[("", _("Nothing of the list")), *Purpose.choices], required=False
    )
    name = TextField(label=_("Own name"), max_length=120, required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.offer(company=queries.companies_to_edit(user))


class AccountChangeForm(Form):
    name = TextField(label=_("Own name"), max_length=120, required=False)
    is_open = SwitchField(label=_("In use"), required=False)

    def __init__(self, data: Any, *, account: GLAccount) -> None:
        super().__init__(data, initial={"name": account.name, "is_open": account.is_open})


class RuleForm(Form):
    """The accounts of a case from a day on; only those that may take the place of the present ones are offered."""

    debit = RowField(label=_("Debits"), empty_label=None)
    credit = RowField(label=_("Credits"), empty_label=None)
    effective_on = DateField(label=_("From this day on"))

    def __init__(self, data: Any, *, rule: PostingRule) -> None:
        today = rule.company.business_date
        super().__init__(data, initial={"debit": rule.debit_id, "credit": rule.credit_id, "effective_on": today})
        self.offer(debit=queries.stands_in_for(rule.debit), credit=queries.stands_in_for(rule.credit))


class ReopenForm(Form):
    reason = TextField(label=_("Reason"), max_length=200)
