"""Attached files through the API."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from roadbook.apps.documents.models import Attachment, IdScanPermit
from roadbook.apps.identity.enums import Role
from roadbook.kit import audit, files
from roadbook.kit.models import AuditEntry
from roadbook.kit.testing import assert_same_queries
from tests.factories import documents as make
from tests.factories import identity, organisation, parties, vehicles

pytestmark = pytest.mark.django_db
URL = "/api/v1/attachments"
PERMITS = "/api/v1/id-scan-permits"


@pytest.fixture
def company():
    return organisation.company(business_date=date(2026, 11, 24))


@pytest.fixture
def clerk(client, company):
    user = identity.staff(company, Role.BACK_OFFICE, language="en")
    client.force_login(user)
    return user


def send(client, row, content, name="scan.png", **said: Any):
    return client.post(URL, {"subject": audit.key(row), "file": SimpleUploadedFile(name, content), **said})


def post(client, path, body=None, **headers: str):
    return client.post(f"{URL}{path}", body or {}, content_type="application/json", headers=headers)


def test_file_is_sent_listed_shown_and_handed_out(client, company, clerk):
    car = vehicles.vehicle(company)
    paper = make.pdf(2)
    answer = send(client, car, paper, "каско.pdf", kind="insurance", expires_on="2027-05-01", note="За 2027")
    assert answer.status_code == 201
    made = answer.json()
    wanted = {"kind": "insurance", "name": "каско.pdf", "pages": 2, "expires_on": "2027-05-01", "state": "new"}
    assert wanted.items() <= made.items()
    assert client.get(URL, {"subject": audit.key(car)}).json()["items"] == [made]
    assert client.get(URL, {"sha256": files.sha256(paper)}).json()["items"] == [made]
    assert client.get(f"{URL}/{made['id']}").json() == made
    assert client.get(f"{URL}/{made['id']}/file").content == paper
    page = client.get(f"{URL}/{made['id']}/pages/2")
    assert (page.status_code, page["Content-Type"]) == (200, "image/png")
    assert client.get(f"{URL}/{made['id']}/pages/3").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_queries(client, company, clerk, rows):
    for _nth in range(rows):
        make.attachment(parties.person(company), kind="other", by=clerk)
    with assert_same_queries(4):
        assert len(client.get(URL, {"kind": "other", "state": "new"}).json()["items"]) == rows


def test_second_copy_is_a_conflict(client, company, clerk):
    car, sent = vehicles.vehicle(company), make.picture()
    assert [send(client, car, sent).status_code for _time in range(2)] == [201, 409]
    assert Attachment.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said", "code"),
    [
        (b"MZ", {}, "program"),
        (b"", {}, "empty"),
        (b"text", {"kind": "photo"}, "attachment"),
        (b"text", {"kind": "id_scan"}, "forbidden"),
        (b"text", {"kind": "nobody"}, "invalid"),
        (b"text", {"note": "x" * 301}, "invalid"),
    ],
)
def test_what_does_not_fit_is_refused(client, company, clerk, *, content, said, code):
    answer = send(client, vehicles.vehicle(company), content, **said)
    assert answer.json()["error"]["code"] == code
    assert not Attachment.objects.exists()


def test_file_is_checked_once_for_a_key(client, company, clerk):
    paper = make.attachment(vehicles.vehicle(company), kind="other")
    answers = [post(client, f"/{paper.pk}/check", {"verdict": "accept"}, **{"Idempotency-Key": "k"}) for _n in "ab"]
    assert [one.status_code for one in answers] == [200, 200]
    assert AuditEntry.objects.filter(action="documents.attachment.accept").count() == 1
    answer = post(client, f"/{paper.pk}/check", {"verdict": "reject"})
    assert (answer.status_code, answer.json()["error"]["fields"][0]["field"]) == (422, "reason")
    assert (
        post(client, f"/{paper.pk}/check", {"verdict": "reject", "reason": "Не се чете"}).json()["state"] == "rejected"
    )


def test_file_is_described_and_removed(client, company, clerk):
    paper = make.attachment(vehicles.vehicle(company), kind="other")
    answer = client.patch(f"{URL}/{paper.pk}", {"kind": "insurance"}, content_type="application/json")
    assert (answer.status_code, answer.json()["kind"], answer.json()["note"]) == (200, "insurance", "")
    assert post(client, f"/{paper.pk}/remove", {"reason": "Не е за тук"}).status_code == 204
    assert client.get(f"{URL}/{paper.pk}").status_code == 404


def test_photo_is_put_in_order(client, company, clerk):
    car = vehicles.vehicle(company)
    make.attachment(car, kind="photo")
    second = make.attachment(car, kind="photo")
    assert post(client, f"/{second.pk}/arrange", {"to": "main"}).json()["is_main"] is True


def test_identity_scan_has_pages_only(client, company, clerk):
    IdScanPermit.objects.create(company=company, given_at="2026-11-24T08:00:00Z")
    answer = send(client, parties.person(company), make.picture(), kind="id_scan", legal_basis="aml")
    assert (answer.status_code, answer.json()["keep_until"]) == (201, "2031-11-24")
    pk = answer.json()["id"]
    refused = client.get(f"{URL}/{pk}/file")
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "view_only")
    assert client.get(f"{URL}/{pk}/pages/1").status_code == 200
    assert AuditEntry.objects.get(action="documents.attachment.view").changes["how"] == [None, "api"]


def test_permits_are_listed_and_set(client, company):
    client.force_login(identity.staff(company))
    first = client.get(PERMITS).json()[0]
    assert (first["branch_id"], first["is_on"]) == (None, False)
    answer = client.post(PERMITS, {"company_id": company.pk, "is_on": True}, content_type="application/json")
    assert (answer.status_code, answer.json()["is_on"]) == (200, True)
    foreign = organisation.company()
    answer = client.post(PERMITS, {"company_id": foreign.pk, "is_on": True}, content_type="application/json")
    assert answer.status_code == 404
    assert [one.company for one in IdScanPermit.objects.all()] == [company]


def test_other_company_is_not_there(client, clerk):
    foreign = make.attachment(kind="other")
    for path in ("", "/file", "/pages/1"):
        assert client.get(f"{URL}/{foreign.pk}{path}").status_code == 404
    assert client.get(URL, {"subject": foreign.subject}).status_code == 404
    assert client.get(URL).json()["items"] == []
    for path, body in (("check", {"verdict": "accept"}), ("remove", {"reason": "опит"}), ("arrange", {"to": "main"})):
        assert post(client, f"/{foreign.pk}/{path}", body).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.removed_at) == ("new", None)
