"""Vehicles, their papers and the catalogue."""

from . import papers
from .catalogue import router as catalogue
from .vehicles import router

__all__ = ["catalogue", "papers", "router"]
