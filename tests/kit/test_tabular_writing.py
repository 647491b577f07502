"""Files for people with a spreadsheet: no formula out of a name, numbers that count, memory that stays."""

from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from roadbook.kit import tabular

HEADERS = ("Name", "Amount", "Day")
NASTY = ["=cmd|' /C calc'!A0", "+359888123456", "-12.50", "@SUM(A1)", "\tx", "\rx", "＝1+1"]


def as_csv(*rows: tuple[Any, ...], language: str = "bg") -> bytes:
    target = io.BytesIO()
    writer = tabular.CsvWriter(target, HEADERS, language=language)
    for row in rows:
        writer.write(row)
    writer.close()
    return target.getvalue()


def as_xlsx(*rows: tuple[Any, ...], **more: Any) -> io.BytesIO:
    target = io.BytesIO()
    writer = tabular.XlsxWriter(target, HEADERS, title=more.get("title", "Clients"), notes=more.get("notes", ()))
    for row in rows:
        writer.write(row)
    writer.close()
    return target


def test_csv_is_written_as_the_language_reads_it():
    row = ("Щъркел; син", Decimal("-1234.50"), date(2026, 11, 24))
    assert as_csv(row).decode("utf-8") == '\ufeffName;Amount;Day\r\n"Щъркел; син";-1234,50;24.11.2026\r\n'
    assert as_csv(row, language="en").decode() == "\ufeffName,Amount,Day\r\nЩъркел; син,-1234.50,2026-11-24\r\n"


def test_moments_are_on_the_clock_of_the_reader():
    moment = datetime(2026, 11, 24, 22, 30, tzinfo=UTC)
    with timezone.override("Europe/Sofia"):
        assert "25.11.2026 00:30" in as_csv((moment, 1, None)).decode()


@pytest.mark.parametrize("text", NASTY)
def test_text_never_becomes_a_formula_in_csv(text):
    line = as_csv((text, Decimal("-12.50"), None)).decode().split("\r\n", 1)[1]
    assert line.lstrip('"').startswith("'")
    assert ";-12,50;" in line


@pytest.mark.parametrize("text", NASTY)
def test_text_never_becomes_a_formula_in_xlsx(text):
    sheet = openpyxl.load_workbook(as_xlsx((text, Decimal("-12.50"), 7))).active
    assert sheet["A2"].data_type in {"s", "inlineStr"}
    assert sheet["A2"].value.strip() == text.strip()
    assert (sheet["B2"].data_type, sheet["B2"].value, sheet["C2"].value) == ("n", -12.5, 7)


def test_xlsx_has_true_dates_a_frozen_header_a_filter_and_its_notes():
    stream = as_xlsx(("A", Decimal("1.20"), date(2026, 11, 24)), notes=(("Filter", "Kind: person"),))
    book = openpyxl.load_workbook(stream)
    sheet = book.active
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Clients", "A2", "A1:C2")
    assert sheet["A1"].font.bold
    assert (sheet["C2"].is_date, sheet["C2"].value.date()) == (True, date(2026, 11, 24))
    assert sheet["B2"].number_format == "#,##0.00"
    assert [[cell.value for cell in row] for row in book["About"]] == [["Filter", "Kind: person"]]


def test_letters_that_no_sheet_may_hold_are_replaced():
    sheet = openpyxl.load_workbook(as_xlsx(("a\x00b\x0bc\ud800", None, None), title="A/B: [x]*?")).active
    assert (sheet["A2"].value, sheet.title) == ("a\ufffdb\ufffdc\ufffd", "A B   x")
    assert "a\ufffdb" in as_csv(("a\x00b", None, None)).decode()


CELLS = st.one_of(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=20).map(
        lambda text: " ".join(text.split()) or None
    ),
    st.sampled_from(NASTY[:4]),
)
ROWS = st.lists(st.tuples(CELLS, st.integers(-(10**12), 10**12), st.dates()), min_size=1, max_size=5)


@given(ROWS)
def test_what_is_written_is_read_again_from_a_sheet(rows):
    rows = [(text, number, max(day, date(1900, 3, 1))) for text, number, day in rows]
    stream = as_xlsx(*rows)
    opened = tabular.open_rows(stream, tabular.detect(stream, "a.xlsx").reading)
    assert opened.headers == HEADERS
    assert [row.cells for row in opened.rows] == rows


@given(ROWS, st.sampled_from(["bg", "en"]))
def test_what_is_written_is_read_again_from_text(rows, language):
    stream = io.BytesIO(as_csv(*rows, language=language))
    opened = tabular.open_rows(stream, tabular.detect(stream, "a.csv").reading)
    day = "%Y-%m-%d" if language == "en" else "%d.%m.%Y"
    found = [(tabular.undefused(row.cells[0]) or None, *row.cells[1:]) for row in opened.rows]
    assert found == [(text, str(number), when.strftime(day)) for text, number, when in rows]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(kind, tmp_path):
    peaks = []
    for count in (2_000, 20_000):
        with (tmp_path / "out").open("w+b") as target:
            tracemalloc.start()
            writer: tabular.Writer = (
                tabular.CsvWriter(target, HEADERS, language="bg")
                if kind == "csv"
                else tabular.XlsxWriter(target, HEADERS, title="x")
            )
            for number in range(count):
                writer.write((f"Щъркел {number}", Decimal(number), date(2026, 11, 24)))
            writer.close()
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + 1024**2
