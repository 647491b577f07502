"""Taking a payment and reversing it."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from roadbook.apps.receivables import queries
from roadbook.apps.receivables.enums import Channel
from roadbook.apps.receivables.models import Account
from roadbook.apps.receivables.queries import Preview
from roadbook.apps.receivables.rules import LONGEST_REASON
from roadbook.kit import text
from roadbook.kit.forms import ChoiceField, DateField, Form, MoneyField, RowField, TextField

_KEY = re.compile(r"[0-9]{1,18}")


class InstalmentsField(forms.Field):
    """The instalments that the payer named: a value is the ids of its charges, ``"12,13"``; cleaned to ids."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[int]:
        ids = [part for item in value or [] for part in str(item).split(",")]
        if not all(_KEY.fullmatch(part) for part in ids):
            raise ValidationError(_("Choose among the open instalments."))
        return [int(part) for part in ids]


class PaymentForm(Form):
    amount = MoneyField(label=_("Amount"), minimum=1)
    value_on = DateField(label=_("Value date"))
    channel = ChoiceField(label=_("Paid by"), choices=Channel.choices, widget=forms.RadioSelect, initial=Channel.CASH)
    payer = RowField(label=_("Payer"), required=False, empty_label=_("Somebody else"))
    payer_name = TextField(label=_("Name of somebody else"), max_length=200, required=False)
    reference = TextField(label=_("Reference"), max_length=140, required=False)
    instructions = InstalmentsField(label=_("Instalments to settle first"), required=False)

    def __init__(self, data: Any, *, account: Account, offered: Preview) -> None:
        payer = next((one.party for one in account.parties.all() if one.role == "debtor"), None)
        initial = {"value_on": account.company.business_date, "payer": payer, "amount": _due(offered) or None}
        super().__init__(data, initial=initial)
        self.offer(payer=queries.payers_of(account))
        amount = self.fields["amount"]
        if isinstance(amount, MoneyField):
            amount.currency = account.currency

    def clean(self) -> dict[str, Any]:
        """The paper names the payer: a person of the account, or whoever came."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        payer, name = answers.get("payer"), answers.get("payer_name", "")
        if payer and name and text.fold(name) != text.fold(payer.name):
            self.add_error("payer_name", _("Choose the payer or write a name, not both."))
        if not payer and not name and not {"payer", "payer_name"} & set(self.errors):
            self.add_error("payer_name", _("Choose the payer or write a name."))
        return {**answers, "payer_name": name or (payer.name if payer else "")}


class ReversalForm(Form):
    value_on = DateField(label=_("Value date"))
    reason = TextField(label=_("Reason"), max_length=LONGEST_REASON)


class StatementForm(Form):
    """A period of an account, by default all of it, and the language: the client's own."""

    since = DateField(label=_("From"))
    until = DateField(label=_("To"))
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, data: Any, *, account: Account) -> None:
        today = account.company.business_date
        language = queries.debtor_language(account) or get_language()
        super().__init__(data, initial={"since": account.opened_on, "until": today, "language": language})


def _due(offered: Preview) -> int:
    """What is due by today, else what falls due next, less the credit that would pay for it."""
    today = offered.account.company.business_date
    due = sum(one.open for one in offered.instalments if one.due_on <= today)
    due = due or next((one.open for one in offered.instalments), 0)
    return max(due - offered.account.position.unapplied, 0)
