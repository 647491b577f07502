"""Proposing a refund, recording its payout, calling it off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.payables.enums import PayoutChannel
from roadbook.apps.payables.models import Bill
from roadbook.apps.payables.rules import LONGEST_NAME, LONGEST_REASON
from roadbook.apps.receivables import queries as receivables
from roadbook.apps.receivables.models import Account
from roadbook.kit.forms import AccountField, ChoiceField, DateField, Form, MoneyField, RowField, TextField

CONTENTS = ("amount", "channel", "payee", "payee_name", "payee_account", "reason")


class RefundForm(Form):
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    amount = MoneyField(label=_("Amount"), minimum=1)
    channel = ChoiceField(
        label=_("Paid by"), choices=PayoutChannel.choices, widget=forms.RadioSelect, initial=PayoutChannel.BANK
    )
    payee = RowField(label=_("Payee"), required=False, empty_label=_("Somebody else"))
    payee_name = TextField(label=_("Name of the payee"), max_length=LONGEST_NAME, required=False)
    payee_account = AccountField(label=_("Account of the payee"), required=False)
    reason = TextField(label=_("Reason"), max_length=LONGEST_REASON)

    def __init__(self, data: Any, *, account: Account, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.offer(payee=receivables.payers_of(account))
        amount = self.fields["amount"]
        if isinstance(amount, MoneyField):
            amount.currency = account.currency

    def clean(self) -> dict[str, Any]:
        """Without a name, the payee's own stands on the transfer."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        payee, name = answers.get("payee"), answers.get("payee_name", "")
        if not payee and not name and "payee_name" not in self.errors:
            self.add_error("payee_name", _("Choose the payee or write a name."))
        return {**answers, "payee_name": name or (payee.name if payee else "")}


class PayoutForm(Form):
    paid_on = DateField(label=_("Paid out on"))
    reference = TextField(label=_("Reference"), max_length=140, required=False)


class CancelForm(Form):
    reason = TextField(label=_("Reason"), max_length=LONGEST_REASON)


def initial_of(bill: Bill) -> dict[str, Any]:
    """What the bill says now, its revision with it."""
    return {"revision": bill.revision, **{name: getattr(bill, name) for name in CONTENTS}}
