"""Sheets as people send them, and as people who mean harm do."""

from __future__ import annotations

import io
import random
import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.kit import tabular
from roadbook.kit.tabular import package

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)
MOMENT = datetime(2026, 11, 24, 14, 30)  # noqa: DTZ001 - sheets know no zone
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>'
)


def book(*rows: tuple[Any, ...], **more: tuple[tuple[Any, ...], ...]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for name, lines in more.items():
        sheet = made.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return made


def saved(made: openpyxl.Workbook) -> io.BytesIO:
    target = io.BytesIO()
    made.save(target)
    return target


def zipped(sheet: str, workbook: str = WORKBOOK, **more: str | bytes) -> io.BytesIO:
    target = io.BytesIO()
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": RELATIONS,
        "xl/worksheets/sheet1.xml": sheet,
        **more,
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return target


def sheet(rows: str, before: str = "") -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def read(stream: io.BytesIO, name: str = "file.xlsx", **changes: Any):
    found = tabular.detect(stream, name)
    reading = tabular.Reading(**{**found.reading.__dict__, **changes})
    opened = tabular.open_rows(stream, reading)
    return found, opened, list(opened.rows)


def test_values_keep_their_kinds():
    made = book(
        ("text", "whole", "part", "day", "moment", "truth", "none"),
        ("Щъркел", 12, 12.5, date(2026, 11, 24), MOMENT, True, None),
    )
    _found, opened, rows = read(saved(made))
    assert opened.headers == ("text", "whole", "part", "day", "moment", "truth", "none")
    assert rows[0].cells == ("Щъркел", 12, Decimal("12.5"), date(2026, 11, 24), MOMENT, True, None)
    assert rows[0].line == 2


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("0.1", Decimal("0.1")),
        ("0.30000000000000004", Decimal("0.3")),
        ("1234567.8900000001", Decimal("1234567.89")),
        ("-12.50", Decimal("-12.5")),
        ("7501020018", 7501020018),
        ("1E3", 1000),
        ("-4E-17", Decimal("-4E-17")),
    ],
)
def test_noise_of_excels_arithmetic_is_taken_off(raw, value):
    rows = f'<row r="1"><c r="A1" t="str"><v>n</v></c></row><row r="2"><c r="A2"><v>{raw}</v></c></row>'
    assert read(zipped(sheet(rows)))[2][0].cells == (value,)


@pytest.mark.parametrize(
    ("serial", "is_1904", "value"),
    [
        ("1", False, date(1900, 1, 1)),
        ("59", False, date(1900, 2, 28)),
        ("61", False, date(1900, 3, 1)),
        ("46350", False, date(2026, 11, 24)),
        ("45351", False, date(2024, 2, 29)),
        ("46350.604166666664", False, MOMENT),
        ("44888", True, date(2026, 11, 24)),
        ("0", True, date(1904, 1, 1)),
    ],
)
def test_serial_dates_of_both_calendars(serial, is_1904, value):
    styles = (
        '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy&quot; г.&quot;"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>'
    )
    workbook = WORKBOOK.replace("<sheets>", f'<workbookPr date1904="{int(is_1904)}"/><sheets>')
    rows = f'<row><c t="str"><v>on</v></c></row><row><c s="1"><v>{serial}</v></c></row>'
    stream = zipped(sheet(rows), workbook, **{"xl/styles.xml": styles})
    assert read(stream)[2][0].cells == (value,)


def test_day_that_never_was_and_error_values_are_the_rows_problem():
    made = book(("a", "b"), (1, 2))
    made.active["A3"], made.active["B3"] = 60, "x"
    made.active["A3"].number_format = "dd.mm.yyyy"
    made.active["A4"], made.active["B4"] = "#N/A", "y"
    made.active["A4"].data_type = "e"
    rows = read(saved(made))[2]
    assert [row.problem for row in rows] == [
        "",
        "Cell A3 holds no value that can be read (29.02.1900).",
        "Cell A4 holds no value that can be read (#N/A).",
    ]
    assert rows[1].cells == (None, "x")


def test_formula_gives_the_value_saved_with_it_and_a_warning():
    rows = (
        '<row r="1"><c r="A1" t="str"><v>sum</v></c><c r="B1" t="str"><v>name</v></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>sumx</v></c></row>'
        '<row r="3"><c r="A3"><f>NOW()</f></c><c r="B3" t="str"><v>z</v></c></row>'
    )
    found, _opened, lines = read(zipped(sheet(rows)))
    assert [line.cells for line in lines] == [(2, "sumx"), (None, "z")]
    assert found.warnings == ("Some cells are formulas: the values that were saved with them are read.",)


def test_hidden_sheets_are_named_and_not_read_by_themselves():
    made = book(("x",), (1,), Secret=(("name",), ("A",)), Shown=(("name",), ("B",)))
    made["Secret"].sheet_state = "hidden"
    made["Sheet"].sheet_state = "veryHidden"
    found, _opened, rows = read(saved(made))
    assert [(one.name, one.is_hidden) for one in found.sheets] == [("Sheet", True), ("Secret", True), ("Shown", False)]
    assert found.warnings == ("Hidden sheets: Sheet, Secret.",)
    assert (found.reading.sheet, rows[0].cells) == ("Shown", ("B",))
    assert read(saved(made), sheet="Secret")[2][0].cells == ("A",)


def test_sheet_that_is_not_there_is_refused():
    with pytest.raises(tabular.FileRefused, match="no such sheet"):
        read(saved(book(("a",), (1,))), sheet="Other")


def test_gaps_between_cells_and_rows_stay_gaps():
    rows = (
        '<row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1" t="str"><v>b</v></c><c r="C1" t="str"><v>c</v></c></row>'
        '<row r="90"><c r="C90"><v>3</v></c></row><row r="91"><c r="A91" t="str"><v> </v></c></row>'
    )
    lines = read(zipped(sheet(rows)))[2]
    assert [(line.line, line.cells) for line in lines] == [(90, (None, None, 3))]


def test_runs_of_a_text_are_joined_and_readings_left_out():
    texts = (
        '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        "<si><t>head</t></si><si><r><t>Ив</t></r><r><t>ан</t></r><rPh><t>sound</t></rPh></si></sst>"
    )
    rows = '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c></row>'
    _found, opened, lines = read(zipped(sheet(rows), **{"xl/sharedStrings.xml": texts}))
    assert (opened.headers, lines[0].cells) == (("head",), ("Иван",))


def test_bomb_is_refused_by_its_table_of_contents(monkeypatch):
    opened: list[str] = []
    bomb = zipped(sheet("<row/>" + " " * 50 * 1024**2))
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *a, **k: opened.append("opened"))
    with pytest.raises(tabular.FileRefused, match="unpacks to more"):
        tabular.detect(bomb, "a.xlsx")
    assert opened == []


def test_too_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MAX_PARTS", 3)
    with pytest.raises(tabular.FileRefused, match="unpacks to more"):
        read(zipped(sheet("")))


@pytest.mark.parametrize(
    "stream",
    [
        zipped(sheet(""), **{"xl/vbaProject.bin": b"x"}),
        zipped(sheet(""), **{"[Content_Types].xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}),
    ],
)
def test_macros_are_refused_whatever_the_name(stream):
    with pytest.raises(tabular.FileRefused, match="macros"):
        tabular.detect(stream, "innocent.xlsx")


def test_old_or_locked_file_is_refused_with_advice():
    with pytest.raises(tabular.FileRefused, match=r"Save it as \.xlsx"):
        tabular.detect(io.BytesIO(package.OLD_FORMAT + b"\0" * 500), "a.xls")


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>',
        '<!DOCTYPE worksheet SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_type_in_a_sheet_is_refused(prolog):
    rows = '<row><c t="str"><v>a</v></c></row><row><c t="str"><v>b</v></c></row>'
    with pytest.raises(tabular.FileRefused, match="damaged"):
        read(zipped(sheet(rows, before=prolog)))


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"/><row r="2"/>',
        '<row r="x"/>',
        '<row><c r="1A"><v>1</v></c></row>',
        "<row><c><v>1</v>",
    ],
)
def test_damaged_sheet_is_refused(rows):
    stream = zipped(sheet(rows), **{"xl/sharedStrings.xml": '<sst xmlns="x"/>'})
    with pytest.raises(tabular.FileRefused, match=r"damaged|header"):
        read(stream)


def test_zip_without_a_workbook_is_no_sheet():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        made.writestr("a.txt", "hello")
    with pytest.raises(tabular.FileRefused, match="not an Excel file"):
        tabular.detect(target, "a.xlsx")


@given(st.integers(0, 6_000), st.integers(0, 255))
def test_file_with_any_byte_changed_is_read_or_refused(place, byte):
    content = bytearray(SAMPLE)
    content[place % len(content)] = byte
    with suppress(tabular.FileRefused):
        read(io.BytesIO(bytes(content)))


SAMPLE = saved(book(("Name", "Price"), ("Пример", 12.5), ("Втори", 7))).getvalue()


@given(st.integers(0, 6_000))
def test_file_cut_off_anywhere_is_read_or_refused(length):
    with suppress(tabular.FileRefused):
        read(io.BytesIO(SAMPLE[:length]))


def test_memory_does_not_grow_with_the_rows():
    peaks = []
    for count in (2_000, 20_000):
        stream = zipped(sheet("".join(_line(number) for number in range(count))))
        tracemalloc.start()
        found = tabular.detect(stream, "a.xlsx")
        total = sum(1 for _row in tabular.open_rows(stream, found.reading).rows)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert total == count - 1
    assert peaks[1] < 1.5 * peaks[0] + 1024**2


def _line(number: int) -> str:
    chance = random.Random(number)
    text = "".join(chance.choices("абвгдежзиклмн", k=12))
    return f'<row><c><v>{number}</v></c><c t="inlineStr"><is><t>{text}</t></is></c><c><v>12.5</v></c></row>'


@pytest.mark.long
def test_a_million_rows_are_streamed():
    stream = zipped(sheet("".join(_line(number) for number in range(1_000_001))))
    found = tabular.detect(stream, "a.xlsx")
    assert sum(1 for _row in tabular.open_rows(stream, found.reading).rows) == 1_000_000
