"""Views of the registers that somebody in the made-up companies would keep."""

from __future__ import annotations

from roadbook.apps.identity.models import User
from roadbook.kit import lists
from roadbook.kit.lists import saved

from .firms import DOMAIN, Place

WORDS = {
    "bg": ("Просрочени", "Чакат активиране", "Големи, от последната година"),
    "pl": ("Zaległe", "Czekają na uruchomienie", "Duże, z ostatniego roku"),
    "ru": ("Просроченные", "Ждут активации", "Крупные, за последний год"),
}
QUERIES = ("overdue.filled=1&overdue.not=0&sort=signed_on", "state=signed", "financed.over=30000&sort=-financed")


def keep_views(place: Place) -> None:
    """The manager shares two views of the contracts with the company and keeps one."""
    manager = User.objects.get(email=f"manager@{DOMAIN}")
    company = f"company:{place.company.pk}"
    for name, query, audience in zip(WORDS[place.firm.language], QUERIES, (company, company, ""), strict=True):
        label = name if place.firm.language == "bg" else f"{name} · {place.company.code}"
        told = saved.Told(label, query, audience)
        saved.create(table=lists.find("leasing.contracts"), told=told, by=manager)
