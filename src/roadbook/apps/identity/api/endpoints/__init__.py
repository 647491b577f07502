"""The caller and the caller's keys, own companies, users."""

from .access import router as access
from .access import sessions
from .companies import router as companies
from .keys import router as keys
from .me import router as me
from .users import router as users

__all__ = ["access", "companies", "keys", "me", "sessions", "users"]
