"""What the editor of templates shows beside the text: the words that it may say, and the pages that it gives."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from roadbook.apps.documents.rules import Kind
from roadbook.kit import text
from roadbook.kit.files import pdfs

SHEETS = 3
SIDE = 900


@dataclass(frozen=True)
class Word:
    """One thing that a text may say: how it is written, what it stands for, and the words within it."""

    written: str
    label: str
    within: str = ""


def words_of(kind: Kind, sought: str = "") -> list[Word]:
    """The words of a kind of paper that hold everything that is sought, in any order and without regard to case."""
    words = [Word(f"{{{{{one.name}}}}}", str(one.label)) for one in kind.all_tokens]
    words += [
        Word(f"{{{{#each {rows.name}}}}}", str(rows.label), " ".join(f"{{{{{one.name}}}}}" for one in rows.tokens))
        for rows in kind.lists
    ]
    words += [Word(f"{{{{#if {name}}}}}", str(label)) for name, label in kind.facts]
    parts = text.fold(sought[:100]).split()
    return [one for one in words if all(part in text.fold(f"{one.written} {one.label}") for part in parts)]


def sheets(pdf: bytes) -> list[str]:
    """The first pages of a PDF of ours as pictures for a page, each an address that holds the picture itself."""
    count = min(pdfs.look(pdf), SHEETS)
    drawn = (pdfs.page(pdf, number=number, most=SIDE) for number in range(1, count + 1))
    return [f"data:image/png;base64,{base64.b64encode(one).decode()}" for one in drawn]
