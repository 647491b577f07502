"""A small importer for tests of the engine: signs of life of workers, known again by name."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time
from typing import Any

from roadbook.kit import audit, imports
from roadbook.kit.errors import Refused
from roadbook.kit.forms import DateField, TextField
from roadbook.kit.imports import batches
from roadbook.kit.models import ImportBatch, ImportRow, RowState, WorkerBeat
from roadbook.kit.testing import run_jobs

CODE = "kit.beats"


class Beats(imports.Importer):
    code = CODE
    title = "Beats"
    permission = "party.edit"
    takes_changes = True
    chunk = 4
    fields = (
        imports.Field("name", "Name", TextField(max_length=20, required=False), ("име", "nazwa"), is_required=True),
        imports.Field("on", "Date", DateField(required=False), ("дата",)),
        imports.Field("count", "How many", imports.Whole(most=100)),
    )

    def key(self, draft: imports.Draft, ground: imports.Ground) -> str:  # noqa: ARG002 - Importer's signature
        return draft.values["name"]

    def check(self, drafts: Any, ground: imports.Ground) -> list[imports.Verdict]:  # noqa: ARG002 - Importer's signature
        names = [draft.values["name"] for draft in drafts]
        known = {beat.name: beat for beat in WorkerBeat.objects.filter(name__in=names)}
        return [self._verdict(draft, known.get(draft.values["name"])) for draft in drafts]

    def _verdict(self, draft: imports.Draft, known: WorkerBeat | None) -> imports.Verdict:
        if draft.values["name"] == "forbidden":
            draft.refuse("name", "No such name.")
        if known is None:
            return imports.Verdict(RowState.NEW)
        same = draft.values.get("on") in (None, known.beat_at.date())
        return imports.Verdict(RowState.DUPLICATE if same else RowState.CONFLICT, audit.key(known), "There already.")

    def apply(self, drafts: Any, ground: imports.Ground) -> list[imports.Outcome]:  # noqa: ARG002 - as above
        return imports.one_by_one(drafts, self._one)

    def _one(self, draft: imports.Draft) -> imports.Outcome:
        at = datetime.combine(draft.values.get("on") or date(2026, 11, 24), time(), UTC)
        if draft.subject:
            beat = WorkerBeat.objects.get(pk=draft.subject.split(":")[1])
            before = {"at": beat.beat_at.isoformat()}
            WorkerBeat.objects.filter(pk=beat.pk).update(beat_at=at)
            return imports.Outcome(draft.subject, is_new=False, before=before)
        if WorkerBeat.objects.filter(name=draft.values["name"]).exists():
            raise Refused("Taken meanwhile.", field="name")
        return imports.Outcome(audit.key(WorkerBeat.objects.create(name=draft.values["name"], beat_at=at)))

    def undo(self, subjects: Any, ground: imports.Ground) -> None:  # noqa: ARG002 - Importer's signature
        for subject, before in subjects:
            found = WorkerBeat.objects.filter(pk=subject.split(":")[1])
            if before:
                found.update(beat_at=datetime.fromisoformat(before["at"]))
            else:
                found.delete()


def upload(text: str, *, by: Any = None, company_id: int | None = 1, encoding: str = "utf-8") -> ImportBatch:
    return batches.upload(
        importer=CODE, company_id=company_id, file=io.BytesIO(text.encode(encoding)), name="beats.csv", by=by
    )


def checked(text: str, *, by: Any = None, **more: Any) -> ImportBatch:
    """Uploaded, mapped as guessed, and checked."""
    batch = upload(text, by=by)
    batches.map_columns(batch=batch, mapping=batch.mapping, by=by, **more)
    run_jobs()
    batch.refresh_from_db()
    return batch


def imported(text: str, *, by: Any = None, **more: Any) -> ImportBatch:
    batch = checked(text, by=by, **more)
    batches.run(batch=batch, by=by)
    run_jobs()
    batch.refresh_from_db()
    return batch


def rows(batch: ImportBatch) -> list[tuple[int, str]]:
    return list(ImportRow.objects.filter(batch=batch).order_by("number").values_list("line", "state"))


def beats() -> dict[str, date]:
    return {beat.name: beat.beat_at.date() for beat in WorkerBeat.objects.order_by("name")}
