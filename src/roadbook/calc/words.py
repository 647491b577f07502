"""Amounts in words: Bulgarian, Polish, Russian and English, for receipts and contracts.

Whole units are words, minor units stay digits with their unit. Numerals agree in gender with the currency (Bulgarian
*две евро*, Polish *dwa złote*, Russian *две тысячи два рубля*), and units take the form that the number asks for
(CLDR plural rules: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html).

>>> in_words(123_45, "EUR", "bg")
'сто двадесет и три евро и 45 цента'
>>> in_words(123_45, "PLN", "pl")
'sto dwadzieścia trzy złote 45 groszy'
>>> in_words(123_45, "RUB", "ru")
'сто двадцать три рубля 45 копеек'
>>> in_words(1_234_01, "EUR", "en")
'one thousand two hundred and thirty-four euros and 01 cent'
"""

from __future__ import annotations

from typing import NamedTuple

Forms = tuple[str, ...]
LIMIT = 10**15


class Unit(NamedTuple):
    """A thing that is counted: its gender (m, f, n) and its forms as the language's plural rule orders them."""

    gender: str
    forms: Forms


class WordsRefusedError(ValueError):
    """The amount, the currency or the language is not one that we have words for."""


def in_words(minor: int, currency: str, language: str) -> str:
    """Write an amount of ``minor`` units (two decimals, 0 up to 10**15 - 1) in words.

    :raises WordsRefusedError: below zero, too large, or an unknown currency or language.
    """
    if not has_words(currency, language):
        raise WordsRefusedError(f"no words for {currency} in {language}")
    if not 0 <= minor < LIMIT:
        raise WordsRefusedError(f"no words for {minor}")
    whole, cents = divmod(minor, 100)
    unit, part = _CURRENCIES[language][currency]
    text = f"{number(whole, language, unit.gender)} {_form(whole, unit.forms, language)}"
    join = {"bg": " и ", "en": " and "}.get(language, " ")
    return f"{text}{join}{cents:02d} {_form(cents, part.forms, language)}" if cents else text


def has_words(currency: str, language: str) -> bool:
    """Say whether amounts of this currency can be written in this language."""
    return currency in _CURRENCIES.get(language, {})


def number(value: int, language: str, gender: str = "m") -> str:
    """Write a whole number from 0 up to 10**13 in words, in the gender of what it counts.

    :raises WordsRefusedError: outside this range, or an unknown language.
    """
    if language not in _LANGUAGES or not 0 <= value < 10**13:
        raise WordsRefusedError(f"no words for {value} in {language}")
    if value == 0:
        return _ZERO[language]
    if value == 1:
        return _LANGUAGES[language].gendered.get((1, gender), _LANGUAGES[language].units[0])
    groups = [(value // 1000**power % 1000, power) for power in range(4, -1, -1)]
    parts = [_group(count, power, language, gender) for count, power in groups if count]
    return _join(parts, groups, language)


def _group(count: int, power: int, language: str, gender: str) -> str:
    if power == 0:
        return _hundreds(count, language, gender)
    scale = _SCALES[language][power - 1]
    if count == 1 and language in {"pl", "ru"}:
        return scale.forms[0]
    if count == 1 and power == 1 and language == "bg":
        return scale.forms[0]
    return f"{_hundreds(count, language, scale.gender)} {_form(count, scale.forms, language)}"


def _join(parts: list[str], groups: list[tuple[int, int]], language: str) -> str:
    """Bulgarian and English put "and" before a last group that has no "and" of its own."""
    last = groups[-1][0]
    if len(parts) > 1 and language == "bg":
        lowest = [count for count, _power in groups if count][-1]
        if _is_single_word(lowest):
            return " ".join(parts[:-1]) + " и " + parts[-1]
    if len(parts) > 1 and language == "en" and 0 < last < 100:
        return " ".join(parts[:-1]) + " and " + parts[-1]
    return " ".join(parts)


def _is_single_word(count: int) -> bool:
    """1 to 20, whole tens and whole hundreds: written in Bulgarian without an "и" inside."""
    return count <= 20 or (count < 100 and count % 10 == 0) or count % 100 == 0


def _hundreds(count: int, language: str, gender: str) -> str:
    """Write 1 to 999."""
    words = _LANGUAGES[language]
    hundred, rest = divmod(count, 100)
    parts = [words.hundreds[hundred - 1]] if hundred else []
    tens = []
    if rest >= 20:
        tens = [words.tens[rest // 10 - 2]]
        rest %= 10
    if rest:
        tens.append(_unit(rest, language, gender))
    if language == "en":
        small = "-".join(tens)
        return " and ".join(part for part in (*parts, small) if part)
    if language == "bg":
        return _bulgarian(parts + tens)
    return " ".join(parts + tens)


def _bulgarian(parts: list[str]) -> str:
    """Put "и" before the last word only: сто двадесет и три."""
    return " и ".join((" ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _unit(rest: int, language: str, gender: str) -> str:
    """Write 1 to 19 in the gender. Polish keeps *jeden* in longer numbers: dwadzieścia jeden, tysiąc jeden."""
    words = _LANGUAGES[language]
    if language == "pl" and rest == 1:
        return words.units[0]
    return words.gendered.get((rest, gender), words.units[rest - 1])


def _form(count: int, forms: Forms, language: str) -> str:
    """Choose the form of a unit: one; few (Polish, Russian); many."""
    if language in {"bg", "en"}:
        return forms[0] if count == 1 else forms[-1]
    tail, teen = count % 10, count % 100 in {12, 13, 14}
    if language == "pl":
        if count == 1:
            return forms[0]
        return forms[1] if tail in {2, 3, 4} and not teen else forms[2]
    if tail == 1 and count % 100 != 11:
        return forms[0]
    return forms[1] if tail in {2, 3, 4} and not teen else forms[2]


def _listed(text: str) -> Forms:
    return tuple(text.split())


class _Words(NamedTuple):
    units: Forms
    tens: Forms
    hundreds: Forms
    gendered: dict[tuple[int, str], str]


_ZERO = {"bg": "нула", "pl": "zero", "ru": "ноль", "en": "zero"}
_LANGUAGES = {
    "bg": _Words(
        _listed(
            "един два три четири пет шест седем осем девет десет единадесет дванадесет тринадесет четиринадесет"
            " петнадесет шестнадесет седемнадесет осемнадесет деветнадесет"
        ),
        _listed("двадесет тридесет четиридесет петдесет шестдесет седемдесет осемдесет деветдесет"),
        _listed("сто двеста триста четиристотин петстотин шестстотин седемстотин осемстотин деветстотин"),
        {(1, "f"): "една", (1, "n"): "едно", (2, "f"): "две", (2, "n"): "две"},
    ),
    "pl": _Words(
        _listed(
            "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć jedenaście dwanaście trzynaście"
            " czternaście piętnaście szesnaście siedemnaście osiemnaście dziewiętnaście"
        ),
        _listed(
            "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt"
            " dziewięćdziesiąt"
        ),
        _listed("sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"),
        {(1, "f"): "jedna", (1, "n"): "jedno", (2, "f"): "dwie"},
    ),
    "ru": _Words(
        _listed(
            "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать"
            " пятнадцать шестнадцать семнадцать восемнадцать девятнадцать"
        ),
        _listed("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"),
        _listed("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот"),
        {(1, "f"): "одна", (1, "n"): "одно", (2, "f"): "две"},
    ),
    "en": _Words(
        _listed(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
            " eighteen nineteen"
        ),
        _listed("twenty thirty forty fifty sixty seventy eighty ninety"),
        tuple(f"{unit} hundred" for unit in _listed("one two three four five six seven eight nine")),
        {},
    ),
}
_SCALES = {
    "bg": (
        Unit("f", ("хиляда", "хиляди")),
        Unit("m", ("милион", "милиона")),
        Unit("m", ("милиард", "милиарда")),
        Unit("m", ("трилион", "трилиона")),
    ),
    "pl": (
        Unit("m", ("tysiąc", "tysiące", "tysięcy")),
        Unit("m", ("milion", "miliony", "milionów")),
        Unit("m", ("miliard", "miliardy", "miliardów")),
        Unit("m", ("bilion", "biliony", "bilionów")),
    ),
    "ru": (
        Unit("f", ("тысяча", "тысячи", "тысяч")),
        Unit("m", ("миллион", "миллиона", "миллионов")),
        Unit("m", ("миллиард", "миллиарда", "миллиардов")),
        Unit("m", ("триллион", "триллиона", "триллионов")),
    ),
    "en": tuple(Unit("n", (word, word)) for word in ("thousand", "million", "billion", "trillion")),
}
_CURRENCIES: dict[str, dict[str, tuple[Unit, Unit]]] = {
    "bg": {
        "EUR": (Unit("n", ("евро", "евро")), Unit("m", ("цент", "цента"))),
        "BGN": (Unit("m", ("лев", "лева")), Unit("f", ("стотинка", "стотинки"))),
        "PLN": (Unit("f", ("злота", "злоти")), Unit("m", ("грош", "гроша"))),
        "RUB": (Unit("f", ("рубла", "рубли")), Unit("f", ("копейка", "копейки"))),
    },
    "pl": {
        "EUR": (Unit("n", ("euro", "euro", "euro")), Unit("m", ("cent", "centy", "centów"))),
        "BGN": (Unit("m", ("lew", "lewy", "lewów")), Unit("f", ("stotinka", "stotinki", "stotinek"))),
        "PLN": (Unit("m", ("złoty", "złote", "złotych")), Unit("m", ("grosz", "grosze", "groszy"))),
        "RUB": (Unit("m", ("rubel", "ruble", "rubli")), Unit("f", ("kopiejka", "kopiejki", "kopiejek"))),
    },
    "ru": {
        "EUR": (Unit("m", ("евро", "евро", "евро")), Unit("m", ("цент", "цента", "центов"))),
        "BGN": (Unit("m", ("лев", "лева", "левов")), Unit("f", ("стотинка", "стотинки", "стотинок"))),
        "PLN": (Unit("m", ("злотый", "злотых", "злотых")), Unit("m", ("грош", "гроша", "грошей"))),
        "RUB": (Unit("m", ("рубль", "рубля", "рублей")), Unit("f", ("копейка", "копейки", "копеек"))),
    },
    "en": {
        "EUR": (Unit("n", ("euro", "euros")), Unit("n", ("cent", "cents"))),
        "BGN": (Unit("n", ("lev", "leva")), Unit("n", ("stotinka", "stotinki"))),
        "PLN": (Unit("n", ("zloty", "zlotys")), Unit("n", ("grosz", "groszy"))),
        "RUB": (Unit("n", ("rouble", "roubles")), Unit("n", ("kopeck", "kopecks"))),
    },
}
