"""Why a file is not taken, in words that help to send a better one."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.kit.errors import Refused

from .kinds import Kind


class FileRefused(Refused):
    """The file is not one that we take; ``code`` says which rule it broke."""

    code = "file"


BY_KIND: dict[Kind, str | Promise] = {
    Kind.EMPTY: _("The file is empty (0 bytes)."),
    Kind.HEIC: _("Photos in HEIC format cannot be shown everywhere. Save the photo as JPEG and send it again."),
    Kind.MARKUP: _("Web pages, SVG pictures and XML can carry programs and are not taken. Send a PDF or a photo."),
    Kind.PROGRAM: _("This is a program, whatever its name says. Programs are not taken."),
    Kind.OLD_OFFICE: _("Old Office files can carry macros. Save it as DOCX, XLSX or PDF and send it again."),
    Kind.ARCHIVE: _("Archives are not taken. Send the files themselves."),
    Kind.UNKNOWN: _("This kind of file is not taken. Send PDF, JPEG, PNG, WebP, TIFF, DOCX, XLSX, ODT, TXT or CSV."),
}

WHY: dict[str, str | Promise] = {
    "too_large": _("The file is larger than %(most)s MB."),
    "pdf_encrypted": _("The PDF is locked with a password. Save it without the password and send it again."),
    "pdf_script": _("The PDF holds a script or an action that starts something. Print it to a new PDF and send that."),
    "pdf_files": _("The PDF carries other files inside. Send them one by one."),
    "pdf_pages": _("The PDF has more than %(most)s pages."),
    "pdf_markup": _("The file is a PDF and a web page at once. It is not taken."),
    "pdf_damaged": _("The PDF is damaged: it cannot be opened."),
    "picture_damaged": _("The picture is damaged or cut short. Send it again."),
    "picture_large": _("The picture is too large: it has more than %(most)s million points."),
    "picture_pages": _("The picture has more than %(most)s pages."),
    "zip_damaged": _("The file is damaged: it cannot be opened."),
    "zip_entries": _("The file is packed of more than %(most)s parts. It is not opened."),
    "zip_size": _("Unpacked, the file would be larger than %(most)s MB. It is not opened."),
    "zip_inside": _("The file carries other files or links inside. It is not taken."),
    "zip_encrypted": _("The file is locked with a password. Save it without the password and send it again."),
    "macros": _("The file holds macros. Save it without macros and send it again."),
}


def refused(code: str, **values: object) -> FileRefused:
    """The refusal of this code, ready to be raised."""
    return FileRefused(WHY[code] % values if values else WHY[code], field="file", code=code)
