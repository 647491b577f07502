"""The saved views over a list: which there are, which one is shown, and whether it was changed since."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property

from roadbook.kit.models import SavedView

from . import saved
from .asked import ALL, Asked
from .tables import Table


@dataclass(frozen=True)
class Tab:
    """A view as a tab. ``is_opening`` is the one that the list opens with."""

    view: SavedView
    url: str
    is_current: bool
    is_mine: bool
    is_opening: bool


class Tabs:
    """The views of a list for its reader; one statement."""

    def __init__(self, table: Table, user: Any) -> None:
        self.table, self.user = table, user
        is_known = bool(table.key) and getattr(user, "is_authenticated", False)
        self.views: list[Any] = list(saved.visible(user, table.key)) if is_known else []
        self.is_known = is_known
        self.opening = saved.opening(self.views, user)
        self.asked: Asked | None = None

    def on(self, asked: Asked) -> Tabs:
        """These tabs at an address."""
        self.asked = asked
        return self

    @property
    def opening_query(self) -> str:
        """Where a list without any address goes first; empty when it shows all rows."""
        return address_of(self.opening) if self.opening else ""

    @property
    def all_query(self) -> str:
        """The address of all rows."""
        return f"view={ALL}" if self.opening else ""

    @cached_property
    def current(self) -> SavedView | None:
        """The view that the address names, if the reader may see it."""
        named = self.asked.view if self.asked else ""
        return next((view for view in self.views if str(view.pk) == named), None)

    @property
    def is_modified(self) -> bool:
        """Does the list show something else than the view that it is called by?"""
        return bool(self.current and self.asked and self.current.query != self.asked.content)

    @property
    def is_plain(self) -> bool:
        """Is there nothing about this address that would be worth keeping?"""
        return not (self.asked and self.asked.content)

    @cached_property
    def may_change(self) -> bool:
        return bool(self.current and saved.may_change(self.user, self.current))

    @property
    def tabs(self) -> list[Tab]:
        return [
            Tab(
                view=view,
                url="?" + address_of(view),
                is_current=view == self.current,
                is_mine=view.owner_id == self.user.pk,
                is_opening=view == self.opening,
            )
            for view in self.views
        ]


def address_of(view: SavedView) -> str:
    """The query under which a list shows a view."""
    return f"{view.query}&view={view.pk}" if view.query else f"view={view.pk}"
