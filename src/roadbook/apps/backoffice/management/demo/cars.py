"""The catalogue of the demo book, and what its cars collect: papers that expire, readings of the odometer, plates."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from roadbook.apps.identity.models import User
from roadbook.apps.organisation.models import Company
from roadbook.apps.vehicles import actions as vehicles
from roadbook.apps.vehicles.models import Vehicle, VehicleDocument

YEAR = timedelta(days=365)
KM_A_DAY = 38
RENEWED = 0.85
# make, model, trim, from, body, fuel, cm³, kW, gearbox, drive, seats, kg, CO₂, Euro class
CATALOGUE = """
Toyota|Corolla|TS 1.8 Hybrid|2019|estate|hybrid|1798|90|cvt|front|5|1450|102|euro6d
Toyota|Corolla|1.5 Dynamic Force|2021|hatchback|petrol|1490|92|manual|front|5|1340|125|euro6d
Toyota|RAV4|2.5 Hybrid AWD-i|2019|suv|hybrid|2487|163|cvt|all|5|1745|129|euro6d
Škoda|Octavia|Combi 2.0 TDI|2020|estate|diesel|1968|110|robot|front|5|1543|117|euro6d
Škoda|Octavia|Combi 1.5 TSI|2020|estate|petrol|1498|110|manual|front|5|1421|124|euro6d
Škoda|Fabia|1.0 TSI|2021|hatchback|petrol|999|70|manual|front|5|1142|114|euro6d
Škoda|Kodiaq|2.0 TDI 4x4|2017|suv|diesel|1968|147|robot|all|7|1885|153|euro6d
Ford|Transit Custom|2.0 EcoBlue|2018|van|diesel|1995|96|manual|front|3|2021|187|euro6
Ford|Focus|1.0 EcoBoost|2018|hatchback|petrol|999|92|manual|front|5|1322|121|euro6d
Dacia|Duster|1.3 TCe|2018|suv|petrol|1332|96|manual|front|5|1234|139|euro6d
Dacia|Sandero|TCe 90|2021|hatchback|petrol|999|67|manual|front|5|1107|121|euro6d
Dacia|Sandero|ECO-G 100|2021|hatchback|lpg|999|74|manual|front|5|1124|109|euro6d
Volkswagen|Golf|1.5 TSI|2020|hatchback|petrol|1498|110|manual|front|5|1340|124|euro6d
Volkswagen|Golf|2.0 TDI|2020|hatchback|diesel|1968|110|robot|front|5|1465|112|euro6d
Volkswagen|ID.3|Pro|2020|hatchback|electric||150|automatic|rear|5|1812|0|
Renault|Clio|1.0 TCe|2019|hatchback|petrol|999|67|manual|front|5|1083|117|euro6d
Renault|Mégane|E-Tech EV60|2022|hatchback|electric||160|automatic|front|5|1711|0|
Hyundai|Tucson|1.6 T-GDI|2021|suv|petrol|1598|118|robot|front|5|1545|148|euro6d
Hyundai|Tucson|1.6 T-GDI PHEV|2021|suv|plugin_hybrid|1598|195|automatic|all|5|1814|31|euro6d
Kia|Ceed|1.5 T-GDI|2021|hatchback|petrol|1482|118|manual|front|5|1330|131|euro6d
Opel|Vivaro|2.0 Diesel|2019|van|diesel|1997|106|manual|front|3|1755|168|euro6d
Opel|Astra|1.2 Turbo|2022|hatchback|petrol|1199|96|manual|front|5|1321|124|euro6d
Peugeot|308|1.2 PureTech|2021|hatchback|petrol|1199|96|automatic|front|5|1288|122|euro6d
Mazda|CX-5|2.0 Skyactiv-G|2017|suv|petrol|1998|121|manual|front|5|1490|152|euro6d
Fiat|Ducato|2.2 MultiJet|2021|van|diesel|2184|103|manual|front|3|2085|212|euro6
"""
INSURERS = {
    "BG": ("Застраховател Пример АД", "Измислена Каско АД"),
    "PL": ("Ubezpieczenia Przykład S.A.", "Zmyślone Towarzystwo S.A."),
    "RU": ("АО «Страхование Пример»", "АО «Выдуманный полис»"),
}
INSPECTORS = {"BG": "КТП Пример, София", "PL": "SKP Przykład, Łódź", "RU": "ПТО «Пример»"}
PLACES = {"BG": "сейф, папка {}", "PL": "sejf, teczka {}", "RU": "сейф, папка {}"}
TITLES = {"BG": "", "PL": "", "RU": "title"}
VIGNETTES = {"BG": "vignette"}


@dataclass(frozen=True)
class Line:
    """One line of the catalogue."""

    make: str
    model: str
    trim: str
    details: dict[str, object]


def lines() -> list[Line]:
    """The catalogue of the demo book."""
    found = []
    for row in CATALOGUE.strip().splitlines():
        make, model, trim, begun, body, fuel, cc, kw, gearbox, drive, seats, kg, co2, euro = row.split("|")
        figures = {
            "from_year": begun,
            "displacement_cc": cc,
            "power_kw": kw,
            "seats": seats,
            "mass_kg": kg,
            "co2_g_km": co2,
        }
        details: dict[str, object] = {name: int(text) for name, text in figures.items() if text}
        details |= {"body": body, "fuel": fuel, "gearbox": gearbox, "drive": drive, "euro_class": euro}
        found.append(Line(make, model, trim, details))
    return found


def fill_catalogue() -> None:
    """Makes, models and trims that are on sale."""
    for line in lines():
        model = vehicles.catalogued(make=line.make, model=line.model)
        vehicles.create_trim(by=None, model=model, name=line.trim, **line.details)


def with_papers(car: Vehicle, *, by: User) -> None:
    """The papers with which a car is handed over."""
    rng = random.Random(car.vin)
    country, on = car.company.country, car.company.business_date
    place = PLACES[country].format(rng.randrange(1, 60))
    papers: list[tuple[str, dict[str, object]]] = [
        ("registration_1", {"number": f"{rng.randrange(10**8, 10**9)}", "holder": car.company.name}),
        ("registration_2", {"number": f"{rng.randrange(10**8, 10**9)}", "storage_place": place}),
        ("inspection", {"issuer": INSPECTORS[country], "expires_on": on + timedelta(days=rng.randrange(200, 700))}),
        ("liability", {"issuer": rng.choice(INSURERS[country]), "expires_on": on + YEAR - timedelta(days=1)}),
        ("warranty", {"expires_on": on + timedelta(days=rng.randrange(300, 1400))}),
    ]
    if rng.random() < 0.6:
        papers.append(("casco", {"issuer": rng.choice(INSURERS[country]), "expires_on": on + YEAR - timedelta(days=1)}))
    if country in VIGNETTES:
        papers.append((VIGNETTES[country], {"form": "electronic", "expires_on": on + timedelta(days=364)}))
    if TITLES[country]:
        redeemed = {"redeemed_on": on - timedelta(days=12), "received_on": on - timedelta(days=3)}
        papers.append(("title", {"form": "electronic", "storage_place": place, **redeemed}))
    for kind, details in papers:
        vehicles.add_paper(vehicle=car, by=by, kind=kind, **{"issued_on": on, "received_on": on, **details})


def age(company: Company, *, by: User) -> None:
    """A year later: most papers are renewed, odometers are read, a plate and a figure had to be put right."""
    cars = list(Vehicle.objects.filter(company=company).select_related("company", "make", "model").order_by("pk"))
    for number, car in enumerate(cars):
        rng = random.Random(f"age {car.vin}")
        _renew(car, company.business_date, rng, by)
        _drive(car, company.business_date, rng, by)
        if number % 7 == 3:
            vehicles.change_vehicle(
                vehicle=car, version=_version(car), by=by, is_pledged=True, restrictions=_pledge(company)
            )
    if cars and company.country == "BG":
        _put_right(cars[0], company.business_date, by)


def _renew(car: Vehicle, today: date, rng: random.Random, by: User) -> None:
    for paper in VehicleDocument.objects.current().filter(vehicle=car, expires_on__lt=today + timedelta(days=10)):
        if rng.random() > RENEWED or paper.kind == "warranty" or paper.expires_on is None:
            continue
        begins = min(paper.expires_on + timedelta(days=1), today)
        told = {"issuer": paper.issuer, "form": paper.form, "issued_on": begins, "received_on": begins}
        vehicles.add_paper(vehicle=car, by=by, kind=paper.kind, expires_on=begins + YEAR, **told)


def _drive(car: Vehicle, today: date, rng: random.Random, by: User) -> None:
    """Two or three readings between the first one and today."""
    first = car.readings.order_by("pk").first()
    if first is None:
        return
    for share, source in ((0.4, "service"), (0.75, "inspection"), (0.95, "client")):
        days = int((today - first.read_on).days * share)
        if days > 0 and rng.random() < 0.75:
            km = first.km + days * KM_A_DAY * rng.randrange(70, 100) // 100
            vehicles.read_odometer(
                vehicle=car,
                by=by,
                value=max(km, _last_km(car)),
                on=first.read_on + timedelta(days=days),
                source=source,
            )


def _last_km(car: Vehicle) -> int:
    return max(car.readings.values_list("km", flat=True))


def _put_right(car: Vehicle, today: date, by: User) -> None:
    """A zero too many at the service, and a plate that changed with the owner's town."""
    wrong = vehicles.read_odometer(vehicle=car, by=by, value=_last_km(car) * 10, on=today, source="service")
    vehicles.correct_odometer(reading=wrong, by=by, value=wrong.value // 10 + 120, reason="Една нула в повече")
    car.refresh_from_db()
    if car.plate:
        town = "CA" if car.plate.startswith("PB") else "PB"
        vehicles.change_plate(vehicle=car, by=by, plate=town + car.plate[2:], on=today - timedelta(days=30))


def _version(car: Vehicle) -> int:
    car.refresh_from_db()
    return car.version


def _pledge(company: Company) -> str:
    return {
        "BG": "Особен залог в полза на банката до края на договора",
        "PL": "Zastaw rejestrowy na rzecz banku do końca umowy",
        "RU": "В залоге у банка до конца договора",
    }[company.country]
