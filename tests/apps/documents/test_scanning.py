"""Files before the virus scanner: what it has not passed is not handed out."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadbook.apps.documents import actions
from roadbook.apps.documents.gateways import clamav
from roadbook.apps.documents.models import Attachment
from roadbook.kit.models import AuditEntry, Job
from roadbook.kit.testing import run_jobs
from tests.factories import documents as make
from tests.factories import identity

from .fake_clamd import EICAR, scanner

pytestmark = pytest.mark.django_db


def download(client, attachment: Attachment) -> int:
    client.force_login(identity.everything(attachment.company))
    return client.get(reverse("documents:attachment_file", args=[attachment.pk])).status_code


def test_clean_file_waits_is_passed_and_then_handed_out(client, settings):
    with scanner() as settings.ROADBOOK_CLAMAV:
        paper = make.attachment(content=b"x" * 200_000, name="a.txt")
        assert paper.scan == "waiting"
        assert download(client, paper) == 409
        (job,) = run_jobs()
    paper.refresh_from_db()
    assert (job.state, job.result, paper.scan) == ("done", {"scan": "clean"}, "clean")
    assert download(client, paper) == 200


def test_virus_is_named_and_never_handed_out(client, settings):
    with scanner() as settings.ROADBOOK_CLAMAV:
        paper = make.attachment(content=EICAR, name="eicar.txt")
        run_jobs()
    paper.refresh_from_db()
    assert (paper.scan, paper.scan_note) == ("infected", "Eicar-Signature")
    assert paper.erased_at is not None
    assert download(client, paper) == 409
    page = client.get(reverse("documents:attachment_show", args=[paper.pk])).content.decode()
    assert "Eicar-Signature" in page
    assert AuditEntry.objects.get(action="documents.attachment.scan").changes["found"] == [None, "Eicar-Signature"]
    with pytest.raises(actions.CheckRefused):
        actions.accept(attachment=paper, by=None)


def test_without_a_scanner_the_file_says_that_it_was_not_scanned(client):
    paper = make.attachment(content=EICAR, name="eicar.txt", kind="other")
    assert paper.scan == "not_scanned"
    assert not Job.objects.exists()
    client.force_login(identity.everything(paper.company))
    panel = client.get(reverse("documents:attachments", args=[paper.subject])).content.decode()
    assert "Not scanned for viruses" in panel


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"gibberish"])
def test_scanner_that_says_something_odd_passes_nothing(client, settings, answer):
    with scanner(answer or b" ") as settings.ROADBOOK_CLAMAV:
        paper = make.attachment(content=b"text", name="a.txt")
        run_jobs()
    paper.refresh_from_db()
    assert paper.scan == "waiting"
    assert "ScannerAway" in Job.objects.get().error
    assert download(client, paper) == 409


def test_scanner_that_is_away_is_asked_again(settings):
    settings.ROADBOOK_CLAMAV = "127.0.0.1:1"
    paper = make.attachment(content=b"text", name="a.txt")
    run_jobs()
    job = Job.objects.get()
    assert (job.state, job.tries) == ("queued", 1)
    with scanner() as settings.ROADBOOK_CLAMAV:
        assert actions.scan(attachment=paper).scan == "clean"


def test_scanner_listens_on_a_socket_too(tmp_path):
    with pytest.raises(clamav.ScannerAway):
        clamav.scan(b"x", address=str(tmp_path / "clamd.sock"))


def test_file_of_before_the_scanner_is_scanned_when_asked(settings):
    paper = make.attachment(content=b"text", name="a.txt")
    actions.scan_again(attachment=paper, by=None)
    assert paper.scan == "not_scanned"
    with scanner() as settings.ROADBOOK_CLAMAV:
        actions.scan_again(attachment=paper, by=None)
        assert paper.scan == "waiting"
        run_jobs()
    paper.refresh_from_db()
    assert paper.scan == "clean"
