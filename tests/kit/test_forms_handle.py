"""Answering form requests: rendering, refusals, once per token, htmx."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from roadbook.kit import forms
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import IdempotencyRecord, OutboxEvent

pytestmark = pytest.mark.django_db
TEMPLATE = "kit_test.html"


class ThingForm(forms.Form):
    name = forms.TextField(max_length=20)
    amount = forms.MoneyField(currency="EUR", minimum=1)


@pytest.fixture(autouse=True)
def template(settings) -> None:
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.locmem.Loader", {TEMPLATE: "{{ form.non_field_errors }}{{ form }}"})]
        },
    }
    settings.TEMPLATES = [engine]


@pytest.fixture
def user() -> Any:
    return get_user_model().objects.create_user(email="a@example.com", password=None, name="A")


def send(user: Any, data: dict[str, str] | None, act: Any, *, htmx: bool = False) -> HttpResponse:
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    request: Any = (
        RequestFactory().post("/things/new", data, **headers) if data is not None else RequestFactory().get("/")
    )
    request.user, request.htmx = user, HtmxDetails(request)
    return forms.handle(request, ThingForm(request.POST or None), act, TEMPLATE)


def create(cleaned: dict[str, Any]) -> str:
    row = OutboxEvent.objects.create(
        name=cleaned["name"], payload={"amount": cleaned["amount"]}, published_at="2026-11-24T10:00:00Z"
    )
    return f"/things/{row.pk}"


VALID = {"name": "A thing", "amount": "1 234,50", "form_token": "t" * 24}


def test_get_renders_a_new_token_each_time(user) -> None:
    first, second = (ThingForm()["form_token"].value() for _ in range(2))
    assert first != second
    response = send(user, None, create)
    assert response.status_code == 200
    assert 'name="form_token"' in response.content.decode()


def test_valid_post_acts_and_redirects(user) -> None:
    response = send(user, VALID, create)
    row = OutboxEvent.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/things/{row.pk}")
    assert row.payload == {"amount": 123450}


def test_htmx_post_is_redirected_by_header(user) -> None:
    response = send(user, VALID, create, htmx=True)
    assert (response.status_code, response["HX-Redirect"]) == (200, f"/things/{OutboxEvent.objects.get().pk}")


def test_second_click_shows_the_first_result(user) -> None:
    first, second = send(user, VALID, create), send(user, VALID, create)
    assert first["Location"] == second["Location"]
    assert OutboxEvent.objects.count() == 1


def test_same_token_with_other_answers_is_refused(user) -> None:
    send(user, VALID, create)
    response = send(user, {**VALID, "name": "Another"}, create)
    assert response.status_code == 422
    assert OutboxEvent.objects.count() == 1


def test_invalid_post_keeps_what_was_typed(user) -> None:
    response = send(user, {**VALID, "amount": "twelve"}, create)
    assert response.status_code == 422
    assert 'value="twelve"' in response.content.decode()
    assert not OutboxEvent.objects.exists()
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.parametrize(("error", "status"), [(Refused, 422), (Conflict, 409), (Forbidden, 403)])
def test_refusal_stands_at_its_field_and_frees_the_token(user, error: type[Refused], status: int) -> None:
    def refuse(cleaned: dict[str, Any]) -> str:
        create(cleaned)
        raise error("that name is taken", field="name")

    response = send(user, VALID, refuse)
    assert response.status_code == status
    assert "that name is taken" in response.content.decode()
    assert not OutboxEvent.objects.exists()
    assert send(user, VALID, create).status_code == 302


def test_refusal_of_an_unknown_field_stands_over_the_form(user) -> None:
    form = ThingForm(VALID)
    assert form.is_valid()
    form.refuse(Refused("not today", field="weather"))
    assert form.non_field_errors() == ["not today"]


def test_offer_narrows_rows_and_refuses_others(user) -> None:
    class PickForm(forms.Form):
        owner = forms.RowField()

    other = get_user_model().objects.create_user(email="b@example.com", password=None, name="B")
    form = PickForm({"owner": str(other.pk)})
    form.offer(owner=get_user_model().objects.filter(pk=user.pk))
    assert form.errors == {"owner": ["Choose one of the list."]}
    assert not isinstance(form["owner"].field.widget, django_forms.HiddenInput)
