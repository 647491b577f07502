"""What goes wrong in the made-up companies: transfers that bounce, contracts that end early, money to pay back."""

from __future__ import annotations

import random
from datetime import date, timedelta

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.leasing import actions as leasing
from roadbook.apps.leasing import rules
from roadbook.apps.leasing.actions import Handing
from roadbook.apps.leasing.enums import ContractState, TerminationReason
from roadbook.apps.leasing.models import Contract
from roadbook.apps.leasing.queries import fees_to_ask_for
from roadbook.apps.payables import actions as payables
from roadbook.apps.receivables import actions as receivables
from roadbook.apps.receivables.models import Account, Payment

from .firms import DOMAIN, Place
from .products import ON_REQUEST

PATIENCE = timedelta(days=120)
BOUNCED = {"bg": "Преводът е върнат от банката", "pl": "Bank zwrócił przelew", "ru": "Банк вернул перевод"}
TOO_MUCH = {"bg": "Надплатено по договора", "pl": "Nadpłata do umowy", "ru": "Переплата по договору"}


def bounce(place: Place, payment: Payment) -> None:
    """The bank takes a transfer back, unless the account has closed meanwhile."""
    if Account.objects.filter(pk=payment.account_id, closed_on__isnull=True).exists():
        reason = BOUNCED[place.firm.language]
        receivables.reverse_payment(payment=payment, reason=reason, by=place.staff["cashier"])


def end_hopeless(place: Place, today: date, rng: random.Random) -> None:
    """Some who have not paid for long lose their contract; the car that is ours comes back at once."""
    late = Contract.objects.filter(
        company=place.company,
        state=ContractState.ACTIVE,
        account__position__oldest_due_on__lt=today - PATIENCE,
    )
    by = place.staff["back_office"]
    for contract in late.select_related("company", "branch", "product", "client", "account").order_by("pk"):
        if rng.random() < 0.5:
            continue
        ended = leasing.terminate(contract=contract, reason=TerminationReason.ARREARS, by=by)
        if rules.returns_vehicle(ended):
            handing = Handing(place=contract.branch.name, handed_by=contract.client.name[:120])
            leasing.take_back(contract=ended, by=by, handing=handing)


def ask_for_certificates(place: Place) -> None:
    """A few clients need a paper about what they owe, and pay for it."""
    live = Contract.objects.filter(company=place.company, state=ContractState.ACTIVE).select_related("product")
    asked = [one for one in live.order_by("pk") if any(fee.code == ON_REQUEST for fee in fees_to_ask_for(one))]
    for contract in asked[::5]:
        leasing.charge_fee(contract=contract, code=ON_REQUEST, by=place.staff["back_office"])


def pay_back(place: Place) -> None:
    """Credit that nobody needs is to go back: proposed by the cashier, approved by finance, some of it paid out."""
    finance = User.objects.get(email=f"{Role.FINANCE}@{DOMAIN}")
    cashier = place.staff["cashier"]
    with_credit = Account.objects.filter(company=place.company, closed_on__isnull=True, position__unapplied__gt=0)
    for nth, account in enumerate(with_credit.select_related("company", "branch", "position").order_by("pk")[:6]):
        party = account.parties.order_by("pk")[0].party
        bill = payables.draft_refund(
            account=account,
            amount=account.position.unapplied,
            channel="cash",
            payee=party,
            payee_name=party.name,
            reason=TOO_MUCH[place.firm.language],
            by=cashier,
        )
        if nth % 3:
            bill = payables.approve_bill(bill=bill, revision=bill.revision, by=finance)
        if nth % 3 == 1:
            payables.pay_bill(bill=bill, by=cashier)
