"""What stands in one line: text, emphasis, tokens and choices. One pass, no going back: linear in the line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .nodes import NOWHERE, Bold, Choice, Inline, Italic, Line, MarkupRefusedError, Place, Problem, Text, Token

DEPTH = 8
ESCAPED = frozenset("\\*{}|#@-.)")
NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
TAG = re.compile(
    rf"\s*(?:(?P<word>#if|#each|else|/if|/each)(?:\s+(?P<of>{NAME}))?|(?P<name>{NAME})(?::(?P<form>[a-z]+))?)\s*"
)
_MARK = {Bold: "**", Italic: "*"}


@dataclass
class _Frame:
    """An open bold, italic or choice, with what stands in it so far."""

    kind: type | None = None
    nodes: list[Inline] = field(default_factory=list)
    fact: str = ""
    at: Place = NOWHERE
    then: Line | None = None


def refuse(line: int, column: int, code: str, what: str = "") -> MarkupRefusedError:
    """The error to raise at a place."""
    return MarkupRefusedError(Problem(line, column, code, what[:60]))


def read(text: str, line: int, column: int) -> Line:
    """The nodes of a line whose first character stands at ``column``.

    :raises MarkupRefusedError: a tag that is none, or one that is not closed.
    """
    return _Reader(line, column).read(text)


class _Reader:
    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.frames = [_Frame()]

    def read(self, text: str) -> Line:
        for start, piece, kind in _lexemes(text):
            if kind == "tag":
                self._tag(piece, start)
            elif kind == "stars":
                self._stars(text, start, len(piece))
            elif kind == "open":
                raise refuse(self.line, self.column + start, "unclosed", "{{")
            else:
                self._add(Text(piece))
        self._flatten()
        if len(self.frames) > 1:
            at = self.frames[-1].at
            raise refuse(at.line, at.column, "unclosed", "#if")
        return _merged(self.frames[0].nodes)

    def _add(self, node: Inline) -> None:
        self.frames[-1].nodes.append(node)

    def _push(self, frame: _Frame, start: int) -> None:
        if len(self.frames) > DEPTH:
            raise refuse(self.line, self.column + start, "deep")
        self.frames.append(frame)

    def _tag(self, content: str, start: int) -> None:
        at = Place(self.line, self.column + start)
        found = TAG.fullmatch(content)
        if found is None:
            raise refuse(at.line, at.column, "tag", content.strip())
        word = found["word"]
        if word is None:
            self._add(Token(found["name"], found["form"] or "", at))
        elif word == "#if" and found["of"]:
            self._push(_Frame(Choice, fact=found["of"], at=at), start)
        elif word in {"else", "/if"} and not found["of"]:
            self._turn(word, at)
        else:
            raise refuse(at.line, at.column, "alone" if word in {"#each", "/each"} else "tag", content.strip())

    def _turn(self, word: str, at: Place) -> None:
        self._flatten()
        top = self.frames[-1]
        if top.kind is not Choice or (word == "else" and top.then is not None):
            raise refuse(at.line, at.column, "stray", word)
        if word == "else":
            top.then, top.nodes = _merged(top.nodes), []
            return
        self.frames.pop()
        last = _merged(top.nodes)
        self._add(Choice(top.fact, last if top.then is None else top.then, () if top.then is None else last, top.at))

    def _stars(self, text: str, start: int, count: int) -> None:
        before, after = text[start - 1 : start], text[start + count : start + count + 1]
        opens, closes = bool(after.strip()), bool(before.strip())
        while count:
            is_italic = count == 1 or (count % 2 == 1 and self.frames[-1].kind is Italic)
            kind: type[Bold | Italic] = Italic if is_italic else Bold
            if closes and self._is_open(kind) and self._within(kind):
                self._close(kind)
            elif opens and not self._is_open(kind):
                self._push(_Frame(kind), start)
            else:
                self._add(Text(_MARK[kind]))
            count -= len(_MARK[kind])

    def _is_open(self, kind: type) -> bool:
        return any(frame.kind is kind for frame in self._inner())

    def _within(self, kind: type) -> bool:
        """Is there anything between the marks?"""
        frames = list(self._inner())
        first = next(nth for nth, frame in enumerate(frames) if frame.kind is kind)
        return any(frame.nodes for frame in frames[first:])

    def _inner(self) -> Iterator[_Frame]:
        """The open emphasis since the last choice, outermost first."""
        nth = len(self.frames)
        while nth > 0 and self.frames[nth - 1].kind in {Bold, Italic}:
            nth -= 1
        yield from self.frames[nth:]

    def _close(self, kind: type[Bold | Italic]) -> None:
        while self.frames[-1].kind is not kind:
            self._drop()
        self._add_to_parent(kind(_merged(self.frames[-1].nodes)))

    def _add_to_parent(self, node: Inline) -> None:
        self.frames.pop()
        self._add(node)

    def _flatten(self) -> None:
        """Marks that were opened and never closed are text."""
        while self.frames[-1].kind in {Bold, Italic}:
            self._drop()

    def _drop(self) -> None:
        frame = self.frames.pop()
        self.frames[-1].nodes += [Text("**" if frame.kind is Bold else "*"), *frame.nodes]


def _lexemes(text: str) -> Iterator[tuple[int, str, str]]:
    """(start, piece, kind) with kind one of text, stars, tag (its content) and open (a tag without end)."""
    start, plain, nth = 0, "", 0
    while nth < len(text):
        char = text[nth]
        if char == "\\" and text[nth + 1 : nth + 2] in ESCAPED and nth + 1 < len(text):
            plain, nth = plain + text[nth + 1], nth + 2
            continue
        if char != "*" and not text.startswith("{{", nth):
            plain, nth = plain + char, nth + 1
            continue
        if plain:
            yield start, plain, "text"
        end = text.find("}}", nth + 2) if char == "{" else nth + 1
        if char == "*":
            while text[end : end + 1] == "*":
                end += 1
            yield nth, text[nth:end], "stars"
        elif end < 0:
            yield nth, text[nth:], "open"
            return
        else:
            yield nth, text[nth + 2 : end], "tag"
            end += 2
        start, plain, nth = end, "", end
    if plain:
        yield start, plain, "text"


def _merged(nodes: list[Inline]) -> Line:
    """Texts that stand beside each other are one."""
    out: list[Inline] = []
    for node in nodes:
        last = out[-1] if out else None
        if isinstance(node, Text) and isinstance(last, Text):
            out[-1] = Text(last.text + node.text)
        else:
            out.append(node)
    return tuple(out)
