"""Vehicles, their papers and the catalogue."""

from .catalogue import router as catalogue
from .papers import router as papers
from .vehicles import router

router.add_router("", papers)

__all__ = ["catalogue", "router"]
