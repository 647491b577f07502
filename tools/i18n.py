"""Translations without GNU gettext: extract strings from Python and templates, compile, check what is missing."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.strings import Found, lazy_f_strings, messages

LOCALE = Path(__file__).resolve().parent.parent / "src/roadbook/locale"
LANGUAGES = {
    "bg": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_]*\}")


def _catalogue(language: str) -> polib.POFile:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if path.exists():
        return polib.pofile(str(path), wrapwidth=110)
    path.parent.mkdir(parents=True, exist_ok=True)
    book = polib.POFile(wrapwidth=110)
    book.fpath = str(path)
    return book


def extract() -> int:
    """Bring every .po up to date: new strings empty, gone strings removed, translations kept."""
    found = messages()
    for language, plurals in LANGUAGES.items():
        book = _catalogue(language)
        book.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Content-Transfer-Encoding": "8bit",
            "Language": language,
            "Plural-Forms": plurals,
        }
        known = {(entry.msgctxt, entry.msgid): entry for entry in book}
        book[:] = [
            _entry(known.get((key[0], key[1])), key, files, plurals)
            for key, files in sorted(found.items(), key=_by_text)
        ]
        book.save(book.fpath)
    return 0


def _by_text(item: tuple[Found, set[str]]) -> tuple[str, str]:
    return item[0][1], item[0][0] or ""


def _entry(known: polib.POEntry | None, key: Found, files: set[str], plurals: str) -> polib.POEntry:
    context, single, plural = key
    entry = polib.POEntry(msgid=single, msgctxt=context, occurrences=[(name, "") for name in sorted(files)])
    if plural:
        entry.msgid_plural = plural
        count = int(plurals[len("nplurals=")])
        entry.msgstr_plural = {i: (known.msgstr_plural.get(i, "") if known else "") for i in range(count)}
    else:
        entry.msgstr = known.msgstr if known else ""
    return entry


def compile_all() -> int:
    """Write the .mo files into the data directory."""
    from roadbook.config import translations

    for path in translations.compile_stale():
        print(path)
    return 0


def problems() -> Iterator[str]:
    """What is missing or wrong in the catalogues and in the code."""
    yield from lazy_f_strings()
    found = messages()
    for language in LANGUAGES:
        book = {(entry.msgctxt, entry.msgid): entry for entry in _catalogue(language)}
        for context, single, plural in found:
            entry = book.get((context, single))
            texts = list(entry.msgstr_plural.values()) if entry and plural else [entry.msgstr] if entry else []
            if not texts or not all(texts):
                yield f"{language}: not translated: {single!r}"
            elif any(not _same_placeholders(plural or single, text) for text in texts):
                yield f"{language}: placeholders differ: {single!r}"


def _same_placeholders(source: str, text: str) -> bool:
    wanted, got = set(PLACEHOLDER.findall(source)), set(PLACEHOLDER.findall(text))
    return wanted == got or (wanted - got <= {"%(count)s", "%(n)s", "%(count)d"} and got <= wanted)


def check() -> int:
    """1 when anything is missing; each problem on a line."""
    found = list(problems())
    for line in found:
        print(line)
    return 1 if found else 0


def main(argv: list[str]) -> int:
    """Extract, compile or check."""
    commands = {"extract": extract, "compile": compile_all, "check": check}
    if len(argv) != 1 or argv[0] not in commands:
        print("i18n extract|compile|check", file=sys.stderr)
        return 2
    return commands[argv[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
