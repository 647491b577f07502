"""Two companies with one of everything: what the authorisation matrix walks through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from roadbook.apps.backoffice import actions as backoffice
from roadbook.apps.documents import actions as papers
from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.identity.rules import ROLE_PERMISSIONS
from roadbook.apps.ledger.models import JournalRow
from roadbook.apps.parties.models import Party
from roadbook.apps.receivables import actions as money
from roadbook.kit import audit, clock, jobs
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry, ImportBatch
from roadbook.kit.reauthentication import PROVED
from tests.factories import (
    billing,
    documents,
    leasing,
    organisation,
    parties,
    payables,
    receivables,
    timeline,
    transfers,
    vehicles,
    views,
)
from tests.factories import identity as people

from . import clients

LIST = "vehicles.vehicles"
PAYMENTS = "Account;Value date;Amount\nNOBODY;24.11.2026;10,00\n"
PASSWORD = make_password("a password of its own")
Example = Callable[[User], dict[str, Any]]


@dataclass(frozen=True)
class World:
    """One company. ``secret`` stands in the name of every client.

    ``examples`` are the arguments of addresses, ``data`` what is sent; both may depend on the user.
    """

    users: dict[str, User]
    examples: dict[str, Example]
    data: dict[str, Example]
    sessions: dict[str, str]
    media: str
    company_id: int
    secret: str

    def client(self, role: str) -> Client:
        """A browser in which the user of this role is signed in; what it is told does not outlive it."""
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return browser


def _session(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store[PROVED] = clock.now().timestamp() + 3600
    proof = {"method": "password", "at": store[PROVED], "reauthenticated": True}
    store["account_authentication_methods"] = [proof]
    store["account_authentication_methods_user"] = str(user.pk)
    store.create()
    return str(store.session_key)


def make() -> World:
    """A company, a user of each role, and one example of every kind of row."""
    company = receivables.company()
    users = {str(role): people.staff(company, role) for role in Role}
    User.objects.filter(pk__in=[user.pk for user in users.values()]).update(password=PASSWORD)
    users = {role: User.objects.get(pk=user.pk) for role, user in users.items()}
    rows = _rows(company)
    examples: dict[str, Example] = {name: lambda _user, pk=row.pk: {"pk": pk} for name, row in rows.items()}
    catalogue = rows["vehicle"].model
    examples["noun"] = lambda _user: {"noun": "model"}
    examples["model"] = lambda _user: {"noun": "model", "pk": catalogue.pk}
    examples["reset"] = lambda _user: {"uidb36": "1", "key": "set-password"}
    examples["holidays"] = lambda _user: {"country": "BG", "year": 2026}
    examples["subject_path"] = lambda _user: {"subject": audit.key(rows["party"])}
    examples["attachment_page"] = lambda _user: {"pk": rows["attachment"].pk, "number": 1}
    examples["list"] = lambda _user: {"key": LIST}
    examples["list_act"] = lambda _user: {"key": LIST, "code": "note"}
    examples["list_row"] = lambda _user: {"key": LIST, "pk": rows["vehicle"].pk}
    examples["own_view"] = lambda user: {"key": LIST, "pk": views.view(user, LIST).pk}
    examples["own_run"] = lambda user: {"key": LIST, "pk": views.run(user, LIST).pk}
    examples["own_job"] = lambda user: {"pk": jobs.enqueue("kit.export", by=user, export_id=0).pk}
    examples["own_export"] = lambda user: _of_own(lambda: {"pk": transfers.export(user).pk}, {"pk": 987_654_321})
    examples["own_import"] = lambda user: _of_own(lambda: {"pk": _import(user).pk}, {"pk": 987_654_321})
    examples["own_import_row"] = lambda user: _of_own(lambda: _import_row(user), {"pk": 987_654_321, "row": 1})
    examples["own_session"] = lambda user: {"pk": _session_of(user).pk}
    examples["passkey"] = lambda user: {"pk": _passkey_of(user).pk}
    examples["own_key"] = lambda user: {"pk": _key_of(user, company).pk}
    own = papers.open_template(company=company, kind="contract", by=None)
    version = own.versions.get(language="bg")
    examples["paper_template"] = lambda _user: {"pk": own.pk, "language": "bg"}
    examples["template_row"] = lambda _user: {"pk": own.pk}
    examples["template_version"] = lambda _user: {"pk": version.pk}
    examples["instalment"] = lambda _user: {"pk": rows["active"].pk, "number": 1}
    examples["number"] = lambda _user: {"pk": rows["party"].pk, "number": rows["party"].identifiers.get().pk}
    of_clients, sent_of_clients = clients.examples(rows["party"])
    examples |= of_clients
    sessions = {role: _session(user) for role, user in users.items()}
    secret = f"Тайна{company.pk}"
    Party.objects.filter(company=company).update(name=secret, first_name=secret, last_name=secret)
    data = {**_data(company, rows), **sent_of_clients}
    return World(users, examples, data, sessions, str(settings.MEDIA_ROOT), company.pk, secret)


def at_nobody(like: World) -> World:
    """The same examples with numbers that nobody has."""
    far = {name: lambda user, one=one: dict.fromkeys(one(user), 987_654_321) for name, one in like.examples.items()}
    return replace(like, examples=far)


def neighbours(company: Any) -> dict[str, tuple[Client, User]]:
    """A browser and its user for each role, at work in a branch of their own."""
    branch = organisation.branch(company)
    found = {}
    for role in Role:
        user = people.staff(company, role, branch=branch)
        User.objects.filter(pk=user.pk).update(password=PASSWORD)
        user.refresh_from_db()
        browser = Client()
        browser.cookies[settings.SESSION_COOKIE_NAME] = _session(user)
        found[str(role)] = browser, user
    return found


def _of_own(make: Callable[[], dict[str, Any]], nobody: dict[str, Any]) -> dict[str, Any]:
    """A row of the user's own; whoever may not make one asks for one that is not there."""
    try:
        return make()
    except Forbidden:
        return nobody


def _import(user: User) -> ImportBatch:
    """Of the catalogue, but for who may take payments and nothing else."""
    held = user.assignments.get()
    if held.role != Role.CASHIER:
        return transfers.checked(by=user)
    return transfers.checked(PAYMENTS, importer="receivables.payments", company=held.company, by=user)


def _import_row(user: User) -> dict[str, Any]:
    batch = _import(user)
    return {"pk": batch.pk, "row": transfers.row(batch, 2).pk}


def _key_of(user: User, company: Any) -> Any:
    scope = next(iter(ROLE_PERMISSIONS[Role(user.assignments.get().role)]))
    return identity.create_key(by=user, company=company, name="Robot", scopes=[scope])[0]


def _session_of(user: User) -> Any:
    return identity.open_session(user=user, session_key="", ip=None, agent="", method="password")


def _passkey_of(user: User) -> Any:
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Key", "credential": {}}
    )


def _rows(company: Any) -> dict[str, Any]:
    person = people.staff(company, Role.HOSTESS)
    active = leasing.active(company)
    payment = receivables.payment(active.account, 100_00)
    credited = payables.account(of=company)
    party = parties.person(company, identifier_kind="egn", identifier=parties.egn(company.pk))
    car = vehicles.vehicle(company, odometer_km=10)
    return {
        "company": company,
        "branch": organisation.branch(company),
        "person": person,
        "assignment": person.assignments.get(),
        "active": active,
        "draft": leasing.draft(company),
        "signed": leasing.signed(company),
        "product": active.product,
        "account": active.account,
        "payment": payment,
        "gl_account": company.gl_accounts.get(code="7010"),
        "posting_rule": company.posting_rules.get(event="payment/card"),
        "month": company.periods.get(),
        "journal_row": JournalRow.objects.filter(company=company).first(),
        "bill": payables.refund(credited),
        "approved_bill": payables.approved(credited, amount=10_00),
        "take_over": leasing.taken(company).taken.take_over,
        "tax_document": billing.document(company),
        "document": money.issue_receipt(payment=payment, language="bg", by=None),
        "party": party,
        "vehicle": car,
        "paper": vehicles.paper(car),
        "trim": vehicles.trim(f"T {company.pk}"),
        "odometer": car.readings.get(),
        "bank_account": organisation.account(company),
        "entry": timeline.note(party),
        "attachment": documents.attachment(party, kind="other"),
        "photo": documents.attachment(party, kind="photo"),
        "job": backoffice.start_closing(company=company, by=None),
        "template": identity.save_template(
            company=company, name="Брокер", roles=[(Role.BROKER, None), (Role.CASHIER, None)], by=None
        ),
        "act": AuditEntry.objects.get(action="parties.party.register", subject=audit.key(party)),
    }


def _data(company: Any, rows: dict[str, Any]) -> dict[str, Example]:
    terms = {
        "product_id": rows["product"].pk,
        "price": "25000.00",
        "rate": "0.089",
        "count": 12,
        "signed_on": company.business_date.isoformat(),
        "first_due_on": "2026-12-24",
    }
    on_draft = {
        "branch_id": rows["draft"].branch_id,
        "client_id": rows["party"].pk,
        "vehicle_id": rows["vehicle"].pk,
    }
    payment = {
        "account_id": rows["account"].pk,
        "amount": {"amount": "10.00", "currency": company.currency},
        "value_on": company.business_date.isoformat(),
    }
    refund = {
        "amount": {"amount": "5.00", "currency": company.currency},
        "channel": "cash",
        "payee_name": "Мария Стоева",
        "reason": "Надплатено",
    }
    subject = {"subject": audit.key(rows["party"])}
    place = {"role": Role.BROKER, "company_id": company.pk}
    sent: dict[str, dict[str, Any]] = {
        "terms": terms,
        "draft": {**terms, **on_draft},
        "preview": payment,
        "payment": {**payment, "channel": "cash", "payer_name": "Мария Стоева"},
        "receipt": {"language": "bg"},
        "termination": {"reason": "client"},
        "fee": {"code": "ADM"},
        "reversal": {"reason": "Грешка", "value_on": company.business_date.strftime("%d.%m.%Y")},
        "opened": {"company": company.pk, "kind": "contract"},
        "source": {"source": "# A", "subject": rows["active"].pk},
        "published": {"act": "publish"},
        "new_paper_template": {"company_id": company.pk, "kind": "handover_protocol"},
        "paper_draft": {"language": "bg", "source": "# A"},
        "paper_preview": {"language": "bg", "source": "# A", "subject_id": rows["active"].pk},
        "new_document": {"kind": "contract", "subject_id": rows["active"].pk, "language": "bg"},
        "credit": {"reason": "Грешка"},
        "account": {"account": rows["account"].pk},
        "credit_account": {"account": rows["bill"].account_id},
        "refund": {"account_id": rows["bill"].account_id, **refund},
        "refund_change": {"revision": 1, **refund},
        "revision": {"revision": 1},
        "payout": {"reference": "ПН 17"},
        "client": {"party": rows["party"].pk},
        "subject": subject,
        "verdict": {"verdict": "accept"},
        "main": {"to": "main"},
        "file": {**subject, "kind": "other"},
        "described": {"note": "Страница 1 от 2"},
        "text": {"text": "Обади се утре."},
        "permit_api": {"company_id": company.pk, "is_on": True},
        "permit": {"company": company.pk, "branch": "", "on": "1"},
        "note": {**subject, "text": "Обади се."},
        "new_product": {"company_id": company.pk, "code": "LOAN", "name": "Loan"},
        "nothing": {},
        "new_gl_account": {"company_id": company.pk, "code": "5031", "kind": "asset", "purpose": "bank"},
        "new_company": {
            "code": f"NEW{company.pk}",
            "name": "New company",
            "country": "BG",
            "currency": "EUR",
            "language": "bg",
            "business_date": "2026-11-24",
        },
        "new_branch": {"code": "NEW", "name": "New branch"},
        "place": place,
        "new_user": {**place, "email": f"new{company.pk}@example.com", "name": "Нов Служител"},
        "colleague": {"colleague_id": rows["person"].pk},
        "template": {"name": "Касиер", "roles": [{"role": Role.CASHIER}]},
        "new_template": {"company_id": company.pk, "name": "Риск", "roles": [{"role": Role.RISK}]},
        "policy": {"second_factor": "nobody"},
        "new_key": {"company_id": company.pk, "name": "Robot", "scopes": ["note.write"]},
        "reason": {"reason": "Сверка с банката"},
        "pin": {"is_pinned": True},
        "new_client": {
            "company_id": company.pk,
            "first_name": "Мария",
            "last_name": "Нова",
            "phones": ["0888 123 456"],
        },
        "new_vehicle": {
            "company_id": company.pk,
            "vin": vehicles.vin(10_000 + company.pk),
            "make": "Škoda",
            "model": "Fabia",
        },
        "version": {"version": 1},
        "new_paper": {"kind": "coc"},
        "new_reading": {"value": 20, "on": company.business_date.isoformat()},
        "correction": {"value": 11, "reason": "Грешно прочетен"},
        "new_plate": {"plate": "CB1234AK", "on": company.business_date.isoformat()},
        "new_make": {"name": f"Make {company.pk}"},
        "new_model": {"name": f"Model {company.pk}", "make_id": rows["vehicle"].make_id},
        "new_trim": {"name": f"Trim {company.pk}", "model_id": rows["vehicle"].model_id},
        "double": {"double_id": rows["vehicle"].model_id},
        "retired": {"is_retired": False},
        "closing": {"on": company.business_date.isoformat()},
        "new_account": {"iban": "BG44UNCR70001520862375", "currency": "EUR"},
        "prefix": {"kind": "document", "year": company.business_date.year, "prefix": "Z"},
        "exported": {"table": "vehicles.makes"},
        "export": {"table": "vehicles.makes", "format": "csv"},
        "reading": {"header": 1},
        "mapping": {"mapping": {"0": "make"}},
        "cells": {"values": {"trim": "Other"}},
        "view": {"name": "Mine"},
        "view_change": {"name": "Mine", "version": 1},
        "act": {"values": {"text": "Обади се."}},
        "books": {"company_id": company.pk},
        "tax_month": {"company_id": company.pk, "since": "2026-11-01", "until": "2026-11-30"},
    }
    return {name: lambda _user, values=values: values for name, values in sent.items()}
