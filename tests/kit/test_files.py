"""Files of strangers: known by content, refused with a reason, kept without what was hidden in them."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from roadbook.kit import files
from roadbook.kit.files import limits, packed, pdfs, pictures
from tests.factories import documents as make

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS, ORIENTATION, MAKER = 0x8825, 274, 271
DOCX_TYPES = '<Types><Override ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml"/></Types>'


def office(*extra: tuple[str, bytes], types: str = DOCX_TYPES, main: str = "word/document.xml") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr(main, "<w/>")
        for name, content in extra:
            archive.writestr(name, content)
    return out.getvalue()


def pdf_with(**root: object) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = value
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def action(kind: str, **more: object) -> DictionaryObject:
    told = {NameObject("/S"): NameObject(f"/{kind}"), **{NameObject(f"/{name}"): value for name, value in more.items()}}
    return DictionaryObject(told)


def locked_pdf() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def pdf_with_file() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=200, height=200)
    writer.add_attachment("tool.exe", b"MZ")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def script_of_a_page() -> bytes:
    """The action hangs on a page, not on the catalogue."""
    writer = PdfWriter()
    page = writer.add_blank_page(width=200, height=200)
    opened = action("JavaScript", JS=TextStringObject("app.alert(1)"))
    page[NameObject("/AA")] = DictionaryObject({NameObject("/O"): opened})
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def wide_png(width: int, height: int) -> bytes:
    """A PNG that says how large it is, and holds almost nothing: nobody must decode it to know."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    head = struct.pack("!IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


def many_entries() -> bytes:
    return office(*((f"word/part{number}.xml", b"x") for number in range(limits.LIMITS.entries)))


def symlink() -> bytes:
    out = BytesIO(office())
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def locked_office() -> bytes:
    """The bit of the first entry says that it is encrypted."""
    content = bytearray(office())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


BAD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "0 bytes": ("empty", lambda: b""),
    "program called .pdf": ("program", lambda: b"MZ\x90\x00" + b"\0" * 64),
    "ELF": ("program", lambda: b"\x7fELF\x02\x01\x01"),
    "shell script": ("program", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "SVG with a script": ("markup", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    "SVG behind a declaration": ("markup", lambda: b'\xef\xbb\xbf<?xml version="1.0"?><svg/>'),
    "web page": ("markup", lambda: b"  \n<!DOCTYPE html><script>alert(1)</script>"),
    "page behind a text": ("markup", lambda: b"Dear reader\n<html><body onload=alert(1)>"),
    "page that is a PDF too": ("markup", lambda: b"<html>%PDF-1.4\n<script>alert(1)</script>"),
    "PDF that is a page too": ("pdf_markup", lambda: b"%PDF-1.4\n<html><script>alert(1)</script>" + make.pdf()[9:]),
    "page hung on a PDF": ("pdf_markup", lambda: make.pdf() + b"<html><script>alert(1)</script></html>"),
    "HEIC": ("heic", lambda: b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
    "old Office": ("old_office", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 64),
    "nobody knows": ("unknown", lambda: bytes(range(256))),
    "locked PDF": ("pdf_encrypted", locked_pdf),
    "PDF with a script": (
        "pdf_script",
        lambda: pdf_with(OpenAction=action("JavaScript", JS=TextStringObject("app.alert(1)"))),
    ),
    "PDF with a script on a page": ("pdf_script", script_of_a_page),
    "PDF with a named script": (
        "pdf_script",
        lambda: pdf_with(
            Names=DictionaryObject({NameObject("/JavaScript"): DictionaryObject({NameObject("/Names"): ArrayObject()})})
        ),
    ),
    "PDF that starts a program": (
        "pdf_script",
        lambda: pdf_with(OpenAction=action("Launch", F=TextStringObject("calc.exe"))),
    ),
    "PDF with a file inside": ("pdf_files", pdf_with_file),
    "PDF cut short": ("pdf_damaged", lambda: make.pdf()[:100]),
    "PDF that is none": ("pdf_damaged", lambda: b"%PDF-1.7\nnothing"),
    "JPEG cut short": ("picture_damaged", lambda: make.picture("JPEG", (400, 300))[:600]),
    "JPEG that is none": ("picture_damaged", lambda: b"\xff\xd8\xff\xe0" + b"x" * 400),
    "PNG of 30 000 x 30 000": ("picture_large", lambda: wide_png(30_000, 30_000)),
    "plain archive": ("archive", lambda: _zip(("a.txt", b"a"))),
    "archive in an archive": ("zip_inside", lambda: office(("word/inner.zip", b"PK\x03\x04"))),
    "file inside an office file": ("zip_inside", lambda: office(("word/embeddings/oleObject1.bin", b"\xd0\xcf"))),
    "way out of the folder": ("zip_inside", lambda: office(("../../etc/cron.d/x", b"x"))),
    "symbolic link": ("zip_inside", symlink),
    "very many parts": ("zip_entries", many_entries),
    "bomb": ("zip_size", lambda: office(("word/media/a.bin", b"\0" * (60 * 1024 * 1024)))),
    "macros": ("macros", lambda: office(("word/vbaProject.bin", b"x"))),
    "macros by type": ("macros", lambda: office(types=DOCX_TYPES.replace("wordprocessingml", "document.macroEnabled"))),
    "locked office file": ("zip_encrypted", locked_office),
    "archive cut short": ("zip_damaged", lambda: office()[:60]),
    "too large": ("too_large", lambda: b"a" * (limits.LIMITS.size + 1)),
}


def _zip(*entries: tuple[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("case", BAD)
def test_bad_file_is_refused_with_its_reason(case):
    code, content = BAD[case]
    with pytest.raises(files.FileRefused) as refusal:
        files.check(content(), "paper.pdf")
    assert refusal.value.code == code
    assert len(str(refusal.value)) > 20


@pytest.mark.parametrize(
    ("content", "media_type", "suffix"),
    [
        (make.pdf(3), "application/pdf", "pdf"),
        (make.picture("JPEG"), "image/jpeg", "jpg"),
        (make.picture("PNG"), "image/png", "png"),
        (make.picture("WEBP"), "image/webp", "webp"),
        (make.picture("TIFF"), "image/tiff", "tif"),
        (office(), packed.DOCX, "docx"),
        (office(main="xl/workbook.xml"), packed.XLSX, "xlsx"),
        (_zip(("mimetype", packed.ODT.encode()), ("content.xml", b"<x/>")), packed.ODT, "odt"),
        ("Обикновен текст < 5 и > 3\n".encode(), "text/plain", "txt"),
        ("Текст".encode("cp1251"), "text/plain", "txt"),
        ("Текст".encode("utf-16"), "text/plain", "txt"),
        (EICAR, "text/plain", "txt"),
    ],
)
def test_type_is_told_by_the_content(content, media_type, suffix):
    checked = files.check(content, "whatever.exe")
    assert (checked.media_type, checked.suffix) == (media_type, suffix)


def test_table_of_values_is_told_by_its_name():
    assert files.check(b"a;b\n1;2\n", "prices.csv").media_type == "text/csv"


def test_pages_are_counted():
    assert files.check(make.pdf(3)).pages == 3
    out = BytesIO()
    first, *rest = [Image.new("L", (40, 60), shade) for shade in (10, 90, 200)]
    first.save(out, format="TIFF", save_all=True, append_images=rest)
    assert files.check(out.getvalue()).pages == 3


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_picture_is_kept_without_what_the_camera_wrote(form):
    exif = Image.Exif()
    exif[MAKER] = "SecretCamera"
    exif[GPS] = {1: "N", 2: (42.0, 41.0, 51.0), 3: "E", 4: (23.0, 19.0, 17.0)}
    more = {"tiffinfo": {MAKER: "SecretCamera"}} if form == "TIFF" else {"exif": exif}
    sent = make.picture(form, (60, 40), **more)
    assert b"SecretCamera" in sent
    kept = files.check(sent).content
    assert b"SecretCamera" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert MAKER not in picture.getexif()
        assert GPS not in picture.getexif()


def test_picture_is_turned_upright_before_its_exif_goes():
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    checked = files.check(make.picture("JPEG", (60, 40), exif=exif))
    assert (checked.width, checked.height) == (40, 60)


def test_what_hangs_on_the_end_of_a_picture_is_not_kept():
    sent = make.picture("JPEG") + b"<script>alert(1)</script>PK\x03\x04"
    assert b"<script>" not in files.check(sent).content


def test_points_are_counted_over_all_pages(monkeypatch):
    monkeypatch.setattr(pictures, "LIMITS", limits.Limits(points=64 * 40 * 2))
    out = BytesIO()
    first, *rest = [Image.new("L", (64, 40), shade) for shade in (10, 90, 200)]
    first.save(out, format="TIFF", save_all=True, append_images=rest)
    with pytest.raises(files.FileRefused, match="points"):
        files.check(out.getvalue())


def test_page_is_drawn_small_with_words_across():
    plain = files.page_of_picture(files.check(make.picture("PNG", (900, 600), seed=5)).content, most=300)
    marked = files.page_of_picture(files.check(make.picture("PNG", (900, 600), seed=5)).content, most=300, mark="Оля")
    assert Image.open(BytesIO(plain)).size == (300, 200)
    assert plain != marked
    colours = Image.open(BytesIO(marked)).getcolors(maxcolors=100_000)
    assert colours is not None
    assert len(colours) > len(Image.open(BytesIO(plain)).getcolors(maxcolors=100_000) or [])


def test_page_of_a_pdf_is_drawn_in_another_process():
    drawn = pdfs.page(make.pdf(2), number=2, most=400)
    assert Image.open(BytesIO(drawn)).size == (300, 400)
    with pytest.raises(files.FileRefused):
        pdfs.page(make.pdf(2), number=3, most=400)


def test_tool_for_pdfs_is_stopped_when_it_takes_too_long(monkeypatch):
    monkeypatch.setattr(pdfs, "PATIENCE", 0.01)
    with pytest.raises(files.FileRefused) as refusal:
        files.check(make.pdf())
    assert refusal.value.code == "pdf_damaged"


def test_harmless_pdf_is_kept_as_it_came():
    sent = make.pdf(seed=1)
    assert files.check(sent).content == sent
    assert len(PdfReader(BytesIO(sent)).pages) == 1


@pytest.mark.parametrize(
    ("given", "suffix", "name"),
    [
        ("a.pdf.exe", "pdf", "a.pdf"),
        ("../../x", "pdf", "x.pdf"),
        ("..\\..\\Windows\\win.ini", "txt", "win.txt"),
        ("/etc/passwd", "txt", "passwd.txt"),
        ("скан\u202egnp.exe", "png", "сканgnp.png"),
        ("a\x00b\nc.pdf", "pdf", "abc.pdf"),
        ('<img src=x onerror="alert(1)">.png', "png", "img src=x onerror=alert(1).png"),
        ("CON.txt", "txt", "CON_.txt"),
        (".htaccess", "txt", "htaccess.txt"),
        ("...", "pdf", "file.pdf"),
        ("", "pdf", "file.pdf"),
        ("Договор №5 от 24.11.2026.pdf", "pdf", "Договор №5 от 24.11.2026.pdf"),
        ("x" * 255 + ".jpg", "jpg", "x" * 120 + ".jpg"),
    ],
)
def test_name_is_only_a_name(given, suffix, name):
    assert files.clean_name(given, suffix) == name


def test_long_name_keeps_to_what_a_file_system_takes():
    assert len(files.clean_name("я" * 255, "pdf").encode()) <= 255


@pytest.mark.parametrize("start", range(0, 700, 23))
def test_no_cut_of_a_picture_or_paper_breaks_us(start):
    """Whatever is cut off, the answer is a refusal or a file, never an accident."""
    for whole in (make.picture("JPEG", (300, 200), seed=1), make.picture("TIFF", (30, 20), seed=1), office()):
        with suppress(files.FileRefused):
            assert files.check(whole[: start + 1]).content
