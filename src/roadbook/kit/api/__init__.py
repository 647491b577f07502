"""What every endpoint of the JSON API shares: one error shape, strict schemas, money, paging, once-only POSTs."""

from .errors import RESPONSES, ErrorShape, install
from .idempotent import idempotent
from .paging import Cursor, Limit, Page, page
from .schemas import Key, MoneySchema, StrictSchema, Text, money_in, money_out

__all__ = [
    "RESPONSES",
    "Cursor",
    "ErrorShape",
    "Key",
    "Limit",
    "MoneySchema",
    "Page",
    "StrictSchema",
    "Text",
    "idempotent",
    "install",
    "money_in",
    "money_out",
    "page",
]
