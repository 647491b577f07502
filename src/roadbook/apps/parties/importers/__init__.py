"""What can be imported into parties."""

from .clients import ClientImporter

__all__ = ["ClientImporter"]
