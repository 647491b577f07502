"""Papers of vehicles: what they say, where they are, which one counts, and what expires."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from roadbook.apps.vehicles import actions, queries
from roadbook.apps.vehicles.models import VehicleDocument
from roadbook.kit import lists
from roadbook.kit.errors import Forbidden
from roadbook.kit.models import AuditEntry
from tests.factories import identity as people
from tests.factories import organisation
from tests.factories import vehicles as make


@pytest.fixture
def vehicle(db):
    return make.vehicle(organisation.company())


@pytest.fixture
def broker(vehicle, client):
    user = people.staff(vehicle.company, "broker")
    client.force_login(user)
    return user


def test_title_is_kept_with_its_travels(vehicle):
    title = make.paper(
        vehicle,
        kind="title",
        form="electronic",
        number="77 УУ 123456",
        received_on=date(2026, 10, 1),
        redeemed_on=date(2026, 9, 20),
        storage_place="safe 2",
        holder="head office",
    )
    assert title.is_present
    moved = actions.change_paper(paper=title, version=1, by=None, returned_on=date(2026, 11, 1), holder="the bank")
    assert (moved.is_present, moved.holder, moved.version) == (False, "the bank", 2)
    entry = AuditEntry.objects.get(action="vehicles.vehicle.change_paper")
    assert entry.changes["holder"] == ["head office", "the bank"]


def test_later_paper_takes_over_and_the_former_stays(vehicle):
    old = make.paper(vehicle, issued_on=date(2025, 11, 1), expires_on=date(2026, 11, 1))
    new = make.paper(vehicle, issued_on=date(2026, 10, 30), expires_on=date(2027, 10, 30))
    old.refresh_from_db()
    assert (old.ended_on, new.follows, new.ended_on) == (date(2026, 10, 30), old, None)
    assert [one.pk for one in queries.papers_of(vehicle)] == [new.pk, old.pk]


def test_older_paper_entered_afterwards_does_not_take_over(vehicle):
    present = make.paper(vehicle, issued_on=date(2026, 1, 1), expires_on=date(2027, 1, 1))
    former = make.paper(vehicle, issued_on=date(2025, 1, 1), expires_on=date(2026, 1, 1))
    present.refresh_from_db()
    assert (present.ended_on, former.ended_on, former.follows) == (None, date(2026, 1, 1), None)


def test_powers_of_attorney_stand_side_by_side(vehicle):
    first, second = (make.paper(vehicle, kind="power_of_attorney", number=n) for n in ("1", "2"))
    first.refresh_from_db()
    assert (first.ended_on, second.ended_on) == (None, None)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"form": "stone"}, "form"),
        ({"issued_on": date(2026, 5, 1), "expires_on": date(2026, 4, 1)}, "expires_on"),
        ({"received_on": date(2026, 5, 1), "returned_on": date(2026, 4, 1)}, "returned_on"),
        ({"received_on": date(2026, 11, 25)}, "received_on"),
        ({"number": "x" * 61}, "number"),
    ],
)
def test_paper_that_cannot_be_is_refused(vehicle, details, field):
    with pytest.raises(actions.VehicleRefused) as refusal:
        make.paper(vehicle, **details)
    assert refusal.value.field == field
    assert not VehicleDocument.objects.exists()


def test_change_of_an_older_version_is_refused(vehicle):
    paper = make.paper(vehicle)
    actions.change_paper(paper=paper, version=1, by=None, number="1")
    with pytest.raises(actions.PaperChangedMeanwhile):
        actions.change_paper(paper=paper, version=1, by=None, number="2")
    paper.refresh_from_db()
    assert paper.number == "1"


def test_paper_is_taken_off_the_list_once(vehicle):
    paper = make.paper(vehicle, expires_on=date(2026, 12, 1))
    actions.end_paper(paper=paper, by=None, on=date(2026, 11, 24))
    with pytest.raises(actions.VehicleRefused):
        actions.end_paper(paper=paper, by=None, on=date(2026, 11, 24))
    assert not queries.expiring(people.staff(vehicle.company, "broker")).exists()


def test_who_may_not_change_vehicles_enters_no_papers(vehicle):
    with pytest.raises(Forbidden):
        actions.add_paper(vehicle=vehicle, by=people.staff(vehicle.company, "cashier"), kind="title")
    assert not VehicleDocument.objects.exists()


def test_register_lists_what_expires_by_days(client, vehicle, broker):
    for kind, on in (
        ("inspection", date(2026, 11, 20)),
        ("liability", date(2026, 12, 10)),
        ("vignette", date(2027, 1, 15)),
        ("warranty", date(2028, 5, 1)),
    ):
        make.paper(vehicle, kind=kind, expires_on=on)
    make.paper(kind="casco", expires_on=date(2026, 11, 25))
    table = lists.find("vehicles.expiring")

    def kinds(query: str) -> list[str]:
        return [row.kind for row in lists.narrowed(table, broker, query)]

    assert kinds("") == ["inspection", "liability", "vignette", "warranty"]
    assert kinds("expires_on.in=past") == ["inspection"]
    assert kinds("expires_on.in=next_30") == ["liability"]
    assert kinds("expires_on.in=next_60") == ["liability", "vignette"]
    assert kinds("expires_on.in=next_90") == ["liability", "vignette"]
    page = client.get(reverse("vehicles:expiring_list"), {"expires_on.in": "next_30"}).content.decode()
    assert "16 days left" in page
    assert "Third-party liability insurance" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_register_costs_the_same_queries(client, vehicle, broker, rows, django_assert_num_queries):
    for kind in ("inspection", "liability", "vignette")[:rows]:
        make.paper(vehicle, kind=kind, expires_on=date(2026, 12, 1))
    client.get(reverse("vehicles:expiring_list"))
    with django_assert_num_queries(6):
        page = client.get(reverse("vehicles:expiring_list"))
    assert len(page.context["list"].lines) == rows


def test_page_of_the_vehicle_reminds(client, vehicle, broker):
    make.paper(vehicle, expires_on=date(2026, 11, 20))
    make.paper(vehicle, kind="liability", expires_on=date(2026, 12, 10))
    make.paper(vehicle, kind="warranty", expires_on=date(2028, 12, 10))
    page = client.get(reverse("vehicles:vehicle_show", args=[vehicle.pk]))
    assert [(due["paper"].kind, due["days"]) for due in page.context["reminders"]] == [
        ("inspection", -4),
        ("liability", 16),
    ]
    assert "4 days late" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_tabs_cost_the_same_queries(client, vehicle, broker, rows, django_assert_num_queries):
    for number, kind in enumerate(("inspection", "liability", "vignette")[:rows]):
        make.paper(vehicle, kind=kind, expires_on=date(2026, 12, 1))
        make.reading(vehicle, 10_000 + number)
    for name, cost in (("vehicle_papers", 5), ("vehicle_odometer", 7), ("vehicle_show", 10)):
        address = reverse(f"vehicles:{name}", args=[vehicle.pk])
        client.get(address)
        with django_assert_num_queries(cost):
            client.get(address)


def test_papers_readings_and_plates_through_the_screens(client, vehicle, broker):
    def post(name: str, pk: int, **values: object) -> Any:
        return client.post(reverse(f"vehicles:{name}", args=[pk]), values)

    assert post("paper_create", vehicle.pk, kind="casco", form="paper", expires_on="10.12.2026").status_code == 302
    paper = VehicleDocument.objects.get()
    assert post("paper_edit", paper.pk, form="paper", number="C-1", version=1).status_code == 302
    paper.refresh_from_db()
    assert (paper.number, paper.expires_on) == ("C-1", None)
    assert post("paper_end", paper.pk).status_code == 302
    reading = {"value": 500, "unit": "km", "on": "24.11.2026", "source": "service"}
    assert post("reading_create", vehicle.pk, **reading).status_code == 302
    lower = post("reading_create", vehicle.pk, **{**reading, "value": 400})
    assert lower.status_code == 422
    assert 'name="is_confirmed"' in lower.content.decode()
    assert post("reading_create", vehicle.pk, **{**reading, "value": 400, "is_confirmed": "on"}).status_code == 302
    wrong = vehicle.readings.latest("pk")
    assert post("reading_correct", wrong.pk, value=510, unit="km", reason="misread").status_code == 302
    assert post("plate_change", vehicle.pk, plate="СВ 1234 АК", on="24.11.2026").status_code == 302
    vehicle.refresh_from_db()
    assert (vehicle.odometer_km, vehicle.plate) == (510, "CB1234AK")
    page = client.get(reverse("vehicles:vehicle_odometer", args=[vehicle.pk])).content.decode()
    assert "misread" in page
    assert "corrected" in page


def test_rows_of_another_company_are_not_found(client, broker):
    foreign = make.vehicle()
    make.reading(foreign, 100)
    for name, pk in (
        ("paper_edit", make.paper(foreign).pk),
        ("paper_end", make.paper(foreign).pk),
        ("reading_correct", foreign.readings.get().pk),
        ("paper_create", foreign.pk),
        ("reading_create", foreign.pk),
        ("plate_change", foreign.pk),
    ):
        assert client.post(reverse(f"vehicles:{name}", args=[pk]), {}).status_code == 404, name
