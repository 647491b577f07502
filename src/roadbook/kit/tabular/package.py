"""The zip around a sheet, looked at before anything in it is opened: how many parts, how large, which kind."""

from __future__ import annotations

import zipfile
from typing import IO

from django.utils.translation import gettext_lazy as _

from .values import FileRefused

MAX_PARTS = 2_000
MAX_UNPACKED = 2 * 1024**3
MAX_RATIO = 200
FREE_OF_RATIO = 4 * 1024**2
OLD_FORMAT = bytes.fromhex("D0CF11E0A1B11AE1")


def open_package(stream: IO[bytes]) -> zipfile.ZipFile:
    """The zip, after a look at its table of contents.

    :raises FileRefused: no sheet, an old or locked one, one with macros, or one that unpacks to too much.
    """
    stream.seek(0)
    if stream.read(8) == OLD_FORMAT:
        raise FileRefused(_("This is an old or a password-protected Excel file. Save it as .xlsx without a password."))
    stream.seek(0)
    try:
        package = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise FileRefused(_("This is not an Excel file, or it is damaged.")) from error
    parts = package.infolist()
    _check_size(parts)
    names = [part.filename.lower() for part in parts]
    if any(name.endswith(("vbaproject.bin", ".bin.vba")) or "/macrosheets/" in name for name in names):
        raise FileRefused(_("This Excel file holds macros. Save it as .xlsx without them."))
    if "xl/workbook.xml" not in names or any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("This is not an Excel file, or it is damaged."))
    if b"macroEnabled" in package.read("[Content_Types].xml") if "[content_types].xml" in names else False:
        raise FileRefused(_("This Excel file holds macros. Save it as .xlsx without them."))
    return package


def _check_size(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    is_bomb = unpacked > FREE_OF_RATIO and unpacked > MAX_RATIO * max(packed, 1)
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or is_bomb:
        raise FileRefused(_("This Excel file unpacks to more than can be read."))
