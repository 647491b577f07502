"""What is chosen in a form that is still being written."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet


def chosen(rows: QuerySet[Any], key: Any) -> Any:
    """The row of that key among those that may be picked, else the first."""
    pk = getattr(key, "pk", key)
    found = rows.filter(pk=pk).first() if _is_key(pk) else None
    return found or rows.first()


def _is_key(value: Any) -> bool:
    text = str(value or "")
    return text.isascii() and text.isdigit()
