"""What nobody checks is listed as absent, and never as passed."""

from __future__ import annotations

import pytest
from django.urls import reverse

from roadbook.apps.backoffice.queries.expected import EXPECTED
from roadbook.apps.identity.enums import Role
from roadbook.apps.organisation.models import Company
from roadbook.kit import invariants, jobs
from roadbook.kit.models import Job
from tests.factories import identity, receivables

pytestmark = pytest.mark.django_db


def test_every_expected_invariant_has_a_verdict_or_is_absent():
    verdicts = invariants.verify()
    assert {one.code for one in verdicts} >= set(EXPECTED)
    checked = {one.code for one in verdicts if not one.is_absent}
    assert checked == {code for code, _title in invariants._checks}
    for one in verdicts:
        assert one.is_absent == (one.code not in checked)
        assert one.holds == (not one.is_absent and not one.problems)


def test_absent_one_is_shown_as_not_checked(client, monkeypatch):
    monkeypatch.setattr(invariants, "_checks", {("I1", "Balanced"): list})
    monkeypatch.setattr(invariants, "_expected", {"I1": "Balanced", "I4": "Every bank line is somewhere"})
    company: Company = receivables.company()
    client.force_login(identity.staff(company, Role.MANAGER, language="en"))
    client.post(reverse("backoffice:verify_run"))
    jobs.run(Job.objects.get().pk)
    told = Job.objects.get().result["verdicts"]
    assert [(one["code"], one["absent"], one["broken"]) for one in told] == [("I1", False, 0), ("I4", True, 0)]
    page = client.get(reverse("backoffice:verify")).content.decode()
    assert (page.count("Not checked"), page.count("Holds")) == (1, 1)


def test_check_that_comes_takes_the_place_of_the_absent_line(monkeypatch):
    monkeypatch.setattr(invariants, "_checks", {})
    monkeypatch.setattr(invariants, "_expected", {"I4": "Every bank line is somewhere"})
    assert [one.is_absent for one in invariants.verify()] == [True]
    invariants.invariant("I4", "Bank lines")(lambda: ["line 3 is lost"])
    assert [(one.title, one.is_absent, one.holds) for one in invariants.verify()] == [("Bank lines", False, False)]
