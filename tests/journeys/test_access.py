"""Access in a real browser: a colleague added from a template, a passkey made and used, sessions, a proof, the log."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Page, expect

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import SignIn, User
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import receivables

from .desk import PASSWORD, Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def fresh_limits() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def company() -> Any:
    return receivables.company()


@pytest.fixture
def desk(page: Page, live_server: Any, company: Any) -> Desk:
    """The administrator at the screen."""
    admin = people.staff(company, Role.ADMINISTRATOR, name="Тодор Джантов", language="en")
    desk = Desk(page, live_server.url.replace("127.0.0.1", "localhost"))
    desk.sign_in(admin)
    return desk


def put_authenticator(page: Page) -> Any:
    """A made-up device with a fingerprint reader, as DevTools offers it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def test_colleague_is_added_from_a_template_in_four_clicks(desk: Desk, company: Any) -> None:
    """Users, Add user, the template, Add user; typing is free."""
    actions.save_template(company=company, name="Front desk", roles=[(Role.HOSTESS, None)], by=None)
    page = desk.page
    page.get_by_role("link", name="Users", exact=True).first.click()
    page.get_by_role("link", name="Add user").click()
    desk.check()
    desk.fill(name="Ивелина Гумева", email="new@example.com")
    page.select_option("[name=template]", label="Front desk")
    page.get_by_role("button", name="Add user").click()
    expect(page.get_by_text("One-time password", exact=True)).to_be_visible()
    desk.check()
    assert User.objects.get(email="new@example.com").assignments.get().role == Role.HOSTESS


def test_passkey_is_made_signs_in_alone_and_is_removed(desk: Desk) -> None:
    """Who signed in a moment ago is not asked again who they are."""
    page = desk.page
    put_authenticator(page)
    desk.open("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.locator("form[data-passkey] [name=name]").fill("Laptop")
    desk.check()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    desk.open("/accounts/2fa/")
    expect(page.get_by_text("Laptop")).to_be_visible()
    expect(page.get_by_text("without the password", exact=True)).to_be_visible()

    desk.open("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    desk.open("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{desk.base}/")
    desk.check()

    desk.open("/accounts/2fa/")
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_role("heading", name="Remove the passkey")).to_be_visible()
    desk.check()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkey yet")).to_be_visible()
    assert SignIn.objects.latest("pk").method.startswith(("mfa", "webauthn"))
    assert {"identity.factor.add", "identity.factor.remove"} <= set(AuditEntry.objects.values_list("action", flat=True))


def test_browser_without_a_passkey_says_so_and_stays(desk: Desk) -> None:
    page = desk.page
    session = put_authenticator(page)
    desk.open("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    desk.open("/accounts/login/")
    session.send("WebAuthn.disable")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('none')); }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("That did not work")).to_be_visible()
    assert page.url.endswith("/accounts/login/")


def test_role_is_given_after_a_fresh_proof_without_typing_anew(desk: Desk, company: Any, live_server: Any) -> None:
    broker = people.staff(company, Role.BROKER, name="Оля Примерна")
    page = desk.page
    desk.open(f"/users/{broker.pk}/assign/")
    page.check("input[name=role][value=cashier]")
    page.select_option("[name=place]", label=company.name)
    fresh = settings.ROADBOOK_PROOF_SECONDS
    settings.ROADBOOK_PROOF_SECONDS = 0.001
    try:
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    finally:
        settings.ROADBOOK_PROOF_SECONDS = fresh
    desk.check()
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"{desk.base}/users/{broker.pk}/")
    assert {one.role for one in broker.assignments.all()} == {"broker", "cashier"}
    desk.check()


def test_administrator_reads_the_log_and_ends_a_session(desk: Desk, company: Any) -> None:
    broker = people.staff(company, Role.BROKER, name="Оля Примерна")
    actions.open_session(user=broker, session_key="", ip="192.0.2.7", agent="Firefox/140.0 Windows", method="password")
    page = desk.page
    for path in ("/users/", "/users/roles/", "/users/templates/", "/users/sign-in/", "/preferences/sessions/"):
        desk.open(path)
    desk.open(f"/users/{broker.pk}/")
    page.get_by_role("button", name="End", exact=True).click()
    expect(page.get_by_text("Not signed in anywhere.")).to_be_visible()
    desk.open(f"/audit/?who={User.objects.get(name='Тодор Джантов').pk}&action=identity.user.end_session")
    page.get_by_role("link", name="Sessions ended").first.click()
    expect(page.get_by_text("Who, when, from where")).to_be_visible()
    desk.check()
    desk.open("/audit/seals/")
