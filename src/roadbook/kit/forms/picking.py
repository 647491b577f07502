"""Answering the search of a field that chooses one row out of many (``RowField``, ``RowsField``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

LONGEST_WORDS, LONGEST_KEY = 100, 18


@dataclass(frozen=True)
class Sought:
    """``words`` are those of a POST, in its body: they may be a person's number, which no address holds.

    ``pk`` is asked for by GET with ``?value=``, for the word of a row that was just made; 0 when none is. ``sent`` are
    the parameters that go along with either.
    """

    words: str
    pk: int
    sent: QueryDict

    def key(self, name: str) -> int:
        """A key that goes along; 0 when it is none."""
        return _key(self.sent.get(name, ""))


def sought(request: HttpRequest) -> Sought:
    """What the field asks. By GET no words are read."""
    if request.method == "POST":
        return Sought(request.POST.get("q", "")[:LONGEST_WORDS], 0, request.POST)
    return Sought("", _key(request.GET.get("value", "")), request.GET)


def offered(request: HttpRequest, rows: Iterable[tuple[int | str, str, str]]) -> HttpResponse:
    """The answer: value, label and detail of each row."""
    options = [{"value": value, "label": label, "detail": detail} for value, label, detail in rows]
    return render(request, "kit/options.html", {"options": options})


def _key(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_KEY else 0
