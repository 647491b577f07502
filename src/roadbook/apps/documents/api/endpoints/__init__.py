"""Papers under /documents, attached files under /attachments, where identity scans are allowed."""

from .files import router as attachments
from .papers import router
from .permits import router as permits

__all__ = ["attachments", "permits", "router"]
