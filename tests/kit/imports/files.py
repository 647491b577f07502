"""Large files of importers: what they hold is known row by row."""

from __future__ import annotations

import io
from typing import Any

from django.apps import apps

from benchmarks import _files
from roadbook.kit import jobs
from roadbook.kit.imports import batches, find
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import ImportBatch, ImportRow
from tests.factories import organisation

THINGS = {
    "leasing.contracts": "leasing.Contract",
    "organisation.companies": "organisation.Branch",
    "parties.clients": "parties.Party",
    "receivables.payments": "receivables.Payment",
    "vehicles.catalogue": "vehicles.Trim",
    "vehicles.vehicles": "vehicles.Vehicle",
}
"""What a row of each importer becomes here."""
MADE = {
    "leasing.contracts": "leasing.contract.take_over",
    "organisation.companies": "organisation.branch.create",
    "parties.clients": "parties.party.register",
    "receivables.payments": "receivables.payment.take",
    "vehicles.catalogue": "vehicles.trim.create",
    "vehicles.vehicles": "vehicles.vehicle.register",
}
"""The act that the log tells of each."""


def things(code: str) -> Any:
    """The rows of the register that an importer fills."""
    rows = apps.get_model(THINGS[code])._base_manager.all()
    return rows.filter(reversal=None) if code == "receivables.payments" else rows


def mapped(
    code: str, rows: list[_files.Row], *, company_id: int | None = None, takes_changes: bool = False
) -> ImportBatch:
    """A batch of these rows, for a new company unless one is given, whose check waits for its job."""
    if find(code).of_company and company_id is None:
        company_id = organisation.company().pk
    file = io.BytesIO(_files.written(code, rows))
    batch = batches.upload(importer=code, company_id=company_id, file=file, name="large.csv", by=None)
    batches.map_columns(batch=batch, mapping=batch.mapping, takes_changes=takes_changes, by=None)
    batch.refresh_from_db()
    return batch


def checked(code: str, rows: list[_files.Row], **more: Any) -> ImportBatch:
    """The same, checked."""
    return worked(mapped(code, rows, **more))


def worked(batch: ImportBatch) -> ImportBatch:
    """The batch after its job has run."""
    batch.refresh_from_db()
    assert batch.job is not None
    jobs.run(batch.job.pk)
    batch.refresh_from_db()
    return batch


def made(code: str, batch: ImportBatch) -> list[str]:
    """The plain keys of the things that rows of a batch made; a row may make others on its way to one."""
    found = []
    for row in ImportRow.objects.filter(batch=batch, state="done", is_new=True).order_by("number"):
        found += dict.fromkeys([*(Contents(row).before or {}).get("made", ()), row.subject])
    return [key for key in found if key.startswith(f"{THINGS[code].lower()}:")]
