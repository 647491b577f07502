"""Lists as files: what is written, for whom, and when it is gone."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.kit import clock, exports, vault
from roadbook.kit.errors import Forbidden
from roadbook.kit.exports import asking, fetching
from roadbook.kit.models import AuditEntry, Export, Job, JobState
from roadbook.kit.testing import run_jobs
from tests.factories import identity, organisation, transfers, vehicles

pytestmark = pytest.mark.django_db
TABLE = "vehicles.vehicles"


def text_of(export: Export, by) -> str:
    with exports.open_file(export=export, by=by) as file:
        return file.read().decode("utf-8-sig")


@pytest.fixture
def company():
    return organisation.company()


@pytest.fixture
def broker(company):
    return identity.staff(company, Role.BROKER)


def test_list_is_written_as_shown(company, broker):
    vehicles.vehicle(company, plate="СВ1111АА", odometer_km=1000)
    vehicles.vehicle(company, plate="СВ2222АА")
    export = transfers.export(broker, table=TABLE, query="sort=plate&cols=vehicle.plate.odometer_km")
    assert text_of(export, broker).splitlines() == [
        'Vehicle,Plate,"Odometer, km"',
        "Škoda Octavia,CB1111AA,1000",
        "Škoda Octavia,CB2222AA,",
    ]
    assert (export.rows, export.job.state, export.job.done) == (2, JobState.DONE, 2)


def test_filters_search_and_selection_narrow_it(company, broker):
    first = vehicles.vehicle(company, plate="СВ1111АА")
    vehicles.vehicle(company, plate="СВ2222АА")
    for query in ("q=CB1111AA&cols=plate", f"ids={first.pk}&cols=plate"):
        export = transfers.export(broker, table=TABLE, query=query)
        assert text_of(export, broker).splitlines()[1:] == ["Škoda Octavia,CB1111AA"]


def test_all_columns_are_more_than_those_shown(company, broker):
    vehicles.vehicle(company)
    shown = transfers.export(broker, table=TABLE)
    everything = transfers.export(broker, table=TABLE, has_all_columns=True)
    heads = [text_of(one, broker).splitlines()[0].split(",") for one in (shown, everything)]
    assert set(heads[0]) < set(heads[1])


def test_sheet_has_true_values_and_says_what_it_holds(company, broker):
    vehicles.vehicle(company, odometer_km=1000)
    export = transfers.export(broker, table=TABLE, format="xlsx", query="q=octavia&cols=vehicle.odometer_km.created_at")
    with exports.open_file(export=export, by=broker) as file:
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[1][:2] == ("Škoda Octavia", 1000)
    assert book.active["C2"].is_date
    assert book.active.freeze_panes == "A2"
    about = dict(book["About"].iter_rows(values_only=True))
    assert (about["List"], about["Search"], about["Rows"]) == ("Vehicles", "octavia", "1")


def test_only_rows_of_companies_where_one_may_export(company, broker):
    other = organisation.company()
    vehicles.vehicle(company, plate="СВ1111АА")
    vehicles.vehicle(other, plate="СВ2222АА")
    vehicles.vehicle(plate="СВ3333АА")
    identity.actions.assign(user=broker, role=Role.HOSTESS, company=other, branch=None, by=None)
    export = transfers.export(broker, table=TABLE, query="cols=plate")
    assert text_of(export, broker).splitlines()[1:] == ["Škoda Octavia,CB1111AA"]


def test_who_may_not_export_is_refused(company):
    hostess = identity.staff(company, Role.HOSTESS)
    with pytest.raises(Forbidden):
        exports.request(table=TABLE, query="", format="csv", by=hostess)
    assert (Export.objects.count(), Job.objects.count()) == (0, 0)


def test_who_may_not_see_the_list_is_refused(broker):
    with pytest.raises(Forbidden):
        exports.request(table="organisation.companies", query="", format="csv", by=broker)
    assert Export.objects.count() == 0


def test_unknown_list_format_and_endless_address_are_refused(broker):
    for table, query, form in (("no.list", "", "csv"), (TABLE, "", "pdf"), (TABLE, "q=" + "x" * 9000, "csv")):
        with pytest.raises(exports.ExportRefused):
            exports.request(table=table, query=query, format=form, by=broker)
    assert Export.objects.count() == 0


def test_right_that_is_lost_before_the_job_ends_it(company, broker):
    one = exports.request(table=TABLE, query="", format="csv", by=broker)
    broker.assignments.update(ended_at=clock.now())
    run_jobs()
    one.refresh_from_db()
    assert (one.job.state, one.ready_at) == (JobState.DEAD, None)


def test_file_is_sealed_and_fetched_by_its_owner_only(company, broker):
    vehicles.vehicle(company, plate="СВ1111АА")
    export = transfers.export(broker, table=TABLE)
    assert b"CB1111AA" not in (vault.folder() / export.file).read_bytes()
    other = identity.staff(company, Role.ADMINISTRATOR)
    with pytest.raises(Forbidden):
        exports.open_file(export=export, by=other)


def test_every_fetching_is_audited(client, broker):
    export = transfers.export(broker, table=TABLE)
    client.force_login(broker)
    response = client.get(reverse("exports:export_file", args=[export.pk]))
    content = b"".join(response.streaming_content)
    assert (response.status_code, len(content)) == (200, export.size)
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    actions = AuditEntry.objects.filter(subject=f"kit.export:{export.pk}").order_by("pk")
    assert [entry.action for entry in actions] == ["kit.export.request", "kit.export.write", "kit.export.download"]


def test_file_is_gone_after_its_days(client, broker):
    export = transfers.export(broker, table=TABLE)
    with clock.pretending(clock.now() + timedelta(days=8)):
        with pytest.raises(fetching.Gone):
            exports.open_file(export=export, by=broker)
        assert exports.erase() == 1
        assert exports.erase() == 0
    assert [path for path in vault.folder().rglob("*") if path.is_file()] == []
    client.force_login(broker)
    assert client.get(reverse("exports:export_file", args=[export.pk])).status_code == 410


def test_cancelled_export_leaves_no_file(company, broker, monkeypatch):
    for _ in range(3):
        vehicles.vehicle(company)
    one = exports.request(table=TABLE, query="", format="csv", by=broker)
    Job.objects.filter(pk=one.job_id).update(cancel_asked=True)
    monkeypatch.setattr("roadbook.kit.jobs.progress.FLUSH_EVERY", 0)
    run_jobs()
    one.refresh_from_db()
    assert (one.job.state, one.ready_at) == (JobState.CANCELLED, None)
    exports.erase()
    assert [path for path in vault.folder().rglob("*") if path.is_file()] == []


def test_sixth_export_waits(broker):
    for _ in range(asking.AT_ONCE):
        exports.request(table=TABLE, query="", format="csv", by=broker)
    with pytest.raises(asking.TooMany):
        exports.request(table=TABLE, query="", format="csv", by=broker)
    assert Export.objects.count() == asking.AT_ONCE


def test_exported_vehicles_come_back_as_they_were(company, broker):
    for number in range(3):
        vehicles.vehicle(
            company, plate=f"СВ111{number}АА", odometer_km=1000 * number, fuel="diesel", colour="-червен", body="suv"
        )
    for form in ("csv", "xlsx"):
        export = transfers.export(broker, table=TABLE, format=form, has_all_columns=True)
        with exports.open_file(export=export, by=broker) as file:
            content = file.read()
        again = transfers.brought(content, f"file.{form}", importer=TABLE, company=company)
        assert again.counts == {"duplicate": 3}
        other = organisation.company()
        copied = transfers.brought(content, f"file.{form}", importer=TABLE, company=other, runs=True)
        assert copied.counts == {"done": 3}
        copy = transfers.export(identity.staff(other, Role.BROKER), table=TABLE, query="sort=plate&cols=" + COMPARED)
        original = transfers.export(broker, table=TABLE, query="sort=plate&cols=" + COMPARED)
        assert text_of(copy, copy.created_by) == text_of(original, broker)


COMPARED = "plate.vin.model_year.fuel.odometer_km.kind.make__name.model__name.trim.body.gearbox.drive.power_kw.colour"
