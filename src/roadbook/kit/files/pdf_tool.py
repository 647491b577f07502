"""Opens PDFs of strangers in a process of its own with little memory, little time and no way out.

Started by ``pdfs.py`` as a script: the PDF comes in by stdin, JSON or a PNG goes out by stdout. Nothing of Roadbook is
imported here.
"""

from __future__ import annotations

import json
import sys
from io import BytesIO
from typing import Any

SECONDS = 20
MEMORY = 2 * 1024**3
MOST_OBJECTS = 200_000
ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/RichMediaExecute", "/Rendition", "/GoToE"}


def confine() -> None:
    """Less of everything. Systems without ``resource`` rely on the parent's time limit."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def look(content: bytes) -> dict[str, Any]:
    """How many pages, or the code of the refusal."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted:
        return {"refused": "pdf_encrypted"}
    pages = len(reader.pages)
    fault = dangers(reader)
    return {"refused": fault} if fault else {"pages": pages}


def dangers(reader: Any) -> str:
    """Looks at every object, also at those that no page names: what is there can be named later."""
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    if len(numbers) > MOST_OBJECTS:
        return "pdf_damaged"
    from pypdf.generic import IndirectObject

    for number in sorted(numbers):
        found = IndirectObject(number, 0, reader).get_object()
        fault = danger(found, 0)
        if fault:
            return fault
    return ""


def danger(value: Any, depth: int) -> str:
    """What a value holds that starts something; values inside values, but not behind references."""
    if depth > 30:  # noqa: PLR2004 - deeper than any honest file
        return "pdf_damaged"
    if isinstance(value, dict):
        if value.get("/S") in ACTIONS or "/JS" in value or "/JavaScript" in value or "/XFA" in value:
            return "pdf_script"
        if "/EmbeddedFiles" in value or ("/EF" in value and value.get("/Type") == "/Filespec"):
            return "pdf_files"
        inside = [dict.__getitem__(value, key) for key in value]
    elif isinstance(value, list):
        inside = list(list.__iter__(value))
    else:
        return ""
    for one in inside:
        fault = danger(one, depth + 1)
        if fault:
            return fault
    return ""


def page(content: bytes, number: int, most: int) -> bytes:
    """One page as PNG, ``most`` points on its longer side."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    if pdf.get_formtype():
        pdf.init_forms()
    sheet = pdf[number - 1]
    scale = most / max(1.0, *sheet.get_size())
    out = BytesIO()
    sheet.render(scale=scale).to_pil().convert("RGB").save(out, format="PNG", compress_level=1)
    return out.getvalue()


def main(arguments: list[str]) -> int:
    confine()
    content = sys.stdin.buffer.read()
    if arguments[0] == "look":
        sys.stdout.write(json.dumps(look(content)))
    else:
        sys.stdout.buffer.write(page(content, int(arguments[1]), int(arguments[2])))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
