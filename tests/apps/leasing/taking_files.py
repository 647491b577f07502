"""Files of running contracts: rows by the names of their columns, and what they point at."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from roadbook.apps.identity.enums import Role
from roadbook.apps.leasing.models import Product
from roadbook.apps.organisation.models import Company
from roadbook.kit import jobs
from roadbook.kit.imports import batches
from roadbook.kit.imports.cells import Contents
from roadbook.kit.models import ImportBatch, ImportRow
from tests.factories import identity, leasing, organisation, receivables, vehicles

TODAY = date(2026, 11, 24)
LEFT = {
    "signed_on": "10.01.2025",
    "activated_on": "15.01.2025",
    "principal": "9000,00",
    "rate": "8,9",
    "count": "24",
    "next_due_on": "10.12.2026",
}

FAULTS = [
    ({"number": ""}, "number"),
    ({"client": "nobody"}, "client"),
    ({"vin": "TMB"}, "vin"),
    ({"vin": "TMBZZZ1U0Y2000001"}, "vin"),
    ({"product": "NONE"}, "product"),
    ({"branch": "NONE"}, "branch"),
    ({"broker": "nobody@example.com"}, "broker"),
    ({"signed_on": "31.02.2025"}, "signed_on"),
    ({"signed_on": "25.11.2026", "activated_on": ""}, "signed_on"),
    ({"activated_on": "01.01.2025"}, "signed_on"),
    ({"principal": "0"}, "principal"),
    ({"principal": "nine"}, "principal"),
    ({"rate": ""}, "rate"),
    ({"count": "0"}, "count"),
    ({"count": "601"}, "count"),
    ({"next_due_on": "24.11.2026"}, "next_due_on"),
    ({"residual": "9000,00"}, "residual"),
    ({"due_dates": "10.12.2026; soon"}, "due_dates"),
    ({"due_dates": "10.12.2026; 10.01.2027"}, "due_dates"),
    ({"amounts": "100; x"}, "amounts"),
    ({"arrears_principal": "10,00", "arrears_due_on": ""}, "arrears_due_on"),
    ({"arrears_principal": "10,00", "arrears_due_on": "25.11.2026"}, "arrears_due_on"),
    ({"arrears_vat": "-1,00"}, "arrears_vat"),
]


class Office:
    """A company with a branch, a product and somebody who takes contracts over."""

    def __init__(self, kind: str = "loan", **terms: Any) -> None:
        self.company: Company = receivables.company()
        self.branch = organisation.branch(self.company)
        self.product: Product = leasing.product(self.company, kind=kind, **terms)
        self.user = identity.staff(self.company, Role.MANAGER, language="en")

    def row(self, number: str, /, **told: str) -> dict[str, str]:
        """A row that can be taken over, with a client and a vehicle of its own."""
        client, car = receivables.client(self.company), vehicles.vehicle(self.company)
        named = {"number": number, "client": client.number, "vin": car.vin, "product": self.product.code}
        return {**named, **LEFT, **told}

    def mapped(self, rows: list[dict[str, str]], code: str = "leasing.contracts") -> ImportBatch:
        """The rows as a batch whose check waits for its job."""
        head = list(dict.fromkeys(name for row in rows for name in row))
        target = io.StringIO()
        writer = csv.DictWriter(target, head, delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
        file = io.BytesIO(target.getvalue().encode())
        batch = batches.upload(importer=code, company_id=self.company.pk, file=file, name="old.csv", by=self.user)
        mapping = {str(place): name for place, name in enumerate(head)}
        batches.map_columns(batch=batch, mapping=mapping, by=self.user)
        batch.refresh_from_db()
        return batch

    def batch(self, rows: list[dict[str, str]], code: str = "leasing.contracts") -> ImportBatch:
        """The rows as a checked batch."""
        return worked(self.mapped(rows, code))

    def taken(self, rows: list[dict[str, str]], code: str = "leasing.contracts") -> ImportBatch:
        """The rows, imported."""
        batch = self.batch(rows, code)
        batches.run(batch=batch, by=self.user)
        return worked(batch)

    def undone(self, batch: ImportBatch) -> ImportBatch:
        batches.undo(batch=batch, by=self.user)
        return worked(batch)


def lines(
    office: Office, count: int, wrong_every: int = 33, said_again_every: int = 40
) -> tuple[list[dict[str, str]], list[tuple[str, str]]]:
    """So many rows with what each is; a fault at the end of so many, some said again at the end of the file."""
    rows, expected, twins = [], [], []
    for number in range(count):
        place, is_last = divmod(number, wrong_every)
        told, wrong = FAULTS[place % len(FAULTS)] if is_last == wrong_every - 1 else ({}, "")
        row = office.row(f"OLD-{number}", **told)
        rows.append({"branch": "", "broker": "", **row})
        expected.append(("error", wrong) if wrong else ("new", ""))
        if said_again_every and number % said_again_every == 5 and not wrong:
            twins.append(rows[-1])
    return [*rows, *twins], [*expected, *(("duplicate", "") for _row in twins)]


def worked(batch: ImportBatch) -> ImportBatch:
    """The batch after its job has run."""
    batch.refresh_from_db()
    assert batch.job is not None
    jobs.run(batch.job.pk)
    batch.refresh_from_db()
    return batch


def judged(batch: ImportBatch) -> list[tuple[str, str]]:
    """State and fields at fault of each row, in their order."""
    rows = ImportRow.objects.filter(batch=batch).order_by("number")
    return [(row.state, ",".join(problem.field for problem in Contents(row).problems)) for row in rows]
