"""One more row for each list of the product: what the guards of lists fill them with."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any

from roadbook.apps.backoffice import actions as backoffice
from roadbook.apps.identity import actions as access
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import SignIn, User
from roadbook.apps.ledger import actions as books
from roadbook.apps.organisation.models import Company
from roadbook.apps.parties import actions as clients
from roadbook.apps.vehicles import actions as cars
from roadbook.kit import audit, clock, seals
from tests.factories import billing, identity, leasing, organisation, parties, payables, receivables, vehicles

_numbers = count(1)


def _company(_of: Company, user: User) -> None:
    access.assign(user=user, role=Role.ADMINISTRATOR, company=organisation.company(), by=None)


def _sealed(of: Company, _user: User) -> None:
    audit.record(action="kit.job.cancel", subject=of, by=None)
    seals.seal_now()


def _text(of: Company, _user: User) -> None:
    clients.write_consent_text(
        company=of, purpose="marketing", language="bg", text=f"Съгласие {next(_numbers)}.", by=None
    )


def _paper(of: Company, _user: User) -> None:
    vehicles.paper(vehicles.vehicle(of), expires_on=date(2027, 3, next(_numbers) % 28 + 1))


def _month(of: Company, _user: User) -> None:
    books.close_period(company=of, year=2026, month=next(_numbers) % 10 + 1, by=None)


def _rule(of: Company, _user: User) -> None:
    rule = of.posting_rules.filter(event="payment/card").latest("effective_on")
    day = of.business_date + timedelta(days=next(_numbers))
    books.change_rule(rule=rule, debit=rule.debit, credit=rule.credit, effective_on=day, by=None)


MAKERS: dict[str, Callable[[Company, User], Any]] = {
    "backoffice.audit": lambda of, _user: audit.record(
        action="parties.party.change", subject=parties.person(of), by=None, company_id=of.pk
    ),
    "backoffice.audit_blocks": _sealed,
    "backoffice.jobs": lambda of, user: backoffice.start_verifying(company=of, by=user),
    "billing.documents": lambda of, _user: billing.document(of),
    "billing.vat_entries": lambda of, _user: billing.document(of),
    "identity.sign_ins": lambda _of, user: SignIn.objects.create(user=user, at=clock.now(), seen_at=clock.now()),
    "identity.users": lambda of, _user: identity.staff(of, Role.BROKER),
    "leasing.contracts": lambda of, _user: leasing.active(of),
    "leasing.instalments": lambda of, _user: leasing.active(of),
    "leasing.taken": lambda of, _user: leasing.taken(of),
    "leasing.products": lambda of, _user: leasing.product(of),
    "ledger.accounts": lambda of, _user: books.add_account(
        company=of, code=f"503{next(_numbers)}", kind="asset", purpose="bank", by=None
    ),
    "ledger.journal": lambda of, _user: receivables.payment(leasing.active(of).account, 10_00),
    "ledger.months": _month,
    "ledger.rules": _rule,
    "organisation.branches": lambda of, _user: organisation.branch(of),
    "organisation.companies": _company,
    "parties.clients": lambda of, _user: parties.person(of),
    "parties.consent_texts": _text,
    "payables.bills": lambda of, _user: payables.refund(payables.account(of=of), amount=10_00),
    "receivables.charges": lambda of, _user: receivables.instalment(
        receivables.account(of), of.business_date, 10_00, 1_00
    ),
    "receivables.payments": lambda of, _user: receivables.payment(leasing.active(of).account, 10_00),
    "vehicles.expiring": _paper,
    "vehicles.makes": lambda _of, _user: cars.create_make(name=f"Make {next(_numbers)}", by=None),
    "vehicles.models": lambda _of, _user: cars.catalogued(make="Škoda", model=f"Model {next(_numbers)}"),
    "vehicles.trims": lambda _of, _user: vehicles.trim(f"Trim {next(_numbers)}"),
    "vehicles.vehicles": lambda of, _user: vehicles.vehicle(of),
}
