"""Lists of the audit log: entries and seals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from roadbook.apps.backoffice import queries
from roadbook.apps.identity.enums import Permission
from roadbook.kit import audit_reading, audit_words, figures, lists
from roadbook.kit.audit_words import MACHINE, Thing
from roadbook.kit.models import AuditBlock, AuditEntry

from .audit_filters import Actor, Address, InChanges, Kind, ToTheMinute

SHOWN = 2
LONGEST = 200


def actor(row: AuditEntry) -> str:
    return audit_words.actor(row.actor_name)


def action(row: AuditEntry) -> str:
    return audit_words.action(row.action)


@dataclass(frozen=True)
class Read(lists.Text):
    """A column that names other rows; their titles are asked for once for the whole page."""

    things: Mapping[str, Thing] | None = field(default=None, kw_only=True)

    def among(self, rows: Sequence[Any]) -> Read:
        return replace(self, things=audit_words.things({key for row in rows for key in self.keys(row)}))

    def keys(self, row: AuditEntry) -> set[str]:
        raise NotImplementedError


@dataclass(frozen=True)
class Subject(Read):
    """Of what: the noun and its title."""

    def keys(self, row: AuditEntry) -> set[str]:
        return {row.subject}

    def of(self, row: AuditEntry) -> str:
        return str((self.things or audit_words.things([row.subject]))[row.subject])


@dataclass(frozen=True)
class Changes(Read):
    """``State: Signed → Active``, the first of them; that there are personal values is said, not what they are."""

    def keys(self, row: AuditEntry) -> set[str]:
        return audit_reading.references(row.subject, row.changes)

    def of(self, row: AuditEntry) -> str:
        told = audit_reading.changes(row.subject, row.changes, things=self.things)
        parts = [_sentence(one.label, one.old, one.new) for one in told[:SHOWN]]
        more = len(told) - SHOWN
        if more > 0:
            parts.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
        if row.values_sha256:
            parts.append(str(_("personal values")))
        return ", ".join(parts)[:LONGEST]


def _sentence(label: str, old: str, new: str) -> str:
    return f"{label}: {old} → {new or figures.DASH}" if old else f"{label}: {new or figures.DASH}"


@lists.register
class AuditTable(lists.Table):
    key = "backoffice.audit"
    url_name = "backoffice:audit_list"
    title = _("Audit log")
    permission = Permission.AUDIT_VIEW
    columns = (
        lists.Moment("at", _("When"), card="value"),
        lists.Column("actor_name", _("Who"), value=actor, card="title"),
        lists.Column("action", _("Act"), value=action, main=True, card="meta"),
        Subject("subject", _("Of what"), css="clip w25", card="meta"),
        Changes("changes", _("Changes")),
        lists.Column("ip", _("Address"), css="mono"),
        lists.Column("request_id", _("Request"), css="mono", shown=False),
    )
    empty_icon = "scroll-text"

    def rows(self, user: Any) -> QuerySet[AuditEntry]:
        found = queries.audit_visible_to(user)
        return found.annotate(changes_text=Cast("changes", TextField()))

    def filters_for(self, user: Any) -> tuple[lists.Filter, ...]:
        people = [(str(one.pk), one.name) for one in queries.audit_actors(user)]
        companies = [(str(one.pk), one.name) for one in queries.days_visible_to(user, Permission.AUDIT_VIEW)]
        return (
            Actor("who", _("Who"), choices=[*people, (MACHINE, _("the machine"))]),
            lists.Choice("action", _("Act"), choices=audit_words.actions()),
            Kind("kind", _("Kind of thing"), choices=audit_words.nouns()),
            lists.Contains("subject", _("Key of the thing")),
            lists.Choice("company", _("Company"), path="company_id", choices=companies),
            Address("ip", _("Address")),
            ToTheMinute("at", _("When")),
            InChanges("text", _("Text in changes")),
            lists.Contains("request_id", _("Request")),
        )

    def row_url(self, row: AuditEntry) -> str:
        return reverse("backoffice:audit_show", args=[row.pk])


@lists.register
class BlockTable(lists.Table):
    key = "backoffice.audit_blocks"
    url_name = "backoffice:audit_seals"
    title = _("Seals of the audit log")
    permission = Permission.AUDIT_VIEW
    columns = (
        lists.Number("number", _("Block"), sort="number", card="title"),
        lists.Moment("sealed_at", _("Sealed")),
        lists.Number("first_id", _("First entry")),
        lists.Number("last_id", _("Last entry")),
        lists.Number("count", _("Entries"), card="value"),
        lists.Text("sha256", _("Hash"), css="clip mono", card="meta"),
    )
    default_sort = "-number"
    empty_icon = "stamp"
    empty_title = _("Nothing is sealed yet")
    empty_text = _("The worker seals new entries every five minutes.")

    def rows(self, user: Any) -> QuerySet[AuditBlock]:  # noqa: ARG002 - one log for the whole installation
        return queries.blocks()
