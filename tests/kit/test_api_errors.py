"""The API's error shape, strict schemas, money, paging and once-only POSTs, on a small API of the test's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import Client
from django.urls import path
from ninja import NinjaAPI, Schema, Status
from ninja.security import django_auth

from roadbook.kit import api as kit_api
from roadbook.kit.errors import Conflict, Forbidden, Refused
from roadbook.kit.models import IdempotencyRecord, OutboxEvent

api = NinjaAPI(urls_namespace="kit-test", auth=django_auth)
kit_api.install(api)


class Line(kit_api.StrictSchema):
    amount: str


class Body(kit_api.StrictSchema):
    name: str
    lines: list[Line] = []


class Out(Schema):
    id: int
    name: str


@api.post("/things", response={201: Out, **kit_api.RESPONSES}, operation_id="thing_create")
@kit_api.idempotent
def create(request: Any, payload: Body) -> Any:
    row = OutboxEvent.objects.create(name=payload.name, payload={}, published_at="2026-11-24T10:00:00Z")
    if payload.name == "refused":
        raise Refused("no", field="name")
    if payload.name == "boom":
        raise RuntimeError("secret detail")
    return Status(201, {"id": row.pk, "name": payload.name})


@api.get("/things", response={200: kit_api.Page[Out], **kit_api.RESPONSES}, operation_id="thing_list")
def listing(request: Any, cursor: kit_api.Cursor = "", limit: kit_api.Limit = 2) -> Any:
    return kit_api.page(request, OutboxEvent.objects.all(), cursor, limit)


@api.get("/raise/{what}", response={200: Out, **kit_api.RESPONSES}, operation_id="thing_raise")
def raiser(request: Any, what: str) -> Any:
    raise {
        "conflict": Conflict("moved"),
        "forbidden": Forbidden("not you"),
        "denied": PermissionDenied("detail"),
        "missing": Http404("detail"),
        "boom": RuntimeError("secret detail"),
    }[what]


urlpatterns = [path("api/", api.urls)]


@pytest.fixture
def client(settings, db) -> Client:
    settings.ROOT_URLCONF = __name__
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.create_user(email="a@example.com", password=None, name="A"))
    return client


def post(client: Client, body: Any, key: str = "", **headers: str) -> Any:
    if key:
        headers["HTTP_IDEMPOTENCY_KEY"] = key
    data = body if isinstance(body, str) else json.dumps(body)
    return client.post("/api/things", data, content_type="application/json", **headers)


def test_unauthenticated_is_401_in_our_shape(client) -> None:
    client.logout()
    response = client.get("/api/things")
    assert response.status_code == 401
    error = response.json()["error"]
    assert (error["code"], error["fields"]) == ("unauthorized", [])
    assert error["request_id"] == response["X-Request-ID"]


def test_unknown_field_is_refused_by_name(client) -> None:
    response = post(client, {"name": "x", "is_staff": True})
    assert response.status_code == 422
    assert [field["field"] for field in response.json()["error"]["fields"]] == ["is_staff"]
    assert not OutboxEvent.objects.exists()


def test_nested_field_path(client) -> None:
    response = post(client, {"name": "x", "lines": [{"amount": "1"}, {"amount": 2}]})
    assert [field["field"] for field in response.json()["error"]["fields"]] == ["lines.1.amount"]


def test_control_character_is_refused(client) -> None:
    response = post(client, {"name": "a\u0000b"})
    assert response.status_code == 422
    assert response.json()["error"]["fields"][0]["field"] == "name"


def test_broken_json_is_400(client) -> None:
    response = post(client, "{")
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    ("what", "status", "code"),
    [
        ("conflict", 409, "conflict"),
        ("forbidden", 403, "forbidden"),
        ("denied", 403, "forbidden"),
        ("missing", 404, "not_found"),
        ("boom", 500, "internal"),
    ],
)
def test_exceptions_have_one_shape(client, what: str, status: int, code: str) -> None:
    response = client.get(f"/api/raise/{what}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    assert "detail" not in response.content.decode()


def test_pages_cover_all_rows_once(client) -> None:
    for name in "abcde":
        post(client, {"name": name})
    seen, cursor = [], ""
    while True:
        page = client.get("/api/things", {"cursor": cursor, "limit": 2}).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == list("edcba")


@pytest.mark.parametrize("cursor", ["1", "abc", "MQ:x:y"])
def test_forged_cursor_is_refused(client, cursor: str) -> None:
    response = client.get("/api/things", {"cursor": cursor})
    assert (response.status_code, response.json()["error"]["code"]) == (422, "cursor")


def test_limit_is_bounded(client) -> None:
    assert client.get("/api/things", {"limit": 201}).status_code == 422
    assert client.get("/api/things", {"limit": 0}).status_code == 422


def test_repeated_key_replays_the_answer(client) -> None:
    first = post(client, {"name": "x"}, key="k1")
    second = post(client, {"name": "x"}, key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert (first.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert first["Content-Type"] == second["Content-Type"]
    assert OutboxEvent.objects.count() == 1


def test_key_with_another_body_is_422(client) -> None:
    post(client, {"name": "x"}, key="k1")
    response = post(client, {"name": "y"}, key="k1")
    assert (response.status_code, response.json()["error"]["code"]) == (422, "idempotency_key_reused")
    assert OutboxEvent.objects.count() == 1


def test_refusal_is_replayed_and_writes_nothing(client) -> None:
    first, second = (post(client, {"name": "refused"}, key="k1") for _ in range(2))
    assert (first.status_code, second.status_code) == (422, 422)
    assert second["Idempotency-Replayed"] == "true"
    assert not OutboxEvent.objects.exists()


def test_unexpected_error_frees_the_key(client) -> None:
    assert post(client, {"name": "boom"}, key="k1").status_code == 500
    assert not IdempotencyRecord.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_another_users_key_is_another_key(client) -> None:
    post(client, {"name": "x"}, key="k1")
    client.force_login(get_user_model().objects.create_user(email="b@example.com", password=None, name="B"))
    assert "Idempotency-Replayed" not in post(client, {"name": "x"}, key="k1")
    assert OutboxEvent.objects.count() == 2


def test_schema_documents_errors_and_the_key(client) -> None:
    schema = api.get_openapi_schema()
    operation = schema["paths"]["/api/things"]["post"]
    assert {"201", "400", "401", "403", "404", "409", "422", "429"} == {str(code) for code in operation["responses"]}
    assert [p["name"] for p in operation["parameters"]] == ["Idempotency-Key"]


@pytest.mark.parametrize(("amount", "minor"), [("0", 0), ("12", 1200), ("12.5", 1250), ("-0.01", -1), ("12.34", 1234)])
def test_money_in(amount: str, minor: int) -> None:
    assert kit_api.money_in(amount, "EUR") == minor


@pytest.mark.parametrize(
    "amount", ["", "1,5", "1e3", "NaN", "Infinity", "01", "0.001", "١", "1" * 20, " 1", "+1", "1."]
)
def test_money_in_refuses(amount: str) -> None:
    with pytest.raises(Refused) as refusal:
        kit_api.money_in(amount, "EUR")
    assert refusal.value.field == "amount"


def test_money_out() -> None:
    assert kit_api.money_out(-5, "EUR").dict() == {"amount": "-0.05", "currency": "EUR"}
