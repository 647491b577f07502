"""The first company of an installation, from the command line."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from roadbook.apps.ledger.models import PostingRule
from roadbook.apps.organisation.models import Company
from roadbook.kit.testing import deliver

pytestmark = pytest.mark.django_db

WORDS = ["--name=Демо ЕАД", "--country=BG", "--currency=EUR", "--language=bg", "--business-date=2026-11-24"]


def test_first_company_opens_with_branch_and_books(capsys):
    call_command("add_company", "--code=SOF", *WORDS)
    deliver()
    company = Company.objects.get()
    assert company.business_date == date(2026, 11, 24)
    assert company.branches.get().code == "MAIN"
    assert PostingRule.objects.filter(company=company, event="activation").exists()
    assert "SOF" in capsys.readouterr().out


def test_code_is_taken_once():
    call_command("add_company", "--code=SOF", *WORDS)
    with pytest.raises(CommandError, match="in use"):
        call_command("add_company", "--code=SOF", *WORDS)
    assert Company.objects.count() == 1
