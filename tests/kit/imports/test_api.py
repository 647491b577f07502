"""Imports through the API: everything that the screens do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roadbook.apps.identity.enums import Role
from roadbook.kit.models import ImportBatch, ImportRow, WorkerBeat
from roadbook.kit.testing import run_jobs
from tests.factories import identity, organisation
from tests.kit.beats import CODE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]
URL = "/api/v1/imports"
FILE = "Name;Date;How many\nanna;24.11.2026;1\nboris;23.11.2026;2\nceco;32.11.2026;\n"
MAPPING = {"0": "name", "1": "on", "2": "count"}


def upload(client: Any, company: Any, content: bytes = FILE.encode(), **more: Any) -> Any:
    told = {"importer": CODE, "company_id": company.pk, "file": SimpleUploadedFile("beats.csv", content), **more}
    return client.post(URL, {name: value for name, value in told.items() if value is not None})


def send(client: Any, method: str, url: str, body: dict[str, Any] | None = None) -> Any:
    return getattr(client, method)(url, body or {}, content_type="application/json")


def checked(client: Any, company: Any) -> str:
    """The address of a batch that was uploaded and checked."""
    url = f"{URL}/{upload(client, company).json()['id']}"
    assert send(client, "post", f"{url}/mapping", {"mapping": MAPPING}).status_code == 202
    run_jobs()
    return url


def test_what_may_be_imported_is_listed_with_fields_and_companies(client, company, office):
    told = {one["code"]: one for one in client.get(f"{URL}/importers").json()}
    assert told[CODE]["fields"] == ["name", "on", "count"]
    assert (told[CODE]["required"], told[CODE]["company_ids"]) == (["name"], [company.pk])
    assert "organisation.companies" not in told


def test_file_goes_from_upload_to_undo(client, company, office):
    made = upload(client, company)
    assert (made.status_code, made.json()["state"], made.json()["mapping"]) == (201, "uploaded", MAPPING)
    url = f"{URL}/{made.json()['id']}"
    assert send(client, "post", f"{url}/mapping", {"mapping": MAPPING}).json()["state"] == "checking"
    run_jobs()
    assert client.get(url).json()["counts"] == {"new": 2, "error": 1}

    wrong = client.get(f"{url}/rows?state=error").json()["items"]
    assert [(one["line"], one["problems"]) for one in wrong] == [
        (4, [{"field": "on", "message": "There is no such day."}])
    ]
    mended = send(client, "patch", f"{url}/rows/{wrong[0]['id']}", {"values": {"on": "22.11.2026"}}).json()
    assert (mended["state"], mended["problems"], mended["values"]["on"]) == ("new", [], "22.11.2026")

    assert send(client, "post", f"{url}/run").status_code == 202
    assert send(client, "post", f"{url}/run").status_code == 409
    run_jobs()
    assert client.get(url).json()["counts"] == {"done": 3}
    first = client.get(f"{url}/rows?limit=1").json()["items"][0]
    assert first["subject"] == f"kit.workerbeat:{WorkerBeat.objects.get(name='anna').pk}"

    assert send(client, "post", f"{url}/undo").status_code == 202
    run_jobs()
    assert (client.get(url).json()["state"], WorkerBeat.objects.count()) == ("undone", 0)


def test_rows_come_in_the_order_of_the_file_page_by_page(client, company, office):
    url = checked(client, company)
    found, cursor = [], ""
    while True:
        told = client.get(f"{url}/rows?limit=2&cursor={cursor}").json()
        found += [one["line"] for one in told["items"]]
        cursor = told.get("next") or told.get("next_cursor") or ""
        if not cursor:
            break
    assert found == [2, 3, 4]


@pytest.mark.parametrize(
    ("content", "more", "status"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, {}, 422),
        (b"Name\n", {}, 422),
        (FILE.encode(), {"file": None}, 422),
        (FILE.encode(), {"importer": "no.such"}, 404),
        (FILE.encode(), {"company_id": 999_999}, 403),
        (FILE.encode(), {"company_id": "x"}, 422),
    ],
)
@pytest.mark.usefixtures("office")
def test_upload_that_cannot_be_leaves_nothing(client, company, content, more, status):
    answer = upload(client, company, content, **more)
    assert (answer.status_code, ImportBatch.objects.count()) == (status, 0)


@pytest.mark.parametrize(
    "mapping", [{}, {"1": "on"}, {"0": "nope"}, {"9": "name"}, {"0": "name", "1": "name"}, {"x": "name"}]
)
def test_mapping_that_cannot_be_is_refused(client, company, office, mapping):
    url = f"{URL}/{upload(client, company).json()['id']}"
    assert send(client, "post", f"{url}/mapping", {"mapping": mapping}).status_code == 422
    assert (client.get(url).json()["state"], ImportRow.objects.count()) == ("uploaded", 0)


def test_file_is_read_anew(client, company, office):
    made = upload(client, company, "Име;Дата\nИва;1.1.2026\n".encode("cp1251")).json()
    url = f"{URL}/{made['id']}"
    told = send(client, "post", f"{url}/reading", {"encoding": "koi8-r"}).json()
    assert (told["reading"]["encoding"], told["mapping"]) == ("koi8-r", {})
    assert send(client, "post", f"{url}/reading", {"encoding": "klingon"}).status_code == 422
    assert client.get(url).json()["reading"]["encoding"] == "koi8-r"


def test_cell_of_a_column_that_is_not_there_is_refused(client, company, office):
    url = checked(client, company)
    row = ImportRow.objects.get(line=4)
    assert send(client, "patch", f"{url}/rows/{row.pk}", {"values": {"nope": "x"}}).status_code == 422
    assert send(client, "patch", f"{url}/rows/{row.pk}", {"values": {"name": "\x00"}}).status_code == 422
    row.refresh_from_db()
    assert row.state == "error"


def test_discarded_file_is_gone(client, company, office):
    url = checked(client, company)
    assert send(client, "post", f"{url}/discard").json()["state"] == "discarded"
    assert (send(client, "post", f"{url}/run").status_code, ImportRow.objects.count()) == (409, 0)


def test_other_company_finds_nothing_and_a_broker_may_not(client, company, office):
    url = checked(client, company)
    client.force_login(identity.staff(organisation.company(), Role.BACK_OFFICE))
    assert [client.get(one).status_code for one in (url, f"{url}/rows")] == [404, 404]
    for act in ("run", "undo", "discard"):
        assert send(client, "post", f"{url}/{act}").status_code == 404
    assert client.get(URL).json()["items"] == []
    client.force_login(identity.staff(company, Role.BROKER))
    assert [client.get(one).status_code for one in (URL, url)] == [403, 403]
    assert upload(client, company).status_code == 403
    assert (ImportBatch.objects.count(), ImportBatch.objects.get().state) == (1, "checked")
