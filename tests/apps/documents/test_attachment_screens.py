"""Panels, the viewer and its buttons, downloads."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from roadbook.apps.documents import actions
from roadbook.apps.documents.models import Attachment, IdScanPermit
from roadbook.apps.identity.enums import Role
from roadbook.kit import audit, files
from roadbook.kit.models import AuditEntry
from roadbook.kit.testing import assert_same_queries
from tests.factories import documents as make
from tests.factories import identity, organisation, parties, vehicles

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SCRIPT = {"Accept": "application/json"}
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
    "'; DROP TABLE documents_attachment; --",
]


@pytest.fixture
def company():
    return organisation.company(business_date=date(2026, 11, 24))


@pytest.fixture
def party(company):
    return parties.person(company)


@pytest.fixture
def clerk(client, company):
    user = identity.staff(company, Role.BACK_OFFICE, language="en")
    client.force_login(user)
    return user


def upload(client, row, *sent: Any, headers=None, **data: Any):
    address = reverse("documents:upload", args=[audit.key(row)])
    return client.post(address, {**data, "file": list(sent)}, headers=headers or {})


def a_file(name="scan.png", content=b""):
    return SimpleUploadedFile(name, content or make.picture(), content_type="text/html")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("panel", "kind", "cost"), [("attachments", "other", 7), ("photos", "photo", 7)])
def test_panel_costs_the_same_queries(client, party, clerk, *, rows, panel, kind, cost):
    for _nth in range(rows):
        make.attachment(party, kind=kind, by=clerk)
    with assert_same_queries(cost):
        page = client.get(reverse(f"documents:{panel}", args=[audit.key(party)]), headers=HTMX)
    assert page.content.decode().count("<li") == rows + 1
    assert page.content.decode().strip().startswith('<section class="card" id=')


def test_panel_is_a_page_of_its_own_without_script(client, party, clerk):
    page = client.get(reverse("documents:attachments", args=[audit.key(party)])).content.decode()
    assert "<html" in page
    assert 'enctype="multipart/form-data"' in page


def test_script_sends_a_file_and_hears_what_became_of_it(client, party, clerk):
    answer = upload(client, party, a_file("договор.pdf", make.pdf()), headers=SCRIPT)
    kept = Attachment.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "state": "done",
        "message": "Signed contract",
        "scan": "Not scanned for viruses",
        "url": reverse("documents:attachment_show", args=[kept.pk]),
    }
    assert (kept.name, kept.uploaded_by) == ("договор.pdf", clerk)


def test_second_copy_is_named_with_its_place(client, party, clerk):
    sent = make.picture()
    first = make.attachment(party, content=sent)
    answer = upload(client, party, a_file(content=sent), headers=SCRIPT)
    assert (answer.status_code, answer.json()["state"]) == (409, "duplicate")
    assert answer.json()["url"] == reverse("documents:attachment_show", args=[first.pk])
    known = client.get(reverse("documents:known", args=[audit.key(party)]), {"sha256": files.sha256(sent)}).json()
    assert [place["url"] for place in known["places"]] == [answer.json()["url"]]
    assert client.get(reverse("documents:known", args=[audit.key(party)]), {"sha256": "'"}).json() == {"places": []}


@pytest.mark.parametrize(
    ("name", "content"), [("a.pdf", b"MZ" + b"\0" * 64), ("a.svg", b"<svg><script>alert(1)</script></svg>"), ("a", b"")]
)
def test_bad_file_is_refused_in_words(client, party, clerk, name, content):
    address = reverse("documents:upload", args=[audit.key(party)])
    sent = SimpleUploadedFile(name, content)
    answer = client.post(address, {"file": sent}, headers=SCRIPT)
    assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert len(answer.json()["message"]) > 20
    assert not Attachment.objects.exists()


def test_nothing_sent_is_said(client, party, clerk):
    answer = upload(client, party, headers=SCRIPT)
    assert (answer.status_code, answer.json()["message"]) == (422, "Choose a file first.")


def test_body_larger_than_the_files_we_take_is_not_read(client, party, clerk, monkeypatch):
    from roadbook.kit.files import handlers, limits

    monkeypatch.setattr(handlers, "LIMITS", limits.Limits(size=10))
    monkeypatch.setattr(handlers, "MEGABYTE", 0)
    assert upload(client, party, a_file(), headers=SCRIPT).status_code in {400, 413}
    assert not Attachment.objects.exists()


def test_plain_form_sends_several_and_goes_back(client, party, clerk):
    there = f"http://testserver/clients/{party.pk}/"
    answer = upload(client, party, a_file("a.png"), a_file("b.exe", b"MZ1"), headers={"Referer": there})
    assert (answer.status_code, answer["Location"]) == (302, there)
    assert [one.name for one in Attachment.objects.all()] == ["a.png"]
    away = upload(client, party, a_file("c.png"), headers={"Referer": "https://elsewhere.example/"})
    assert unquote(away["Location"]) == unquote(reverse("documents:attachments", args=[audit.key(party)]))


def test_viewer_shows_pages_facts_and_the_file_beside(client, party, clerk):
    other = make.attachment(party, content=make.pdf(), kind="other")
    paper = make.attachment(party, content=make.pdf(2), name="полица.pdf", kind="insurance", note="Каско")
    page = client.get(reverse("documents:attachment_show", args=[paper.pk])).content.decode()
    assert page.count("data-viewer-page") == 2
    assert "полица.pdf" in page
    assert f'href="{reverse("documents:attachment_show", args=[other.pk])}"' in page
    assert "data-viewer-accept" in page


@pytest.mark.parametrize("text", XSS)
def test_what_people_write_is_shown_as_text(client, party, clerk, text):
    paper = make.attachment(party, name=f"{text}.png", kind="other", note=text)
    for address in (
        reverse("documents:attachment_show", args=[paper.pk]),
        reverse("documents:attachments", args=[audit.key(party)]),
        reverse("documents:check_list"),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page


def test_page_is_a_picture_that_runs_nothing(client, party, clerk):
    paper = make.attachment(party, content=make.pdf(), kind="other")
    shown = client.get(reverse("documents:attachment_page", args=[paper.pk, 1]))
    assert shown["Content-Type"] == "image/png"
    assert Image.open(BytesIO(shown.content)).size == (1500, 2000)
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    small = client.get(reverse("documents:attachment_page", args=[paper.pk, 1]), {"small": "1"})
    assert max(Image.open(BytesIO(small.content)).size) == 320
    for number in (0, 2, 999):
        assert client.get(reverse("documents:attachment_page", args=[paper.pk, number])).status_code == 404


def test_download_is_an_attachment_under_its_own_name(client, party, clerk):
    paper = make.attachment(party, content=make.pdf(), name="до\u202eговор; a.pdf.exe", kind="other")
    answer = client.get(reverse("documents:attachment_file", args=[paper.pk]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert unquote(answer["Content-Disposition"]).endswith("договор; a.pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_identity_scan_is_only_looked_at_and_every_look_is_on_record(client, company, party, clerk):
    actions.permit_id_scans(company=company, by=None)
    sent = make.picture("PNG", (600, 400), seed=3)
    scan = make.attachment(party, content=sent, kind="id_scan", legal_basis="aml")
    assert client.get(reverse("documents:attachment_file", args=[scan.pk])).status_code == 404
    page = client.get(reverse("documents:attachment_show", args=[scan.pk])).content.decode()
    assert "ЗМИП" in page
    assert not AuditEntry.objects.filter(action="documents.attachment.view").exists()
    shown = client.get(reverse("documents:attachment_page", args=[scan.pk, 1]))
    assert shown.content != files.page_of_picture(files.check(sent).content)
    colours = Image.open(BytesIO(shown.content)).getcolors(maxcolors=1_000_000)
    assert colours is not None
    assert len(colours) > 50
    view = AuditEntry.objects.get(action="documents.attachment.view")
    assert (view.actor_id, view.subject) == (clerk.pk, audit.key(scan))
    panel = client.get(reverse("documents:attachments", args=[audit.key(party)])).content.decode()
    assert "small=1" not in panel


def test_accepting_goes_on_with_the_next_that_waits(client, party, clerk):
    first, second = (make.attachment(party, content=make.pdf(), kind="other") for _nth in range(2))
    check = reverse("documents:attachment_check", args=[first.pk])
    answer = client.post(f"{check}?queue=1", {"verdict": "accept"})
    assert answer["Location"] == reverse("documents:attachment_show", args=[second.pk]) + "?queue=1"
    check = reverse("documents:attachment_check", args=[second.pk])
    assert client.post(f"{check}?queue=1", {"verdict": "accept"})["Location"] == reverse("documents:check_list")
    assert "Everything is checked" in client.get(reverse("documents:check_list")).content.decode()


def test_rejecting_without_a_reason_says_so(client, party, clerk):
    paper = make.attachment(party, kind="other")
    check = reverse("documents:attachment_check", args=[paper.pk])
    answer = client.post(check, {"verdict": "reject", "reason": ""})
    assert answer.status_code == 422
    assert "Say in words why" in answer.content.decode()
    paper.refresh_from_db()
    assert paper.state == "new"
    assert client.post(check, {"verdict": "reject", "reason": "Не се чете"}).status_code == 302
    paper.refresh_from_db()
    assert paper.state == "rejected"


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_files_to_check_costs_the_same_queries(client, company, clerk, rows):
    for _nth in range(rows):
        make.attachment(parties.person(company), kind="other", by=clerk)
    with assert_same_queries(5):
        page = client.get(reverse("documents:check_list"))
    assert len(page.context["places"]) == rows


def test_file_is_described_beside_it(client, party, clerk):
    paper = make.attachment(party, kind="insurance")
    show = reverse("documents:attachment_show", args=[paper.pk])
    answer = client.post(show, {"kind": "insurance", "expires_on": "1.5.2027", "note": "Каско"})
    assert (answer.status_code, answer["Location"]) == (302, show)
    paper.refresh_from_db()
    assert (paper.expires_on, paper.note) == (date(2027, 5, 1), "Каско")
    assert client.post(show, {"kind": "insurance", "expires_on": "31.02.2027", "note": ""}).status_code == 422


def test_photos_are_put_in_order_in_place(client, company, clerk):
    car = vehicles.vehicle(company)
    first, second = (make.attachment(car, kind="photo") for _nth in range(2))
    address = reverse("documents:attachment_arrange", args=[second.pk])
    answer = client.post(address, {"to": "main"}, headers=HTMX, follow=True)
    assert answer.status_code == 200
    second.refresh_from_db()
    first.refresh_from_db()
    assert (first.is_main, second.is_main) == (False, True)
    paper = make.attachment(car, content=make.pdf(), kind="other")
    assert client.post(reverse("documents:attachment_arrange", args=[paper.pk]), {"to": "main"}).status_code == 404


def test_removed_file_is_not_found_again(client, party, clerk):
    paper = make.attachment(party, kind="other")
    remove = reverse("documents:attachment_remove", args=[paper.pk])
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "Не е за тук"}).status_code == 302
    for name in ("attachment_show", "attachment_file"):
        assert client.get(reverse(f"documents:{name}", args=[paper.pk])).status_code == 404


def test_damaged_file_is_not_handed_out(client, party, clerk, settings):
    paper = make.attachment(party, kind="other")
    (settings.MEDIA_ROOT / paper.path).write_bytes(b"\x89PNG")
    assert client.get(reverse("documents:attachment_file", args=[paper.pk])).status_code == 500
    answer = client.get(reverse("documents:attachment_page", args=[paper.pk, 1]))
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/plain")


def test_other_company_is_not_there(client, clerk):
    foreign = make.attachment(kind="other")
    key = foreign.subject
    for name in ("attachments", "photos", "known"):
        assert client.get(reverse(f"documents:{name}", args=[key])).status_code == 404
    assert client.post(reverse("documents:upload", args=[key]), {"file": a_file()}).status_code == 404
    for name in ("attachment_show", "attachment_file"):
        assert client.get(reverse(f"documents:{name}", args=[foreign.pk])).status_code == 404
    assert client.get(reverse("documents:attachment_page", args=[foreign.pk, 1])).status_code == 404
    for name in ("attachment_check", "attachment_arrange", "attachment_remove", "attachment_scan"):
        assert client.post(reverse(f"documents:{name}", args=[foreign.pk]), {"reason": "опит"}).status_code == 404
    foreign.refresh_from_db()
    assert (foreign.state, foreign.removed_at) == ("new", None)


@pytest.mark.parametrize("key", ["nobody.knows:1", "parties.party", "parties.party:x", "parties.party:0"])
def test_subject_that_is_none_is_not_found(client, clerk, key):
    assert client.get(reverse("documents:attachments", args=[key])).status_code == 404


def test_identity_scans_are_switched_on_a_page(client, company):
    branch = organisation.branch(company)
    client.force_login(identity.staff(company, language="en"))
    page = client.get(reverse("documents:id_scans")).content.decode()
    assert page.count("Switch on</button>") == 1 + company.branches.count()
    address = reverse("documents:id_scans_set")
    client.post(address, {"company": company.pk, "branch": branch.pk, "on": "1"})
    assert [(one.company, one.branch) for one in IdScanPermit.objects.all()] == [(company, branch)]
    client.post(address, {"company": company.pk, "branch": branch.pk, "on": "0"})
    assert not IdScanPermit.objects.exists()
    foreign = organisation.company()
    assert client.post(address, {"company": foreign.pk, "branch": "", "on": "1"}).status_code == 404
    assert not IdScanPermit.objects.exists()
