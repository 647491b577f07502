"""Every read of documents."""

from .files import (
    Place,
    about,
    attachment_file,
    bytes_of,
    company_of,
    guess_kind,
    neighbours,
    page_image,
    places_of,
    places_to_show,
    planned,
    waiting,
)
from .following import second_main_photo
from .invariants import check_files
from .papers import FileDamaged, content, document_file, documents_of
from .permits import PermitRow, permit_rows

__all__ = [
    "FileDamaged",
    "PermitRow",
    "Place",
    "about",
    "attachment_file",
    "bytes_of",
    "check_files",
    "company_of",
    "content",
    "document_file",
    "documents_of",
    "guess_kind",
    "neighbours",
    "page_image",
    "permit_rows",
    "places_of",
    "places_to_show",
    "planned",
    "second_main_photo",
    "waiting",
]
