"""Sessions in words that their owner knows: ``Firefox on Windows``, by ``password + passkey``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.identity.models import SignIn

METHODS = {
    "password": gettext_lazy("password"),
    "totp": gettext_lazy("code of the app"),
    "webauthn": gettext_lazy("passkey"),
    "mfa": gettext_lazy("second factor"),
    "recovery_codes": gettext_lazy("recovery code"),
}

BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chrome", r"Chrom(?:e|ium)/|CriOS/"),
    ("Safari", r"Safari/"),
)
SYSTEMS = (
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("Mac", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
)


def device(agent: str) -> str:
    """Browser and system; the beginning of what it says where neither is known."""
    browser = _first(BROWSERS, agent)
    system = _first(SYSTEMS, agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or agent[:40] or _("unknown")


def _first(known: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for name, pattern in known if re.search(pattern, agent)), "")


def method(named: str) -> str:
    """How somebody signed in."""
    return " + ".join(str(METHODS.get(part, part)) for part in named.split("+") if part)


@dataclass(frozen=True)
class Shown:
    """One session as a page shows it; ``is_here`` is the one that looks at the page."""

    pk: int
    device: str
    ip: str | None
    method: str
    at: datetime
    seen_at: datetime
    ended_at: datetime | None
    end: str
    is_here: bool


def shown(sessions: Iterable[SignIn], here: str | None = None) -> list[Shown]:
    return [
        Shown(
            one.pk,
            device(one.agent),
            one.ip,
            method(one.method),
            one.at,
            one.seen_at,
            one.ended_at,
            one.get_end_display(),
            is_here=bool(here) and one.session_key == here,
        )
        for one in sessions
    ]
