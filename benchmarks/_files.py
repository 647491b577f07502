"""Files to import, of any length: three rows in a hundred are wrong, each in one of the usual ways."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roadbook.apps.backoffice.management.demo import numbers

WRONG_EVERY = 33
FIRST = ("Иван", "Мария", "Георги", "Елена", "Димитър", "Надежда", "Стефан", "Цветана", "Йордан", "Юлия")
LAST = ("Примеров", "Образцов", "Тестов", "Пробен", "Мостров", "Макетов", "Скицов", "Чернов", "Набросков")
CITIES = (("София", "1000"), ("Пловдив", "4000"), ("Варна", "9000"), ("Бургас", "8000"), ("Русе", "7000"))
CARS = (("Sample", "Alpha"), ("Sample", "Beta"), ("Maket", "Gamma"), ("Proba", "Delta"))
Row = list[str]


@dataclass(frozen=True)
class Line:
    """A row of a file; ``wrong`` is the field that is at fault, empty where nothing is."""

    cells: Row
    wrong: str = ""


@dataclass(frozen=True)
class Kind:
    """What the files of an importer look like. ``ways`` are the usual faults: column, what it says, field at fault."""

    header: str
    row: Callable[[int], Row]
    ways: tuple[tuple[str, str, str], ...]


def lines(code: str, count: int) -> Iterator[Line]:
    """So many rows for an importer, always the same ones."""
    kind = KINDS[code]
    head = kind.header.split(";")
    for number in range(count):
        cells, wrong = kind.row(number), ""
        if number % WRONG_EVERY == WRONG_EVERY - 1:
            column, value, wrong = kind.ways[number // WRONG_EVERY % len(kind.ways)]
            cells[head.index(column)] = value
        yield Line(cells, wrong)


def written(code: str, rows: Iterable[Row]) -> bytes:
    """A file in Windows-1251 with these rows below the header of the importer."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(KINDS[code].header.split(";"))
    writer.writerows(rows)
    return target.getvalue().encode("cp1251")


def file(code: str, count: int) -> bytes:
    """A file of so many rows."""
    return written(code, (line.cells for line in lines(code, count)))


def renamed(content: bytes, number: int) -> bytes:
    """The file of companies with other codes: what is opened stays, so that each round needs its own."""
    return content.replace(b"\r\nC", f"\r\nR{number}-".encode())


def _client(number: int) -> Row:
    chance = random.Random(f"client {number}")
    city, postcode = chance.choice(CITIES)
    reach = [f"08{chance.randrange(87, 90)}{number:06d}", "", f"client{number}@example.com"]
    home = [city, postcode, f"ул. Примерна {number % 200 + 1}"]
    if number % 10 == 9:
        return ["organisation", "", "", "", f"Пример {number} ЕООД", numbers.eik(chance), *reach, *home, "", "", ""]
    born = date(1950, 1, 1) + timedelta(days=number % 18_000)
    names = [chance.choice(FIRST), chance.choice(LAST), f"{chance.choice(LAST)}"]
    paper = [f"64{number:07d}", "МВР", f"{number % 28 + 1:02d}.05.2031"]
    egn = numbers.egn(random.Random(number), born, is_woman=False)
    return ["person", *names, "", egn, *reach, *home, *paper]


def _vehicle(number: int) -> Row:
    chance = random.Random(f"vehicle {number}")
    make, model = CARS[number % len(CARS)]
    plate = f"CB{number % 10_000:04d}{'ABEKMHOPCTYX'[number // 10_000 % 12]}A"
    more = [str(2015 + number % 11), chance.choice(("diesel", "petrol")), str(chance.randrange(200_000)), "110"]
    return [numbers.vin(chance, "TMB"), plate, make, model, *more, "син", f"{number % 28 + 1:02d}.03.2024"]


def _trim(number: int) -> Row:
    make, model = f"Make {number % 20}", f"Model {number % 400}"
    return [make, model, f"Trim {number}", str(60 + number % 200), "petrol", "2015", "2024"]


def _branch(number: int) -> Row:
    """Own companies with fifty branches each."""
    company = [f"C{number // 50}", f"Пример {number // 50} ЕАД", "BG", "EUR", "bg", "24.11.2026"]
    return [*company, f"B{number % 50}", f"Клон {number % 50}", "София", "02 123 4567"]


def wrong(count: int) -> int:
    """How many rows of so many are wrong."""
    return count // WRONG_EVERY


KINDS: dict[str, Kind] = {
    "organisation.companies": Kind(
        "Code;Name;Country;Currency;Language;Business date;Branch: Code;Branch: Name;Branch: City;Branch: Phone",
        _branch,
        (
            ("Code", "не!", "code"),
            ("Branch: Name", "", "branch_name"),
            ("Country", "Марс", "country"),
            ("Business date", "31.02.2026", "business_date"),
        ),
    ),
    "parties.clients": Kind(
        "Вид;Име;Презиме;Фамилия;Клиент;ЕГН/ЕИК;Телефон;Втори телефон;Имейл;Град;Пощенски код;Адрес;Лична карта;"
        "Издадена от;Валидна до",
        _client,
        (
            ("ЕГН/ЕИК", "7501020019", "identifier"),
            ("Телефон", "няма", "phone"),
            ("Фамилия", "", "last_name"),
            ("Имейл", "не@", "email"),
            ("Валидна до", "31.02.2031", "paper_expires_on"),
            ("Вид", "марсианец", "kind"),
        ),
    ),
    "vehicles.catalogue": Kind(
        "Make;Model;Trim;Power, kW;Fuel;From year;To year",
        _trim,
        (
            ("Make", "", "make"),
            ("Model", "", "model"),
            ("Power, kW", "9999", "power_kw"),
            ("Fuel", "уран", "fuel"),
            ("To year", "2001", "to_year"),
        ),
    ),
    "vehicles.vehicles": Kind(
        "VIN;Рег. номер;Марка;Модел;Година;Гориво;Пробег;Power, kW;Цвят;Първа регистрация",
        _vehicle,
        (
            ("VIN", "TMB", "vin"),
            ("Марка", "", "make"),
            ("Година", "1850", "model_year"),
            ("Гориво", "уран", "fuel"),
            ("Пробег", "-5", "odometer_km"),
            ("Първа регистрация", "31.02.2024", "first_registered_on"),
        ),
    ),
}
