"""Two sessions change the same row: mine, theirs and the original, field by field; nothing is lost (fault F29)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from roadbook.kit import forms
from roadbook.kit.errors import Conflict

pytestmark = pytest.mark.django_db
TEMPLATE = "kit_test.html"
SOURCE = (
    "{{ form.non_field_errors }}|{% for d in form.merge.differences %}"
    "{{ d.name }}={{ d.original }}/{{ d.mine }}/{{ d.theirs }}/{{ d.choice }};{% endfor %}"
    "|{{ form.name.value }}|{{ form.form_base.value }}"
)
KINDS = [("a", "First"), ("b", "Second")]


class ThingForm(forms.Form):
    name = forms.TextField(max_length=20)
    amount = forms.MoneyField(currency="EUR")
    on = forms.DateField(required=False)
    kind = forms.ChoiceField(choices=KINDS)
    is_open = django_forms.BooleanField(required=False)
    tags = django_forms.MultipleChoiceField(choices=KINDS, required=False)
    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)


class Row:
    """A row with a version, as an action sees it."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {
            "name": "Old",
            "amount": 100_00,
            "on": None,
            "kind": "a",
            "is_open": True,
            "tags": ["a"],
            "version": 1,
        }

    def change(self, version: int | None, **values: Any) -> str:
        if version != self.values["version"]:
            raise Conflict("Somebody changed it.")
        self.values = {**self.values, **values, "version": version + 1}
        return "/things/1/"

    def change_by_others(self, **values: Any) -> None:
        self.change(self.values["version"], **values)


@pytest.fixture(autouse=True)
def template(settings) -> None:
    loader = ("django.template.loaders.locmem.Loader", {TEMPLATE: SOURCE})
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


@pytest.fixture
def user() -> Any:
    return get_user_model().objects.create_user(email="a@example.com", password=None, name="A")


class Editor:
    """A session that opened the form: it sends what a browser would."""

    def __init__(self, user: Any, row: Row) -> None:
        self.user, self.row = user, row
        form = ThingForm(initial=row.values)
        form.watch()
        self.sent: dict[str, Any] = {
            "name": "Old",
            "amount": "100,00",
            "on": "",
            "kind": "a",
            "is_open": "on",
            "tags": ["a"],
            "version": "1",
            "form_token": "t" * 24,
            "form_base": form["form_base"].value(),
        }

    def save(self, **typed: Any) -> HttpResponse:
        self.sent |= typed
        data = {name: value for name, value in self.sent.items() if value is not None}
        request: Any = RequestFactory().post("/things/1/edit", data)
        request.user, request.htmx = self.user, HtmxDetails(request)

        def act(cleaned: dict[str, Any]) -> str:
            return self.row.change(**cleaned)

        form = ThingForm(request.POST)
        response = forms.handle(request, form, act, TEMPLATE, current=lambda: self.row.values)
        if response.status_code != 302:
            self.sent["form_base"] = form["form_base"].value()
            self.sent["version"] = form["version"].value()
        return response


def differences(response: HttpResponse) -> str:
    return response.content.decode().split("|")[1]


def test_changes_of_different_fields_are_both_kept(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(amount=200_00)
    response = mine.save(name="New")
    assert response.status_code == 409
    assert differences(response) == "name=Old/New/Old/mine;amount=€100.00/€100.00/€200.00/theirs;"
    assert row.values["name"] == "Old"
    assert mine.save(**{"choose-name": "mine", "choose-amount": "theirs"}).status_code == 302
    assert row.values == {**Row().values, "name": "New", "amount": 200_00, "version": 3}


def test_list_that_shows_its_first_value_for_an_empty_row_is_no_change(user) -> None:
    row = Row()
    row.values["kind"] = ""
    mine = Editor(user, row)
    row.change_by_others(amount=200_00)
    assert differences(mine.save(name="New")) == "name=Old/New/Old/mine;amount=€100.00/€100.00/€200.00/theirs;"


def test_a_field_that_both_changed_must_be_chosen(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(name="Theirs")
    response = mine.save(name="Mine")
    assert (response.status_code, differences(response)) == (409, "name=Old/Mine/Theirs/;")
    response = mine.save()
    assert (response.status_code, differences(response)) == (422, "name=Old/Mine/Theirs/;")
    assert "Choose mine or theirs: Name." in response.content.decode()
    assert row.values["name"] == "Theirs"
    assert mine.save(**{"choose-name": "theirs"}).status_code == 302
    assert row.values == {**Row().values, "name": "Theirs", "version": 3}


def test_what_was_typed_survives_a_choice_that_is_shown_again(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(name="Theirs", amount=5_00)
    mine.save(name="Mine", amount="7")
    response = mine.save(**{"choose-name": "theirs"})
    text = response.content.decode().split("|")
    assert response.status_code == 422
    assert text[1] == "name=Old/Mine/Theirs/theirs;amount=€100.00/€7.00/€5.00/;"
    assert text[2] == "Mine"
    assert mine.save(**{"choose-name": "mine", "choose-amount": "mine"}).status_code == 302
    assert (row.values["name"], row.values["amount"]) == ("Mine", 7_00)


def test_a_third_change_is_a_conflict_again(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(name="Second")
    mine.save(name="Mine")
    row.change_by_others(name="Third", kind="b")
    response = mine.save(**{"choose-name": "mine"})
    assert response.status_code == 409
    assert differences(response) == "name=Second/Mine/Third/;kind=First/First/Second/theirs;"
    assert mine.save(**{"choose-name": "mine", "choose-kind": "theirs"}).status_code == 302
    assert row.values == {**Row().values, "name": "Mine", "kind": "b", "version": 4}


def test_the_same_value_in_another_spelling_is_no_difference(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(amount=1_234_50, name="Theirs")
    response = mine.save(amount="1.234,5")
    assert differences(response) == "name=Old/Old/Theirs/theirs;"


def test_ticks_lists_and_empty_dates_are_compared(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(is_open=False, tags=["a", "b"], on=date(2026, 11, 24))
    response = mine.save(name="Mine")
    assert differences(response) == (
        "name=Old/Mine/Old/mine;on=–/–/24\u00a0Nov\u00a02026/theirs;"
        "is_open=Yes/Yes/No/theirs;tags=First/First/First, Second/theirs;"
    )
    chosen = {f"choose-{name}": "theirs" for name in ("on", "is_open", "tags")}
    assert mine.save(**chosen, **{"choose-name": "mine"}).status_code == 302
    assert row.values == {
        **Row().values,
        "name": "Mine",
        "on": date(2026, 11, 24),
        "is_open": False,
        "tags": ["a", "b"],
        "version": 3,
    }


def test_a_refusal_while_nothing_moved_is_said_in_words(user) -> None:
    row = Row()
    mine = Editor(user, row)

    def refuse(**_values: Any) -> str:
        raise Conflict("Not while it is locked.")

    row.change = refuse  # type: ignore[method-assign]
    response = mine.save(name="Mine")
    assert (response.status_code, differences(response)) == (409, "")
    assert "Not while it is locked." in response.content.decode()


@pytest.mark.parametrize("base", ["", "forged", "W3t9LHt9LFtdXQ:1xyz:abc"])
def test_without_our_snapshot_every_difference_must_be_chosen(user, base: str) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others(name="Theirs")
    response = mine.save(form_base=base)
    assert (response.status_code, differences(response)) == (409, "name=–/Old/Theirs/;")


def test_nothing_that_the_form_shows_has_changed(user) -> None:
    row = Row()
    mine = Editor(user, row)
    row.change_by_others()
    response = mine.save()
    assert (response.status_code, differences(response)) == (409, "")
    assert "Somebody changed it." not in response.content.decode()
    assert mine.save().status_code == 302
