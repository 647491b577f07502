"""Two who choose the same code or e-mail at the same moment: one gets it, the other is told."""

from __future__ import annotations

from functools import partial

import pytest

from roadbook.apps.identity import actions as identity
from roadbook.apps.identity.models import User
from roadbook.apps.organisation import actions
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.testing import at_once
from tests.factories import organisation as make

pytestmark = pytest.mark.django_db(transaction=True)


def test_code_of_a_company_is_taken_once():
    results = at_once(*[partial(make.company, code="SOF")] * 4)
    assert sum(isinstance(one, Company) for one in results) == 1
    assert sum(isinstance(one, actions.CodeTaken) for one in results) == 3
    assert Company.objects.count() == 1


def test_code_of_a_branch_is_taken_once():
    company = make.company()
    results = at_once(*[partial(make.branch, company, code="MAIN")] * 4)
    assert sum(isinstance(one, actions.CodeTaken) for one in results) == 3
    assert Branch.objects.get().code == "MAIN"


def test_email_is_taken_once():
    company = make.company()
    add = partial(
        identity.add_user, by=None, email="one@example.com", name="One", role="cashier", company=company, language="bg"
    )
    results = at_once(*[add] * 4)
    assert sum(isinstance(one, identity.UserRefused) for one in results) == 3
    assert User.objects.get().email == "one@example.com"
