"""Office files are ZIP archives: looked through by their table of contents before anything is unpacked."""

from __future__ import annotations

import stat
import zipfile
from io import BytesIO

from .kinds import Kind
from .limits import LIMITS, MEGABYTE
from .refusals import BY_KIND, FileRefused, refused

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
SMALL = MEGABYTE
_INSIDE = (".zip", ".7z", ".rar", ".gz", ".exe", ".dll", ".js", ".vbs", ".jar", ".pdf", ".docx", ".xlsx", ".pptx")
_TYPES = "[Content_Types].xml"


def office_type(content: bytes) -> tuple[str, str]:
    """Media type and suffix of an office file without macros.

    :raises FileRefused: another archive, a bomb, macros, other files inside, a password.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _look_through(packed)
            return _type(packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise refused("zip_damaged") from error


def _look_through(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    if len(entries) > LIMITS.entries:
        raise refused("zip_entries", most=LIMITS.entries)
    if sum(entry.file_size for entry in entries) > LIMITS.unpacked or any(_is_bomb(entry) for entry in entries):
        raise refused("zip_size", most=LIMITS.unpacked // MEGABYTE)
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused("zip_encrypted")
    names = [entry.filename.lower() for entry in entries]
    if any(name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in names):
        raise refused("macros")
    if any(_is_foreign(entry) for entry in entries):
        raise refused("zip_inside")


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > LIMITS.ratio * max(1, entry.compress_size)


def _is_foreign(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename.lower().replace("\\", "/")
    is_link = stat.S_ISLNK(entry.external_attr >> 16)
    leaves = name.startswith("/") or ".." in name.split("/") or ":" in name
    return is_link or leaves or name.endswith(_INSIDE) or "/embeddings/" in name or "/activex/" in name


def _type(packed: zipfile.ZipFile) -> tuple[str, str]:
    names = set(packed.namelist())
    if "mimetype" in names and "content.xml" in names:
        if packed.read("mimetype").strip() == ODT.encode():
            return ODT, "odt"
        raise FileRefused(BY_KIND[Kind.UNKNOWN], field="file", code="unknown")
    if _TYPES not in names:
        raise FileRefused(BY_KIND[Kind.ARCHIVE], field="file", code="archive")
    if b"macroenabled" in packed.read(_TYPES).lower():
        raise refused("macros")
    for part, media_type, suffix in (("word/document.xml", DOCX, "docx"), ("xl/workbook.xml", XLSX, "xlsx")):
        if part in names:
            return media_type, suffix
    raise FileRefused(BY_KIND[Kind.UNKNOWN], field="file", code="unknown")
