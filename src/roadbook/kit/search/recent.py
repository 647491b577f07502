"""The records that somebody opened last, kept on the server: they follow the person to every device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from roadbook.kit import clock
from roadbook.kit.models import RecentRecord

from .sources import Hit, source, sources

KEPT, SHOWN, OK = 40, 8, 200


def visit(user: Any, code: str, row_id: int) -> None:
    """Note that the user opened a record of a source now."""
    RecentRecord.objects.update_or_create(user=user, source=code, row_id=row_id, defaults={"visited_at": clock.now()})
    older = RecentRecord.objects.filter(user=user).order_by("-visited_at", "-pk").values_list("pk", flat=True)[KEPT:]
    if gone := list(older):
        RecentRecord.objects.filter(pk__in=gone).delete()


def records(user: Any, limit: int = SHOWN) -> list[Hit]:
    """The records that the user opened last and may still see, as they are called now. One statement a source."""
    visited = list(RecentRecord.objects.filter(user=user).order_by("-visited_at", "-pk")[:KEPT])
    by_source: defaultdict[str, list[int]] = defaultdict(list)
    for one in visited:
        by_source[one.source].append(one.row_id)
    shown = {code: found.recent(user, pks) for code, pks in by_source.items() if (found := source(code))}
    hits = (shown.get(one.source, {}).get(one.row_id) for one in visited)
    return [hit for hit in hits if hit][:limit]


class RecentMiddleware:
    """Whoever opens the page of a record finds it among the recent ones. Parts of pages and refusals do not count."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        is_page = request.method == "GET" and response.status_code == OK and not request.headers.get("HX-Request")
        if match and is_page and request.user.is_authenticated and isinstance(match.kwargs.get("pk"), int):
            for one in sources():
                if one.page and one.page == match.view_name:
                    visit(request.user, one.code, match.kwargs["pk"])
        return response
