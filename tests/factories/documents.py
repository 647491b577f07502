"""Attached files for tests, made through actions; and bytes of files, good and bad."""

from __future__ import annotations

from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image
from pypdf import PdfWriter

from roadbook.apps.documents import actions
from roadbook.apps.documents.models import Attachment
from roadbook.apps.parties.models import Party
from roadbook.apps.timeline.rules import Subject
from roadbook.kit import audit
from tests.factories import parties

_numbers = count(1)


def picture(form: str = "PNG", size: tuple[int, int] = (64, 40), seed: int | None = None, **more: Any) -> bytes:
    """A picture; no two are alike unless ``seed`` is given."""
    number = next(_numbers) if seed is None else seed
    image = Image.new("RGB", size, (number % 251, number // 251 % 251, 90))
    out = BytesIO()
    image.save(out, format=form, **more)
    return out.getvalue()


def pdf(pages: int = 1, seed: int | None = None) -> bytes:
    """A PDF of empty pages; no two are alike unless ``seed`` is given."""
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(width=300, height=400)
    writer.add_metadata({"/Title": f"paper {next(_numbers) if seed is None else seed}"})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def subject(row: Any) -> Subject:
    """What a file, a note or an entry is about."""
    party_id = row.pk if isinstance(row, Party) else getattr(row, "client_id", None)
    return Subject(audit.key(row), row.company_id, party_id)


def attachment(about: Any = None, *, content: bytes = b"", name: str = "scan.png", **values: Any) -> Attachment:
    """A file that the machine attached to a client (a new one unless given); ``kind`` and so on say what it is."""
    by = values.pop("by", None)
    return actions.attach(
        subject=subject(about or parties.person()),
        content=content or picture(),
        name=name,
        by=by,
        meaning=actions.Meaning(**values),
    )
