"""For migrations that follow a change of the standard chart: companies with books get what they lack of it."""

import json
from pathlib import Path
from typing import Any

CHART = Path(__file__).resolve().parent.parent / "chart.json"


def complete(apps: Any, _schema_editor: Any) -> None:
    """Add missing accounts by their code, and missing rules by their case; what is there stays as it is."""
    account, rule = apps.get_model("ledger", "GLAccount"), apps.get_model("ledger", "PostingRule")
    chart = json.loads(CHART.read_text(encoding="utf-8"))
    for company in sorted(set(account.objects.values_list("company_id", flat=True))):
        for row in chart["accounts"]:
            account.objects.get_or_create(company_id=company, code=row["code"], defaults=row)
        codes = dict(account.objects.filter(company_id=company).values_list("code", "id"))
        known = set(rule.objects.filter(company_id=company).values_list("event", "product_kind", "charge_kind"))
        for row in chart["rules"]:
            sides = {"debit_id": codes[row["debit"]], "credit_id": codes[row["credit"]]}
            for kind in row["product_kinds"]:
                if (row["event"], kind, row["charge_kind"]) not in known:
                    case = {"event": row["event"], "product_kind": kind, "charge_kind": row["charge_kind"]}
                    rule.objects.create(company_id=company, **case, **sides)
