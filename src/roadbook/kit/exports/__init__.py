"""Lists as files: asked for, written by a job, fetched by whoever asked, gone after some days."""

from .asking import ExportRefused, cancel, request
from .fetching import FORGOTTEN_AFTER, erase, mine, open_file
from .writing import export

__all__ = ["FORGOTTEN_AFTER", "ExportRefused", "cancel", "erase", "export", "mine", "open_file", "request"]
