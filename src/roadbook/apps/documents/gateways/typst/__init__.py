"""Typst: templates and data in, PDF/A-2b out. Data travels as JSON text, never as source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import font_manrope

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(font_manrope.__file__).resolve().parent / "files"
STANDARD: Literal["a-2b"] = "a-2b"


def labels(kind: str, language: str) -> dict[str, str]:
    """The words of a kind of document in one language, whatever language the screens are in."""
    words = _words()
    return {**words["common"][language], **words[kind][language]}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    words: dict[str, dict[str, dict[str, str]]] = json.loads((TEMPLATES / "labels.json").read_text(encoding="utf-8"))
    return words


@cache
def version(kind: str) -> str:
    """SHA-256 over everything but the data that decides the bytes: template, layout, words, compiler."""
    digest = hashlib.sha256(metadata.version("typst").encode())
    for name in (f"{kind}.typ", "layout.typ", "labels.json"):
        digest.update((TEMPLATES / name).read_bytes())
    return digest.hexdigest()


def render(kind: str, language: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of a kind of document. ``data["dated_on"]`` (ISO) is the document's date: same data, same bytes.

    :raises typst.TypstError: the template does not fit the data.
    """
    payload = {"data": dict(data), "labels": labels(kind, language), "language": language}
    return _compiled(kind, payload, date.fromisoformat(str(data["dated_on"])))


def version_of_markup() -> str:
    """What decides the bytes of a paper of a template beside its text and data."""
    return version("markup")


def print_blocks(
    blocks: Iterable[Mapping[str, Any]], *, company: Mapping[str, Any], title: str, dated_on: date, language: str
) -> bytes:
    """The PDF of the blocks of ``calc.markup.fill`` on the company's paper: same blocks, same bytes.

    :raises typst.TypstError: the blocks are none.
    """
    payload = {
        "blocks": [_drawn(one) for one in blocks],
        "data": {"company": dict(company)},
        "labels": {},
        "title": title,
        "language": language,
    }
    return _compiled("markup", payload, dated_on)


def _drawn(block: Mapping[str, Any]) -> dict[str, Any]:
    """Codes become drawings; everything else stays."""
    if block["kind"] == "columns":
        return {**block, "columns": [[_drawn(one) for one in column] for column in block["columns"]]}
    if block["kind"] != "qr":
        return dict(block)
    import segno

    drawing = BytesIO()
    segno.make(block["text"], error="m", micro=False).save(drawing, kind="svg", border=2, xmldecl=False)
    return {"kind": "qr", "svg": drawing.getvalue().decode()}


def _compiled(name: str, payload: Mapping[str, Any], dated_on: date) -> bytes:
    import typst

    pdf: bytes = typst.compile(
        str(TEMPLATES / f"{name}.typ"),
        root=str(TEMPLATES),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"payload": json.dumps(payload, ensure_ascii=False, sort_keys=True)},
        pdf_standards=[STANDARD],
        timestamp=_seconds(dated_on),
    )
    return pdf


def _seconds(day: date) -> int:
    return (day - date(1970, 1, 1)).days * 86_400
