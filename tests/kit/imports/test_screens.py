"""The screens of an import, step by step: as people click through them, with and without htmx."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from roadbook.apps.identity.enums import Role
from roadbook.kit import clock, vault
from roadbook.kit.models import ImportBatch, ImportRow, Job, WorkerBeat
from roadbook.kit.testing import run_jobs
from tests.factories import identity, organisation
from tests.kit.beats import CODE, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("importer")]
FILE = "Name;Date;How many\nanna;24.11.2026;1\nboris;23.11.2026;2\nceco;32.11.2026;\ndora;1.1.2026;500\n"
HTMX = {"HX-Request": "true"}
XSS = '<img src=x onerror="alert(1)">'


def page(name: str, *args: Any) -> str:
    return reverse(f"imports:{name}", args=args)


def send(client: Any, company: Any, text: str | bytes = FILE, name: str = "beats.csv") -> Any:
    """The form of the upload, sent as a browser sends it."""
    file = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
    return client.post(page("batch_new"), {"importer": CODE, "company": company.pk, "file": file})


def uploaded(client: Any, company: Any, text: str = FILE) -> ImportBatch:
    answer = send(client, company, text)
    batch = ImportBatch.objects.latest("pk")
    assert (answer.status_code, answer.headers["Location"]) == (302, page("batch_show", batch.pk))
    return batch


def checked(client: Any, company: Any, text: str = FILE, **columns_: str) -> ImportBatch:
    """Uploaded, its columns as the page offers them unless others are told, and checked by the worker."""
    batch = uploaded(client, company, text)
    told = columns_ or {f"column_{place}": name for place, name in batch.mapping.items()}
    assert client.post(page("batch_map", batch.pk), told).headers["Location"] == page("batch_show", batch.pk)
    run_jobs()
    batch.refresh_from_db()
    return batch


def done(client: Any, company: Any, text: str = FILE) -> ImportBatch:
    batch = checked(client, company, text)
    client.post(page("batch_run", batch.pk))
    run_jobs()
    batch.refresh_from_db()
    return batch


def shown(client: Any, batch: ImportBatch, query: str = "", **more: Any) -> str:
    answer = client.get(page("batch_show", batch.pk) + query, **more)
    assert answer.status_code == 200
    return str(answer.content.decode())


def lines(html: str) -> list[int]:
    """The lines of the file that the table shows."""
    return [int(found) for found in re.findall(r'<tr id="row-\d+"><td class="num"[^>]*>(\d+)<', html)]


def test_uploaded_file_shows_its_columns_first_values_and_guesses(client, company, office):
    html = shown(client, uploaded(client, company))
    assert "anna · boris · ceco<" in html
    assert re.findall(r'<option value="(\w+)" selected>', html)[-3:] == ["name", "on", "count"]
    assert ImportRow.objects.count() == 0


def test_upload_of_what_is_no_table_says_why_and_keeps_nothing(client, company, office):
    for content, name, why in (
        (b"MZ\x90\x00" + b"\0" * 200, "beats.csv", "Only CSV and XLSX files can be read."),
        (b"PK\x03\x04" + b"\0" * 200, "beats.xlsx", "not an Excel file"),
        (b"Name;Date\n", "beats.csv", "There is no row below the header."),
        (b"anna", "beats.pdf", "There is no row below the header."),
    ):
        answer = send(client, company, content, name)
        assert (answer.status_code, why in answer.content.decode()) == (422, True), name
    assert ImportBatch.objects.count() == 0
    assert [path for path in vault.folder().rglob("*") if path.is_file()] == []


def test_upload_needs_a_file_and_a_company_of_the_users_own(client, company, office):
    other = organisation.company()
    assert client.post(page("batch_new"), {"importer": CODE, "company": company.pk}).status_code == 422
    assert send(client, other).status_code == 422
    assert ImportBatch.objects.count() == 0


def test_mapping_that_lacks_what_is_needed_is_refused_and_stays_as_chosen(client, company, office):
    batch = uploaded(client, company)
    answer = client.post(page("batch_map", batch.pk), {"column_1": "on"})
    html = answer.content.decode()
    assert (answer.status_code, "Which column is “Name”?" in html) == (422, True)
    assert re.findall(r'<option value="(\w+)" selected>', html)[-1:] == ["on"]
    assert Job.objects.count() == 0


def test_mapping_is_remembered_for_the_next_file_like_it(client, company, office):
    checked(client, company, "first;second\nanna;1.1.2026\n", column_0="name", column_1="on")
    html = shown(client, uploaded(client, company, "FIRST;second\nboris;2.1.2026\n"))
    assert re.findall(r'<option value="(\w+)" selected>', html)[-2:] == ["name", "on"]


def test_file_is_read_anew_in_another_encoding(client, company, office):
    answer = client.post(
        page("batch_new"),
        {
            "importer": CODE,
            "company": company.pk,
            "file": SimpleUploadedFile("a.csv", "Име;Дата\nИва;1.1.2026\n".encode("cp1251")),
        },
    )
    batch = ImportBatch.objects.get()
    assert answer.status_code == 302
    reading = {"separator": ";", "header": "1"}
    client.post(page("batch_reread", batch.pk), {**reading, "encoding": "koi8-r"})
    batch.refresh_from_db()
    assert (batch.reading["encoding"], "Име" in batch.headers) == ("koi8-r", False)
    refused = client.post(page("batch_reread", batch.pk), {**reading, "encoding": "utf-8"})
    assert refused.status_code == 422
    assert "Line 1 does not fit the encoding" in refused.content.decode()
    assert client.post(page("batch_reread", batch.pk), {**reading, "encoding": "klingon"}).status_code == 422


def test_file_that_breaks_below_names_the_line_and_leaves_no_row(client, company, office):
    html = shown(client, checked(client, company, FILE + '"open;1.1.2026;1\n' + "x;1.1.2026;1\n" * 20))
    assert "The quotation marks that open in line 6 are never closed." in html
    assert (ImportRow.objects.count(), WorkerBeat.objects.count()) == (0, 0)


def test_progress_is_shown_while_a_job_works_and_ends_with_a_reload(client, company, office):
    batch = uploaded(client, company)
    client.post(page("batch_map", batch.pk), {"column_0": "name"})
    assert 'id="import-progress"' in shown(client, batch)
    assert "HX-Refresh" not in client.get(page("batch_progress", batch.pk)).headers
    run_jobs()
    assert client.get(page("batch_progress", batch.pk)).headers["HX-Refresh"] == "true"


def test_preview_is_narrowed_by_state_and_by_field(client, company, office):
    WorkerBeat.objects.create(name="anna", beat_at=clock.now().replace(year=2026, month=11, day=24))
    batch = checked(client, company)
    assert batch.counts == {"duplicate": 1, "new": 1, "error": 2}
    assert lines(shown(client, batch)) == [2, 3, 4, 5]
    assert lines(shown(client, batch, "?state=error")) == [4, 5]
    assert lines(shown(client, batch, "?state=error&field=count")) == [5]
    assert lines(shown(client, batch, "?state=duplicate")) == [2]
    assert lines(shown(client, batch, "?state=nonsense&after=x")) == [2, 3, 4, 5]
    assert lines(shown(client, batch, "?after=99999999999999999999")) == []
    assert "There is no such day." in shown(client, batch)


@pytest.mark.parametrize("query", ["", "?state=error", "?state=error&field=count", "?after=2"])
def test_part_of_the_preview_is_what_a_reload_shows(client, company, office, query):
    batch = checked(client, company)
    part = client.get(page("batch_rows", batch.pk) + query, headers=HTMX).content.decode().strip()
    assert part in shown(client, batch, query)
    assert client.get(page("batch_rows", batch.pk) + query).status_code == 302


def test_preview_is_paged(client, company, office):
    batch = checked(client, company, "Name\n" + "".join(f"n{number}\n" for number in range(120)))
    first = shown(client, batch)
    assert lines(first) == list(range(2, 52))
    assert "after=50" in first
    assert lines(shown(client, batch, "?after=100")) == list(range(102, 122))


def test_row_is_mended_in_its_place(client, company, office):
    batch = checked(client, company)
    row = ImportRow.objects.get(batch=batch, line=4)
    edit = page("row_edit", batch.pk, row.pk)
    form = client.get(edit, headers=HTMX).content.decode()
    assert 'name="cell_on" value="32.11.2026"' in form
    assert "aria-invalid" in form
    wrong = client.post(edit, {"cell_name": "ceco", "cell_on": "yesterday", "cell_count": ""}, headers=HTMX)
    assert "Write a date such as 24.11.2026." in wrong.content.decode()
    right = client.post(edit, {"cell_name": "ceco", "cell_on": "22.11.2026", "cell_count": ""}, headers=HTMX)
    assert right.content.decode().strip() in shown(client, batch)
    assert rows(batch) == [(2, "new"), (3, "new"), (4, "new"), (5, "error")]
    batch.refresh_from_db()
    assert batch.counts == {"new": 3, "error": 1}


def test_row_is_mended_on_a_page_of_its_own_without_htmx(client, company, office):
    batch = checked(client, company)
    row = ImportRow.objects.get(batch=batch, line=5)
    edit = page("row_edit", batch.pk, row.pk)
    assert "From 0 to 100." in client.get(edit).content.decode()
    answer = client.post(edit, {"cell_name": "dora", "cell_on": "1.1.2026", "cell_count": "50"})
    assert answer.headers["Location"] == page("batch_show", batch.pk)
    assert ImportRow.objects.get(pk=row.pk).state == "new"
    other = checked(client, company)
    assert client.get(page("row_edit", other.pk, row.pk)).status_code == 404


def test_rows_are_imported_reported_and_taken_back(client, company, office):
    batch = checked(client, company)
    assert "Import 2 rows" in shown(client, batch)
    client.post(page("batch_run", batch.pk))
    run_jobs()
    html = shown(client, batch)
    assert "2 rows were imported." in html
    assert "Rows with errors can be mended here" in html
    report = client.get(page("batch_errors", batch.pk))
    text = b"".join(report.streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Line,Field,Reason", "4,Date,There is no such day.", "5,How many,From 0 to 100."]
    assert 'filename="beats-errors.csv"' in report.headers["Content-Disposition"]
    client.post(page("batch_undo", batch.pk))
    run_jobs()
    assert "This import was taken back." in shown(client, batch)
    assert WorkerBeat.objects.count() == 0


def test_imported_row_is_not_mended(client, company, office):
    batch = done(client, company)
    row = ImportRow.objects.get(batch=batch, line=2)
    answer = client.post(page("row_edit", batch.pk, row.pk), {"cell_name": "zoran"}, headers=HTMX)
    assert (answer.status_code, "imported already" in answer.content.decode()) == (409, True)
    assert WorkerBeat.objects.filter(name="zoran").count() == 0


def test_what_cannot_be_now_is_said_and_changes_nothing(client, company, office):
    batch = done(client, company)
    for name in ("batch_run", "batch_discard"):
        answer = client.post(page(name, batch.pk), follow=True)
        assert answer.status_code == 200
        batch.refresh_from_db()
        assert batch.state == "done"
    assert Job.objects.filter(name="kit.import.run").count() == 1
    assert WorkerBeat.objects.count() == 2


def test_file_is_discarded(client, company, office):
    batch = checked(client, company)
    client.post(page("batch_discard", batch.pk))
    batch.refresh_from_db()
    assert (batch.state, batch.file, ImportRow.objects.count()) == ("discarded", "", 0)
    assert shown(client, batch)


def test_cells_that_look_like_markup_are_shown_as_text(client, company, office):
    batch = checked(client, company, f'Name;Date\n"{XSS.replace(chr(34), chr(34) * 2)}";1.1.2026\n"=1+1";x\n')
    row = ImportRow.objects.get(batch=batch, line=2)
    for html in (shown(client, batch), client.get(page("row_edit", batch.pk, row.pk), headers=HTMX).content.decode()):
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_batches_of_other_companies_are_not_there(client, company, office):
    batch = checked(client, company)
    row = ImportRow.objects.filter(batch=batch).first()
    client.force_login(identity.staff(organisation.company(), Role.BACK_OFFICE))
    for name in ("batch_show", "batch_progress", "batch_rows", "batch_errors"):
        assert client.get(page(name, batch.pk)).status_code == 404, name
    for name in ("batch_reread", "batch_map", "batch_run", "batch_undo", "batch_discard"):
        assert client.post(page(name, batch.pk)).status_code == 404, name
    assert client.post(page("row_edit", batch.pk, row.pk), {"cell_name": "x"}).status_code == 404
    assert "beats.csv" not in client.get(page("batch_list")).content.decode()
    batch.refresh_from_db()
    assert batch.state == "checked"


def test_broker_sees_no_import_and_brings_none(client, company, office):
    batch = checked(client, company)
    client.force_login(identity.staff(company, Role.BROKER))
    for url in (page("batch_list"), page("batch_new"), page("batch_show", batch.pk)):
        assert client.get(url).status_code == 403, url
    assert send(client, company).status_code == 403
    assert ImportBatch.objects.count() == 1
