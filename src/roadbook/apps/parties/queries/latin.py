"""Names in Latin letters, and names as people confuse them.

Bulgarian by the Transliteration Act (State Gazette 19/2009, art. 3 to 6), Russian by ICAO Doc 9303 part 3, section 6;
Polish letters lose their marks, as on the machine-readable lines of travel documents (same document).
"""

from __future__ import annotations

import re

from roadbook.kit import text

_SHARED = {
    **dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True)),
    "ж": "zh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
}
_BULGARIAN = {
    **_SHARED,
    "й": "y",
    "х": "h",
    "щ": "sht",
    "ъ": "a",
    "ь": "y",
    "ю": "yu",
    "я": "ya",
    "ы": "y",
    "э": "e",
    "ё": "yo",
}
_RUSSIAN = {
    **_SHARED,
    "ё": "e",
    "й": "i",
    "х": "kh",
    "щ": "shch",
    "ъ": "ie",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "iu",
    "я": "ia",
}
_CYRILLIC = re.compile("[а-яёА-ЯЁ]")
_POLISH = str.maketrans("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ", "acelnoszzACELNOSZZ")
_LEGAL_FORMS = re.compile(
    r"\b(еоод|ооо|оод|ет|еад|ад|ао|пао|зао|ип|сд|кд|дззд|eood|ood|ead|ad|et|ltd|llc|gmbh|sa|spa|sp z o ?o|s a|sp j"
    r"|sp k)\b"
)
_CONFUSED = (("iya", "ia"), ("kh", "h"), ("y", "i"), ("j", "i"), ("ck", "k"), ("w", "v"), ("ph", "f"), ("shch", "sht"))


def latin(name: str, language: str) -> str:
    """The name in small Latin letters, by the rule of its language: ``latin("Мария", "bg")`` is ``"maria"``."""
    lower = name.lower()
    if language == "ru":
        return _letters(lower, _RUSSIAN)
    return _letters(re.sub(r"ия\b", "ia", lower), _BULGARIAN)


def latin_name(name: str, language: str) -> str:
    """The name as it would stand on a passport, to be offered: ``latin_name("Юлия Щерева", "bg")``, "Yulia Shtereva".

    Empty where the name has no letter to write otherwise.
    """
    if not _CYRILLIC.search(name):
        plain = name.translate(_POLISH)
        return plain if plain != name else ""
    words = [(word, latin(word, language)) for word in re.split(r"(\W+)", name)]
    return "".join(_as_cased(word, letters) for word, letters in words)


def _as_cased(word: str, letters: str) -> str:
    if len(word) > 1 and word.isupper():
        return letters.upper()
    return letters[:1].upper() + letters[1:] if word[:1].isupper() else letters


def name_key(name: str, language: str) -> str:
    """The name as people confuse it: one alphabet, no marks, no legal form, words in order of the alphabet."""
    plain = _LEGAL_FORMS.sub(" ", re.sub(r"[^\w]+", " ", text.fold(name)))
    plain = text.fold(latin(plain, language))
    for confused, with_this in _CONFUSED:
        plain = plain.replace(confused, with_this)
    words = re.findall(r"[a-z0-9]+", plain)
    return " ".join(sorted(re.sub(r"(.)\1+", r"\1", word) for word in words))[:250]


def _letters(name: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in name)
