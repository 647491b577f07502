"""Saved views: named addresses of a list, one's own and shared ones, and which of them the list opens with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from roadbook.kit import audit, clock, text
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import OpeningView, SavedView

from . import audiences
from .asked import Asked, parameters
from .tables import Table

MOST_VIEWS = 100
LONGEST_NAME = 60
LONGEST_QUERY = 8000
VIEW = "kit.savedview"
audit.name_subject(VIEW, _("Saved view"), titles=audit.titles_from("kit.savedview", "name"))
for _act, _word in {
    "create": _("View of a list saved"),
    "change": _("View of a list changed"),
    "delete": _("View of a list deleted"),
    "open_with": _("Opening view of a list chosen"),
}.items():
    audit.name_action(f"kit.view.{_act}", _word)
FIELDS = ("name", "query", "audience", "is_default")


class ViewRefused(Refused):
    """The view has no name, or one that is taken; its address cannot be read; nobody may be told of it."""

    code = "view"


class ViewChanged(Conflict):
    """Somebody changed the view meanwhile."""


@dataclass(frozen=True)
class Told:
    """What a view is to be. ``query`` is an address of the list, without question mark."""

    name: str
    query: str
    audience: str = ""
    is_default: bool = False


def visible(user: Any, key: str) -> QuerySet[SavedView]:
    """The views of a list that the user made or that are shared with the user, the own first, by name.

    ``chosen`` is the id of the view that the user opens the list with, ``has_chosen`` whether the user chose at all.
    """
    choice = OpeningView.objects.filter(user=user.pk, table=OuterRef("table"))
    found = SavedView.objects.filter(Q(owner=user.pk) | Q(audience__in=audiences.mine(user)), table=key)
    return (
        found.select_related("owner")
        .annotate(chosen=Subquery(choice.values("view_id")[:1]), has_chosen=Exists(choice))
        .order_by("name", "pk")
    )


def opening(views: list[Any], user: Any) -> SavedView | None:
    """Of ``visible`` views the one that the list opens with: the user's choice, else the nearest audience's default."""
    if views and views[0].has_chosen:
        return next((view for view in views if view.pk == view.chosen), None)
    by_audience = {view.audience: view for view in views if view.is_default}
    return next((by_audience[code] for code in audiences.mine(user) if code in by_audience), None)


def may_change(user: Any, view: SavedView) -> bool:
    """Its owner may, and who may share with the audience that it is shared with."""
    return view.owner_id == user.pk or bool(view.audience and view.audience in _offered(user))


@transaction.atomic
def create(*, table: Table, told: Told, by: Any) -> SavedView:
    """Keep an address under a name.

    :raises ViewRefused: see there.
    :raises Forbidden: the user may not share with this audience.
    """
    if SavedView.objects.filter(owner=by, table=table.key).count() >= MOST_VIEWS:
        raise ViewRefused(_("You have %(most)s views of this list. Delete one first.") % {"most": MOST_VIEWS})
    now = clock.now()
    view = SavedView(owner=by, table=table.key, created_at=now, changed_at=now)
    _fill(view, table, told, by)
    _store(view)
    changes = {name: [None, getattr(view, name)] for name in FIELDS}
    audit.record(action="kit.view.create", subject=view, by=by, company_id=view.company_id, changes=changes)
    return view


@transaction.atomic
def change(*, view: SavedView, table: Table, version: int, told: Told, by: Any) -> SavedView:
    """Rename a view, point it elsewhere, share it or take it back. ``version`` is the one that the editor saw.

    :raises ViewChanged: somebody changed it meanwhile.
    :raises ViewRefused, Forbidden: as for a new one; or the user may not change this one.
    """
    row = SavedView.objects.select_for_update().get(pk=view.pk)
    _require(by, row)
    if row.version != version:
        raise ViewChanged(_("Somebody changed this view a moment ago. Reload to see it."))
    old = {name: getattr(row, name) for name in FIELDS}
    company_id = row.company_id
    _fill(row, table, told, by)
    row.version, row.changed_at = version + 1, clock.now()
    _store(row)
    changes = audit.diff(old, {name: getattr(row, name) for name in FIELDS})
    audit.record(action="kit.view.change", subject=row, by=by, company_id=row.company_id or company_id, changes=changes)
    return row


@transaction.atomic
def delete(*, view: SavedView, by: Any) -> None:
    """Forget a view; lists that opened with it open with all rows.

    :raises Forbidden: the user may not change this one.
    """
    row = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if row is None:
        return
    _require(by, row)
    old = {name: [getattr(row, name), None] for name in FIELDS}
    audit.record(action="kit.view.delete", subject=row, by=by, company_id=row.company_id, changes=old)
    row.delete()


@transaction.atomic
def open_with(*, key: str, view: SavedView | None, by: Any) -> None:
    """From now on the list opens with this view for the user; with None, with all rows."""
    before = OpeningView.objects.filter(user=by, table=key).values_list("view_id", flat=True).first()
    OpeningView.objects.update_or_create(user=by, table=key, defaults={"view": view})
    changes = {"opens_with": [before, view.pk if view else None]}
    audit.record(action="kit.view.open_with", subject=by, by=by, changes={"list": [None, key], **changes})


def _fill(view: SavedView, table: Table, told: Told, by: Any) -> None:
    view.name = _name(told.name)
    view.query = _canonical(table, told.query, by)
    if told.audience != view.audience:
        _share(view, told.audience, by)
    if told.is_default and not view.audience:
        raise ViewRefused(_("Only a shared view can be the default of others."), field="is_default")
    view.is_default = told.is_default


def _share(view: SavedView, audience: str, by: Any) -> None:
    offered = _offered(by)
    if audience and audience not in offered:
        raise Forbidden(_("Your role does not allow you to share views with them."), field="audience")
    view.audience = audience
    view.company_id = offered[audience].company_id if audience else None


def _name(typed: str) -> str:
    try:
        name = " ".join(text.clean(typed).split())
    except ValueError:
        raise ViewRefused(_("This text holds a character that cannot be stored."), field="name") from None
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ViewRefused(_("A view needs a name of at most %(most)s letters.") % {"most": LONGEST_NAME}, field="name")
    return name


def _canonical(table: Table, query: str, user: Any) -> str:
    asked = Asked(table, table.rows(user), parameters(query), user)
    if asked.problems or len(asked.content) > LONGEST_QUERY:
        raise ViewRefused(_("What this view filters by cannot be read. Mend the filters first."), field="query")
    return asked.content


def _store(view: SavedView) -> None:
    """Write the row; a default takes the place of the one before it."""
    if view.is_default:
        former = SavedView.objects.filter(table=view.table, audience=view.audience, is_default=True)
        former.exclude(pk=view.pk).update(is_default=False)
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        namesakes = SavedView.objects.filter(owner=view.owner, table=view.table, name=view.name)
        if namesakes.exclude(pk=view.pk).exists():
            raise ViewRefused(_("You have a view of this name already."), field="name") from None
        raise ViewChanged(_("Somebody changed this view a moment ago. Reload to see it.")) from None


def _require(by: Any, view: SavedView) -> None:
    if not may_change(by, view):
        raise Forbidden(_("This view is somebody else's. Save it as your own to change it."))


def _offered(user: Any) -> dict[str, audiences.Audience]:
    return {one.code: one for one in audiences.offered(user)}
