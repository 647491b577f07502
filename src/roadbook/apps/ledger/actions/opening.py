"""The chart and the rules that every company opens with."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.db import transaction

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger.models import GLAccount, PostingRule
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit

CHART = Path(__file__).resolve().parent.parent / "chart.json"


@transaction.atomic
def open_books(*, company: Company, by: Any) -> None:
    """Give the company the standard chart and posting rules. What it has already stays as it is."""
    identity.require(by, Permission.COMPANY_EDIT, company_id=company.pk)
    data = json.loads(CHART.read_text(encoding="utf-8"))
    has = set(GLAccount.objects.filter(company=company).values_list("code", flat=True))
    lacking = [GLAccount(company=company, **row) for row in data["accounts"] if row["code"] not in has]
    GLAccount.objects.bulk_create(lacking)
    accounts = {one.code: one for one in GLAccount.objects.filter(company=company)}
    known = set(PostingRule.objects.filter(company=company).values_list("event", "product_kind", "charge_kind"))
    PostingRule.objects.bulk_create(
        PostingRule(
            company=company,
            event=row["event"],
            product_kind=kind,
            charge_kind=row["charge_kind"],
            debit=accounts[row["debit"]],
            credit=accounts[row["credit"]],
        )
        for row in data["rules"]
        for kind in row["product_kinds"]
        if (row["event"], kind, row["charge_kind"]) not in known
    )
    audit.record(action="ledger.books.open", subject=company, by=by, company_id=company.pk)


def standard_codes() -> list[str]:
    """The accounts of the chart that every company opens with."""
    return [row["code"] for row in json.loads(CHART.read_text(encoding="utf-8"))["accounts"]]


@transaction.atomic
def forget_books(subjects: Iterable[str]) -> None:
    """Remove chart and rules of the companies among these plain keys: an import that opened them is taken back.

    The database refuses where a movement was booked.
    """
    keys = [one.rpartition(":") for one in subjects]
    companies = [int(pk) for label, _colon, pk in keys if label == "organisation.company"]
    PostingRule.objects.filter(company__in=companies).delete()
    GLAccount.objects.filter(company__in=companies).delete()
