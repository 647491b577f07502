"""What timeline adds to the lists of others: a note on many rows at once, wherever rows have a feed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import scope
from roadbook.apps.timeline import actions, rules
from roadbook.kit import audit, lists


class NoteForm(lists.BulkForm):
    text = forms.CharField(
        label=_("Note"), max_length=actions.LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )


def write(user: Any, row: Any, values: lists.Values) -> None:
    """The note on one row, as if it had been written on its page."""
    actions.note_on(subject=rules.visible_subject(user, audit.key(row)), text=values["text"], by=user)


def refusals(user: Any, values: lists.Values) -> list[tuple[Q, Any]]:  # noqa: ARG001 - as any other
    companies = scope(user, Permission.NOTE_WRITE).any_company_ids
    return [(~Q(company_id__in=companies), _("Your role does not allow you to write notes there."))]


NOTE = lists.BulkAction(
    code="note",
    label=_("Write a note"),
    permission=Permission.NOTE_WRITE,
    act=write,
    explains=_("The same note appears on the feed of each row."),
    icon="message-square-plus",
    form=NoteForm,
    refusals=refusals,
)
lists.offer(NOTE, fits=lambda model: rules.has_feed(model._meta.label_lower))
