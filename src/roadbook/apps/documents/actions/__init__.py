"""Every write to documents."""

from .arranging import MoveRefused, make_main, move_photo
from .attaching import AlreadyAttached, AttachRefused, Meaning, attach
from .checking import CheckRefused, accept, reject
from .describing import describe, remove
from .expiring import expire, sweep
from .making import FormatRefused, LanguageRefused, generate, labels, make, preview, render
from .permitting import forbid_id_scans, permit_id_scans
from .scanning import scan, scan_again
from .templating import TemplateRefused, open_template, publish, restore, save_draft, standard_version, withdraw
from .viewing import view

__all__ = [
    "AlreadyAttached",
    "AttachRefused",
    "CheckRefused",
    "FormatRefused",
    "LanguageRefused",
    "Meaning",
    "MoveRefused",
    "TemplateRefused",
    "accept",
    "attach",
    "describe",
    "expire",
    "forbid_id_scans",
    "generate",
    "labels",
    "make",
    "make_main",
    "move_photo",
    "open_template",
    "permit_id_scans",
    "preview",
    "publish",
    "reject",
    "remove",
    "render",
    "restore",
    "save_draft",
    "scan",
    "scan_again",
    "standard_version",
    "sweep",
    "view",
    "withdraw",
]
