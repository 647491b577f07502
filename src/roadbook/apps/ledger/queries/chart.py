"""The chart of accounts, the rules in force, and what may take whose place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Sum

from roadbook.apps.identity.enums import Permission
from roadbook.apps.identity.queries import companies as companies_of
from roadbook.apps.ledger.enums import Event
from roadbook.apps.ledger.models import GLAccount, JournalRow, PostingRule
from roadbook.apps.organisation.models import Company

Case = tuple[str, str, str]
Sides = dict[Case, tuple[int, int]]
SIDES = """
SELECT event, product_kind, charge_kind, debit_id, credit_id FROM ledger_postingrule
WHERE company_id = %s AND effective_on <= %s AND event IN ({events}) ORDER BY effective_on
"""
_kinds: dict[str, Any] = {}


def companies(user: Any) -> QuerySet[Company]:
    """The companies whose books the user may see."""
    ids = GLAccount.objects.visible_to(user).values("company")
    return Company.objects.filter(pk__in=ids).order_by("name")


def companies_to_edit(user: Any) -> QuerySet[Company]:
    """The companies whose chart and rules the user may change."""
    return companies_of(user, Permission.LEDGER_EDIT).filter(pk__in=GLAccount.objects.values("company"))


def chart(company: Company) -> QuerySet[GLAccount]:
    """The company's accounts by code."""
    return GLAccount.objects.filter(company=company).order_by("code")


def rules_of(company: Company, on: date | None = None) -> list[PostingRule]:
    """The company's rules in force on a day (the business date unless given), with their accounts, case by case."""
    on = on or company.business_date
    rows = PostingRule.objects.filter(company=company, effective_on__lte=on).select_related("debit", "credit")
    latest = {case_of(rule): rule for rule in rows.order_by("effective_on")}
    return [latest[case] for case in sorted(latest)]


def sides_on(company: Company, on: date, events: Collection[str]) -> Sides:
    """The two accounts of every case of these events on a day. One statement."""
    marks = ", ".join(["%s"] * len(events))
    with connection.cursor() as cursor:
        cursor.execute(SIDES.format(events=marks), [company.pk, on, *events])
        return {(event, product, kind): (debit, credit) for event, product, kind, debit, credit in cursor.fetchall()}


def case_of(rule: PostingRule) -> Case:
    return (rule.event, rule.product_kind, rule.charge_kind)


def versions_of(rule: PostingRule) -> QuerySet[PostingRule]:
    """Every rule of the same case, the newest first."""
    case = {"event": rule.event, "product_kind": rule.product_kind, "charge_kind": rule.charge_kind}
    rows = PostingRule.objects.filter(company_id=rule.company_id, **case).select_related("debit", "credit")
    return rows.order_by("-effective_on")


def rules_touching(account: GLAccount, on: date) -> list[PostingRule]:
    """The rules that touch an account on a day or will later."""
    later = PostingRule.objects.filter(company_id=account.company_id, effective_on__gt=on)
    rules = [*rules_of(account.company, on), *later]
    return [rule for rule in rules if account.pk in (rule.debit_id, rule.credit_id)]


def stands_in_for(account: GLAccount) -> QuerySet[GLAccount]:
    """The open accounts that may take the place of this one in a rule: of its kind, where proved of its purpose."""
    rows = GLAccount.objects.filter(company_id=account.company_id, is_open=True, kind=account.kind)
    if account.purpose and account.is_proved:
        return rows.filter(purpose=account.purpose).order_by("code")
    return rows.exclude(purpose__in=GLAccount.proved_purposes()).order_by("code")


def balances_of(account: GLAccount) -> dict[str, int]:
    """What stands on an account, debits less credits in minor units, by currency; nothing where it is even."""
    sums: dict[str, int] = {}
    for side, sign in (("debit", 1), ("credit", -1)):
        rows = JournalRow.objects.filter(**{side: account}).order_by().values_list("currency")
        for currency, total in rows.annotate(total=Sum("amount")):
            sums[currency] = sums.get(currency, 0) + sign * total
    return {currency: total for currency, total in sums.items() if total}


def rule_register(user: Any) -> QuerySet[PostingRule]:
    """Every rule that the user may see; ``is_past`` where a later one of its case has taken its place."""
    case = {name: OuterRef(name) for name in ("company", "event", "product_kind", "charge_kind")}
    later = PostingRule.objects.filter(
        **case, effective_on__gt=OuterRef("effective_on"), effective_on__lte=OuterRef("company__business_date")
    )
    rows: QuerySet[PostingRule] = PostingRule.objects.visible_to(user).select_related("company", "debit", "credit")
    return rows.annotate(is_past=Exists(later))


def name_kinds(choices: Iterable[tuple[str, Any]]) -> None:
    """The words of product and charge kinds, told by the contexts that know them."""
    _kinds.update(choices)


def kind_word(code: str) -> str:
    """A kind of product or charge in words; its code where nobody named it."""
    return str(_kinds.get(code, code))


def event_word(code: str) -> str:
    """An event in words; its code where it has none."""
    return str(Event(code).label) if code in Event.values else code


def case_words(rule: PostingRule) -> str:
    """The case of a rule in words: event, product and charge."""
    words = [event_word(rule.event), *(kind_word(kind) for kind in (rule.product_kind, rule.charge_kind) if kind)]
    return " · ".join(words)
