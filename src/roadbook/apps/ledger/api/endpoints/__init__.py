"""The books under /api/v1/books/."""

from . import balance, chart, journal, months

routers = (balance.router, chart.router, journal.router, months.router)

__all__ = ["routers"]
