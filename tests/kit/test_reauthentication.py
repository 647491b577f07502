"""A fresh proof before a sensitive act: what was typed waits and is sent on once, to its own address only."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.http import require_POST

from roadbook.config.urls import urlpatterns as whole
from roadbook.kit.access import requires
from roadbook.kit.reauthentication import PROVED, WAITING, reauthenticated
from tests.factories import identity as people

PASSWORD = "a password of its own"
DONE: list[str] = []


@requires()
@reauthenticated
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    DONE.append(f"{request.POST['text']} {request.GET.get('of', '')} {request.POST.getlist('many')}".strip())
    return HttpResponse("done")


@requires()
@reauthenticated
def form(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        DONE.append("form")
    return HttpResponse(request.method)


urlpatterns = [path("act/", act), path("form/", form), *whole]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def nothing_done():
    DONE.clear()


@pytest.fixture
def desk() -> Client:
    """A signed-in desk."""
    user = people.user()
    user.set_password(PASSWORD)
    user.save()
    client = Client()
    client.force_login(user)
    return client


def age(client: Client, minutes: int) -> None:
    """Make the browser's proof so much older."""
    session = client.session
    session[PROVED] -= 60 * minutes
    session.save()


def test_who_signed_in_a_moment_ago_is_not_asked(desk):
    assert desk.post("/act/", {"text": "a"}).content == b"done"


def test_later_the_act_waits_for_the_proof_and_is_then_done_once(desk):
    age(desk, 11)
    asked = desk.post("/act/?of=1", {"text": "typed <b>", "many": ["1", "2"]})
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/?next=%2Fact%2F%3Fresume%3D")
    assert (DONE, "typed" in str(dict(desk.session))) == ([], False)
    proved = desk.post(asked["Location"], {"password": PASSWORD})
    back = proved["Location"]
    assert desk.get(back).content == b"done"
    assert DONE == ["typed <b> 1 ['1', '2']"]
    assert desk.get(back).status_code == 405
    assert len(DONE) == 1


def test_wrong_password_does_not_let_the_act_through(desk):
    age(desk, 11)
    asked = desk.post("/act/", {"text": "a"})
    assert desk.post(asked["Location"], {"password": "wrong"}).status_code == 200
    target = asked["Location"].partition("next=")[2]
    assert desk.get(unquote(target)).status_code == 405
    assert DONE == []


def test_what_waits_goes_to_its_own_address_only(desk):
    age(desk, 11)
    asked = desk.post("/act/", {"text": "a"})
    back = desk.post(asked["Location"], {"password": PASSWORD})["Location"]
    assert desk.get(back.replace("/act/", "/form/")).content == b"GET"
    assert (DONE, WAITING in desk.session) == ([], False)


@pytest.mark.parametrize("token", ["", "wrong", "ж", "x" * 5000])
def test_guessed_token_does_nothing(desk, token):
    age(desk, 11)
    asked = desk.post("/act/", {"text": "a"})
    desk.post(asked["Location"], {"password": PASSWORD})
    assert desk.get("/act/", {"resume": token}).status_code == 405
    assert DONE == []


def test_form_is_read_without_a_proof(desk):
    age(desk, 60 * 5)
    assert desk.get("/form/").content == b"GET"


def test_proof_grows_old_again(desk):
    age(desk, 11)
    asked = desk.post("/form/")
    assert desk.get(desk.post(asked["Location"], {"password": PASSWORD})["Location"]).content == b"POST"
    assert desk.post("/form/").content == b"POST"
    with override_settings(ROADBOOK_PROOF_SECONDS=0):
        assert desk.post("/form/").status_code == 302


def test_act_that_is_too_large_to_wait_is_asked_for_again(desk):
    age(desk, 11)
    asked = desk.post("/act/", {"text": "x" * 100_001})
    assert asked["Location"].endswith("?next=%2Fact%2F")
    assert WAITING not in desk.session


def test_htmx_leaves_the_page(desk):
    age(desk, 11)
    asked = desk.post("/act/", {"text": "a"}, headers={"HX-Request": "true"})
    assert asked["HX-Redirect"].startswith("/accounts/reauthenticate/")


def test_stranger_is_asked_to_sign_in(desk):
    assert Client().post("/act/", {"text": "a"})["Location"].startswith("/accounts/login/")
