"""A table as a context declares it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.kit import clock
from roadbook.kit.access import permissions_of

from .bulk import BulkAction, everywhere
from .columns import Column
from .filters import Filter
from .grouping import Group


class Table:
    """Declares a list. Subclass it with ``columns``, ``filters``, ``search``, ``rows`` and ``row_url``.

    ``key`` names it everywhere (a context and a noun), ``title`` heads it, ``permission`` is what one needs to see it,
    ``url_name`` is its address. ``bulk`` are acts on many of its rows.
    ``search`` names the column or columns that the search box looks in, preferably one filled by
    ``kit.text.search_text``; empty means no box. ``default_sort`` is a path, with ``-`` for falling; only it and the
    columns' ``sort`` paths sort, and each of them has an index. ``groupable`` is what rows may stand under headings by.
    ``seek_url_name`` is where the search box posts its words, where they may be what no address holds.
    """

    key: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    permission: ClassVar[str] = ""
    url_name: ClassVar[str] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    filters: ClassVar[tuple[Filter, ...]] = ()
    groupable: ClassVar[tuple[Group, ...]] = ()
    search: ClassVar[str | tuple[str, ...]] = ""
    seek_url_name: ClassVar[str] = ""
    default_sort: ClassVar[str] = "-id"
    bulk: ClassVar[tuple[BulkAction, ...]] = ()
    page_size: ClassVar[int] = 50
    empty_icon: ClassVar[str] = "inbox"
    empty_title: ClassVar[str | Promise] = _("Nothing here yet")
    empty_text: ClassVar[str | Promise] = ""

    user: Any = None
    """For whom the list is drawn; ``row_url`` and functions of columns may ask."""

    def rows(self, user: Any) -> QuerySet[Any]:
        """Every row that the user may see, with ``select_related`` for what the columns show."""
        raise NotImplementedError

    def columns_for(self, user: Any) -> tuple[Column, ...]:  # noqa: ARG002 - for subclasses
        """The columns as they stand for this user. Asks the database only where what there is depends on the user."""
        return self.columns

    def filters_for(self, user: Any) -> tuple[Filter, ...]:  # noqa: ARG002 - for subclasses
        """The filters as they stand for this user."""
        return self.filters

    def groupable_for(self, user: Any) -> tuple[Group, ...]:  # noqa: ARG002 - for subclasses
        """What rows may stand under headings by, for this user."""
        return self.groupable

    def bulk_for(self, user: Any, model: type[Model] | None = None) -> list[BulkAction]:
        """The acts on many rows that are offered to the user: the table's own, and what others offer on such rows.

        ``model`` is that of the rows, for who has them at hand.
        """
        if not self.key or not getattr(user, "is_authenticated", False):
            return []
        held = permissions_of(user)
        return [one for one in (*self.bulk, *everywhere(model or self.rows(user).model)) if one.permission in held]

    def today(self, user: Any) -> date:  # noqa: ARG002 - for subclasses
        """The day that "today" and "this month" count from: a business date, where rows have one."""
        return clock.today()

    @property
    def address(self) -> str:
        """Where the list is."""
        return reverse(self.url_name)

    @property
    def seek_url(self) -> str:
        return reverse(self.seek_url_name) if self.seek_url_name else ""

    def edit_url(self, row: Any) -> str:  # noqa: ARG002 - for subclasses
        """The form of a row, for columns with ``edit``; empty where the user may not change the row."""
        return ""

    def row_url(self, row: Any) -> str:  # noqa: ARG002 - for subclasses
        """Where a row leads; empty for a row that leads nowhere."""
        return ""
