"""The caller and the caller's keys, own companies, users."""

from .companies import router as companies
from .keys import router as keys
from .me import router as me
from .users import router as users

__all__ = ["companies", "keys", "me", "users"]
