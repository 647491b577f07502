"""Papers under /documents, attached files under /attachments, templates, where identity scans are allowed."""

from .files import router as attachments
from .papers import router
from .permits import router as permits
from .templates import router as templates

__all__ = ["attachments", "permits", "router", "templates"]
