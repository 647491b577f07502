"""In which spellings the words of a contract stand in rows: as typed, folded for search, in Latin letters, hidden."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import lru_cache

from roadbook.apps.parties.models.party import IDENTIFIER_PURPOSE, PAPER_PURPOSE
from roadbook.apps.parties.models.values import MASK
from roadbook.apps.parties.queries.latin import latin, latin_name, name_key
from roadbook.kit import crypto, text

from .life import Deal
from .words import LANGUAGES

# Columns that hold a spelling that would be mistaken for something else in any other.
WHOLE = {"last4": "identifier_last4", "name_key": "called_confused"}
SHORT = frozenset({"identifier_last4", "identifier_masked", "paper_masked"})  # two contracts may have the same
NAMES = ("first", "middle", "last", "firm")
Spelling = Callable[[str, int], str]
DIALLED = (("+359", "0"), ("+48", ""), ("+7", "8"))


def _same(said: str, _place: int) -> str:
    return said


@lru_cache(maxsize=100_000)
def _folded(said: str, _place: int) -> str:
    return text.fold(said)


@lru_cache(maxsize=100_000)
def _latin(said: str, place: int) -> str:
    return text.fold(latin(said, LANGUAGES[place]))


def _domestic(said: str, place: int) -> str:
    abroad, at_home = DIALLED[place]
    return at_home + said.removeprefix(abroad)


def _on_passport(said: str, place: int) -> str:
    return latin_name(said, LANGUAGES[place]) or said


@lru_cache(maxsize=100_000)
def _confused(said: str, place: int) -> str:
    return name_key(said, LANGUAGES[place])


def _cipher(said: str, _place: int) -> str:
    return crypto.encrypt(said)


# A word and how it is spelt, by the column of either.
SPELLINGS: dict[str, Spelling] = {
    "same": _same,
    "folded": _folded,
    "latin": _latin,
    "passport": _on_passport,
    "cipher": _cipher,
}
SPECIAL: dict[str, Spelling] = {
    "called_confused": _confused,
    "phone_domestic": _domestic,
    "identifier_last4": lambda said, _place: said[-4:],
    "identifier_masked": lambda said, _place: f"{MASK}{said[-4:]}",
    "identifier_blind": lambda said, _place: crypto.blind_index(said, IDENTIFIER_PURPOSE),
    "paper_masked": lambda said, _place: f"{MASK}{said[-3:]}",
    "paper_blind": lambda said, _place: crypto.blind_index(said, PAPER_PURPOSE),
}
OF = {
    **dict.fromkeys(NAMES, ("same", "folded", "latin", "passport")),
    "called": ("confused",),
    "identifier": ("same", "masked", "last4", "blind"),
    "paper": ("same", "masked", "blind"),
    "phone": ("same", "domestic"),
}
USUAL = ("same", "folded")
ENCIPHERED = ("identifier", "paper")
LETTERS = (*NAMES, "street")


def columns(deal: Deal) -> Iterator[tuple[str, str]]:
    """Every (column, spelling) of the deal's words by which rows are looked through: column ``word_spelling``."""
    for word in ("called", *asdict(deal.words)):
        for spelling in OF.get(word, USUAL) if getattr(deal.words, word) else ():
            yield f"{word}_{spelling}", speller(f"{word}_{spelling}")(deal)


def spelt_always(made: Iterable[Deal], *, json: bool) -> list[str]:
    """Every column that rows may need: those of the words, what is enciphered, with ``json`` texts as JSON writes them.

    Known before the rows are, so that the spelling need not wait for them.
    """
    plain = {column for deal in made for column, _said in columns(deal)}
    found = plain | {f"{word}_cipher" for word in ENCIPHERED}
    return sorted(found | {f"{word}_same_json" for word in LETTERS} if json else found)


def speller(column: str) -> Callable[[Deal], str]:
    """What gives the word of a column as it stands in rows; ``_json`` at its end: as JSON writes it in ASCII."""
    word, _, spelling = column.removesuffix("_json").partition("_")
    plain = column.removesuffix("_json")
    spell, last = SPECIAL.get(plain) or SPELLINGS[spelling], escaped if column.endswith("_json") else str

    def spelt(deal: Deal) -> str:
        said = getattr(deal.words, word)
        return last(spell(said, deal.shape.place)) if said else ""

    return spelt


@lru_cache(maxsize=100_000)
def escaped(said: str) -> str:
    """The text as the inside of an ASCII JSON string."""
    return json.dumps(said)[1:-1]
