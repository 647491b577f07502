"""What a caller may ask of the audit log."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Annotated

from django.db.models import QuerySet
from ninja import Field
from pydantic import AfterValidator

from roadbook.kit.api import Key, StrictSchema, Text
from roadbook.kit.models import AuditEntry

FIRST_YEAR, LAST_YEAR = 2000, 2200


def _year(value: date) -> date:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValueError(f"a day from {FIRST_YEAR} to {LAST_YEAR}")
    return value


Day = Annotated[date, AfterValidator(_year)]


class AuditFilter(StrictSchema):
    """Each narrows; days are of UTC, both included."""

    user: Key | None = Field(None, description="Id of who acted")
    action: Text = Field("", max_length=80, examples=["leasing.contract.change"])
    subject: Text = Field("", max_length=80, examples=["leasing.contract:12"])
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")

    def narrow(self, rows: QuerySet[AuditEntry]) -> QuerySet[AuditEntry]:
        """The entries that were asked for."""
        if self.since:
            rows = rows.filter(at__gte=datetime.combine(self.since, time.min, tzinfo=UTC))
        if self.until:
            rows = rows.filter(at__lte=datetime.combine(self.until, time.max, tzinfo=UTC))
        exact = {"actor_id": self.user, "action": self.action, "subject": self.subject}
        return rows.filter(**{name: value for name, value in exact.items() if value})
