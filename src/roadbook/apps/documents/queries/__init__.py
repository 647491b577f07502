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
from .looking import sheets, words_of
from .papers import FileDamaged, content, document_file, documents_of
from .permits import PermitRow, permit_rows
from .printing import letterhead, printed, say, snapshot
from .templates import (
    WRONG,
    Fault,
    Tongue,
    differences,
    editable,
    faults,
    in_force,
    next_revision,
    standard_source,
    templates,
    tongues,
    versions,
)

__all__ = [
    "WRONG",
    "Fault",
    "FileDamaged",
    "PermitRow",
    "Place",
    "Tongue",
    "about",
    "attachment_file",
    "bytes_of",
    "check_files",
    "company_of",
    "content",
    "differences",
    "document_file",
    "documents_of",
    "editable",
    "faults",
    "guess_kind",
    "in_force",
    "letterhead",
    "neighbours",
    "next_revision",
    "page_image",
    "permit_rows",
    "places_of",
    "places_to_show",
    "planned",
    "printed",
    "say",
    "second_main_photo",
    "sheets",
    "snapshot",
    "standard_source",
    "templates",
    "tongues",
    "versions",
    "waiting",
    "words_of",
]
