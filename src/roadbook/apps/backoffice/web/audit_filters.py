"""Filters that only the audit log has: who (the machine too), the kind of thing, the address, the minute, any text."""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadbook.kit import figures, lists
from roadbook.kit.audit_words import MACHINE
from roadbook.kit.forms import DateField
from roadbook.kit.lists.filters import Filter, Ground, Operator, Unreadable, one_line

MINUTE = timedelta(minutes=1)
TIME = re.compile(r"^(?P<day>.*?)[\s,T]+(?P<hour>[01]?[0-9]|2[0-3])[:.](?P<minute>[0-5][0-9])$")


@dataclass(frozen=True)
class Actor(lists.Choice):
    """Who acted: people by their ids, and the machine."""

    operators = lists.Choice.operators[:2]

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        _listed, said = super().understand(operator, typed, ground)
        people = [value for value in typed if value != MACHINE]
        found = Q(actor_id__in=people)
        if MACHINE in typed:
            found |= Q(actor_id__isnull=True)
        return (~found if operator.code == "not" else found), said


@dataclass(frozen=True)
class Kind(lists.Choice):
    """The noun of the subject, found by the beginning of its key, which an index serves."""

    operators = lists.Choice.operators[:2]

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        _listed, said = super().understand(operator, typed, ground)
        found = Q()
        for model in typed:
            found |= Q(subject__gte=f"{model}:", subject__lt=f"{model};")
        return (~found if operator.code == "not" else found), said


@dataclass(frozen=True)
class Address(Filter):
    """An IP address, or its beginning."""

    operators = (Operator("", _("is"), "line"), Operator("starts", _("starts with"), "line"))

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        given = one_line(typed[0])
        if operator.code == "starts":
            if not re.fullmatch(r"[0-9a-fA-F.:]{1,45}", given):
                raise Unreadable(gettext("Write an address such as 192.0.2.10, or how it begins."))
            return Q(**{f"{self.column}__istartswith": given}), given
        try:
            return Q(**{self.column: str(ipaddress.ip_address(given))}), given
        except ValueError:
            raise Unreadable(gettext("Write an address such as 192.0.2.10, or how it begins.")) from None


@dataclass(frozen=True)
class InChanges(Filter):
    """A part of what changed, old or new. Personal values lie elsewhere and are not searched."""

    operators = (Operator("", _("contains"), "line"),)

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:  # noqa: ARG002
        part = one_line(typed[0])
        as_kept = json.dumps(part)[1:-1]
        return Q(changes_text__icontains=part) | Q(changes_text__icontains=as_kept), part


@dataclass(frozen=True)
class ToTheMinute(lists.Period):
    """An instant: days as everywhere, or days with the hour and minute, ``24.11.2026 10:42``, ends included."""

    def understand(self, operator: Operator, typed: Sequence[str], ground: Ground) -> tuple[Q, str]:
        if operator.shape != "days" or not any(TIME.match(one.strip()) for one in typed):
            return super().understand(operator, typed, ground)
        low, high = _instant(typed[0], is_end=False), _instant(typed[1], is_end=True)
        if low and high and low >= high:
            raise Unreadable(gettext("The first moment is after the last."))
        found = Q(**{f"{self.column}__gte": low}) if low else Q()
        if high:
            found &= Q(**{f"{self.column}__lt": high})
        return found, " – ".join(_said(one) for one in typed)


def _instant(typed: str, *, is_end: bool) -> datetime | None:
    """The first instant that the text means, or the first after it."""
    match = TIME.match(typed.strip())
    day = _day(match["day"] if match else typed)
    if day is None:
        return None
    at = time(int(match["hour"]), int(match["minute"])) if match else time()
    try:
        moment = timezone.make_aware(datetime.combine(day, at)).astimezone(UTC)
    except (OverflowError, ValueError):
        raise Unreadable(gettext("Write a date such as 24.11.2026.")) from None
    if not is_end:
        return moment
    return moment + (MINUTE if match else timedelta(days=1))


def _day(typed: str) -> date | None:
    try:
        found: date | None = DateField(required=False, latest=date(2100, 12, 30)).clean(typed)
    except ValidationError as error:
        raise Unreadable(error.messages[0]) from None
    return found


def _said(typed: str) -> str:
    match = TIME.match(typed.strip())
    day = _day(match["day"] if match else typed)
    if day is None:
        return "…"
    return f"{figures.day(day)} {int(match['hour']):02}:{match['minute']}" if match else figures.day(day)
