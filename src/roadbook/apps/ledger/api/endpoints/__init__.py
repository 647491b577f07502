"""The books under /api/v1/books/."""

from ninja import Router

from . import balance, chart, journal, months

router = Router(tags=["books"])
for part in (balance, chart, journal, months):
    router.add_router("", part.router)

__all__ = ["router"]
