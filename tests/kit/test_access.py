"""Guards of views, and what the middlewares add to requests and answers."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import include, path

from roadbook.kit import access, context
from roadbook.kit.errors import Forbidden
from roadbook.kit.http import client_ip

held: set[str] = set()
asked: list[Any] = []


def permissions(user: Any) -> frozenset[str]:
    asked.append(user)
    return frozenset(held)


@access.requires("thing.view")
def guarded(request: HttpRequest, number: int) -> HttpResponse:
    origin = context.current()
    return HttpResponse(f"{number} {origin.ip} {origin.request_id}")


@access.requires()
def home(request: HttpRequest) -> HttpResponse:
    return HttpResponse("home")


@access.public
def about(request: HttpRequest) -> HttpResponse:
    return HttpResponse("about")


@access.requires()
def refusing(request: HttpRequest) -> HttpResponse:
    raise Forbidden("Only in your own branch.")


urlpatterns = [
    path("refuses/", refusing),
    path("things/<int:number>/", guarded),
    path("home/", home),
    path("about/", about),
    path("accounts/", include("allauth.urls")),
]


@pytest.fixture
def client(settings, db) -> Client:
    held.clear()
    asked.clear()
    settings.ROOT_URLCONF = __name__
    settings.ROADBOOK_PERMISSIONS = f"{__name__}.permissions"
    return Client()


@pytest.fixture
def signed(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_user(email="a@example.com", password=None, name="A"))
    return client


def test_stranger_is_sent_to_sign_in(client) -> None:
    response = client.get("/things/1/?a=b")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/things/1/%3Fa%3Db")


def test_stranger_by_htmx_gets_401(client) -> None:
    assert client.get("/things/1/", HTTP_HX_REQUEST="true").status_code == 401


def test_permission_opens_and_its_lack_is_403(signed) -> None:
    assert signed.get("/things/1/").status_code == 403
    held.add("thing.view")
    assert signed.get("/things/1/").status_code == 200


def test_refusal_that_no_view_caught_says_why(signed) -> None:
    answer = signed.get("/refuses/")
    assert answer.status_code == 403
    assert "Only in your own branch." in answer.content.decode()
    assert "Your roles do not open this page" not in answer.content.decode()


def test_signed_in_is_enough_without_a_permission(signed) -> None:
    assert signed.get("/home/").content == b"home"


def test_permissions_are_looked_up_only_when_asked_for(signed) -> None:
    signed.get("/about/")
    assert asked == []


def test_views_carry_their_guard() -> None:
    assert guarded.required_permission == "thing.view"  # type: ignore[attr-defined]
    assert about.is_public  # type: ignore[attr-defined]


def test_template_asks_can() -> None:
    template = Template("{% if can.thing_view %}yes{% endif %}{% if can.thing_edit %}no{% endif %}")
    assert template.render(Context({"can": access.Can(frozenset({"thing.view"}))})) == "yes"


def test_request_has_an_origin_and_an_id(signed) -> None:
    held.add("thing.view")
    response = signed.get("/things/7/", REMOTE_ADDR="10.1.2.3")
    number, ip, request_id = response.content.decode().split()
    assert (number, ip, request_id) == ("7", "10.1.2.3", response["X-Request-ID"])
    assert context.current() == context.Origin()


def test_given_request_id_counts_only_behind_a_proxy(client, settings) -> None:
    assert client.get("/about/", HTTP_X_REQUEST_ID="abcdefgh1").headers["X-Request-ID"] != "abcdefgh1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/about/", HTTP_X_REQUEST_ID="abcdefgh1").headers["X-Request-ID"] == "abcdefgh1"
    assert client.get("/about/", HTTP_X_REQUEST_ID="a\nb").headers["X-Request-ID"] != "a\nb"


@pytest.mark.parametrize(
    ("is_behind", "forwarded", "ip"),
    [
        (False, "", "10.0.0.1"),
        (False, "6.6.6.6", "10.0.0.1"),
        (True, "", "10.0.0.1"),
        (True, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
    ],
)
def test_address_is_not_taken_from_the_caller(settings, is_behind: bool, forwarded: str, ip: str) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if is_behind else None
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_ip(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", **headers)) == ip


def test_headers(signed) -> None:
    response = signed.get("/home/")
    assert response["Cache-Control"] == "no-store, private"
    assert "HX-Request" in response["Vary"]
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in response["Permissions-Policy"]


def test_page_for_everybody_may_be_cached(client) -> None:
    assert "Cache-Control" not in client.get("/about/").headers


def test_log_names_the_request_as_the_answer_does(client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="django_structlog"):
        response = client.get("/about/?q=Ivan")
    lines = [record.msg for record in caplog.records if record.name.startswith("django_structlog")]
    assert {line["request_id"] for line in lines} == {response["X-Request-ID"]}
    assert {line["request"] for line in lines} == {"GET /about/"}
    assert not any({"ip", "user_agent"} & line.keys() for line in lines)
