"""The paper on which both sides sign what was taken over: sums, and every difference with its cause."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.documents.rules import Kind, ListOf, Paper, TokenOf
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import Difference
from roadbook.apps.leasing.models import TakenContract, TakeOver
from roadbook.kit import audit

from .taking import take_overs

MOST = 2_000
DIFFERS = ~Q(principal_difference=0) | ~Q(instalment_difference=0)
TOKENS = (
    TokenOf("taking.date", "date", _("Taking over: day")),
    TokenOf("taking.count", "number", _("Taking over: number of contracts")),
    TokenOf("taking.principal", "amount", _("Taking over: principal not due")),
    TokenOf("taking.arrears", "amount", _("Taking over: open arrears")),
    TokenOf("taking.difference", "amount", _("Taking over: differences of the principal, added up")),
    TokenOf("taking.differing", "number", _("Taking over: number of contracts that differ")),
)
LISTS = (
    ListOf(
        "differences",
        _("Contracts that differ"),
        (
            TokenOf("number", "text", _("Contract: number")),
            TokenOf("client", "text", _("Client: name")),
            TokenOf("principal", "amount", _("Principal given")),
            TokenOf("principal_difference", "amount", _("Difference of the principal")),
            TokenOf("principal_cause", "text", _("Cause of the difference of the principal")),
            TokenOf("instalment_difference", "amount", _("Difference of the next instalment")),
            TokenOf("instalment_cause", "text", _("Cause of the difference of the instalment")),
        ),
    ),
)
FACTS = (("has_differences", _("Some contract differs")),)


def taking_kind() -> Kind:
    """The kind of the statement; its subjects are take-overs."""
    code = str(DocumentKind.TAKE_OVER_STATEMENT)
    return Kind(code, TOKENS, _paper, find=_find, offered=_offered, lists=LISTS, facts=FACTS)


def _find(user: Any, pk: int) -> TakeOver | None:
    return take_overs(user).filter(pk=pk).first()


def _offered(user: Any, company: Any, words: str) -> list[tuple[int, str]]:
    rows = take_overs(user).filter(company=company).order_by("-taken_on")[:20]
    return [(one.pk, str(one)) for one in rows if words.casefold() in str(one).casefold()]


def _paper(pk: int, language: str) -> Paper:
    row = TakeOver.objects.select_related("company", "branch__company").get(pk=pk)
    currency = row.company.currency
    sums = row.contracts.aggregate(
        count=Count("pk"),
        principal=Sum("principal"),
        arrears=Sum("arrears"),
        difference=Sum("principal_difference"),
        differing=Count("pk", filter=DIFFERS),
    )
    money = {name: [sums[name] or 0, currency] for name in ("principal", "arrears", "difference")}
    differing = row.contracts.filter(DIFFERS).select_related("contract__client").order_by("contract__number")[:MOST]
    with translation.override(language):
        lines = [_line(one, currency) for one in differing]
    return Paper(
        branch=row.branch,
        subject=audit.key(row),
        subject_permission=Permission.CONTRACT_ACTIVATE,
        dated_on=row.taken_on,
        title=f"take-over-{row.company.code}-{row.taken_on}-{language}",
        values={
            "taking.date": row.taken_on.isoformat(),
            "taking.count": sums["count"],
            "taking.differing": sums["differing"],
            **{f"taking.{name}": value for name, value in money.items()},
        },
        lists={"differences": lines},
        facts=frozenset({"has_differences"} if lines else ()),
    )


def _line(one: TakenContract, currency: str) -> dict[str, Any]:
    amounts = ("principal", "principal_difference", "instalment_difference")
    causes = ("principal_cause", "instalment_cause")
    return {
        "number": one.contract.number,
        "client": one.contract.client.name,
        **{name: [getattr(one, name), currency] for name in amounts},
        **{name: str(Difference(getattr(one, name)).label) if getattr(one, name) else "" for name in causes},
    }
