"""Translations without GNU gettext: extract strings from Python and templates, compile, check what is missing."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract as babel_extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/roadbook"
LOCALE = SOURCE / "locale"
LANGUAGES = {
    "bg": "nplurals=2; plural=(n != 1);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_]*\}")
Found = tuple[str | None, str, str | None]


def messages() -> dict[Found, set[str]]:
    """Every translatable string with the files that hold it: {(context, msgid, plural): files}."""
    found: dict[Found, set[str]] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("*.html"), *SOURCE.rglob("*.txt")]):
        if "migrations" in path.parts or "data" in path.parts:
            continue
        text = path.read_text()
        code = text if path.suffix == ".py" else templatize(text, origin=str(path))
        for _line, message, _comments, context in babel_extract("python", BytesIO(code.encode()), KEYWORDS, (), {}):
            single, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
            if single:
                found.setdefault((context, single, plural), set()).add(str(path.relative_to(ROOT)))
    return found


def lazy_f_strings() -> Iterator[str]:
    """``_(f"…")`` can never be translated: the extractor does not see it."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            is_marked = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in KEYWORDS
            if is_marked and any(isinstance(argument, ast.JoinedStr) for argument in node.args):
                yield f"{path.relative_to(ROOT)}:{node.lineno} f-string inside {node.func.id}()"


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
