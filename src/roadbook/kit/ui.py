"""What every page needs besides its own data: the menu, what the user may do, light or dark, how dense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject

from roadbook.kit import navigation, search

THEMES = frozenset({"light", "dark"})
DENSITIES = frozenset({"compact", "touch"})
FEEDS = frozenset({"folded"})
TABS = 4


@dataclass(frozen=True)
class Link:
    """A place of the menu with its address; ``is_current`` when the page lies in it."""

    url: str
    label: str | Promise
    icon: str
    shortcut: str
    is_current: bool
    name: str = ""


@dataclass(frozen=True)
class Group:
    """A section of the menu as it is shown."""

    code: str
    label: str | Promise
    links: tuple[Link, ...]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``menu``, ``tabs``, ``theme``, ``density``, ``search_sources``."""
    groups: Any = SimpleLazyObject(lambda: list(menu(_held(request), request.path)))
    return {
        "menu": groups,
        "tabs": SimpleLazyObject(lambda: bar(groups, navigation.at_hand(_held(request)))),
        "theme": _chosen(request, "theme", THEMES),
        "search_sources": SimpleLazyObject(search.sources),
        "density": _chosen(request, "density", DENSITIES),
        "feed_fold": _chosen(request, "feed", FEEDS),
    }


def _held(request: HttpRequest) -> frozenset[str]:
    return frozenset(getattr(request, "permissions", ()))


def _chosen(request: HttpRequest, name: str, known: frozenset[str]) -> str:
    """What the reader chose on this device; an unknown value of the cookie counts as no choice."""
    value = request.COOKIES.get(name, "")
    return value if value in known else ""


def menu(permissions: frozenset[str], path: str) -> Iterator[Group]:
    """The sections that these permissions open. A place whose address this installation does not mount is left out."""
    addresses = {entry: _address(entry) for group in navigation.menu(set(permissions)) for entry in group.places}
    current = max((url for url in addresses.values() if url and _is_within(path, url)), key=len, default="")
    for group in navigation.menu(set(permissions)):
        links = tuple(
            Link(addresses[entry], entry.label, entry.icon, entry.shortcut, addresses[entry] == current, entry.url_name)
            for entry in group.places
            if addresses[entry]
        )
        if links:
            yield Group(group.code, group.label, links)


def bar(groups: Iterable[Group], at_hand: Sequence[str]) -> list[Link]:
    """The places at the foot of a phone: those at hand in their order, filled up with the foremost of the menu."""
    rank = {name: place for place, name in enumerate(at_hand)}
    links = [link for group in groups for link in group.links]
    return sorted(links, key=lambda link: rank.get(link.name, len(rank)))[:TABS]


def _address(entry: navigation.Place) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _is_within(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
