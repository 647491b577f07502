"""Drafts of forms: kept for their author only, given back, gone once saved."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django import forms as django_forms
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails

from roadbook.kit import clock, forms
from roadbook.kit.forms import drafts
from roadbook.kit.models import FormDraft

pytestmark = pytest.mark.django_db
TEMPLATE = "kit_test.html"
SOURCE = (
    "{{ form.draft.kept_at|yesno }}|{{ form.draft.is_restored }}|"
    "{{ form.name.value }}|{{ form.is_open.value }}|{{ form.tags.value }}"
)
KINDS = [("a", "First"), ("b", "Second")]


class ThingForm(forms.Form):
    keeps_draft = True

    name = forms.TextField(max_length=20)
    is_open = django_forms.BooleanField(required=False)
    tags = django_forms.MultipleChoiceField(choices=KINDS, required=False)
    password = django_forms.CharField(widget=django_forms.PasswordInput, required=False)
    scan = django_forms.FileField(required=False)
    version = django_forms.IntegerField(widget=django_forms.HiddenInput, required=False)


class OtherForm(ThingForm):
    """Another form at the same address."""


TYPED = {
    "name": "Половин", "tags": ["a", "b"], "version": "3", "password": "secret", "scan": "x",
    "csrfmiddlewaretoken": "c", "form_token": "t" * 24,
}  # fmt: skip


@pytest.fixture(autouse=True)
def template(settings) -> None:
    loader = ("django.template.loaders.locmem.Loader", {TEMPLATE: SOURCE})
    settings.TEMPLATES = [
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [loader]}}
    ]


@pytest.fixture
def user() -> Any:
    return get_user_model().objects.create_user(email="a@example.com", password=None, name="A")


@pytest.fixture
def stranger() -> Any:
    return get_user_model().objects.create_user(email="b@example.com", password=None, name="B")


def asked(user: Any, path: str = "/things/new", data: Any = None) -> Any:
    request: Any = RequestFactory().get(path) if data is None else RequestFactory().post(path, data)
    request.user, request.htmx = user, HtmxDetails(request)
    return request


def key(user: Any, form: type[forms.Form] = ThingForm, path: str = "/things/new") -> str:
    return drafts.key_for(asked(user, path), form())


def page(user: Any, path: str = "/things/new", form: type[forms.Form] = ThingForm) -> list[str]:
    request = asked(user, path)
    return forms.handle(request, form(), lambda _: "/", TEMPLATE).content.decode().split("|")


def save(user: Any, **data: Any) -> HttpResponse:
    request = asked(user, data={"form_token": "t" * 24, **data})
    return forms.handle(request, ThingForm(request.POST), lambda _: "/things/1/", TEMPLATE)


def test_what_was_typed_comes_back(user) -> None:
    drafts.keep(user, key(user), TYPED)
    assert page(user) == ["yes", "True", "Половин", "", "[&#x27;a&#x27;, &#x27;b&#x27;]"]


def test_a_tick_comes_back(user) -> None:
    drafts.keep(user, key(user), {"is_open": "on"})
    assert page(user)[3] == "on"


def test_passwords_files_and_tokens_are_never_kept(user) -> None:
    drafts.keep(user, key(user), TYPED)
    assert json.loads(FormDraft.objects.get().contents) == {"name": ["Половин"], "tags": ["a", "b"], "version": ["3"]}


def test_a_draft_is_unreadable_in_the_database(user) -> None:
    drafts.keep(user, key(user), {"name": "7501020018"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT contents FROM kit_formdraft")
        assert "7501020018" not in str(cursor.fetchone())


def test_a_draft_is_of_its_author_and_its_form_and_its_place(user, stranger) -> None:
    drafts.keep(user, key(user), TYPED)
    assert page(stranger)[1] == "False"
    assert page(user, form=OtherForm)[1] == "False"
    assert page(user, "/things/2/edit")[1] == "False"
    with pytest.raises(drafts.DraftRefused):
        drafts.keep(stranger, key(user), {"name": "Mine now"})
    with pytest.raises(drafts.DraftRefused):
        drafts.discard(stranger, key(user))
    assert FormDraft.objects.get().owner_id == user.pk


def test_an_address_that_says_what_to_begin_with_offers_the_draft(user) -> None:
    drafts.keep(user, key(user), TYPED)
    assert page(user, "/things/new?name=Given")[:2] == ["yes", "False"]
    assert page(user, "/things/new?name=Given&draft=1")[:3] == ["yes", "True", "Половин"]


def test_a_saved_form_has_no_draft(user) -> None:
    drafts.keep(user, key(user), TYPED)
    assert save(user, name="").status_code == 422
    assert FormDraft.objects.count() == 1
    assert save(user, name="Done").status_code == 302
    assert not FormDraft.objects.exists()


def test_a_draft_that_arrives_after_the_form_was_saved_is_not_kept(user) -> None:
    save(user, name="Done")
    assert drafts.keep(user, key(user), TYPED, token="t" * 24) is None
    assert not FormDraft.objects.exists()


def test_a_draft_has_its_limit(user) -> None:
    with pytest.raises(drafts.DraftRefused):
        drafts.keep(user, key(user), {"name": "x" * drafts.LARGEST})
    assert not FormDraft.objects.exists()


def test_old_drafts_are_swept(user, stranger) -> None:
    drafts.keep(user, key(user), TYPED)
    drafts.keep(stranger, key(stranger), TYPED)
    FormDraft.objects.filter(owner_id=user.pk).update(updated_at=clock.now() - timedelta(days=30, seconds=1))
    assert drafts.sweep() == 1
    assert FormDraft.objects.get().owner_id == stranger.pk


def test_the_page_keeps_and_discards_by_its_key(user, client: Client) -> None:
    client.force_login(user)
    sent = {"draft_key": key(user), "name": "Half", "form_token": "t" * 24}
    answer = client.post("/forms/drafts/keep/", sent)
    assert (answer.status_code, len(answer.content)) == (200, 5)
    client.post("/forms/drafts/keep/", {**sent, "name": "Whole"})
    assert json.loads(FormDraft.objects.get().contents) == {"name": ["Whole"]}
    answer = client.post("/forms/drafts/discard/", {"draft_key": sent["draft_key"], "next": "/things/new"})
    assert answer["Location"] == "/things/new"
    assert not FormDraft.objects.exists()


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example/", "javascript:alert(1)", "", "/\\evil.example"]
)
def test_discarding_leads_nowhere_else(user, client: Client, target: str) -> None:
    client.force_login(user)
    answer = client.post("/forms/drafts/discard/", {"draft_key": key(user), "next": target})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("bad", ["", "forged", "W10:1abc:def"])
def test_a_strange_key_keeps_nothing(user, client: Client, bad: str) -> None:
    client.force_login(user)
    assert client.post("/forms/drafts/keep/", {"draft_key": bad, "name": "x"}).status_code == 400
    assert client.post("/forms/drafts/discard/", {"draft_key": bad}).status_code == 400
    assert not FormDraft.objects.exists()
