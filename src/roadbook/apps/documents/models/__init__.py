"""The tables of documents: papers that we make, their templates, attached files, where identity scans are allowed."""

from .attachment import Attachment, AttachmentQuerySet
from .document import Document, DocumentQuerySet
from .permit import IdScanPermit
from .template import DocumentTemplate, TemplateVersion

__all__ = [
    "Attachment",
    "AttachmentQuerySet",
    "Document",
    "DocumentQuerySet",
    "DocumentTemplate",
    "IdScanPermit",
    "TemplateVersion",
]
