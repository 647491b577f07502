"""What somebody does at the screen, in words: the journeys read as a story, the selectors live here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from roadbook.apps.identity.models import User

PASSWORD = "walk-the-road-7"
GRAVE = {"serious", "critical"}


@dataclass
class Desk:
    """A user at a browser. Every page that is opened is checked: no error in the console, no grave finding of axe."""

    page: Page
    base: str
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, user: User) -> None:
        user.set_password(PASSWORD)
        user.is_password_temporary = False
        user.save()
        self.page.goto(f"{self.base}/accounts/login/")
        self.page.fill("[name=login]", user.email)
        self.page.fill("[name=password]", PASSWORD)
        self.submit()

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)
        self.check()

    def check(self) -> None:
        """No sideways scroll, no script error, nothing serious for those who see or point badly."""
        self.page.wait_for_load_state("networkidle")
        assert not self.errors, self.errors
        width = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert width[0] <= width[1], f"{self.page.url} scrolls sideways: {width}"
        found = Axe().run(self.page)
        grave = [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"] if v["impact"] in GRAVE]
        assert not grave, f"{self.page.url}: {grave}"

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def pick(self, name: str, typed: str) -> None:
        """Search in a combobox and take the first answer with the keyboard."""
        box = self.page.locator(f"#id_{name}_search")
        box.fill(typed)
        self.page.locator(f"[role=option][data-text*='{typed}']").first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")

    def submit(self) -> None:
        """Press the form's own button and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator("main button[type=submit].primary, form.form button[type=submit].primary").last.click()

    def confirm(self, dialog: str) -> None:
        """Open a dialog by its button and agree to it."""
        self.page.click(f"[data-dialog-open='{dialog}']")
        with self.page.expect_navigation():
            self.page.click(f"dialog#{dialog} button[type=submit]")

    def text(self, selector: str = "main") -> str:
        return re.sub(r"\s+", " ", self.page.inner_text(selector).replace("\u00a0", " "))

    def fetch(self, path: str, **options: Any) -> Any:
        return self.page.request.get(self.base + path, **options)
