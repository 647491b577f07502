"""Two sessions change the same row: mine, theirs and the original, field by field; nothing is lost (fault F29)."""

from __future__ import annotations

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
