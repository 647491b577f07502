"""What the command palette finds: records of every context, places, and things to create."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.kit import navigation, search, text

LIMIT, LONGEST = 6, 100


@dataclass(frozen=True)
class Group:
    """Hits under one heading."""

    label: str | Promise
    hits: tuple[search.Hit, ...]


@dataclass(frozen=True)
class Command:
    url_name: str
    label: str | Promise
    icon: str
    permission: str


COMMANDS = (
    Command("leasing:contract_create", _("New contract"), "file-plus", Permission.CONTRACT_EDIT),
    Command("parties:party_create", _("New client"), "user-plus", Permission.PARTY_EDIT),
    Command("vehicles:vehicle_create", _("New vehicle"), "car", Permission.VEHICLE_EDIT),
    Command("receivables:payment_create", _("Take a payment"), "banknote", Permission.PAYMENT_TAKE),
    Command("leasing:product_create", _("New product"), "package-plus", Permission.PRODUCT_EDIT),
    Command("identity:user_create", _("Add user"), "user-plus", Permission.USER_MANAGE),
    Command("organisation:company_create", _("New company"), "building-2", Permission.COMPANY_EDIT),
)


def palette(user: Any, permissions: frozenset[str], typed: str) -> list[Group]:
    """Groups of hits for what was typed. A first letter ``>``, ``@``, ``#`` or ``!`` narrows to one kind."""
    wanted = _readable(typed)
    if not wanted:
        return []
    if wanted.startswith(">"):
        return _commands(permissions, wanted[1:])
    narrowed = [source for source in search.sources() if source.prefix and wanted.startswith(source.prefix)]
    term = wanted[len(narrowed[0].prefix) :].strip() if narrowed else wanted
    records = [Group(source.label, tuple(source.find(user, term, LIMIT))) for source in narrowed or search.sources()]
    found = [group for group in records if group.hits]
    return found if narrowed else found + _commands(permissions, wanted)


def _readable(typed: str) -> str:
    """What was typed, shortened; nothing when it holds a character that no text may hold."""
    try:
        return text.clean(typed[:LONGEST]).strip()
    except ValueError:
        return ""


def _commands(permissions: frozenset[str], typed: str) -> list[Group]:
    term = text.fold(typed)
    create = tuple(_matching(term, _creating(permissions)))
    places = tuple(_matching(term, _places(permissions)))
    groups = (Group(_("Create"), create), Group(_("Go to"), places))
    return [group for group in groups if group.hits]


def _matching(term: str, hits: Iterable[search.Hit]) -> Iterator[search.Hit]:
    return (hit for hit in hits if term in text.fold(hit.title))


def _creating(permissions: frozenset[str]) -> Iterator[search.Hit]:
    for command in COMMANDS:
        address = _address(command.url_name) if command.permission in permissions else ""
        if address:
            yield search.Hit(address, str(command.label), icon=command.icon)


def _places(permissions: frozenset[str]) -> Iterator[search.Hit]:
    for section in navigation.menu(set(permissions)):
        for place in section.places:
            address = _address(place.url_name)
            if address:
                yield search.Hit(address, str(place.label), icon=place.icon)


def _address(url_name: str) -> str:
    """The address, or nothing where this installation does not mount it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
