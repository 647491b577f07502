"""The canary: every personal field holds a token of its own; what each role is shown is searched for all of them.

``canary.toml`` says which role may see which field. All pages, lists with all their columns (what an export writes) and
answers of the API are searched for each role, for a stranger and for the people of another company; so are addresses
in links, the log, events, jobs and the plain part of the audit.
"""

from __future__ import annotations

import html
import logging
import pkgutil
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.utils import translation

from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import SignIn, User
from roadbook.apps.parties.enums import AddressKind
from roadbook.apps.parties.models import Address, BankAccount, Party
from roadbook.kit import clock, lists, triggers
from roadbook.kit.crypto import EncryptedTextField
from roadbook.kit.models import AuditEntry, Job, OutboxEvent

from . import routes
from .matrix import ROWS, ask, roles
from .world import World

CANARY = tomllib.loads((Path(__file__).parent / "canary.toml").read_text(encoding="utf-8"))
FIELDS: dict[str, Any] = CANARY["fields"]
KEPT: dict[str, list[str]] = CANARY["kept"]
SEALED: dict[str, list[str]] = CANARY["sealed"]
BIRTH = date(1947, 8, 19)
PHONE = "+359889741236"
LINK = re.compile(r"""(?:href|src|action|hx-[a-z-]+|data-[a-z-]+)=["'](?!tel:|mailto:)([^"']*)["']""")
GAPS = re.compile(r"[\s\u00a0\u202f]+")
READ = [
    name
    for name, route in routes.every().items()
    if name in ROWS and (ROWS[name].get("method") or route.method or "GET") == "GET"
]
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Token:
    """A field, and the ways in which its value may be written."""

    field: str
    spellings: tuple[str, ...]

    def is_in(self, text: str) -> bool:
        return any(one in text for one in self.spellings)


def _token(number: int, field: str) -> Token:
    if field.endswith("birth_date"):
        return Token(field, ("19.08.1947", "1947-08-19", "19Aug1947", "19.08.47"))
    if field == "parties.contactpoint.value":
        return Token(field, (PHONE, PHONE.removeprefix("+")))
    if field == "identity.user.email":
        return Token(field, ("qz990canary@example.com",))
    if field == "identity.signin.ip":
        return Token(field, ("203.0.113.77",))
    return Token(field, (f"Qz{number:03d}canary",))


TOKENS = [_token(number, field) for number, field in enumerate(FIELDS, start=100)]


def _model_and_name(field: str) -> tuple[type[models.Model], str]:
    label, _dot, name = field.rpartition(".")
    return apps.get_model(label), name


def _may(field: str) -> set[str]:
    told = FIELDS[field]
    return set() if told == "none" else roles({"roles": told if told != "any" else "any"})


# ---- The table is whole


@pytest.mark.parametrize("label", sorted({field.rpartition(".")[0] for field in FIELDS if field.startswith("parties")}))
def test_every_text_column_is_named(label):
    model = apps.get_model(label)
    text = {
        one.name
        for one in model._meta.concrete_fields
        if isinstance(one, models.CharField | models.TextField | EncryptedTextField)
    }
    named = {field.rpartition(".")[2] for field in FIELDS if field.startswith(f"{label}.")}
    assert sorted(text - named - set(KEPT.get(label, []))) == []


def test_every_model_of_clients_is_named():
    labels = {model._meta.label_lower for model in apps.get_app_config("parties").get_models()}
    told = {field.rpartition(".")[0] for field in FIELDS} | set(KEPT)
    assert sorted(labels - told) == []


def _declared() -> set[str]:
    """Every field that the code itself calls personal: encrypted, shown masked, or kept apart in the audit."""
    found = set()
    for model in apps.get_models():
        label, fields = model._meta.label_lower, {one.name: one for one in model._meta.concrete_fields}
        found |= {f"{label}.{name}" for name, one in fields.items() if isinstance(one, EncryptedTextField)}
        masked = [name.removesuffix("masked").rstrip("_") for name in vars(model) if name.endswith("masked")]
        found |= {f"{label}.{name}_number" for name in masked if f"{name}_number" in fields}
    for context in apps.get_app_configs():
        if context.name.startswith("roadbook.apps."):
            found |= _kept_apart(context)
    return found


def _kept_apart(context: Any) -> set[str]:
    """What modules of the context's actions name in ``PERSONAL``: fields of one of its models."""
    names: set[str] = set()
    actions = import_module(f"{context.name}.actions") if (Path(context.path) / "actions").is_dir() else None
    for one in pkgutil.iter_modules(actions.__path__) if actions else ():
        names |= set(getattr(import_module(f"{context.name}.actions.{one.name}"), "PERSONAL", ()))
    columns = {
        field.name: f"{model._meta.label_lower}.{field.name}"
        for model in context.get_models()
        for field in model._meta.concrete_fields
    }
    return {columns[name] for name in names}


def test_every_field_that_is_called_personal_is_named():
    declared = _declared()
    assert {"organisation.company.manager_number", "parties.identifier.value"} <= declared
    elsewhere = {f"{label}.{name}" for told in (KEPT, SEALED) for label, names in told.items() for name in names}
    assert sorted(declared - set(FIELDS) - elsewhere) == []


def test_every_named_field_is_a_column():
    named = set(FIELDS) | {
        f"{label}.{name}" for told in (KEPT, SEALED) for label, names in told.items() for name in names
    }
    assert [one for one in sorted(named) if not _is_column(one)] == []


def _is_column(field: str) -> bool:
    model, name = _model_and_name(field)
    return name in {one.name for one in model._meta.concrete_fields}


# ---- What is shown


def _plant(world: World) -> None:
    """Put the tokens into every row of the world's clients; the client whose file is opened has rows of each kind."""
    client = Party.objects.get(pk=world.examples["party"](world.users["broker"])["pk"])
    Address.objects.get_or_create(party=client, kind=AddressKind.REGISTERED, defaults={"country": "BG"})
    BankAccount.objects.get_or_create(party=client, iban="BG00", currency="EUR")
    person = User.objects.get(pk=world.examples["person"](world.users["broker"])["pk"])
    SignIn.objects.create(user=person, at=clock.now(), seen_at=clock.now(), ip="203.0.113.77")
    for token in TOKENS:
        model, name = _model_and_name(token.field)
        value: Any = token.spellings[0]
        if isinstance(model._meta.get_field(name), models.DateField):
            value = BIRTH
        rows = model._base_manager.filter(**{_company_path(model): world.company_id})
        if token.field == "parties.contactpoint.value":
            rows, value = rows.filter(kind="phone"), PHONE
        elif model is User:
            rows = model._base_manager.filter(pk=person.pk)
        elif model is SignIn:
            rows = model._base_manager.filter(user=person)
        elif token.field == "billing.taxdocument.buyer_details":
            value = {**rows.get().buyer_details, "address": value}
        if isinstance(model._meta.get_field(name), EncryptedTextField):
            for row in rows:
                setattr(row, name, value)
                row.save(update_fields=[name])
        else:
            with triggers.unlocked():
                rows.update(**{name: value})


def _company_path(model: type[models.Model]) -> str:
    if model._meta.label == "organisation.Company":
        return "pk"
    names = {one.name for one in model._meta.get_fields()}
    if "company" in names:
        return "company"
    return "party__company" if "party" in names else "pk__gte"


def _seen(world: World, client: Client, user: User) -> dict[str, set[str]]:
    """For each field the addresses where its token stands, of everything that this client may open."""
    found: dict[str, set[str]] = {token.field: set() for token in TOKENS}
    every = routes.every()
    for name in READ:
        response = ask(every[name], client, user, world)
        body = response.content
        if body.startswith(b"%PDF"):
            continue
        text = GAPS.sub("", html.unescape(body.decode(errors="replace")))
        for token in TOKENS:
            if token.is_in(text):
                found[token.field].add(name)
        for token in TOKENS:
            assert not any(token.is_in(html.unescape(one)) for one in LINK.findall(body.decode(errors="replace"))), (
                f"{name}: {token.field} stands in an address"
            )
    return found


def _listed(user: User) -> dict[str, set[str]]:
    """The same for every list with all its columns, as an export writes them."""
    found: dict[str, set[str]] = {token.field: set() for token in TOKENS}
    held = _permissions(user)
    for table in lists.registered():
        if table.permission and table.permission not in held:
            continue
        table.user = user
        rows = list(table.rows(user)[:50])
        for column in table.columns_for(user):
            shown = column.among(rows)
            text = GAPS.sub("", " ".join(str(shown.plain(row)) for row in rows))
            for token in TOKENS:
                if token.is_in(text):
                    found[token.field].add(f"{table.key}.{column.name}")
    return found


def _permissions(user: User) -> frozenset[str]:
    from roadbook.apps.identity import queries

    return queries.permissions(user)


@pytest.fixture(scope="module")
def planted(worlds, django_db_blocker) -> World:
    with django_db_blocker.unblock():
        _plant(worlds[0])
    return worlds[0]


_looked: dict[str, dict[str, set[str]]] = {}
"""What a role saw of the planted world, kept for who asks again: going through every page takes seconds."""


@pytest.mark.parametrize("role", list(Role.values))
def test_role_sees_only_what_it_may(planted, own, role, caplog):
    user = planted.users[role]
    with caplog.at_level(logging.DEBUG), translation.override("en"):
        seen, listed = _seen(planted, planted.client(role), user), _listed(user)
    _looked[role] = seen
    leaks = {
        field: sorted(places | listed[field])
        for field, places in seen.items()
        if places | listed[field] and role not in _may(field)
    }
    assert leaks == {}
    assert [token.field for token in TOKENS if token.is_in(caplog.text)] == []


def test_what_may_be_seen_is_seen_by_somebody(planted, own):
    """A canary that nobody hears proves nothing."""
    seen = {
        role: _looked.get(role) or _seen(planted, planted.client(role), planted.users[role])
        for role in ("back_office", "administrator")
    }
    deaf = [field for field in FIELDS if _may(field) and not any(one[field] for one in seen.values())]
    assert deaf == []


@pytest.mark.parametrize("role", ["manager", "administrator", "broker"])
def test_people_of_another_company_see_nothing(planted, own, foreign, role):
    seen = _seen(foreign, foreign.client(role), foreign.users[role])
    assert {field: places for field, places in seen.items() if places} == {}
    assert {field: places for field, places in _listed(foreign.users[role]).items() if places} == {}


def test_stranger_sees_nothing(planted, own):
    seen = _seen(planted, Client(), planted.users[Role.BROKER])
    assert {field: places for field, places in seen.items() if places} == {}


# ---- What is kept


TOLD = {
    "first_name": "Qz501canary",
    "middle_name": "Qz502canary",
    "last_name": "Qz503canary",
    "emails": ("qz504canary@example.com",),
    "phones": (PHONE,),
}


def test_events_jobs_and_the_plain_audit_hold_no_personal_value(db, caplog):
    from tests.factories import parties

    with caplog.at_level(logging.DEBUG), transaction.atomic():
        number = parties.egn(77)
        parties.person(identifier_kind="egn", identifier=number, **TOLD)
    kept = " ".join(str(one) for one in OutboxEvent.objects.values_list("payload", flat=True))
    kept += " ".join(str(one) for one in AuditEntry.objects.values_list("changes", "subject", "actor_name"))
    kept += " ".join(str(one) for one in Job.objects.values_list("payload", "result", "title", "error"))
    for token in (number, PHONE, "Qz501", "Qz502", "Qz503", "qz504"):
        assert token not in kept
        assert token not in caplog.text


def test_number_lies_nowhere_in_plain_text(db):
    """Every text column of every table is searched for the national number."""
    from tests.factories import parties

    number = parties.egn(78)
    parties.person(identifier_kind="egn", identifier=number, **TOLD)
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - names of our own tables
                assert number not in str(cursor.fetchall()), model._meta.label


def test_table_names_known_roles():
    assert {role for field in FIELDS for role in _may(field)} <= set(Role.values)
