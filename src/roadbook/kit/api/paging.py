"""Cursor paging: pages hold their place while rows are added, and a deep page costs what the first one costs."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Schema
from pydantic import Field

from roadbook.kit import keyset
from roadbook.kit.errors import Refused

T = TypeVar("T")
MAX_LIMIT = 200

Cursor = Annotated[str, Query("", max_length=200, description="`next` of the page before; empty for the first page")]
Limit = Annotated[int, Query(50, ge=1, le=MAX_LIMIT, description="Rows on a page")]


class Page(Schema, Generic[T]):
    """Some rows, and the cursor of what follows; ``next`` is null on the last page."""

    items: list[T]
    next: str | None = Field(description="Send as `cursor` to get the following page")


class CursorRefused(Refused):
    """The cursor is not one that we gave for this list."""

    code = "cursor"


def page(
    request: HttpRequest, queryset: QuerySet[Any], cursor: str = "", limit: int = 50, order: str = "-id"
) -> dict[str, Any]:
    """One page of the queryset as the data of ``Page``, ordered by ``order`` and then by id.

    :raises CursorRefused: a forged cursor, or one of another list.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    salt = f"cursor {request.path} {order}"
    ordered = keyset.following(queryset, order, _anchor(queryset, cursor, salt) if cursor else None)
    rows = list(ordered[: limit + 1])
    more = len(rows) > limit
    items = rows[:limit]
    return {"items": items, "next": signing.dumps(items[-1].pk, salt=salt, compress=False) if more else None}


def _anchor(queryset: QuerySet[Any], cursor: str, salt: str) -> Model:
    try:
        found: Model | None = queryset.filter(pk=signing.loads(cursor, salt=salt)).first()
    except signing.BadSignature:
        found = None
    if found is None:
        raise CursorRefused(_("This cursor is not one of this list."), field="cursor")
    return found
