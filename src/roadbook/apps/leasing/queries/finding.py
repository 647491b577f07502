"""Contracts for the command palette."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from roadbook.apps.leasing.models import Contract, Instalment
from roadbook.apps.parties import queries as parties
from roadbook.apps.vehicles import queries as vehicles
from roadbook.kit import search
from roadbook.kit.money import format_money, to_decimal_text
from roadbook.kit.search import Asked, Hit

SHORT_NUMBER = 5
CLIENTS = 20


def find_contracts(user: Any, typed: str, limit: int) -> list[Hit]:
    """For the palette: by number or the end of it, client, plate, VIN, amount; the best first, then the newest."""
    wanted = search.asked(typed)
    hits = [_hit(one, search.EXACT) for one in _numbered(user, wanted)]
    if not hits:
        hits = [*_by_words(user, wanted, limit), *_by_amount(user, wanted, limit)]
    if len(hits) < limit and not wanted.has_digits:
        hits += [_hit(one, search.WORDS) for one in _of_clients(user, wanted, limit)]
    return search.best(hits, limit)


def recent_contracts(user: Any, pks: Iterable[int]) -> dict[int, Hit]:
    """The contracts among these that the user may see."""
    return {one.pk: _hit(one) for one in _shown(user).filter(pk__in=list(pks))}


def _shown(user: Any) -> Any:
    return Contract.objects.visible_to(user).select_related("client", "vehicle__make", "vehicle__model")


def _hit(contract: Contract, score: int = search.INSIDE, detail: str = "") -> Hit:
    return Hit(
        reverse("leasing:contract_show", args=[contract.pk]),
        contract.number,
        detail or f"{contract.client.name} · {contract.vehicle}",
        "file-text",
        score,
    )


def _numbered(user: Any, wanted: Asked) -> list[Contract]:
    """The contracts with this whole number, by its index."""
    if not wanted.has_digits:
        return []
    return list(_shown(user).filter(number=wanted.number).order_by("-pk")[: search.FEW])


def _by_words(user: Any, wanted: Asked, limit: int) -> Iterator[Hit]:
    words = [vehicles.spellings(word) for word in wanted.words]
    if wanted.text.isdigit() and len(wanted.text) <= SHORT_NUMBER:
        words = [(f"-{wanted.text:0>{SHORT_NUMBER}}",)]
    if wanted.amount is None or wanted.text.isdigit():
        for one in search.look(_shown(user), words, limit):
            yield _hit(one, search.likeness(wanted, one.number, one.client.name))


def _by_amount(user: Any, wanted: Asked, limit: int) -> Iterator[Hit]:
    """The contracts over this price or financed amount, or with such an instalment.

    Level instalments are all like the first; where they fall, the first one is what people know.
    """
    if wanted.amount is None:
        return
    figure = to_decimal_text(wanted.amount, "EUR")
    over = (Q(financed=wanted.amount) | Q(price=wanted.amount)) & Q(search_text__holds=figure)
    for one in search.newest_first(_shown(user), over, limit):
        yield _hit(one, search.START)
    first = Instalment.objects.filter(number=1, total=wanted.amount, schedule__is_active=True)
    ids = sorted(first.values_list("schedule__contract_id", flat=True)[: search.CANDIDATES], reverse=True)
    for one in _shown(user).filter(pk__in=ids).order_by("-pk")[:limit]:
        amount = format_money(wanted.amount, one.currency)
        yield _hit(one, search.START, f"{gettext('Instalment')} {amount} · {one.client.name}")


def _of_clients(user: Any, wanted: Asked, limit: int) -> list[Contract]:
    """The newest contracts of the clients whom the words name, in either alphabet."""
    clients = [one.pk for one in parties.clients_named(user, wanted.text, CLIENTS)]
    return list(_shown(user).filter(client__in=clients).order_by("-pk")[:limit]) if clients else []
