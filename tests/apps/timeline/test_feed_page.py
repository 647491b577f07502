"""The feed as a page: narrowed, searched, paged, planned, with old and new of every change; notes corrected."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import translation

from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation import actions as companies
from roadbook.apps.parties import actions as parties
from roadbook.apps.timeline import actions, queries, rules
from roadbook.apps.timeline.models import Entry
from roadbook.apps.timeline.queries import Asked
from roadbook.kit import audit, clock
from roadbook.kit.models import AuditEntry, AuditValues
from roadbook.kit.testing import assert_same_queries
from tests.factories import documents, identity, organisation, vehicles
from tests.factories import parties as clients
from tests.factories import timeline as make

pytestmark = pytest.mark.django_db
FEED, NOTE = "timeline:feed_show", "timeline:note_create"
HTMX = {"HX-Request": "true"}
XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "</textarea><script>alert(1)</script>",
    "{{7*7}} {% load x %}",
    "<div hx-get='/accounts/logout/' hx-trigger='load'></div>",
    "\u202e<b>обратно</b>",
]


@pytest.fixture
def company():
    return organisation.company(business_date=date(2026, 11, 24))


@pytest.fixture
def party(company):
    return clients.person(company)


@pytest.fixture
def broker(client, company):
    user = identity.staff(company, Role.BROKER, language="en")
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def language():
    with translation.override("en"):
        yield


def page_of(row, reader, **asked: Any):
    return queries.feed_page(documents.subject(row), reader, Asked(**asked))


def titles(page) -> list[str]:
    return [line.title for day in page.days for line in day.lines]


def test_several_kinds_are_shown_together(client, party, broker):
    make.note(party, text="Бележка")
    make.entry(party, title="Money came", kind="payment")
    make.entry(party, title="Letter", kind="message")
    asked = {"subject": audit.key(party), "kind": ["note", "payment", "nobody"]}
    page = client.get(reverse(FEED), asked, headers=HTMX).content.decode()
    assert "Бележка" in page
    assert "Money came" in page
    assert "Letter" not in page
    assert re.findall(r'value="(\w+)" id="feed-kind-\w+" checked', page) == ["note", "payment"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("петък", ["Note"]),
        ("ПЕТЪК мине", ["Note"]),
        ("1,250", ["Received €1,250.00"]),
        ("received", ["Received €1,250.00"]),
        ("няма такова", []),
        ("%", []),
    ],
)
def test_words_are_looked_for_as_the_reader_reads_them(party, broker, words, found):
    make.note(party, text="Обади се, ще мине в петък.")
    money = {"amount": {"minor": 1250_00, "currency": "EUR"}}
    make.entry(party, title="Received %(amount)s", params=money, kind="payment")
    assert titles(page_of(party, broker, words=words)) == found


def test_search_reads_the_language_of_the_reader(party, broker):
    make.entry(party, title="Contract %(number)s signed", params={"number": "L-1"}, kind="contract")
    with translation.override("bg"):
        assert len(titles(page_of(party, broker, words="подписан"))) == 1
    assert titles(page_of(party, broker, words="подписан")) == []


def test_feed_is_cut_by_days_and_goes_on_earlier(client, party, broker):
    for number in range(45):
        with clock.pretending(datetime(2026, 11, 1 + number // 10, 9, number, tzinfo=UTC)):
            make.note(party, text=f"Бележка {number}")
    pinned = Entry.objects.get(text="Бележка 3")
    actions.pin(entry=pinned, by=None)
    first = page_of(party, broker)
    assert [line.text for line in first.pinned] == ["Бележка 3"]
    assert [day.on.day for day in first.days] == [5, 4, 3, 2, 1]
    assert sum(len(day.lines) for day in first.days) == 40
    rest = page_of(party, broker, before=first.earlier)
    assert rest.pinned == []
    assert [line.text for day in rest.days for line in day.lines] == [f"Бележка {n}" for n in (4, 2, 1, 0)]
    assert rest.earlier is None
    address = {"subject": audit.key(party), "before": first.earlier}
    part = client.get(reverse(FEED), address, headers={**HTMX, "HX-Target": "feed-more"}).content.decode()
    assert "Бележка 0" in part
    assert '<section id="feed"' not in part


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40, "²", "987654321"])
def test_place_that_is_none_begins_at_the_top(client, party, broker, before):
    make.note(party, text="Бележка")
    asked = {"subject": audit.key(party), "before": before}
    assert "Бележка" in client.get(reverse(FEED), asked, headers=HTMX).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_changes_cost_the_same_queries(company, rows):
    car = vehicles.vehicle(company)
    reader = identity.staff(company, Role.BROKER)
    for number in range(rows):
        audit.record(
            action="vehicles.vehicle.change",
            subject=car,
            by=reader,
            company_id=company.pk,
            changes={"colour": [f"бял {number}", "син"]},
        )
    subject = documents.subject(car)
    page_of(car, reader)
    with assert_same_queries(4):
        page = queries.feed_page(subject, reader, Asked())
    lines = [line for day in page.days for line in day.lines if line.changes]
    assert len(lines) == rows
    assert [(one.label, one.old, one.new) for one in lines[-1].changes] == [("Colour", "бял 0", "син")]
    assert lines[-1].title == "Changed: colour"


def test_personal_values_are_masked_unless_the_reader_may_reveal(company, party):
    parties.change_party(party=party, version=party.version, by=None, phones=("+359888999888",))
    change = Entry.objects.get(kind="change", audit_id__isnull=False)
    assert change.party == party
    for role, shown in ((Role.BROKER, True), (Role.HOSTESS, False)):
        page = page_of(party, identity.staff(company, role))
        told = [one for day in page.days for line in day.lines for one in line.changes]
        assert [one.is_personal for one in told] == [True]
        assert ("888999888" in told[0].new) is shown
        assert shown or (told[0].old, told[0].new) == (queries.MASK, queries.MASK)


def test_erased_personal_values_leave_their_fields(company, party, broker):
    parties.change_party(party=party, version=party.version, by=None, latin_name="Maria")
    AuditValues.objects.filter(entry__action="parties.party.change").delete()
    assert [line.changes for day in page_of(party, broker).days for line in day.lines if line.kind == "change"][
        -1:
    ] == [()]


def test_change_of_what_has_no_feed_tells_nothing(company):
    branch = organisation.branch(company)
    before = Entry.objects.count()
    audit.record(
        action="organisation.branch.change",
        subject=branch,
        by=None,
        company_id=company.pk,
        changes={"name": ["a", "b"]},
    )
    assert Entry.objects.count() == before


def test_planned_stands_on_top_of_the_first_page_only(client, company, broker):
    car = vehicles.vehicle(company)
    until = company.business_date + timedelta(days=10)
    documents.attachment(car, content=documents.pdf(), name="каско.pdf", kind="insurance", expires_on=until)
    page = client.get(reverse(FEED), {"subject": audit.key(car)}, headers=HTMX).content.decode()
    assert page.index("Planned") < page.index("File attached")
    assert "Insurance policy runs out: каско.pdf" in page
    assert page_of(car, broker, kinds=("note",)).planned == []


def test_file_of_the_feed_links_to_the_viewer(client, party, broker):
    kept = documents.attachment(party, kind="other")
    page = client.get(reverse(FEED), {"subject": audit.key(party)}, headers=HTMX).content.decode()
    assert f'href="{reverse("documents:attachment_show", args=[kept.pk])}"' in page


def test_hostess_does_not_read_of_files(client, company, party):
    documents.attachment(party, name="тайна.png", kind="other")
    client.force_login(identity.staff(company, Role.HOSTESS))
    assert "тайна" not in client.get(reverse(FEED), {"subject": audit.key(party)}, headers=HTMX).content.decode()


def test_long_note_is_folded():
    text = "дума " * 200
    lead, rest = queries.folded(text)
    assert lead + rest == text
    assert len(lead) <= queries.LEAD
    assert queries.folded("кратко") == ("кратко", "")
    assert queries.folded("x" * 500)[0] == "x" * queries.LEAD


def test_long_note_says_more(client, party, broker):
    make.note(party, text="дума " * 200)
    page = client.get(reverse(FEED), {"subject": audit.key(party)}, headers=HTMX).content.decode()
    assert "<details><summary" in page


@pytest.mark.parametrize("text", XSS)
def test_note_is_shown_as_text(client, party, broker, text):
    page = client.post(reverse(NOTE), {"subject": audit.key(party), "text": text}, headers=HTMX).content.decode()
    assert Entry.objects.get().text == text
    for danger in ("<script>alert", "<img src=x", "<svg/onload", "<a href='java", "hx-get='/accounts", "<b>обратно"):
        assert danger not in page
    asked = {"subject": audit.key(party), "q": text[:100]}
    searched = client.get(reverse(FEED), asked, headers=HTMX).content.decode()
    for danger in ("<script>alert", "<img src=x", "<svg/onload", "hx-get='/accounts"):
        assert danger not in searched


def test_refused_note_keeps_what_was_typed(client, party, broker):
    long = "x" * 4001
    answer = client.post(reverse(NOTE), {"subject": audit.key(party), "text": long}, headers=HTMX)
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not Entry.objects.exists()


def test_own_note_is_corrected_for_a_quarter_of_an_hour(client, party, broker):
    note = make.note(party, text="Обади се днес", by=broker)
    address = reverse("timeline:note_edit", args=[note.pk])
    form = client.get(address, {"subject": audit.key(party)}, headers=HTMX).content.decode()
    assert ">Обади се днес</textarea>" in form
    sent = {"subject": audit.key(party), "text": "Обади се утре"}
    answer = client.post(address, sent, headers=HTMX)
    assert answer.status_code == 200
    assert "corrected" in answer.content.decode()
    note.refresh_from_db()
    assert (note.text, note.edited_at is not None) == ("Обади се утре", True)
    written = AuditEntry.objects.get(action="timeline.note.edit")
    assert written.personal.values == {"text": ["Обади се днес", "Обади се утре"]}
    Entry.objects.filter(pk=note.pk).update(at=clock.now() - timedelta(minutes=16))
    late = client.post(address, {**sent, "text": "Късно"}, headers=HTMX)
    assert late.status_code == 422
    assert late["HX-Retarget"] == f"#entry-{note.pk}"
    note.refresh_from_db()
    assert note.text == "Обади се утре"


def test_note_of_somebody_else_stays(client, company, party, broker):
    note = make.note(party, text="Чужда", by=identity.staff(company, Role.BROKER))
    for name in ("note_edit", "note_remove"):
        sent = {"subject": audit.key(party), "text": "Моя"}
        assert client.post(reverse(f"timeline:{name}", args=[note.pk]), sent, headers=HTMX).status_code == 422
    note.refresh_from_db()
    assert (note.text, note.removed_at) == ("Чужда", None)


def test_note_taken_back_is_not_shown_and_stays_in_the_audit(client, party, broker):
    note = make.note(party, text="По погрешка", by=broker)
    address = reverse("timeline:note_remove", args=[note.pk])
    answer = client.post(address, {"subject": audit.key(party)}, headers=HTMX)
    assert answer.status_code == 200
    assert "По погрешка" not in answer.content.decode()
    written = AuditEntry.objects.get(action="timeline.note.remove")
    assert written.personal.values == {"text": ["По погрешка", None]}
    assert client.post(address, {"subject": audit.key(party)}, headers=HTMX).status_code == 404


def test_api_corrects_takes_back_and_filters(client, party, broker):
    note = make.note(party, text="Обади се днес", by=broker)
    make.entry(party, title="Money came", kind="payment")
    url = "/api/v1/timeline"
    changed = client.patch(f"{url}/notes/{note.pk}", {"text": "Обади се утре"}, content_type="application/json")
    assert (changed.status_code, changed.json()["text"]) == (200, "Обади се утре")
    both = client.get(url, {"client_id": party.pk, "kind": ["note", "payment"]}).json()["items"]
    assert {one["kind"] for one in both} == {"note", "payment"}
    assert client.post(f"{url}/notes/{note.pk}/remove", {}, content_type="application/json").status_code == 204
    assert client.patch(f"{url}/notes/{note.pk}", {"text": "x"}, content_type="application/json").status_code == 404


def lines_of_company(company):
    page = queries.feed_page(rules.Subject(audit.key(company), company.pk, None), None, Asked())
    return [line for day in page.days for line in day.lines]


def test_bank_account_of_a_company_is_one_line_with_what_changed(company):
    account = organisation.account(company, iban="BG80BNBG96611020345678", bank="Банка Пример")
    companies.change_account(account=account, by=None, bank="Банка Друга")
    companies.close_account(account=account, by=None, on=company.business_date)
    lines = lines_of_company(company)
    closed, changed, opened = [line for line in lines if "Bank account" in line.title]
    assert opened.title == "Bank account added: BG80 BNBG 9661 1020 3456 78 · Банка Пример · EUR"
    assert opened.changes == ()
    assert changed.title == "Bank account changed: BG80 BNBG 9661 1020 3456 78"
    assert [(one.label, one.old, one.new) for one in changed.changes] == [("Bank", "Банка Пример", "Банка Друга")]
    assert (closed.title, closed.changes) == ("Bank account closed: BG80 BNBG 9661 1020 3456 78", ())


def test_prefix_of_a_series_is_one_line(company):
    companies.choose_prefix(company=company, by=None, kind="receipt", year=company.business_date.year + 1, prefix="PKO")
    (line,) = [line for line in lines_of_company(company) if "Prefix" in line.title]
    assert line.title == f"Prefix of numbers changed: Receipts, {company.business_date.year + 1}"
    assert [(one.label, one.old, one.new) for one in line.changes] == [("Prefix", "R", "PKO")]


def test_third_phone_does_not_repeat_the_first_two(company):
    party = clients.person(company, phones=("0888123456", "0877000111"))
    parties.change_party(party=party, version=party.version, by=None, phones=("0888123456", "0877000111", "0899222333"))
    line, *_older = [line for day in page_of(party, None).days for line in day.lines]
    (change,) = line.changes
    assert (change.label, change.old) == ("Phones", "")
    assert change.new.startswith("+359899222333")
    assert "888" not in change.new
