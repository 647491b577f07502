"""Every write to documents."""

from .arranging import MoveRefused, make_main, move_photo
from .attaching import AlreadyAttached, AttachRefused, Meaning, attach
from .checking import CheckRefused, accept, reject
from .describing import describe, remove
from .expiring import expire, sweep
from .making import LanguageRefused, generate, labels
from .permitting import forbid_id_scans, permit_id_scans
from .scanning import scan, scan_again
from .viewing import view

__all__ = [
    "AlreadyAttached",
    "AttachRefused",
    "CheckRefused",
    "LanguageRefused",
    "Meaning",
    "MoveRefused",
    "accept",
    "attach",
    "describe",
    "expire",
    "forbid_id_scans",
    "generate",
    "labels",
    "make_main",
    "move_photo",
    "permit_id_scans",
    "reject",
    "remove",
    "scan",
    "scan_again",
    "sweep",
    "view",
]
