"""What people attach in the demo book: drawn photos of cars, scans of signed contracts and certificates."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.enums import AttachmentKind, LegalBasis
from roadbook.apps.leasing.models import Contract
from roadbook.apps.timeline.rules import Subject
from roadbook.kit import audit

from .firms import Place

SKIES = ((205, 222, 240), (238, 226, 210), (214, 219, 226), (188, 206, 196))
BODIES = ((176, 36, 40), (32, 62, 120), (44, 46, 50), (198, 201, 206), (226, 228, 230), (24, 96, 76))
WORDS = {
    "bg": ("Договор", "Подписан на", "Талон", "Лична карта (образец)"),
    "pl": ("Umowa", "Podpisano", "Dowód rejestracyjny", "Dowód osobisty (wzór)"),
    "ru": ("Договор", "Подписан", "СТС", "Паспорт (образец)"),
}


def attach_some(place: Place, contracts: list[Contract], rng: random.Random) -> None:
    """Photos of the cars and scans of the papers of these contracts; what a scanner brings is partly checked."""
    documents.permit_id_scans(company=place.company, by=None)
    for nth, contract in enumerate(contracts):
        _photos(place, contract, rng, 2 + nth % 3)
        signed = _paper(place, contract, rng, kind=AttachmentKind.SIGNED_CONTRACT, word=0)
        if nth % 3 == 0:
            documents.accept(attachment=signed, by=place.staff["back_office"])
        if nth % 3 == 1:
            until = place.company.business_date + timedelta(days=rng.choice([-10, 25, 60, 400]))
            _paper(place, contract, rng, kind=AttachmentKind.REGISTRATION, word=2, until=until)
        if nth % 4 == 0 and contract.client.is_person:
            _paper(place, contract, rng, kind=AttachmentKind.ID_SCAN, word=3)


def _photos(place: Place, contract: Contract, rng: random.Random, count: int) -> None:
    car = contract.vehicle
    body = rng.choice(BODIES)
    for number in range(1, count + 1):
        _attach(
            Subject(audit.key(car), car.company_id, None),
            _jpeg(_car(body, SKIES[number % len(SKIES)], car.plate or "", flipped=number % 2 == 0)),
            f"{car.make}-{car.model}-{number}.jpg",
            by=place.staff["broker"],
            meaning=documents.Meaning(kind=AttachmentKind.PHOTO),
        )


def _paper(
    place: Place, contract: Contract, rng: random.Random, *, kind: AttachmentKind, word: int, until: date | None = None
) -> Any:
    words = WORDS[place.firm.language]
    of_client = kind == AttachmentKind.ID_SCAN
    row = contract.client if of_client else contract.vehicle if kind == AttachmentKind.REGISTRATION else contract
    lines = [words[word], contract.number, contract.client.name, str(contract.vehicle), contract.vehicle.vin]
    party_id = contract.client_id if row is not contract.vehicle else None
    basis = LegalBasis.AML if of_client else ""
    return _attach(
        Subject(audit.key(row), contract.company_id, party_id),
        _scan(lines[:1] + lines[2:3] if of_client else lines, f"{words[1]} {contract.signed_on or ''}", rng),
        f"{words[word]} {contract.number}.pdf",
        by=place.staff["broker"],
        meaning=documents.Meaning(kind=kind, expires_on=until, legal_basis=basis),
    )


def _attach(subject: Subject, content: bytes, name: str, *, by: Any, meaning: documents.Meaning) -> Any:
    return documents.attach(subject=subject, content=content, name=name, by=by, meaning=meaning)


@lru_cache(maxsize=4)
def _font(size: int) -> Any:
    manrope = files("font_manrope").joinpath("files/Manrope-Medium.ttf").read_bytes()
    return ImageFont.truetype(BytesIO(manrope), size)


def _car(body: tuple[int, int, int], sky: tuple[int, int, int], plate: str, *, flipped: bool) -> Any:
    """A hatchback from the side, as a child would draw it."""
    picture = Image.new("RGB", (960, 720), sky)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 500, 960, 720), fill=(122, 124, 128))
    pen.polygon([(250, 370), (360, 255), (640, 255), (760, 370)], fill=body)
    pen.polygon([(290, 366), (372, 280), (490, 280), (490, 366)], fill=(70, 82, 96))
    pen.polygon([(510, 366), (510, 280), (628, 280), (712, 366)], fill=(70, 82, 96))
    pen.rounded_rectangle((120, 366, 850, 530), 48, fill=body)
    pen.ellipse((790, 400, 842, 440), fill=(250, 240, 200))
    for x in (270, 690):
        pen.ellipse((x - 78, 452, x + 78, 608), fill=(28, 28, 30))
        pen.ellipse((x - 40, 490, x + 40, 570), fill=(178, 180, 184))
    turned = picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if flipped else picture
    pen = ImageDraw.Draw(turned)
    pen.rounded_rectangle((400, 476, 570, 516), 6, fill="white", outline=(40, 40, 40))
    pen.text((485, 496), plate or "DEMO", font=_font(24), fill=(20, 20, 24), anchor="mm")
    return turned


def _jpeg(picture: Any) -> bytes:
    out = BytesIO()
    picture.save(out, format="JPEG", quality=82)
    return out.getvalue()


def _scan(lines: list[str], foot: str, rng: random.Random) -> bytes:
    """A page that somebody laid on the glass a little askew."""
    page = Image.new("L", (1000, 1414), 250)
    pen = ImageDraw.Draw(page)
    for nth, line in enumerate(lines):
        pen.text((110, 120 + 64 * nth), line, font=_font(44 if nth == 0 else 28), fill=40)
    for y in range(520, 1150, 36):
        pen.line((110, y, 890 - rng.randrange(0, 260), y), fill=205, width=7)
    pen.text((110, 1220), foot, font=_font(28), fill=60)
    pen.line([(640 + x * 6, 1240 + rng.randrange(-24, 24)) for x in range(36)], fill=70, width=4)
    out = BytesIO()
    page.rotate(rng.choice([-1.2, 0.6, 1.0]), fillcolor=238).save(out, format="PDF", resolution=120)
    return out.getvalue()
