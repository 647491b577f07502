"""Files that people bring: known by their content, made harmless, stored under their hash, handed out."""

from .checking import LIMITS, Checked, FileRefused, Limits, check, sha256
from .names import clean_name, guess_stem
from .pictures import page_of_picture
from .serving import attachment, inline
from .store import Damaged, DiskFull, keep, path_of, read, remove, sweep

__all__ = [
    "LIMITS",
    "Checked",
    "Damaged",
    "DiskFull",
    "FileRefused",
    "Limits",
    "attachment",
    "check",
    "clean_name",
    "guess_stem",
    "inline",
    "keep",
    "page_of_picture",
    "path_of",
    "read",
    "remove",
    "sha256",
    "sweep",
]
