"""Files that the back office of the made-up company brought: one imported, one to mend, one undone, one to begin."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

from roadbook.apps.identity.models import User
from roadbook.apps.parties.models import Party
from roadbook.apps.vehicles.models import Vehicle
from roadbook.kit import clock, jobs
from roadbook.kit.imports import batches
from roadbook.kit.models import ImportBatch

from . import names, numbers
from .deals import MAKERS, PHONES
from .firms import Place

CLIENTS, VEHICLES = "parties.clients", "vehicles.vehicles"
PEOPLE_HEAD = ("Име", "Презиме", "Фамилия", "ЕГН", "Моб. телефон", "Имейл", "Роден на", "Населено място", "Улица")
PEOPLE_BY_HAND = {"Роден на": "birth_date", "Населено място": "registered_city"}
CARS_HEAD = ("Шаси №", "ДКН", "Марка", "Модел", "Цвят", "Година", "Пробег", "Мощност kW")
CARS_BY_HAND = {"Шаси №": "vin", "Мощност kW": "power_kw"}
UNKNOWN = "0888 12"


def bring_files(place: Place, rng: random.Random) -> None:
    """A month of imports in one company; its old program writes CP1251 with semicolons."""
    if place.firm.country != "BG":
        return
    by = place.staff["back_office"]
    with clock.pretending(clock.now() - timedelta(days=12, hours=3)):
        _run(_checked(place, VEHICLES, "Автопарк_октомври.csv", _fleet(place, rng, 14), CARS_BY_HAND), by)
    with clock.pretending(clock.now() - timedelta(days=6, hours=1)):
        fair = _checked(place, CLIENTS, "Изложение Пловдив, записани на щанда.csv", _visitors(rng))
        _run(fair, by)
        batches.undo(batch=fair, by=by)
        _work(fair)
    old_book = "Клиенти от старата програма на офис Пловдив, извадка за прехвърляне 2026 (окончателна).csv"
    _checked(place, CLIENTS, old_book, _old_clients(place, rng), PEOPLE_BY_HAND)
    _upload(place, VEHICLES, "Автопарк_ноември.csv", _fleet(place, rng, 9, known=False))


def _upload(place: Place, importer: str, name: str, rows: Iterable[Iterable[Any]]) -> ImportBatch:
    by = place.staff["back_office"]
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    file = BytesIO(text.getvalue().replace("Š", "S").encode("cp1251"))  # which has no Š
    return batches.upload(importer=importer, company_id=place.company.pk, file=file, name=name, by=by)


def _checked(
    place: Place,
    importer: str,
    name: str,
    rows: Iterable[Iterable[Any]],
    by_hand: dict[str, str] | None = None,
) -> ImportBatch:
    """The file with its columns as they were guessed, some chosen by hand, and its rows checked."""
    by, batch = place.staff["back_office"], _upload(place, importer, name, rows)
    chosen = {str(batch.headers.index(header)): field for header, field in (by_hand or {}).items()}
    batches.map_columns(batch=batch, mapping=batch.mapping | chosen, by=by)
    _work(batch)
    return batch


def _run(batch: ImportBatch, by: User) -> None:
    batches.run(batch=batch, by=by)
    _work(batch)


def _work(batch: ImportBatch) -> None:
    batch.refresh_from_db()
    if batch.job is not None:
        jobs.run(batch.job.pk)
    batch.refresh_from_db()


def _fleet(place: Place, rng: random.Random, count: int, *, known: bool = True) -> list[tuple[Any, ...]]:
    """Cars to come; where wished also one that is on the register already and one whose year cannot be."""
    rows: list[tuple[Any, ...]] = [CARS_HEAD]
    for _n in range(count):
        make, model, _trim, _price, power, *_rest = rng.choice(names.CARS)
        year = place.company.business_date.year - rng.randrange(1, 5)
        colour = rng.choice(names.COLOURS[place.firm.country])
        plate = f"{rng.choice(['CB', 'CA', 'PB'])}{rng.randrange(1000, 9999)}{rng.choice(['AX', 'KM', 'TP'])}"
        vin = numbers.vin(rng, MAKERS[make])
        rows.append((vin, plate, make, model, colour, year, rng.randrange(8, 90) * 1000, power))
    car = Vehicle.objects.filter(company=place.company).select_related("make", "model").order_by("pk").last()
    if known and car is not None:
        rows.insert(
            4, (car.vin, car.plate, car.make.name, car.model.name, car.colour, car.model_year, "", car.power_kw)
        )
        rows.insert(9, (numbers.vin(rng, "TMB"), "", "Škoda", "Fabia", "бял", 1019, 41_000, 70))
    return rows


def _visitors(rng: random.Random) -> list[tuple[Any, ...]]:
    """People who left a name and a phone at a fair."""
    rows: list[tuple[Any, ...]] = [("Име", "Фамилия", "Телефон")]
    for _n in range(17):
        first, last = rng.choice(names.MEN["BG"]), rng.choice(names.SURNAMES["BG"])
        rows.append((first, last, _phone(rng)))
    return rows


def _old_clients(place: Place, rng: random.Random) -> list[tuple[Any, ...]]:
    """A part of another program's register: most are new, two are known, some say what cannot be."""
    rows: list[tuple[Any, ...]] = [PEOPLE_HEAD, *(_person(rng) for _n in range(23))]
    known = Party.objects.filter(company=place.company, kind="person", merged_into=None).order_by("pk")
    for place_in_file, party in zip((3, 8), known[:2], strict=False):
        phone = party.contact_points.filter(kind="phone").order_by("position").first()
        city = "Пазарджик" if len(rows) > 24 else ""  # the second one moved house
        told = (party.first_name, party.middle_name, party.last_name, "", phone.value if phone else "")
        rows.insert(place_in_file, (*told, "", f"{party.birth_date or ''}", city, ""))
    for line, column, wrong in ((5, 3, "8001014509"), (11, 4, UNKNOWN), (14, 6, "31.02.1984"), (19, 2, "")):
        row = list(rows[line])
        row[column] = wrong
        rows[line] = tuple(row)
    rows.append(rows[12])
    return rows


def _person(rng: random.Random) -> tuple[Any, ...]:
    is_woman = rng.random() < 0.5
    born = date(1958, 1, 1) + timedelta(days=rng.randrange(16_000))
    first = rng.choice((names.WOMEN if is_woman else names.MEN)["BG"])
    father, last = (f"{rng.choice(some['BG'])}{'а' if is_woman else ''}" for some in (names.FATHERS, names.SURNAMES))
    egn = numbers.egn(rng, born, is_woman=is_woman)
    email = f"client{rng.randrange(1000, 9999)}@example.com" if rng.random() < 0.6 else ""
    street = f"{rng.choice(names.STREETS['BG'])} {rng.randrange(1, 90)}"
    return (
        first,
        father,
        last,
        egn,
        _phone(rng),
        email,
        f"{born:%d.%m.%Y}",
        rng.choice(["Пловдив", "Асеновград"]),
        street,
    )


def _phone(rng: random.Random) -> str:
    return PHONES["BG"].format(rng.randrange(2_000_000, 9_999_999))
