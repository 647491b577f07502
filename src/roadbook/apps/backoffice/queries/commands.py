"""What the palette does besides finding records: things to create, places to go; by any word for it in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.kit import navigation, search, text


@dataclass(frozen=True)
class Command:
    """``words`` are what people also call it, in all four languages, folded; they are searched, not shown."""

    url_name: str
    label: str | Promise
    icon: str
    permission: str
    words: str = ""


COMMANDS = (
    Command(
        "leasing:contract_create",
        _("New contract"),
        "file-plus",
        Permission.CONTRACT_EDIT,
        "lease loan agreement deal draft лизинг кредит сделка договор заем umowa leasing kredyt pozyczka",
    ),
    Command(
        "parties:party_create",
        _("New client"),
        "user-plus",
        Permission.PARTY_EDIT,
        "customer person company party лице фирма контрагент клиент картон лицо osoba firma kontrahent",
    ),
    Command(
        "vehicles:vehicle_create",
        _("New vehicle"),
        "car",
        Permission.VEHICLE_EDIT,
        "car auto van кола автомобил мпс машина автомобиль тс samochod auto pojazd",
    ),
    Command(
        "receivables:payment_create",
        _("Take a payment"),
        "banknote",
        Permission.PAYMENT_TAKE,
        "money cash receipt collect pay каса пари вноска квитанция плащане платеж деньги касса wplata gotowka kasa",
    ),
    Command(
        "leasing:product_create",
        _("New product"),
        "package-plus",
        Permission.PRODUCT_EDIT,
        "terms conditions offer условия оферта продукт тариф warunki oferta",
    ),
    Command(
        "identity:user_create",
        _("Add user"),
        "user-plus",
        Permission.USER_MANAGE,
        "employee staff colleague login служител колега достъп сотрудник pracownik dostep uzytkownik",
    ),
    Command(
        "organisation:company_create",
        _("New company"),
        "building-2",
        Permission.COMPANY_EDIT,
        "own firm legal entity дружество юридическо лице компания spolka podmiot",
    ),
)
PLACES = {
    "backoffice:home": "start dashboard desk начало табло главная рабочий стол pulpit",
    "leasing:contract_list": "leases loans agreements лизинги кредити сделки договоры umowy kredyty",
    "parties:party_list": "customers people companies лица фирми контрагенти люди klienci osoby firmy",
    "vehicles:vehicle_list": "cars autos коли автомобили мпс машины samochody auta",
    "receivables:payment_list": "money receipts cash пари каса вноски деньги поступления wplaty przelewy",
    "backoffice:day": "close end of day business date приключване ден закрытие дня zamkniecie dnia",
    "backoffice:verify": "books invariants check счетоводство проверка книги сверка ksiegi kontrola",
    "backoffice:job_list": "tasks queue imports exports задачи задания очередь zadania kolejka",
    "backoffice:audit_list": "log history who did журнал история кой dziennik historia",
    "identity:user_list": "employees staff roles служители права роли сотрудники pracownicy uprawnienia",
    "organisation:company_list": "own firms branches офиси клонове филиалы oddzialy spolki",
    "ledger:trial_balance": "books accounting balance баланс счетоводство ведомост бухгалтерия saldo ksiegowosc",
}


def commands(permissions: frozenset[str], typed: str) -> tuple[list[search.Hit], list[search.Hit]]:
    """What may be created and where one may go, for the words that were typed; all of it for none."""
    wanted = search.asked(typed)
    return (
        list(_matching(wanted, _creating(permissions))),
        list(_matching(wanted, _places(permissions))),
    )


Named = tuple[search.Hit, str | Promise, str]


def _matching(wanted: search.Asked, known: Iterable[Named]) -> Iterator[search.Hit]:
    for hit, label, words in known:
        called = [*_everywhere(label), *words.split()]
        starts = " ".join(called).split()
        if all(any(one.startswith(word) for one in starts) for word in wanted.words):
            score = search.likeness(wanted, hit.title) if wanted.words else search.INSIDE
            yield search.Hit(hit.url, hit.title, hit.detail, hit.icon, score)


def _creating(permissions: frozenset[str]) -> Iterator[Named]:
    for command in COMMANDS:
        address = _address(command.url_name) if command.permission in permissions else ""
        if address:
            yield search.Hit(address, str(command.label), icon=command.icon), command.label, command.words


def _places(permissions: frozenset[str]) -> Iterator[Named]:
    for section in navigation.menu(set(permissions)):
        for place in section.places:
            if address := _address(place.url_name):
                words = PLACES.get(place.url_name, "")
                yield search.Hit(address, str(place.label), icon=place.icon), place.label, words


def _everywhere(label: str | Promise) -> tuple[str, ...]:
    """The label in all languages of the house, folded: somebody's fingers may know another one than the screen."""
    with translation.override(None):
        message = str(label)
    return _in_all_languages(message)


@lru_cache(maxsize=256)
def _in_all_languages(message: str) -> tuple[str, ...]:
    found = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.append(text.fold(translation.gettext(message)))
    return tuple(found)


def _address(url_name: str) -> str:
    """The address, or nothing where this installation does not mount it."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
