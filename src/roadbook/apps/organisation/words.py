"""What the audit log calls the acts and things of own companies."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from roadbook.apps.organisation.enums import AccountPurpose, SeriesKind
from roadbook.apps.organisation.models.accounts import grouped
from roadbook.kit import audit, figures

OPENED = gettext_noop("Bank account added: %(account)s")
CLOSED = gettext_noop("Bank account closed: %(account)s")
CHANGED = gettext_noop("Bank account changed: %(account)s")
PREFIX = gettext_noop("Prefix of numbers changed: %(kind)s, %(year)s")
COMPANY, BRANCH = "organisation.company", "organisation.branch"

audit.name_subject(COMPANY, _("Company"), "organisation:company_show", audit.titles_from(COMPANY, "name"))
audit.name_subject(BRANCH, _("Branch"), titles=audit.titles_from(BRANCH, "name"))
audit.name_actions(
    COMPANY,
    {
        "create": _("Company opened"),
        "change": _("Company changed"),
        "advance": _("Business date moved"),
        "show_manager_number": _("Manager's number shown"),
    },
)
audit.name_action("organisation.bankaccount.change", _("Bank account changed"))
audit.name_action("organisation.series.change", _("Number series changed"))
audit.name_fields(
    COMPANY,
    {
        "bank_account": _("Bank account"),
        "bank": _("Bank"),
        "iban": _("Account number"),
        "bic": _("BIC"),
        "is_default": _("Stands on papers"),
        "series": _("Number series"),
        "prefix": _("Prefix"),
        "reason": _("Reason"),
    },
)
audit.name_actions(BRANCH, {"create": _("Branch added"), "change": _("Branch changed")})


def _day(value: Any) -> str:
    return figures.day(date.fromisoformat(value)) if value else ""


def _purpose(value: Any) -> str:
    return str(AccountPurpose(value).label) if value else ""


def _bank_account(changes: Mapping[str, Any]) -> audit.Story:
    """The account by its number; of a change the fields that were filled in before, too."""
    opened = "iban" in changes and not changes["iban"][0]
    number = str(changes["iban" if "iban" in changes else "bank_account"][1])
    told = {"account": grouped(number)}
    if opened:
        more = [str(changes[name][1]) for name in ("bank", "currency") if name in changes and changes[name][1]]
        return audit.Story(OPENED, {"account": " · ".join([told["account"], *more])})
    if changes.get("closed_on", [None, None])[1]:
        return audit.Story(CLOSED, told)
    return audit.Story(CHANGED, told, frozenset(changes) - {"bank_account", "version"})


def _series(changes: Mapping[str, Any]) -> audit.Story:
    kind, _space, year = str(changes["series"][1]).partition(" ")
    with translation.override(None):
        word = {"msg": str(SeriesKind(kind).label)} if kind in SeriesKind.values else kind
    return audit.Story(PREFIX, {"kind": word, "year": year}, frozenset({"prefix"}))


audit.name_story("organisation.bankaccount.change", _bank_account)
audit.name_story("organisation.series.change", _series)
audit.name_field(COMPANY, "purpose", _("Purpose"), _purpose)
audit.name_fields(COMPANY, {"opened_on": _("Opened on"), "closed_on": _("Closed on")}, _day)
