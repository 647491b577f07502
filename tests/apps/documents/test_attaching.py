"""Attached files: who may, what is kept, what is told, what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from roadbook.apps.documents import actions, queries
from roadbook.apps.documents.models import Attachment, IdScanPermit
from roadbook.apps.identity.enums import Role
from roadbook.apps.timeline.models import Entry
from roadbook.kit import audit, clock, files
from roadbook.kit.errors import Forbidden
from roadbook.kit.files import store
from roadbook.kit.models import AuditEntry
from roadbook.kit.states import MoveRefused
from roadbook.kit.testing import at_once
from tests.factories import documents as make
from tests.factories import identity, leasing, organisation, parties, receivables, vehicles

pytestmark = pytest.mark.django_db
OPEN = {"kind": "id_scan", "legal_basis": "aml"}


@pytest.fixture
def company():
    return organisation.company(business_date=date(2026, 11, 24))


@pytest.fixture
def party(company):
    return parties.person(company)


def stored() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def nothing_kept() -> bool:
    return not Attachment.objects.exists() and not stored()


def test_file_is_kept_told_and_audited(company, party):
    broker = identity.staff(company, Role.BROKER)
    sent = make.picture("JPEG", (80, 60))
    kept = make.attachment(party, content=sent, name="Лице.png", by=broker, kind="other", note="Отпред")
    assert (kept.name, kept.media_type, kept.size) == ("Лице.jpg", "image/jpeg", len(queries.bytes_of(kept)))
    assert (kept.uploaded_sha256, kept.sha256) == (files.sha256(sent), files.sha256(queries.bytes_of(kept)))
    assert kept.scan == "not_scanned"
    entry = Entry.objects.get(kind="file")
    assert (entry.subject, entry.party, entry.by) == (audit.key(party), party, broker)
    assert (entry.params, entry.text, entry.target) == ({"name": "Лице.jpg"}, "Отпред", audit.key(kept))
    written = AuditEntry.objects.get(action="documents.attachment.attach")
    assert written.changes["sha256"] == [None, kept.sha256]
    assert "Лице" not in str(written.changes)
    assert list(queries.check_files()) == []


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("IMG_001.jpg", make.picture("JPEG"), "photo"),
        ("Договор L-12.pdf", make.pdf(), "signed_contract"),
        ("polisa OC.pdf", make.pdf(), "insurance"),
        ("лична карта.jpg", make.picture("JPEG"), "photo"),
        ("scan0001.pdf", make.pdf(), "other"),
    ],
)
def test_kind_is_guessed_but_never_an_identity_scan(party, name, content, kind):
    assert make.attachment(party, content=content, name=name).kind == kind


def test_bad_file_leaves_nothing(party):
    with pytest.raises(files.FileRefused):
        make.attachment(party, content=b"MZ" + b"\0" * 64)
    assert nothing_kept()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "nobody"}, "kind"),
        ({"note": "x" * 301}, "note"),
        ({"note": "a\x00b"}, "note"),
        ({"kind": "other", "expires_on": date(2027, 1, 1)}, "expires_on"),
        ({"kind": "other", "legal_basis": "aml"}, "legal_basis"),
    ],
)
def test_what_is_said_must_fit(party, values, field):
    with pytest.raises(actions.AttachRefused) as refusal:
        make.attachment(party, **values)
    assert refusal.value.field == field
    assert nothing_kept()


def test_photo_is_a_picture(party):
    with pytest.raises(actions.AttachRefused):
        make.attachment(party, content=make.pdf(), kind="photo")
    assert nothing_kept()


def test_attaching_needs_the_permission(company, party):
    stranger = identity.staff(organisation.company(), Role.BROKER)
    with pytest.raises(Forbidden):
        make.attachment(party, by=stranger)
    assert nothing_kept()


def test_same_file_on_the_same_subject_is_refused(party):
    sent = make.picture()
    first = make.attachment(party, content=sent)
    with pytest.raises(actions.AlreadyAttached) as refusal:
        make.attachment(party, content=sent, name="other.png")
    assert refusal.value.existing == first
    assert Attachment.objects.count() == 1
    actions.remove(attachment=first, reason="Грешен клиент", by=None)
    assert make.attachment(party, content=sent).pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_same_file_sent_twice_at_once_is_kept_once(party):
    sent = make.picture()
    results = at_once(*[lambda: make.attachment(party, content=sent)] * 2)
    assert sorted(type(one).__name__ for one in results) == ["AlreadyAttached", "Attachment"]
    assert Attachment.objects.count() == 1


def test_same_file_elsewhere_is_shown_to_who_may_see_that_place(company, party):
    sent = make.picture()
    there = make.attachment(party, content=sent, kind="other")
    foreign = make.attachment(parties.person(), content=sent, kind="other")
    own = identity.staff(company, Role.BROKER)
    hostess = identity.staff(company, Role.HOSTESS)
    assert [place.attachment for place in queries.places_of(own, files.sha256(sent))] == [there]
    assert queries.places_of(hostess, files.sha256(sent)) == []
    abroad = identity.staff(foreign.company, Role.BROKER)
    assert [place.attachment for place in queries.places_of(abroad, files.sha256(sent))] == [foreign]


def test_full_disk_leaves_no_row(monkeypatch, party):
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", fail)
    with pytest.raises(files.DiskFull):
        make.attachment(party)
    assert nothing_kept()


def test_who_sees_which_files(company):
    contract = leasing.draft(receivables.company())
    of = contract.company
    paper, photo = make.attachment(contract, kind="other"), make.attachment(contract, kind="photo")
    here = identity.staff(of, Role.BROKER, branch=contract.branch)
    elsewhere = identity.staff(of, Role.BROKER, branch=organisation.branch(of))
    car = make.attachment(vehicles.vehicle(of), kind="photo")
    appraiser, logistics = identity.staff(of, Role.APPRAISER), identity.staff(of, Role.LOGISTICS)
    for user, seen in (
        (here, {paper, photo, car}),
        (elsewhere, {car}),
        (appraiser, {car}),
        (logistics, {car}),
        (identity.everything(company), set()),
    ):
        assert set(queries.attachment_file(user)) == seen
    own = make.attachment(vehicles.vehicle(of), kind="registration", by=appraiser)
    assert set(queries.attachment_file(appraiser)) == {car, own}
    assert set(queries.attachment_file(logistics)) == {car, own}


def test_identity_scan_is_off_until_it_is_switched_on(company, party):
    broker = identity.staff(company, Role.BROKER)
    with pytest.raises(Forbidden, match="switched off"):
        make.attachment(party, by=broker, **OPEN)
    assert nothing_kept()
    actions.permit_id_scans(company=company, by=None)
    kept = make.attachment(party, by=broker, **OPEN)
    assert (kept.kind, kept.legal_basis, kept.is_sealed) == ("id_scan", "aml", True)
    assert kept.keep_until == date(2031, 11, 24)
    actions.forbid_id_scans(company=company, by=None)
    with pytest.raises(Forbidden, match="switched off"):
        make.attachment(party, by=broker, **OPEN)


def test_identity_scan_is_allowed_where_its_branch_is(company, party):
    branch = organisation.branch(company)
    actions.permit_id_scans(company=company, branch=branch, by=None)
    make.attachment(party, by=identity.staff(company, Role.BROKER, branch=branch), **OPEN)
    with pytest.raises(Forbidden, match="switched off"):
        make.attachment(party, by=identity.staff(company, Role.BROKER, branch=organisation.branch(company)), **OPEN)


@pytest.mark.parametrize("basis", ["", "consent", "curiosity"])
def test_identity_scan_needs_a_law_of_the_country(company, party, basis):
    actions.permit_id_scans(company=company, by=None)
    with pytest.raises(actions.AttachRefused) as refusal:
        make.attachment(party, kind="id_scan", legal_basis=basis)
    assert refusal.value.field == "legal_basis"
    assert nothing_kept()


def test_consent_is_a_basis_in_russia_only():
    company = organisation.company(country="RU", currency="RUB", business_date=date(2026, 11, 24))
    actions.permit_id_scans(company=company, by=None)
    kept = make.attachment(parties.person(company, phones=("+79161234567",)), kind="id_scan", legal_basis="consent")
    assert kept.keep_until == date(2027, 11, 24)


def test_identity_scan_is_for_who_may_see_whole_numbers(company, party):
    actions.permit_id_scans(company=company, by=None)
    risk = identity.staff(company, Role.RISK)
    with pytest.raises(Forbidden):
        make.attachment(party, by=risk, **OPEN)
    assert nothing_kept()
    scan = make.attachment(party, **OPEN)
    assert list(queries.attachment_file(risk)) == []
    assert list(queries.attachment_file(identity.staff(company, Role.BROKER))) == [scan]


def test_identity_scan_is_unreadable_on_the_disk(company, party):
    actions.permit_id_scans(company=company, by=None)
    scan = make.attachment(party, content=make.picture("PNG"), **OPEN)
    (path,) = stored()
    assert not path.read_bytes().startswith(b"\x89PNG")
    assert queries.bytes_of(scan).startswith(b"\x89PNG")
    assert Entry.objects.get(kind="file").params == {}


def test_identity_scan_is_a_picture_or_a_pdf(company, party):
    actions.permit_id_scans(company=company, by=None)
    with pytest.raises(actions.AttachRefused):
        make.attachment(party, content=b"just text", **OPEN)
    assert nothing_kept()


def test_switching_needs_the_permission_and_is_audited(company):
    branch = organisation.branch(company)
    with pytest.raises(Forbidden):
        actions.permit_id_scans(company=company, by=identity.staff(company, Role.MANAGER))
    assert not IdScanPermit.objects.exists()
    admin = identity.staff(company)
    for _time in range(2):
        actions.permit_id_scans(company=company, branch=branch, by=admin)
    assert AuditEntry.objects.filter(action="documents.id_scans.permit").count() == 1
    for _time in range(2):
        actions.forbid_id_scans(company=company, branch=branch, by=admin)
    assert AuditEntry.objects.filter(action="documents.id_scans.forbid").count() == 1


def test_back_office_accepts_and_rejects(company, party):
    clerk = identity.staff(company, Role.BACK_OFFICE)
    paper = make.attachment(party, kind="other")
    actions.accept(attachment=paper, by=clerk)
    assert (paper.state, paper.checked_by) == ("accepted", clerk)
    with pytest.raises(MoveRefused):
        actions.accept(attachment=paper, by=clerk)
    actions.reject(attachment=paper, reason="Не се чете", by=clerk)
    paper.refresh_from_db()
    assert (paper.state, paper.state_reason) == ("rejected", "Не се чете")
    titles = list(Entry.objects.filter(kind="file").order_by("pk").values_list("title", "text"))
    assert titles[1:] == [("File accepted: %(name)s", ""), ("File rejected: %(name)s", "Не се чете")]


@pytest.mark.parametrize("reason", ["", "  ", "x", "x" * 301, "a\x00bc"])
def test_rejecting_needs_a_reason_in_words(party, reason):
    paper = make.attachment(party, kind="other")
    with pytest.raises(actions.CheckRefused):
        actions.reject(attachment=paper, reason=reason, by=None)
    paper.refresh_from_db()
    assert paper.state == "new"


def test_broker_does_not_check(company, party):
    paper = make.attachment(party, kind="other")
    with pytest.raises(Forbidden):
        actions.accept(attachment=paper, by=identity.staff(company, Role.BROKER))
    paper.refresh_from_db()
    assert paper.state == "new"


def test_file_is_described_anew(company, party):
    paper = make.attachment(party, kind="other")
    actions.describe(attachment=paper, kind="insurance", note="Каско", expires_on=date(2027, 5, 1), by=None)
    assert (paper.kind, paper.note, paper.expires_on) == ("insurance", "Каско", date(2027, 5, 1))
    entry = AuditEntry.objects.get(action="documents.attachment.change")
    assert entry.changes == {"kind": ["other", "insurance"], "expires_on": [None, "2027-05-01"]}
    actions.describe(attachment=paper, kind="insurance", note="Каско", expires_on=date(2027, 5, 1), by=None)
    assert AuditEntry.objects.filter(action="documents.attachment.change").count() == 1


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": "id_scan"}, "kind"),
        ({"kind": "nobody"}, "kind"),
        ({"note": "x" * 301}, "note"),
        ({"expires_on": date(2027, 1, 1)}, "expires_on"),
    ],
)
def test_description_must_fit(party, values, field):
    paper = make.attachment(party, kind="other", note="Първо")
    told = {"kind": "other", "note": "Първо", "expires_on": None, **values}
    with pytest.raises(actions.AttachRefused) as refusal:
        actions.describe(attachment=paper, by=None, **told)
    assert refusal.value.field == field
    paper.refresh_from_db()
    assert (paper.kind, paper.note, paper.expires_on) == ("other", "Първо", None)


def test_who_may_remove(company, party):
    broker, other = identity.staff(company, Role.BROKER), identity.staff(company, Role.BROKER)
    own = make.attachment(party, kind="other", by=broker)
    with pytest.raises(Forbidden):
        actions.remove(attachment=own, reason="Не е за тук", by=other)
    actions.accept(attachment=own, by=None)
    with pytest.raises(Forbidden):
        actions.remove(attachment=own, reason="Не е за тук", by=broker)
    assert Attachment.objects.live().count() == 1
    actions.remove(attachment=own, reason="Не е за тук", by=identity.staff(company, Role.BACK_OFFICE))
    assert Attachment.objects.live().count() == 0
    assert list(queries.attachment_file(broker)) == []


def test_first_photo_stands_for_its_subject_until_another_does(company):
    car = vehicles.vehicle(company)
    first, second, third = (make.attachment(car, kind="photo") for _nth in range(3))
    assert [one.is_main for one in (first, second, third)] == [True, False, False]
    actions.make_main(attachment=second, by=None)
    order = [one.pk for one in queries.about(make.subject(car), identity.everything(company), kind="photo")]
    assert order == [second.pk, first.pk, third.pk]
    actions.move_photo(attachment=third, step=-1, by=None)
    actions.move_photo(attachment=third, step=-1, by=None)
    order = [one.pk for one in queries.about(make.subject(car), identity.everything(company), kind="photo")]
    assert order == [second.pk, third.pk, first.pk]
    with pytest.raises(actions.MoveRefused):
        actions.make_main(attachment=make.attachment(car, content=make.pdf(), kind="other"), by=None)


def test_photo_that_becomes_something_else_stands_for_nothing(company):
    photo = make.attachment(vehicles.vehicle(company), kind="photo")
    actions.describe(attachment=photo, kind="other", note="", expires_on=None, by=None)
    assert photo.is_main is False


def test_papers_that_run_out_are_planned(company):
    car = vehicles.vehicle(company)
    user = identity.staff(company, Role.BROKER)
    for days in (-1, 30, 400):
        make.attachment(car, content=make.pdf(), kind="insurance", expires_on=company.business_date + timedelta(days))
    planned = queries.planned(make.subject(car), user)
    assert sorted((one.on, one.tone) for one in planned) == [(date(2026, 11, 23), "bad"), (date(2026, 12, 24), "warn")]


def test_files_that_wait_are_counted_out(company, party):
    clerk = identity.staff(company, Role.BACK_OFFICE)
    paper = make.attachment(party, kind="other")
    make.attachment(party, kind="photo")
    make.attachment(kind="other")
    assert list(queries.waiting(clerk)) == [paper]
    actions.accept(attachment=paper, by=clerk)
    assert list(queries.waiting(clerk)) == []


def test_identity_scan_is_erased_after_its_date(company, party):
    actions.permit_id_scans(company=company, by=None)
    scan = make.attachment(party, **OPEN)
    keeping = make.attachment(party, kind="other")
    assert actions.expire(company.pk, scan.keep_until, 0, 0) == 0
    assert actions.expire(company.pk, scan.keep_until + timedelta(1), 0, 0) == 1
    scan.refresh_from_db()
    assert scan.erased_at is not None
    assert not scan.is_open
    assert AuditEntry.objects.filter(action="documents.attachment.erase").count() == 1
    with clock.pretending(clock.now() + timedelta(days=2)):
        actions.sweep()
    assert [path.name for path in stored()] == [Path(keeping.path).name]
    assert list(queries.check_files()) == []


def test_removed_file_is_erased_after_a_pause(company, party):
    paper = make.attachment(party, kind="other")
    actions.remove(attachment=paper, reason="Не е за тук", by=None)
    assert actions.expire(company.pk, company.business_date, 0, 0) == 0
    with clock.pretending(clock.now() + timedelta(days=31)):
        assert actions.expire(company.pk, company.business_date, 0, 0) == 1
    assert stored() == []


def test_bytes_that_two_rows_share_outlive_one_of_them(company, party):
    sent = make.picture()
    first = make.attachment(party, content=sent, kind="other")
    second = make.attachment(parties.person(company), content=sent, kind="other")
    assert first.path == second.path
    actions.remove(attachment=first, reason="Не е за тук", by=None)
    with clock.pretending(clock.now() + timedelta(days=31)):
        actions.expire(company.pk, company.business_date, 0, 0)
    assert queries.bytes_of(second)
