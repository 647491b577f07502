"""Drafts of forms: what is typed is kept on the server, for its author only, until the form is saved.

A draft is named by the route, its arguments and the class of the form. It holds everything that was typed and the
hidden fields beside it (so that a row which moved meanwhile is found out when the form is saved), but never passwords,
files, or the token of the form. It is encrypted, and forgotten after ``KEPT``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone

from roadbook.kit import clock, figures
from roadbook.kit.models import FormDraft, IdempotencyRecord

from . import values

KEPT = timedelta(days=30)
LARGEST = 200_000
SALT = "roadbook.kit.forms.draft"
IS_FORM = "form:"


@dataclass(frozen=True)
class Draft:
    """``key`` lets the page keep and discard the draft; ``kept_at`` says when the one that exists was written.

    ``is_restored``: the page shows it. Otherwise, where one exists, the page offers it.
    """

    key: str
    kept_at: datetime | None = None
    is_restored: bool = False

    @property
    def kept(self) -> str:
        """The time of the draft as its author reads it; only the minute when it is of today."""
        return said(self.kept_at) if self.kept_at else ""


class DraftRefused(Exception):  # noqa: N818 - reads as a sentence
    """The key is not one that this user was given, or there is too much to keep."""


def said(at: datetime) -> str:
    """The minute of a draft: ``14:32``, with the day when it is not of today."""
    local = timezone.localtime(at)
    is_today = local.date() == timezone.localtime(clock.now()).date()
    return f"{local:%H:%M}" if is_today else figures.moment(at)


def name_of(request: HttpRequest, form: forms.BaseForm) -> str:
    """What a draft of this form at this address is called."""
    match = request.resolver_match
    if match is None:
        return f"{request.path} {type(form).__name__}"[:250]
    parts = [match.view_name, *(str(value) for _, value in sorted(match.kwargs.items())), type(form).__name__]
    return " ".join(parts)[:250]


def key_for(request: HttpRequest, form: forms.BaseForm) -> str:
    """What the page sends with a draft: its name and the fields that may be kept, signed for this user."""
    names = [form.add_prefix(name) for name, field in form.fields.items() if values.is_kept(field)]
    kept = [name for name in names if name != form.add_prefix("form_token")]
    return signing.dumps([request.user.pk, name_of(request, form), kept], salt=SALT, compress=True)


def keep(user: Any, key: str, sent: Mapping[str, Any], token: str = "") -> datetime | None:
    """Write the draft of a page; returns when, or None because the form has been saved already.

    :raises DraftRefused: the key is not this user's, or there is too much.
    """
    name, allowed = _read(user, key)
    contents = json.dumps({one: values.sent_in(sent, one) for one in allowed if values.sent_in(sent, one)})
    if len(contents) > LARGEST:
        raise DraftRefused("too much")
    now = clock.now()
    FormDraft.objects.update_or_create(owner_id=user.pk, form=name, defaults={"contents": contents, "updated_at": now})
    # The form may have been saved while this was under way; whoever comes second takes the draft away.
    if (
        token
        and IdempotencyRecord.objects.filter(scope=f"{IS_FORM}{user.pk}", key=token, status__isnull=False).exists()
    ):
        _of(user, name).delete()
        return None
    return now


def discard(user: Any, key: str) -> None:
    """Forget the draft of a page.

    :raises DraftRefused: the key is not this user's.
    """
    name, _allowed = _read(user, key)
    _of(user, name).delete()


def find(request: HttpRequest, form: forms.BaseForm) -> tuple[datetime, dict[str, list[str]]] | None:
    """The draft that this user has of this form: when it was written, and the texts."""
    row = _of(request.user, name_of(request, form)).first()
    return (row.updated_at, json.loads(row.contents)) if row else None


def done(request: HttpRequest, form: forms.BaseForm) -> None:
    """The form is saved: its draft is not needed any more."""
    _of(request.user, name_of(request, form)).delete()


def sweep(before: datetime | None = None) -> int:
    """Delete the drafts that nobody has touched since ``before``, by default ``KEPT`` ago; returns how many."""
    return FormDraft.objects.filter(updated_at__lt=before or clock.now() - KEPT).delete()[0]


def _of(user: Any, name: str) -> Any:
    return FormDraft.objects.filter(owner_id=user.pk, form=name)


def _read(user: Any, key: str) -> tuple[str, list[str]]:
    try:
        owner, name, allowed = signing.loads(key, salt=SALT)
    except signing.BadSignature as error:
        raise DraftRefused("not ours") from error
    if owner != user.pk:
        raise DraftRefused("another's")
    return name, allowed
