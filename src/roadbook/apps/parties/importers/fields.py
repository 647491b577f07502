"""What a column of a file of clients may say, and the names that such columns have."""

from __future__ import annotations

from collections.abc import Iterable

from babel import Locale
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from roadbook.apps.jurisdictions.enums import IdentifierKind, PaperKind, Sex
from roadbook.apps.parties.enums import PERSON_IDENTIFIERS, Channel, PartyKind
from roadbook.kit.forms import DateField, TextField
from roadbook.kit.imports import DigitsField, Field, OneOf

ADDRESSES = {
    "registered": gettext_lazy("Registered address"),
    "current": gettext_lazy("Current address"),
    "correspondence": gettext_lazy("Address for letters"),
}
PERSON_NUMBERS = [(kind.value, kind.label) for kind in PERSON_IDENTIFIERS]
PAPER = gettext_lazy("Identity document")


def _countries() -> Iterable[tuple[str, str]]:
    territories = Locale((get_language() or "en")[:2]).territories
    return [(code, name) for code, name in territories.items() if len(code) == 2 and code.isalpha()]  # noqa: PLR2004 - ISO 3166


def _text(longest: int) -> TextField:
    return TextField(required=False, max_length=longest)


def _address(kind: str) -> tuple[Field, ...]:
    group = ADDRESSES[kind]
    return (
        Field(f"{kind}_street", gettext_lazy("Street and number"), _text(200), group=group),
        Field(f"{kind}_postcode", gettext_lazy("Postcode"), _text(12), group=group),
        Field(f"{kind}_city", gettext_lazy("City"), _text(80), group=group),
        Field(f"{kind}_region", gettext_lazy("Region"), _text(80), group=group),
        Field(f"{kind}_country", gettext_lazy("Country"), OneOf(_countries), group=group),
    )


_FIELDS = (
    Field("kind", gettext_lazy("Kind"), OneOf(PartyKind.choices), ("вид", "тип", "rodzaj", "typ", "type")),
    Field(
        "name",
        gettext_lazy("Client"),
        _text(250),
        (
            "name",
            "full name",
            "company name",
            "наименование",
            "фирма",
            "клиент",
            "nazwa",
            "firma",
            "klient",
            "название",
            "фио",
            "имена",
        ),
    ),
    Field("first_name", gettext_lazy("First name"), _text(80), ("име", "собствено име", "imię", "имя", "given name")),
    Field("middle_name", gettext_lazy("Middle name"), _text(80), ("презиме", "drugie imię", "отчество", "patronymic")),
    Field("last_name", gettext_lazy("Last name"), _text(80), ("фамилия", "фамилно име", "nazwisko", "surname")),
    Field("latin_name", gettext_lazy("Name in Latin letters"), _text(250), ("латиница", "latin name", "name in latin")),
    Field(
        "number",
        gettext_lazy("Number"),
        _text(30),
        ("client number", "клиентски номер", "numer klienta", "номер клиента"),
    ),
    Field("identifier_kind", gettext_lazy("Kind of number"), OneOf(IdentifierKind.choices)),
    Field(
        "identifier",
        gettext_lazy("National number"),
        DigitsField(required=False, max_length=20),
        (
            "егн",
            "егн еик",
            "еик",
            "булстат",
            "лнч",
            "pesel",
            "nip",
            "regon",
            "инн",
            "огрн",
            "egn",
            "eik",
            "inn",
            "bulstat",
            "id number",
        ),
    ),
    Field("identifier_2_kind", gettext_lazy("Kind of the second number"), OneOf(IdentifierKind.choices)),
    Field("identifier_2", gettext_lazy("Second national number"), DigitsField(required=False, max_length=20)),
    Field(
        "birth_date",
        gettext_lazy("Birth date"),
        DateField(required=False),
        ("дата на раждане", "data urodzenia", "дата рождения", "date of birth", "born"),
    ),
    Field("sex", gettext_lazy("Sex"), OneOf(Sex.choices), ("пол", "płeć", "gender")),
    Field(
        "citizenship", gettext_lazy("Citizenship"), OneOf(_countries), ("гражданство", "obywatelstwo", "nationality")
    ),
    Field(
        "accountable_person",
        gettext_lazy("Accountable person"),
        _text(150),
        ("мол", "представител", "reprezentant"),
    ),
    Field(
        "manager", pgettext_lazy("of a company", "Manager"), _text(150), ("управител", "директор", "prezes", "dyrektor")
    ),
    Field("manager_number_kind", gettext_lazy("Kind of the manager's number"), OneOf(PERSON_NUMBERS)),
    Field(
        "manager_number",
        gettext_lazy("Manager's national number"),
        DigitsField(required=False, max_length=20),
        ("егн на управителя", "pesel prezesa", "инн руководителя"),
    ),
    Field("language", gettext_lazy("Language"), OneOf(settings.LANGUAGES), ("език", "język", "язык")),
    Field("preferred_channel", gettext_lazy("Preferred channel"), OneOf(Channel.choices)),
    Field(
        "phone",
        gettext_lazy("Phone"),
        DigitsField(required=False, max_length=40),
        ("телефон", "моб телефон", "gsm", "telefon", "mobile", "tel", "phone 1", "мобилен", "мобилен телефон"),
    ),
    Field(
        "phone_2",
        gettext_lazy("Second phone"),
        DigitsField(required=False, max_length=40),
        ("телефон 2", "telefon 2", "phone 2", "други телефони"),
    ),
    Field(
        "email",
        gettext_lazy("E-mail"),
        _text(254),
        ("email", "имейл", "ел поща", "e mail", "электронная почта", "mail"),
    ),
    Field("email_2", gettext_lazy("Second e-mail"), _text(254), ("email 2", "имейл 2", "e mail 2")),
    *_address("registered"),
    *_address("current"),
    *_address("correspondence"),
    Field("iban", gettext_lazy("Bank account"), _text(42), ("iban", "банкова сметка", "konto", "nr konta", "счёт")),
    Field("bic", gettext_lazy("BIC"), _text(11), ("swift", "бик")),
    Field("bank_name", gettext_lazy("Bank"), _text(120), ("банка", "банк")),
    Field(
        "contact_person",
        gettext_lazy("Contact person"),
        _text(150),
        ("лице за контакт", "osoba kontaktowa", "контактное лицо"),
    ),
    Field(
        "contact_person_phone",
        gettext_lazy("Contact person's phone or e-mail"),
        DigitsField(required=False, max_length=100),
        ("телефон на лицето за контакт", "telefon osoby kontaktowej"),
    ),
    Field("paper_country", gettext_lazy("Country"), OneOf(_countries), group=PAPER),
    Field("paper_kind", gettext_lazy("Document"), OneOf(PaperKind.choices), group=PAPER),
    Field(
        "paper_number",
        gettext_lazy("Document number"),
        DigitsField(required=False, max_length=30),
        ("лк", "лична карта", "номер на лична карта", "dowód osobisty", "паспорт", "id card", "л к"),
        group=PAPER,
    ),
    Field(
        "paper_issued_on",
        gettext_lazy("Issued on"),
        DateField(required=False),
        ("издадена на", "дата на издаване", "data wydania", "дата выдачи"),
        group=PAPER,
    ),
    Field(
        "paper_issuer", gettext_lazy("Issued by"), _text(120), ("издадена от", "wydany przez", "кем выдан"), group=PAPER
    ),
    Field(
        "paper_expires_on",
        gettext_lazy("Valid until"),
        DateField(required=False),
        ("валидна до", "ważny do", "действителен до"),
        group=PAPER,
    ),
)
BARE = {
    "адрес": "registered_street",
    "address": "registered_street",
    "adres": "registered_street",
    "ulica": "registered_street",
    "улица": "registered_street",
    "град": "registered_city",
    "city": "registered_city",
    "miasto": "registered_city",
    "город": "registered_city",
    "пк": "registered_postcode",
    "пощенски код": "registered_postcode",
    "kod pocztowy": "registered_postcode",
    "почтовый индекс": "registered_postcode",
    "postcode": "registered_postcode",
    "zip": "registered_postcode",
}


def _with_bare(field: Field) -> Field:
    """A file with one address means the registered one."""
    more = tuple(word for word, name in BARE.items() if name == field.name)
    return Field(field.name, field.label, field.reads, (*field.aliases, *more), field.is_required, field.group)


FIELDS = tuple(_with_bare(field) for field in _FIELDS)
