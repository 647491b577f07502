"""A client in a real browser: warned of a double, related, asked for consent, shown for a reason, joined and parted."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import expect

from roadbook.apps.identity.enums import Role
from roadbook.apps.parties import queries
from roadbook.apps.parties.models import Consent, Party, Relation
from tests.factories import identity, organisation, parties
from tests.factories.merging import text_of

from .desk import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NUMBER = parties.egn(61)


@pytest.fixture
def company():
    of = organisation.company()
    text_of(of)
    return of


@pytest.fixture
def maria(company):
    return parties.person(
        company, first_name="Мария", last_name="Ячева", birth_date=date(1985, 3, 12), phones=("0888 123 456",)
    )


def test_double_is_warned_of_related_and_joined_and_parted(page, live_server, company, maria):
    desk = Desk(page, live_server.url)
    desk.sign_in(identity.staff(company, Role.BROKER, Role.BACK_OFFICE, language="en"))
    double = _enter_a_double(desk, maria)
    _relate(desk, double)
    _consent(desk, double)
    _show_the_number(desk, double)
    _join_and_part(desk, maria, double)


def _enter_a_double(desk: Desk, maria: Party) -> Party:
    desk.open("/clients/new/")
    desk.fill(first_name="Mariya", last_name="Yacheva", identifier=NUMBER)
    expect(desk.page.locator("#number-echo")).to_contain_text("The check digits fit.")
    desk.fill(phone="088 812-34-56")
    expect(desk.page.locator("#number-echo")).to_contain_text(maria.number)
    expect(desk.page.locator("#number-echo")).to_contain_text("same phone")
    desk.check()
    assert NUMBER not in desk.page.url
    desk.submit()
    desk.check()
    assert NUMBER not in desk.page.content()
    return Party.objects.exclude(pk=maria.pk).get()


def _relate(desk: Desk, party: Party) -> None:
    desk.open(f"/clients/{party.pk}/relations/")
    desk.page.click("main a[href$='/relations/new/']")
    desk.check()
    desk.page.select_option("[name=kind]", "contact_person")
    desk.fill(outsider_name="Иван Петров", outsider_contact="+359 2 000 010")
    desk.submit()
    desk.check()
    assert "Иван Петров" in desk.text()
    assert Relation.objects.get().party == party


def _consent(desk: Desk, party: Party) -> None:
    desk.open(f"/clients/{party.pk}/consents/new/")
    desk.page.locator("[name=purpose][value=marketing]").check(force=True)
    desk.page.locator("[name=channels][value=sms]").check()
    desk.submit()
    desk.check()
    assert queries.is_allowed(party, "marketing", "sms")
    with desk.page.expect_navigation():
        desk.page.click("main button[formaction$='/withdraw/']")
    desk.check()
    assert not queries.is_allowed(party, "marketing", "sms")
    assert Consent.objects.get().withdrawn_source == "call"


def _show_the_number(desk: Desk, party: Party) -> None:
    desk.open(f"/clients/{party.pk}/")
    masked = desk.page.locator("[data-masked]").first
    masked.locator("summary").click()
    masked.locator("[name=reason]").fill("Copy for the client")
    masked.locator("button[type=submit]").click()
    expect(desk.page.locator("[data-masked-shown]")).to_contain_text(NUMBER)
    desk.open("/clients/")
    desk.page.fill("#q", NUMBER)
    with desk.page.expect_navigation():
        desk.page.press("#q", "Enter")
    desk.check()
    assert NUMBER not in desk.page.url
    assert party.number in desk.text()


def _join_and_part(desk: Desk, maria: Party, double: Party) -> None:
    desk.open(f"/clients/{maria.pk}/merge/")
    desk.page.click(".party-candidates a")
    desk.check()
    assert "Consents" in desk.text()
    desk.submit()
    desk.check()
    double.refresh_from_db()
    assert double.merged_into == maria
    desk.open(f"/clients/{double.pk}/")
    assert desk.page.url.endswith(f"/clients/{maria.pk}/")
    desk.page.click(f"main a[href='/clients/{maria.pk}/part/']")
    desk.check()
    desk.submit()
    desk.check()
    double.refresh_from_db()
    assert double.merged_into is None
    assert double.identifiers.get().value == NUMBER
    assert double.consents.count() == 1
