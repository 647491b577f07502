"""Text files as people send them: any encoding, any separator, damaged in every usual way."""

from __future__ import annotations

import io
import tracemalloc
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.kit import tabular

BULGARIAN = "Име;Фамилия;Град\nИван;Димитров;София\nЩеряна;Жечева;Пловдив\n"
RUSSIAN = "Имя;Фамилия;Город\nИван;Ёлкин;Москва\nЮлия;Щукина;Санкт-Петербург\n"
POLISH = "Imię;Nazwisko;Miasto\nŁukasz;Wąsik;Łódź\nŻaneta;Śliwińska;Gdańsk\n"


def read(content: bytes, name: str = "file.csv", **changes: Any):
    stream = io.BytesIO(content)
    found = tabular.detect(stream, name)
    reading = tabular.Reading(**{**found.reading.__dict__, **changes})
    opened = tabular.open_rows(stream, reading)
    return found, opened, list(opened.rows)


@pytest.mark.parametrize(
    ("text", "encoding", "detected"),
    [
        (BULGARIAN, "utf-8", "utf-8"),
        (BULGARIAN, "utf-8-sig", "utf-8-sig"),
        (BULGARIAN, "utf-16", "utf-16"),
        (POLISH, "utf-16-le", "utf-16-le"),
        (POLISH, "utf-16-be", "utf-16-be"),
        (BULGARIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp1251", "cp1251"),
        (POLISH, "cp1250", "cp1250"),
        (POLISH, "iso8859-2", "iso8859-2"),
        ("Name;City\nJohn;Sofia\n", "ascii", "utf-8"),
    ],
)
def test_encoding_is_detected_and_text_is_whole(text, encoding, detected):
    found, opened, rows = read(text.encode(encoding))
    assert (found.reading.encoding, found.reading.separator) == (detected, ";")
    lines = [line.split(";") for line in text.splitlines()]
    assert [list(opened.headers), *(list(row.cells) for row in rows)] == lines


NAMES = st.lists(
    st.sampled_from(["Иванов", "Петров", "Щерева", "Жеков", "Юлиан", "Цанка", "Ъгъл", "Янков"]), min_size=2, max_size=8
)
POLES = st.lists(
    st.sampled_from(["Wąsik", "Świst", "Źdźbło", "Żak", "Łoś", "Gęś", "Śnieg", "Książek"]), min_size=2, max_size=8
)


@given(NAMES)
def test_cyrillic_names_in_a_code_page_are_told(names):
    text = "name\n" + "\n".join(names) + "\n"
    assert read(text.encode("cp1251"))[0].reading.encoding == "cp1251"


@given(POLES, st.sampled_from(["cp1250", "iso8859-2"]))
def test_polish_names_read_the_same_from_both_code_pages(names, encoding):
    text = "name\n" + "\n".join(names) + "\n"
    assert [row.cells[0] for row in read(text.encode(encoding))[2]] == names


def test_encoding_that_changes_far_below_is_noticed():
    text = "Name;City\n" + "John;Sofia\n" * 30_000 + "Йордан;Ямбол\n"
    assert read(text.encode("cp1251"))[0].reading.encoding == "cp1251"


def test_wrong_choice_of_encoding_names_the_line():
    content = ("Name;City\n" * 3 + "Йордан;Ямбол\n").encode("cp1251")
    with pytest.raises(tabular.FileRefused, match="Line 4 does not fit the encoding UTF-8") as refused:
        read(content, encoding="utf-8")
    assert refused.value.line == 4


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separator_is_detected(separator):
    text = separator.join(("Name", "Price", "Note")) + "\n" + separator.join(("A", '"1,50; net|x"', "b")) + "\n"
    found, _opened, rows = read(text.encode())
    assert found.reading.separator == separator
    assert rows[0].cells == ("A", "1,50; net|x", "b")


def test_decimal_commas_do_not_make_columns():
    text = "Name;Price\nA;1,50\nB;2,75\nC;3,00\n"
    found, _opened, rows = read(text.encode())
    assert found.reading.separator == ";"
    assert [row.cells[1] for row in rows] == ["1,50", "2,75", "3,00"]


def test_one_column_is_a_table_too():
    assert [row.cells for row in read(b"VIN\nTMBJJ7NE0G0000001\n")[2]] == [("TMBJJ7NE0G0000001",)]


def test_lines_with_too_many_or_too_few_values_say_so():
    rows = read(b"a;b;c\n1;2;3\n1;2\n1;2;3;4\n1;2;3;;\n")[2]
    assert [row.problem for row in rows] == [
        "",
        "Line 3 has 2 values; the header has 3.",
        "Line 4 has 4 values; the header has 3.",
        "",
    ]
    assert [len(row.cells) for row in rows] == [3, 3, 3, 3]


def test_empty_lines_are_passed_over_and_numbers_stay():
    assert [row.line for row in read(b"a;b\n\n1;2\n;\n\n3;4\n")[2]] == [3, 6]


def test_value_over_several_lines_keeps_its_breaks():
    rows = read(b'a;b\n"one\r\ntwo";2\n3;4\n')[2]
    assert [(row.line, row.cells) for row in rows] == [(2, ("one\ntwo", "2")), (4, ("3", "4"))]


def test_quotes_that_never_close_name_their_line():
    content = b'a;b\n1;2\n"open;2\n' + b"3;4\n" * 10
    with pytest.raises(tabular.FileRefused, match="quotation marks that open in line 3 are never closed") as refused:
        read(content)
    assert refused.value.line == 3


def test_quotes_that_never_close_do_not_swallow_a_large_file():
    content = b'a;b\n"open;2\n' + b"3;4\n" * 600_000
    with pytest.raises(tabular.FileRefused, match="open in line 2 are never closed"):
        read(content)


def test_stray_quotes_spoil_their_line_only():
    rows = read('a;b\n"Пример" ООД;2\nА "Б" В;4\n'.encode())[2]
    assert [row.problem for row in rows] == ["The quotation marks in line 2 are not where they may stand.", ""]
    assert rows[1].cells == ('А "Б" В', "4")


def test_nul_spoils_its_line_only():
    rows = read(b"a;b\n1;x\x00y\n3;4\n")[2]
    assert [row.problem for row in rows] == ["Line 2 holds a NUL character.", ""]


def test_row_of_a_hundred_megabytes_is_refused_without_reading_it_all():
    class Endless(io.RawIOBase):
        """A line without end; what is read of it is counted."""

        def __init__(self) -> None:
            self.place = self.handed = 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def seek(self, place: int, whence: int = 0) -> int:
            self.place = 100 * 1024**2 if whence == 2 else place
            return self.place

        def readinto(self, buffer: Any) -> int:
            head = b"a;b\n"[self.place : self.place + len(buffer)]
            size = min(len(buffer), 100 * 1024**2 - self.place)
            buffer[:size] = head + b"x" * (size - len(head))
            self.place += size
            self.handed += size
            return size

    stream = Endless()
    reading = tabular.Reading("csv", encoding="utf-8", separator=";")
    tracemalloc.start()
    with pytest.raises(tabular.FileRefused, match="Line 2 is longer than a million letters"):
        list(tabular.open_rows(stream, reading).rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert stream.handed < 2 * 1024**2
    assert peak < 16 * 1024**2


def test_columns_of_the_same_name_and_without_one_get_names_of_their_own():
    _found, opened, rows = read(b"Name;Name;;Name\n1;2;3;4\n")
    assert opened.headers == ("Name", "Name (2)", "Column 3", "Name (3)")
    assert opened.warnings == ("Columns of the same name: Name.",)
    assert rows[0].cells == ("1", "2", "3", "4")


def test_header_may_stand_lower():
    _found, opened, rows = read(b"Report of clients;\n;\nName;City\nA;B\n", header=2)
    assert (opened.headers, rows[0].cells) == (("Name", "City"), ("A", "B"))


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"\n\n\n", "a.csv", "The file is empty"),
        (b"a;b\n", "a.csv", "no row below the header"),
        (b"%PDF-1.7 ...", "a.csv", "Only CSV and XLSX"),
        (b"MZ\x90\x00" + b"\x00" * 100, "a.csv", "Only CSV and XLSX"),
        (bytes(range(256)) * 40 + b"\x00" * 20_000, "a.csv", "not a text file"),
        (b"a;b\n1;2\n", "a.xlsm", "macros"),
        (";".join(f"c{n}" for n in range(400)).encode() + b"\n1\n", "a.csv", "more than 300 columns"),
    ],
)
def test_file_that_is_none_is_refused_with_the_reason(content, name, why):
    with pytest.raises(tabular.FileRefused, match=why):
        read(content, name)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(tabular.reading, "MAX_ROWS", 3)
    with pytest.raises(tabular.FileRefused, match="more than a million rows"):
        read(b"a;b\n" + b"1;2\n" * 4)


@given(st.binary(max_size=400))
def test_bytes_of_any_kind_are_read_or_refused(content):
    with suppress(tabular.FileRefused):
        read(content)


@given(st.integers(0, 120))
def test_file_cut_off_anywhere_is_read_or_refused(length):
    content = ('Име;"Бележка; дълга"\n"Иван ""Ваньо""";"два\nреда"\n' * 2).encode("cp1251")
    with suppress(tabular.FileRefused):
        read(content[:length])
