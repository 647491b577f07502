"""What a caller may ask of the audit log."""

from __future__ import annotations

import ipaddress
import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from ninja import Field
from pydantic import AfterValidator, AwareDatetime

from roadbook.kit.api import Key, StrictSchema, Text
from roadbook.kit.models import AuditEntry

FIRST_YEAR, LAST_YEAR = 2000, 2200
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _year(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return value


def _ip(value: str) -> str:
    return value and str(ipaddress.ip_address(value))


Day = Annotated[date, AfterValidator(_year)]
Moment = Annotated[AwareDatetime, AfterValidator(_year)]


class AuditFilter(StrictSchema):
    """Each narrows. ``from`` and ``to`` are days of UTC, ``at_from`` and ``at_to`` minutes; all are included."""

    user: Key | None = Field(None, description="Id of who acted")
    action: Text = Field("", max_length=80, examples=["leasing.contract.change"])
    kind: Text = Field("", max_length=60, pattern=r"^([a-z_]+\.[a-z_]+)?$", examples=["leasing.contract"])
    subject: Text = Field("", max_length=80, examples=["leasing.contract:12"])
    company_id: Key | None = None
    ip: Annotated[Text, Field(max_length=45, examples=["192.0.2.10"]), AfterValidator(_ip)] = ""
    text: Text = Field("", max_length=100, description="A part of what changed; personal values are not searched")
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    at_from: Moment | None = Field(None, examples=["2026-11-24T10:42:00Z"])
    at_to: Moment | None = None

    def narrow(self, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that were asked for."""
        rows = rows.filter(**self._times())
        if self.kind:
            rows = rows.filter(subject__gte=f"{self.kind}:", subject__lt=f"{self.kind};")
        if self.text:
            kept = json.dumps(self.text)[1:-1]
            told = Q(told__icontains=self.text) | Q(told__icontains=kept)
            rows = rows.annotate(told=Cast("changes", TextField())).filter(told)
        exact = {
            "actor_id": self.user,
            "action": self.action,
            "subject": self.subject,
            "company_id": self.company_id,
            "ip": self.ip,
        }
        return rows.filter(**{name: value for name, value in exact.items() if value})

    def _times(self) -> dict[str, datetime]:
        found = {}
        if self.since:
            found["at__gte"] = datetime.combine(self.since, time.min, tzinfo=UTC)
        if self.until:
            found["at__lt"] = datetime.combine(self.until, time.min, tzinfo=UTC) + DAY
        if self.at_from:
            found["at__gte"] = max(self.at_from, found.get("at__gte", self.at_from))
        if self.at_to:
            end = self.at_to.replace(second=0, microsecond=0) + MINUTE
            found["at__lt"] = min(end, found.get("at__lt", end))
        return found
