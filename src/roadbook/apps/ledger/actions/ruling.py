"""Posting rules: which accounts a case books on, from a day on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.ledger import queries
from roadbook.apps.ledger.models import GLAccount, PostingRule
from roadbook.kit import audit
from roadbook.kit.errors import Refused


class RuleRefused(Refused):
    """The rule cannot be like this."""

    code = "rule"


@transaction.atomic
def change_rule(
    *, rule: PostingRule, debit: GLAccount, credit: GLAccount, by: Any, effective_on: date | None = None
) -> PostingRule:
    """Book the case of a rule on these accounts from a day on (the business date unless given).

    What was booked stays where it is. An account takes the place of one of its own kind; where positions are proved
    by it, of its own purpose, so that debts that are open now are found on both.

    :raises RuleRefused: the day is over, or an account does not fit, is closed, or is the other one.
    """
    identity.require(by, Permission.LEDGER_EDIT, company_id=rule.company_id)
    today = rule.company.business_date
    effective_on = effective_on or today
    if effective_on < today:
        raise RuleRefused(_("A rule changes from the business date on, or later."), field="effective_on")
    if debit == credit:
        raise RuleRefused(_("A movement touches two accounts."), field="credit")
    list(GLAccount.objects.select_for_update().filter(pk__in=[debit.pk, credit.pk]).order_by("pk").values_list("pk"))
    for side, account in (("debit", debit), ("credit", credit)):
        if not queries.stands_in_for(getattr(rule, side)).filter(pk=account.pk).exists():
            raise RuleRefused(_("This account cannot take the place of the present one."), field=side)
    case = {name: getattr(rule, name) for name in ("company", "event", "product_kind", "charge_kind")}
    made, _created = PostingRule.objects.update_or_create(
        **case, effective_on=effective_on, defaults={"debit": debit, "credit": credit}
    )
    changes: dict[str, list[str | None]] = {
        "debit": [rule.debit.code, debit.code],
        "credit": [rule.credit.code, credit.code],
        "effective_on": [None, effective_on.isoformat()],
    }
    audit.record(action="ledger.postingrule.change", subject=made, by=by, company_id=rule.company_id, changes=changes)
    return made
