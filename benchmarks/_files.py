"""Files to import, of any length: three rows in a hundred are wrong, each in one of the usual ways."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from roadbook.apps.backoffice.management.demo import numbers

WRONG_EVERY = 33
FIRST = ("Иван", "Мария", "Георги", "Елена", "Димитър", "Надежда", "Стефан", "Цветана", "Йордан", "Юлия")
LAST = ("Примеров", "Образцов", "Тестов", "Пробен", "Мостров", "Макетов", "Скицов", "Чернов", "Набросков")
CITIES = (("София", "1000"), ("Пловдив", "4000"), ("Варна", "9000"), ("Бургас", "8000"), ("Русе", "7000"))
CARS = (("Sample", "Alpha"), ("Sample", "Beta"), ("Maket", "Gamma"), ("Proba", "Delta"))
Row = list[str]


def clients(count: int) -> bytes:
    """Persons and every tenth an organisation, with number, address, phones, e-mail and document."""
    names = "Вид;Име;Презиме;Фамилия;Клиент;ЕГН/ЕИК;Телефон;Втори телефон;Имейл;Град;Пощенски код;Адрес"
    head = f"{names};Лична карта;Издадена от;Валидна до"
    return _file(head.split(";"), (_client(number) for number in range(count)), _spoil_client)


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


def _spoil_client(row: Row, way: int) -> None:
    place, value = ((5, "7501020019"), (6, "няма"), (8, "не@"), (3, ""), (14, "31.02.2031"), (0, "марсианец"))[way % 6]
    row[place] = value
    if place == 3:
        row[1] = row[4] = ""


def vehicles(count: int) -> bytes:
    """Vehicles of a few makes with plate, year, fuel, power and odometer."""
    head = "VIN;Рег. номер;Марка;Модел;Година;Гориво;Пробег;Power, kW;Цвят;Първа регистрация"
    return _file(head.split(";"), (_vehicle(number) for number in range(count)), _spoil_vehicle)


def _vehicle(number: int) -> Row:
    chance = random.Random(f"vehicle {number}")
    make, model = CARS[number % len(CARS)]
    plate = f"CB{number % 10_000:04d}{'ABEKMHOPCTYX'[number // 10_000 % 12]}A"
    more = [str(2015 + number % 11), chance.choice(("diesel", "petrol")), str(chance.randrange(200_000)), "110"]
    return [numbers.vin(chance, "TMB"), plate, make, model, *more, "син", f"{number % 28 + 1:02d}.03.2024"]


def _spoil_vehicle(row: Row, way: int) -> None:
    place, value = ((0, "TMB"), (2, ""), (4, "1850"), (5, "уран"), (6, "-5"), (9, "31.02.2024"))[way % 6]
    row[place] = value


def catalogue(count: int) -> bytes:
    """Trims of some hundred models."""
    head = "Make;Model;Trim;Power, kW;Fuel;From year;To year"
    return _file(head.split(";"), (_trim(number) for number in range(count)), _spoil_trim)


def _trim(number: int) -> Row:
    make, model = f"Make {number % 20}", f"Model {number % 400}"
    return [make, model, f"Trim {number}", str(60 + number % 200), "petrol", "2015", "2024"]


def _spoil_trim(row: Row, way: int) -> None:
    place, value = ((0, ""), (1, ""), (3, "9999"), (4, "уран"), (6, "2001"))[way % 5]
    row[place] = value


def branches(count: int, prefix: str = "C") -> bytes:
    """Own companies with fifty branches each."""
    head = "Code;Name;Country;Currency;Language;Business date;Branch: Code;Branch: Name;Branch: City;Branch: Phone"
    return _file(head.split(";"), (_branch(number, prefix) for number in range(count)), _spoil_branch)


def _branch(number: int, prefix: str) -> Row:
    company = [f"{prefix}{number // 50}", f"Пример {number // 50} ЕАД", "BG", "EUR", "bg", "24.11.2026"]
    return [*company, f"B{number % 50}", f"Клон {number % 50}", "София", "02 123 4567"]


def _spoil_branch(row: Row, way: int) -> None:
    place, value = ((0, "не!"), (7, ""), (2, "Марс"), (5, "31.02.2026"))[way % 4]
    row[place] = value


def _file(head: Row, rows: Iterator[Row], spoil: Callable[[Row, int], None]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(head)
    for number, row in enumerate(rows):
        if number % WRONG_EVERY == WRONG_EVERY - 1:
            spoil(row, number // WRONG_EVERY)
        writer.writerow(row)
    return target.getvalue().encode("cp1251", errors="replace")


def wrong(count: int) -> int:
    """How many rows of so many are wrong."""
    return count // WRONG_EVERY


FILES: dict[str, Callable[[int], bytes]] = {
    "organisation.companies": branches,
    "parties.clients": clients,
    "vehicles.catalogue": catalogue,
    "vehicles.vehicles": vehicles,
}
