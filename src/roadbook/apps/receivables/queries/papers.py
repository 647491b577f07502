"""What papers about money may say, and what each says: the receipt of a payment, the slip to pay what is owed with."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.documents.rules import Kind, ListOf, Paper, TokenOf
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation import queries as organisation
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.apps.receivables.models import Account, Charge, Payment
from roadbook.kit import audit

from .accounts import account_file, debtor_name
from .register import payment_register

OFFERED = 20
ITEMS = (
    TokenOf("label", "text", _("Item: what it is")),
    TokenOf("due_on", "date", _("Item: due date")),
    TokenOf("amount", "amount", _("Item: amount")),
)
RECEIPT = (
    TokenOf("receipt.number", "text", _("Receipt: number")),
    TokenOf("receipt.payer", "text", _("Receipt: who paid")),
    TokenOf("receipt.received_on", "date", _("Receipt: day of receipt")),
    TokenOf("receipt.channel", "text", _("Receipt: means of payment")),
    TokenOf("receipt.account", "text", _("Receipt: contract")),
    TokenOf("receipt.reference", "text", _("Receipt: reference")),
    TokenOf("receipt.amount", "amount", _("Receipt: amount")),
    TokenOf("receipt.unapplied", "amount", _("Receipt: what is kept as credit")),
    TokenOf("receipt.taken_by", "text", _("Receipt: who took the money")),
    TokenOf("receipt.void_on", "date", _("Receipt: since when it is void")),
    TokenOf("receipt.void_reason", "text", _("Receipt: why it is void")),
)
RECEIPT_FACTS = (
    ("has_reference", _("A reference was given")),
    ("has_lines", _("The payment settled something")),
    ("has_unapplied", _("Something is kept as credit")),
    ("is_void", _("The payment was reversed")),
)
SLIP = (
    TokenOf("slip.payer", "text", _("Slip: who owes")),
    TokenOf("slip.account", "text", _("Slip: contract, the reference of the transfer")),
    TokenOf("slip.amount", "amount", _("Slip: what is owed")),
    TokenOf("slip.qr", "code", _("Code to pay what is owed")),
)
SLIP_FACTS = (
    ("is_owed", _("Something is owed")),
    ("has_account", _("An own bank account stands on papers")),
    ("has_qr", _("There is a code to pay with")),
)


def money_kinds() -> list[Kind]:
    """The kinds of papers about money."""
    settled, owed = (ListOf("lines", title, ITEMS) for title in (_("What the payment settled"), _("What is owed")))
    paid = Kind("receipt", RECEIPT, receipt, find=_payment, offered=_payments, lists=(settled,), facts=RECEIPT_FACTS)
    code = str(DocumentKind.PAYMENT_SLIP)
    return [paid, Kind(code, SLIP, slip, find=_account, offered=_accounts, lists=(owed,), facts=SLIP_FACTS)]


def receipt(pk: int, language: str) -> Paper:
    """The receipt of a payment. It lists what was settled by the day it was booked: credit applied later does not
    change the paper; a reversal does, which makes it void.
    """
    payment = Payment.objects.select_related("account__branch__company", "taken_by", "reversal").get(pk=pk)
    rows = payment.allocations.filter(booked_on=payment.booked_on, reverses=None).select_related("charge")
    settled = [(one.charge, one.amount) for one in rows.order_by("id")]
    rest = payment.amount - sum(amount for _charge, amount in settled)
    void = payment.reversal if payment.is_reversed else None
    holds = {
        "has_reference": payment.reference,
        "has_lines": settled,
        "has_unapplied": rest,
        "is_void": void,
    }
    with translation.override(language):
        channel = str(payment.get_channel_display())
        lines = _lines(settled, payment.currency)
    return Paper(
        branch=payment.account.branch,
        subject=audit.key(payment),
        subject_permission=Permission.PAYMENT_VIEW,
        dated_on=payment.booked_on,
        title=f"{payment.number}-{language}",
        values={
            "receipt.number": payment.number,
            "receipt.payer": payment.payer_name,
            "receipt.received_on": payment.received_on.isoformat(),
            "receipt.channel": channel,
            "receipt.account": payment.account.number,
            "receipt.reference": payment.reference,
            "receipt.amount": [payment.amount, payment.currency],
            "receipt.unapplied": [rest, payment.currency],
            "receipt.taken_by": str(payment.taken_by or ""),
            "receipt.void_on": void.value_on.isoformat() if void else "",
            "receipt.void_reason": void.reason if void else "",
        },
        lists={"lines": lines},
        facts=frozenset(name for name, is_so in holds.items() if is_so),
    )


def slip(pk: int, language: str) -> Paper:
    """What an account owes on its business date, with the country's code to pay it."""
    account = Account.objects.select_related("company", "branch__company", "position").get(pk=pk)
    charges = list(account.charges.open().order_by("due_on", "id"))
    owed = sum(one.open for one in charges)
    code = organisation.code_to_pay(account.company, account.currency, owed, account.number)
    holds = {
        "is_owed": owed,
        "has_account": organisation.account_on_papers(account.company, account.currency),
        "has_qr": code,
    }
    with translation.override(language):
        lines = _lines(((one, one.open) for one in charges), account.currency)
    return Paper(
        branch=account.branch,
        subject=audit.key(account),
        subject_permission=Permission.PAYMENT_VIEW,
        dated_on=account.company.business_date,
        title=f"{account.number}-slip-{language}",
        values={
            "slip.payer": debtor_name(account),
            "slip.account": account.number,
            "slip.amount": [owed, account.currency],
            "slip.qr": code,
        },
        lists={"lines": lines},
        facts=frozenset(name for name, is_so in holds.items() if is_so),
    )


def _lines(items: Iterable[tuple[Charge, int]], currency: str) -> list[dict[str, Any]]:
    """In the language that is active: the charge, with its kind where its own words do not say it."""
    return [
        {"label": _label(charge), "due_on": charge.due_on.isoformat(), "amount": [amount, currency]}
        for charge, amount in items
    ]


def _label(charge: Charge) -> str:
    title, kind = charge.title, str(ChargeKind(charge.kind).label)
    return title if kind.lower() in title.lower() else f"{title} ({kind})"


def _payment(user: Any, pk: int) -> Payment | None:
    return payment_register(user).filter(pk=pk).first()


def _payments(user: Any, company: Any, words: str) -> list[tuple[int, str]]:
    found = payment_register(user).filter(company=company)
    found = found.filter(Q(number__icontains=words) | Q(payer_name__icontains=words))
    return [(one.pk, f"{one.number} {one.payer_name}") for one in found.order_by("-pk")[:OFFERED]]


def _account(user: Any, pk: int) -> Account | None:
    found: Account | None = account_file(user).filter(pk=pk).first()
    return found


def _accounts(user: Any, company: Any, words: str) -> list[tuple[int, str]]:
    found = account_file(user).filter(company=company, number__icontains=words)
    return [(one.pk, one.number) for one in found.order_by("-pk")[:OFFERED]]
