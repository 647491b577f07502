"""The API does what its description says, whatever is sent: schemathesis walks every operation in-process."""

from __future__ import annotations

import json
from datetime import date

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from roadbook.apps.identity import actions
from roadbook.apps.identity.enums import Permission
from roadbook.config.wsgi import application
from tests.factories import identity, leasing, receivables
from tools import openapi

pytestmark = pytest.mark.django_db

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
HURRY = settings(
    max_examples=8, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
PATIENT = settings(HURRY, max_examples=300)


walk = schemathesis.openapi.from_dict(json.loads(openapi.current()))
walk.app = application


@pytest.fixture(autouse=True)
def one_connection():
    """The application answers inside the test's transaction, so its requests must not close the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def key():
    """An API key that may do everything in a company with a client, a vehicle, a product and a live contract."""
    company = receivables.company(business_date=date(2026, 11, 24))
    leasing.active(company)
    user = identity.everything(company)
    _, secret = actions.create_key(by=user, company=company, name="walk", scopes=Permission.values)
    return secret


@walk.parametrize()
@HURRY
def test_operation_keeps_its_promise(case, key):
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)


@pytest.mark.long
@walk.parametrize()
@PATIENT
def test_operation_keeps_its_promise_for_long(case, key):
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, checks=CHECKS)
