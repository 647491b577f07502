"""The tables of documents: papers that we make, files that people attach, and where identity scans are allowed."""

from .attachment import Attachment, AttachmentQuerySet
from .document import Document, DocumentQuerySet
from .permit import IdScanPermit

__all__ = ["Attachment", "AttachmentQuerySet", "Document", "DocumentQuerySet", "IdScanPermit"]
