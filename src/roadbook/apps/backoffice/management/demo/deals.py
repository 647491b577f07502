"""A client and a car for the next contract of the demo book."""

from __future__ import annotations

import random
from datetime import date, timedelta

from roadbook.apps.identity.models import User
from roadbook.apps.jurisdictions.enums import IdentifierKind
from roadbook.apps.parties import actions as parties
from roadbook.apps.parties.models import AddressLine, IdPaper, Party
from roadbook.apps.vehicles import actions as vehicles
from roadbook.apps.vehicles.models import Vehicle

from . import cars, names, numbers
from .firms import Place

MAKERS = {
    "Toyota": "SB1",
    "Škoda": "TMB",
    "Ford": "WF0",
    "Dacia": "UU1",
    "Volkswagen": "WVW",
    "Renault": "VF1",
    "Hyundai": "TMA",
    "Kia": "U5Y",
    "Opel": "W0L",
    "Peugeot": "VF3",
    "Mazda": "JMZ",
    "Fiat": "ZFA",
}
NEW = 100
PHONES = {"BG": "+35988{:07}", "PL": "+4860{:07}", "RU": "+7916{:07}"}


def client(place: Place, rng: random.Random, *, by: User) -> Party:
    """One in six is a firm, the others are people."""
    if rng.randrange(6) == 0:
        return _firm(place, rng, by)
    return _person(place, rng, by)


def _person(place: Place, rng: random.Random, by: User) -> Party:
    country = place.firm.country
    is_woman = rng.random() < 0.5
    born = date(1960, 1, 1) + timedelta(days=rng.randrange(16_000))
    kind, number = {
        "BG": (IdentifierKind.EGN, numbers.egn(rng, born, is_woman=is_woman)),
        "PL": (IdentifierKind.PESEL, numbers.pesel(rng, born, is_woman=is_woman)),
        "RU": (IdentifierKind.INN_PERSON, numbers.inn_person(rng)),
    }[country]
    first = rng.choice((names.WOMEN if is_woman else names.MEN)[country])
    middle = rng.choice(names.FATHERS[country])
    last = rng.choice(names.SURNAMES[country])
    issued = place.company.business_date - timedelta(days=rng.randrange(200, 1800))
    return parties.register_person(
        company=place.company,
        by=by,
        first_name=first,
        middle_name=_feminine(country, middle) if is_woman else middle,
        last_name=_feminine(country, last) if is_woman else last,
        identifier_kind=kind,
        identifier=number,
        birth_date=born,
        citizenship=country,
        language=place.firm.language,
        phones=(PHONES[country].format(rng.randrange(2_000_000, 9_999_999)),),
        registered_address=_address(place, rng),
        id_document=IdPaper(
            number=f"{rng.randrange(10**8, 10**9)}",
            issued_on=issued,
            issuer={"BG": "МВР", "PL": "Prezydent Miasta", "RU": "ОВД"}[country],
            expires_on=issued.replace(year=issued.year + 10, day=min(issued.day, 28)),
        ),
    )


def _feminine(country: str, name: str) -> str:
    if country == "PL":
        return name[:-1] + "a" if name.endswith(("ski", "cki", "y")) else name
    return name + "на" if name in names.FATHERS["RU"] and country == "RU" else name + "а"


def _firm(place: Place, rng: random.Random, by: User) -> Party:
    country = place.firm.country
    kind, number = {
        "BG": (IdentifierKind.EIK, numbers.eik(rng)),
        "PL": (IdentifierKind.NIP, numbers.nip(rng)),
        "RU": (IdentifierKind.INN_ORGANISATION, numbers.inn_organisation(rng)),
    }[country]
    return parties.register_organisation(
        company=place.company,
        by=by,
        name=rng.choice(names.FIRMS[country]),
        identifier_kind=kind,
        identifier=number,
        language=place.firm.language,
        phones=(PHONES[country].format(rng.randrange(2_000_000, 9_999_999)),),
        registered_address=_address(place, rng),
    )


def _address(place: Place, rng: random.Random) -> AddressLine:
    street = f"{rng.choice(names.STREETS[place.firm.country])} {rng.randrange(1, 120)}"
    return AddressLine(country=place.firm.country, city=rng.choice(place.branches).city, street=street)


def vehicle(place: Place, rng: random.Random, *, by: User) -> tuple[Vehicle, int]:
    """A car and its price in euro cents."""
    make, model, trim, price, power, displacement, fuel = rng.choice(names.CARS)
    year, km = place.company.business_date.year - rng.randrange(0, 3), rng.choice([10, 25, 12_400, 38_900, 61_200])
    car = vehicles.register_vehicle(
        company=place.company,
        by=by,
        vin=numbers.vin(rng, MAKERS[make]),
        plate=_plate(place.firm.country, rng),
        make=make,
        model=model,
        trim=trim,
        fuel=fuel,
        power_kw=power,
        displacement_cc=displacement,
        colour=rng.choice(names.COLOURS[place.firm.country]),
        model_year=year,
        odometer_km=km,
        **_history(place, year, km),
    )
    cars.with_papers(car, by=by)
    return car, price * rng.randrange(88, 108) // 100


def _history(place: Place, year: int, km: int) -> dict[str, object]:
    """What is known of a car beside its engine: a new one has no past."""
    rng = random.Random(f"{year} {km}")
    country, on = place.firm.country, place.company.business_date
    told: dict[str, object] = {"interior": rng.choice(names.INTERIORS[country]), "kind": "used" if km > NEW else "new"}
    if km > NEW:
        registered = min(date(year, rng.randrange(1, 13), rng.randrange(1, 28)), on - timedelta(days=20))
        told |= {"first_registered_on": registered, "owners_count": rng.randrange(1, 3), "title_year": year}
        told |= {"history_report": f"HR-{rng.randrange(10**5, 10**6)}", "history_report_on": on - timedelta(days=4)}
    return told


def _plate(country: str, rng: random.Random) -> str:
    letters = "ABEKMHOPCTYX"
    pair = rng.choice(letters) + rng.choice(letters)
    if country == "BG":
        return f"{rng.choice(['CB', 'CA', 'PB'])}{rng.randrange(1000, 9999)}{pair}"
    if country == "PL":
        return f"EL{rng.randrange(10_000, 99_999)}"
    return f"{rng.choice(letters)}{rng.randrange(100, 999)}{pair}{rng.choice(['52', '63', '73'])}"
