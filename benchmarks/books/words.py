"""The words of contract number i: who the client is and which vehicle it is. Nobody and nothing of it exists.

Every number is unique for eight million contracts and passes the checks of its kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from roadbook.apps.jurisdictions.enums import IdentifierKind

from .shapes import TEN, Shape, client_of

LANGUAGES = ("bg", "pl", "ru")
COUNTRIES = ("BG", "PL", "RU")
MEN = (
    ("Иван", "Георги", "Димитър", "Петър", "Николай", "Стоян", "Явор", "Румен", "Калин", "Тодор", "Мирослав", "Любен"),
    ("Jan", "Piotr", "Łukasz", "Michał", "Żelisław", "Wojciech", "Oskar", "Bartosz", "Grzegorz", "Krzysztof"),
    ("Иван", "Пётр", "Алексей", "Фёдор", "Сергей", "Юрий", "Андрей", "Егор"),
)
WOMEN = (
    ("Мария", "Десислава", "Елена", "Виолета", "Снежана", "Ивелина", "Цветана", "Радка", "Жени", "Щеряна"),
    ("Anna", "Małgorzata", "Zofia", "Agnieszka", "Łucja", "Katarzyna", "Święta", "Grażyna"),
    ("Мария", "Елена", "Ольга", "Ксения", "Татьяна", "Юлия", "Наталья"),
)
# Every Polish root has a mark, so that every name is written otherwise in plain Latin letters.
ROOTS = tuple(
    tuple(roots.split())
    for roots in (
        """Образ Измисл Пример Кормил Спирач Фар Капак Гум Радиатор Багаж Чистач Масл Калн Джант Шасий Мотор Волан
        Клаксон Огледал Врат Прозор Колес Педал Лост Фил Свещ Ремък Вал Бутал Клапан Помп Тръб Резерв Брон Стъкл""",
        """Przykład Zmyśl Łańcuch Krąż Świec Głowic Sprzęg Żarów Błotn Zapł Dźwign Tłok Kółk Śrub Chłod Wężyk Łożysk""",
        """Пример Выдум Рул Тормоз Фар Шин Багаж Мотор Порш Клапан Насос Ремн Зеркал Стекл Педал Рычаг""",
    )
)
ENDINGS = (
    ("ев", "ов", "аров", "ичков", "илов", "ански", "енов", "ишев", "ковски", "арски", "инов", "аджиев"),
    ("owski", "icki", "alski", "ewicz", "owicz", "ański", "ik", "czyk", "ak", "arz"),
    ("ов", "ев", "кин", "ин", "ёв", "чук", "енко", "ский"),
)
STREETS = (("ул. Примерна", "бул. Измислен", "ул. Образцова"), ("ul. Przykładowa", "al. Zmyślona"), ("ул. Примерная",))
TRADES = (
    ("Пекарна", "Бетон", "Аптека", "Куриер", "Строй", "Дърводелец", "Цветя"),
    ("Piekarnia Zmyślona", "Żwirownia Łąka", "Stolarnia Przykład"),
    ("Пример Транс", "Выдумка Строй"),
)
LEGAL = (" ЕООД", " Sp. z o.o.", " ООО")
PEOPLE = (IdentifierKind.EGN, IdentifierKind.PESEL, IdentifierKind.INN_PERSON)
FIRMS = (IdentifierKind.EIK, IdentifierKind.NIP, IdentifierKind.INN_ORGANISATION)
BORN, BIRTHDAYS = date(1960, 1, 1), 14_600
PLATE = "ABEKMHOPCTYX"
MAKERS = ("SB1", "TMB", "WF0", "UU1", "WVW", "VF1", "TMA", "U5Y")
MOST = 8_000_000
MODELS = 10_000_000  # numbers from here on belong to the contracts that the others repeat
LETTERS = "бвгдзклмнп"
LATIN = "bcdfghjkmp"


@dataclass(frozen=True)
class Words:
    """Everything that tells contract i from the others of its shape. ``born`` is empty where there is no birth date."""

    first: str
    middle: str
    last: str
    firm: str
    identifier: str
    born: str
    phone: str
    email: str
    street: str
    paper: str
    vin: str
    plate: str
    engine: str

    @property
    def called(self) -> str:
        """First and last name, or the firm's: by what people are taken for one another."""
        return self.firm or f"{self.first} {self.last}"


def words(shape: Shape, i: int) -> Words:
    """The words of contract i: client ``i - 1`` where it shares that one's client."""
    client = i - 1 if shape.shares_client else i
    place = shape.place
    identifier, born = _identifier(client_of(shape), client)
    first, middle, last, firm = _names(client_of(shape), client)
    return Words(
        first=first,
        middle=middle,
        last=last,
        firm=firm,
        identifier=identifier,
        born=born,
        phone=_phone(place, client),
        email=f"client{client}@example.com",
        street=f"{STREETS[place][client % len(STREETS[place])]} {client}",
        paper=f"{600_000_000 + client}",
        vin=_vin(MAKERS[shape.car], i),
        plate=_plate(place, i),
        engine=f"ENG{i:08}",
    )


def _names(shape: Shape, i: int) -> tuple[str, str, str, str]:
    """First, middle, last and firm's name; a model's are like no other word, so that they are found again."""
    place = shape.place
    if i >= MODELS:
        return _found_again(shape, i - MODELS)
    if shape.is_firm:
        return "", "", "", f"{TRADES[place][i % len(TRADES[place])]} {i}{LEGAL[place]}"
    pool = (WOMEN if shape.is_woman else MEN)[place]
    at = i * 7919 % 1_000_003
    first = pool[at % len(pool)]
    last = _surname(shape, at // 7)
    middle = "" if place == 1 else _feminine(shape, MEN[place][at // 11 % len(MEN[place])] + "ов")
    return first, middle, last, ""


def _surname(shape: Shape, at: int) -> str:
    roots, endings = ROOTS[shape.place], ENDINGS[shape.place]
    return _feminine(shape, roots[at % len(roots)] + endings[at // len(roots) % len(endings)])


def _feminine(shape: Shape, name: str) -> str:
    if not shape.is_woman or name.endswith(("wicz", "ik", "czyk", "ak", "arz", "чук", "енко")):
        return name
    for ending, hers in (("ski", "ska"), ("cki", "cka"), ("ский", "ская"), ("ски", "ска")):
        if name.endswith(ending):
            return name.removesuffix(ending) + hers
    return name + ("a" if shape.place == 1 else "а")


def _found_again(shape: Shape, p: int) -> tuple[str, str, str, str]:
    if shape.place == 1:
        code = LATIN[p // 10 % 10] + LATIN[p % 10]
        marks = [f"{head}x{code}v" for head in "ŻŁŚĆ"]
    else:
        code = LETTERS[p // 10 % 10] + LETTERS[p % 10]
        marks = [f"{head}ъ{code}ф" for head in "ЖЦЩЧ"]
    if shape.is_firm:
        return "", "", "", f"{marks[3][::-1]} {marks[3]}{LEGAL[shape.place]}"
    return marks[0], "" if shape.place == 1 else marks[1], marks[2], ""


def _phone(place: int, i: int) -> str:
    return ("+35988{:07}", "+4860{:07}", "+7916{:07}")[place].format(2_000_000 + i * 4801 % MOST)


def _identifier(shape: Shape, i: int) -> tuple[str, str]:
    """The national number and, where it tells it, the birth date."""
    i %= MOST
    if shape.is_firm:
        return (_eik, _nip, _inn_firm)[shape.place](i), ""
    born = BORN + timedelta(days=i % BIRTHDAYS)
    number = (_egn, _pesel, _inn)[shape.place](shape, born, i // BIRTHDAYS, i)
    return number, "" if shape.place == 2 else born.isoformat()


def _date(born: date, later: int) -> str:
    """Year, month and day, the month counting ``later`` more from 2000."""
    return f"{born.year % 100:02}{born.month + (later if born.year >= 2000 else 0):02}{born.day:02}"


def _egn(shape: Shape, born: date, serial: int, _i: int) -> str:
    from stdnum.bg import egn

    body = f"{_date(born, 40)}{serial // 5:02}{serial % 5 * 2 + shape.is_woman}"
    return body + str(egn.calc_check_digit(body))


def _pesel(shape: Shape, born: date, serial: int, _i: int) -> str:
    from stdnum.pl import pesel

    body = f"{_date(born, 20)}{serial // 5:03}{serial % 5 * 2 + (not shape.is_woman)}"
    return body + str(pesel.calc_check_digit(body))


def _inn(_shape: Shape, _born: date, _serial: int, i: int) -> str:
    from stdnum.ru import inn

    body = f"77{i:08}"
    return body + str(inn.calc_personal_check_digits(body))


def _inn_firm(i: int) -> str:
    from stdnum.ru import inn

    body = f"77{i:07}"
    return body + str(inn.calc_company_check_digit(body))


def _eik(i: int) -> str:
    from stdnum.bg import vat

    body = f"2{i:07}"
    return body + str(vat.calc_check_digit_legal(body))


def _nip(i: int) -> str:
    """Twice the number, or one more where the check would be ten."""
    from stdnum.pl import nip

    for body in (f"5{2 * i:08}", f"5{2 * i + 1:08}"):
        check = nip.checksum(body + "0")
        if check < TEN:
            return body + str(check)
    raise ValueError(i)


def _vin(maker: str, i: int) -> str:
    """Seventeen characters of a European maker: without a check digit."""
    serial, high = i * 7 % 1_000_000, i // 1_000_000
    return f"{maker}ZZZ{high:03}P{'ABCDEFGH'[serial % 8]}{serial:06}"


def _plate(place: int, i: int) -> str:
    i %= MOST
    pair = PLATE[i // 10_000 % 12] + PLATE[i // 120_000 % 12]
    high = i // 1_440_000
    if place == 0:
        return f"{('CB', 'CA', 'PB', 'BT', 'PK', 'TX')[high]}{i % 10_000:04}{pair}"
    if place == 1:
        return f"{('EL', 'WA', 'KR', 'PO', 'GD', 'SZ')[high]}{i % 10_000:04}{pair}"
    return f"{PLATE[high]}{i % 1000:03}{pair}{i // 1000 % 10}{high}"
