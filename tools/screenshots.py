"""Pictures of the screens: every page of the list below, wide and narrow, light and dark, in two languages.

    ./run screenshots [--only NAME …]                    of the demo book, served for the while
    ./run screenshots --url http://127.0.0.1:8000 --email manager@roadbook.example --password …

Writes ``var/screenshots/NAME-WIDTH-THEME-LANGUAGE.png`` and says which pages answered otherwise than with 200
or scroll sideways. A path may hold ``{first}``: it then names the first row link of the list page before the brace.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "var" / "screenshots"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# (name, path); "/clients/ {first}" is the first record of that list.
PAGES = [
    ("sign-in", "/accounts/login/"),
    ("home", "/"),
    ("style", "/ui/"),
    ("clients", "/clients/"),
    ("client", "/clients/ {first}"),
    ("client-new", "/clients/new/"),
    ("consent-texts", "/clients/consent-texts/"),
    ("vehicles", "/vehicles/"),
    ("vehicle", "/vehicles/ {first}"),
    ("vehicle-new", "/vehicles/new/"),
    ("expiring", "/vehicles/expiring/"),
    ("catalogue", "/vehicles/catalogue/trim/"),
    ("company", "/companies/ {first}"),
    ("contracts", "/contracts/"),
    ("contract", "/contracts/?state=active {first}"),
    ("files-to-check", "/documents/checks/"),
    ("file", "/documents/checks/ {first}"),
    ("contract-new", "/contracts/new/"),
    ("instalments", "/instalments/"),
    ("charges", "/charges/"),
    ("tax-documents", "/tax-documents/"),
    ("tax-document", "/tax-documents/ {first}"),
    ("vat-register", "/tax-documents/vat/"),
    ("refunds", "/refunds/"),
    ("refund", "/refunds/ {first}"),
    ("taken-over", "/contracts/taken-over/"),
    ("products", "/products/"),
    ("product", "/products/ {first}"),
    ("templates", "/documents/templates/"),
    ("chart", "/books/accounts/"),
    ("rules", "/books/rules/"),
    ("months", "/books/months/"),
    ("journal", "/books/journal/"),
    ("payments", "/payments/"),
    ("payment", "/payments/ {first}"),
    ("books", "/books/"),
    ("companies", "/companies/"),
    ("branches", "/companies/branches/"),
    ("imports", "/imports/"),
    ("import-new", "/imports/new/"),
    ("import-file", "/imports/?state=uploaded {first}"),
    ("import-preview", "/imports/?state=checked {first}"),
    ("import-report", "/imports/?state=done {first}"),
    ("import-undone", "/imports/?state=undone {first}"),
    ("exports", "/exports/"),
    ("jobs", "/jobs/"),
    ("job", "/jobs/ {first}"),
    ("audit", "/audit/"),
    ("preferences", "/preferences/"),
    ("sessions", "/preferences/sessions/"),
    ("second-factor", "/accounts/2fa/"),
    ("keys", "/preferences/keys/"),
    ("users", "/users/"),
    ("user", "/users/ {first}"),
    ("roles", "/users/roles/"),
    ("user-templates", "/users/templates/"),
    ("sign-in-rules", "/users/sign-in/"),
    ("identity-scans", "/documents/identity-scans/"),
]
WIDTHS = {1280: 800, 390: 844}
THEMES = ("light", "dark")
LANGUAGES = ("bg", "en")
WITHOUT_LOGIN = {"sign-in"}
OF_THE_BROKER = {"client-new", "contract-new", "vehicle-new"}
OF_THE_BACK_OFFICE = {
    "imports",
    "import-new",
    "import-file",
    "import-preview",
    "import-report",
    "import-undone",
    "templates",
}
OF_THE_ADMINISTRATOR = {"product", "users", "user", "roles", "user-templates", "sign-in-rules", "identity-scans"}
OF_ROLES = {"broker": OF_THE_BROKER, "backoffice": OF_THE_BACK_OFFICE, "administrator": OF_THE_ADMINISTRATOR}
ROW_LINK = "#content tbody a[href]"
OK = 200


@dataclass(frozen=True)
class Shot:
    """One picture to take."""

    name: str
    path: str
    width: int
    theme: str
    language: str

    @property
    def file(self) -> Path:
        return OUT / f"{self.name}-{self.width}-{self.theme}-{self.language}.png"


def shots(only: list[str] | None) -> list[Shot]:
    """Every combination of page, width, theme and language."""
    return [
        Shot(name, path, width, theme, language)
        for width in WIDTHS
        for theme in THEMES
        for language in LANGUAGES
        for name, path in PAGES
        if only is None or name in only
    ]


def chromium() -> str:
    """Path of the browser: CHROMIUM, or what the system calls so."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        sys.exit("screenshots: no Chromium here (apt install chromium, or set CHROMIUM to its path)")
    return found


def sign_in(page: Any, base: str, email: str, password: str) -> None:
    """Fill in the sign-in form; leave when it is refused."""
    page.goto(base + "/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state()
    if urlsplit(page.url).path == "/accounts/login/":
        sys.exit(f"screenshots: {email} could not sign in")


def speak(page: Any, base: str, language: str) -> None:
    """Choose the language as the menu of the user does it: it is a preference and outlasts any cookie."""
    token = page.get_attribute("meta[name=csrf-token]", "content")
    headers = {"X-CSRFToken": token, "Referer": base}
    page.request.post(f"{base}/preferences/language/", headers=headers, form={"language": language, "next": "/"})


def take(page: Any, base: str, shot: Shot) -> list[str]:
    """Open the page, keep its picture, and return what is wrong with it."""
    path, _, first = shot.path.partition(" ")
    answer = page.goto(base + path)
    if first:
        link = page.query_selector(ROW_LINK)
        if link is None:
            return [f"{shot.name}: {path} has no first row"]
        answer = page.goto(base + link.get_attribute("href"))
    page.wait_for_load_state("networkidle")
    page.screenshot(path=shot.file)
    return _faults(page, answer, shot)


def _faults(page: Any, answer: Any, shot: Shot) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    faults = [] if answer.status == OK else [f"{shot.file.name}: answered {answer.status}"]
    return [*faults, f"{shot.file.name}: scrolls sideways"] if wide else faults


def _contexts(browser: Any, base: str, wanted: list[Shot], login: tuple[str, str]) -> list[str]:
    faults: list[str] = []
    for width, theme, language in dict.fromkeys((s.width, s.theme, s.language) for s in wanted):
        context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, color_scheme=theme)
        context.add_cookies([{"name": "django_language", "value": language, "url": base}])
        page = context.new_page()
        mine = [s for s in wanted if (s.width, s.theme, s.language) == (width, theme, language)]
        for shot in (s for s in mine if s.name in WITHOUT_LOGIN):
            faults += take(page, base, shot)
        if login[0]:
            sign_in(page, base, *login)
            speak(page, base, language)
        for shot in (s for s in mine if s.name not in WITHOUT_LOGIN):
            faults += take(page, base, shot)
        context.close()
    return faults


def _pictures(base: str, only: list[str] | None, email: str, password: str) -> list[str]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=CHROMIUM_FLAGS)
        faults = _contexts(browser, base, shots(only), (email, password))
        browser.close()
    return faults


@contextmanager
def demo(port: int = 8765) -> Iterator[tuple[str, str]]:
    """The demo book, served while the pictures are taken: its address and the password of this run."""
    environment = dict(os.environ, ROADBOOK_DEMO="1", ROADBOOK_DATA=str(ROOT / "var" / "demo"))
    command = [sys.executable, "-m", "roadbook", "demo", "--port", str(port)]
    log = OUT / "server.log"
    with log.open("w") as told, subprocess.Popen(command, env=environment, stdout=told) as server:
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", server)
            found = re.search(r"password of this run: (\S+)", log.read_text())
            yield f"http://127.0.0.1:{port}", found[1] if found else ""
        finally:
            server.terminate()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    """Until the server answers; leave when it ends before that."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address on loopback
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            threading.Event().wait(0.5)
    sys.exit("screenshots: the demo did not start")


def main(argv: list[str]) -> int:
    """Take the pictures; 1 when a page failed or scrolls sideways."""
    parser = argparse.ArgumentParser(prog="screenshots", description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="")
    parser.add_argument("--email", default=os.environ.get("ROADBOOK_EMAIL", "manager@roadbook.example"))
    parser.add_argument("--password", default=os.environ.get("ROADBOOK_PASSWORD", ""))
    parser.add_argument("--only", nargs="*", default=[])
    given = parser.parse_args(argv)
    OUT.mkdir(parents=True, exist_ok=True)
    if given.url:
        faults = _pictures(given.url.rstrip("/"), given.only or None, given.email, given.password)
    else:
        names = {name for name, _ in PAGES if not given.only or name in given.only}
        with demo() as (base, password):
            faults = _pictures(base, sorted(names.difference(*OF_ROLES.values())), given.email, password)
            for role, pages in OF_ROLES.items():
                faults += _pictures(base, sorted(names & pages), f"{role}@roadbook.example", password)
    print(*faults, sep="\n")
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
