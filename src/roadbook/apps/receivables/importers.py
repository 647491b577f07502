"""Payments from files: taken as a cashier would, in the order of their value dates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.enums import Permission
from roadbook.apps.receivables import actions, rules
from roadbook.apps.receivables.enums import Channel
from roadbook.apps.receivables.models import Account, Payment
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.forms import DateField, MoneyField, TextField
from roadbook.kit.imports import (
    DigitsField,
    Draft,
    Field,
    Ground,
    Importer,
    OneOf,
    Outcome,
    Verdict,
    Whole,
    one_by_one,
    problem,
    register,
)
from roadbook.kit.models import RowState

NEEDED = ("account", "value_on", "amount")
AT_FAULT = {"payer_name": "payer", "currency": "amount"}
Likeness = tuple[int, Any, int, str]


@register
class PaymentImporter(Importer):
    """Two lines are the same payment when account, value date, amount, reference and ordinal are the same."""

    code = "receivables.payments"
    title = gettext_lazy("Payments")
    text = gettext_lazy("Payments on accounts, taken in the order of their value dates; each settles what is open.")
    permission = Permission.PAYMENT_TAKE
    list_key = "receivables.payments"
    parts = ("receivables.Allocation",)
    chunk = 1_000
    fields = (
        Field(
            "account",
            gettext_lazy("Account or contract"),
            DigitsField(required=False, max_length=30),
            ("договор", "сметка", "umowa", "договор №", "contract", "account"),
            True,
        ),
        Field(
            "value_on",
            gettext_lazy("Value date"),
            DateField(required=False),
            ("дата", "вальор", "date", "data", "data waluty"),
            True,
        ),
        Field(
            "amount", gettext_lazy("Amount"), MoneyField(required=False, minimum=1), ("сума", "kwota", "сумма"), True
        ),
        Field(
            "channel", gettext_lazy("Paid by"), OneOf(Channel.choices), ("начин", "means", "sposób", "способ оплаты")
        ),
        Field(
            "payer",
            gettext_lazy("Payer"),
            TextField(required=False, max_length=200),
            ("наредител", "платец", "płatnik", "плательщик"),
        ),
        Field(
            "reference",
            gettext_lazy("Reference"),
            TextField(required=False, max_length=100),
            ("основание", "референция", "tytuł", "назначение"),
        ),
        Field("ordinal", gettext_lazy("Ordinal among lines that are the same"), Whole(least=1, most=999)),
    )

    def key(self, draft: Draft, ground: Ground) -> str:  # noqa: ARG002 - Importer's signature
        told = draft.values
        return "\x00".join([*(str(told.get(name) or "") for name in (*NEEDED, "reference")), str(_ordinal(draft))])

    def place(self, draft: Draft) -> str:
        """The value date: money goes on from what came before it."""
        return str(draft.values["value_on"].isoformat())

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        accounts = _accounts(drafts, ground)
        there = _there(accounts.values())
        return [_verdict(draft, accounts, there) for draft in drafts]

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        accounts = _accounts(drafts, ground)

        def act(draft: Draft) -> Outcome:
            account = accounts[str(draft.values["account"])]
            payment = actions.take_payment(account=account, by=ground.by, **_told(draft, account))
            return Outcome(audit.key(payment))

        return one_by_one(drafts, act, AT_FAULT)

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        """Each is reversed, the last ones first: a payment is never removed."""
        ids = [int(subject.rpartition(":")[2]) for subject, _before in subjects]
        for payment in Payment.objects.filter(pk__in=ids).order_by("-value_on", "-pk"):
            actions.reverse_payment(payment=payment, reason=_("Import undone"), by=ground.by)


def _accounts(drafts: Sequence[Draft], ground: Ground) -> dict[str, Account]:
    said = {str(draft.values.get("account") or "") for draft in drafts}
    rows = Account.objects.filter(company_id=ground.company_id or 0, number__in=said).select_related("company")
    return {one.number: one for one in rows.prefetch_related("parties__party")}


def _there(accounts: Iterable[Account]) -> Counter[Likeness]:
    """How many payments of each likeness stand on these accounts."""
    rows = Payment.objects.filter(account__in=[one.pk for one in accounts], reversal=None)
    return Counter(rows.values_list("account_id", "value_on", "amount", "reference"))


def _ordinal(draft: Draft) -> int:
    return int(draft.values.get("ordinal") or 1)


def _told(draft: Draft, account: Account) -> dict[str, Any]:
    told = draft.values
    people = sorted(account.parties.all(), key=lambda one: (one.role != "debtor", one.pk))
    debtor = people[0].party.name if people else ""
    return {
        "amount": told["amount"],
        "value_on": told["value_on"],
        "channel": told.get("channel") or Channel.BANK,
        "payer_name": told.get("payer") or debtor,
        "reference": told.get("reference") or "",
    }


def _verdict(draft: Draft, accounts: dict[str, Account], there: Counter[Likeness]) -> Verdict:
    for name in NEEDED:
        if draft.values.get(name) in (None, ""):
            draft.refuse(name, _("This is needed."))
    if draft.problems:
        return Verdict(RowState.NEW)
    account = accounts.get(str(draft.values["account"]))
    if account is None:
        draft.refuse("account", _("There is no such account."))
        return Verdict(RowState.NEW)
    told = _told(draft, account)
    likeness = (account.pk, told["value_on"], told["amount"], told["reference"])
    if there[likeness] >= _ordinal(draft):
        return Verdict(RowState.DUPLICATE, audit.key(account), _("Taken already on this account."))
    try:
        rules.check_payment(account, told["amount"], account.currency, told["value_on"], told["value_on"])
    except Refused as refusal:
        draft.problems.append(problem(refusal, AT_FAULT))
    return Verdict(RowState.NEW)
