"""Kinds of papers. A context that owns what a paper is about registers its kind: what templates may say, and the data.

Nothing else can stand in a template: an unknown token, list or fact is refused when it is published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import DocumentKind
from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.organisation.models import Branch
from roadbook.calc import markup
from roadbook.kit.errors import Refused


class KindUnknown(Refused):
    """No context registered such a paper."""

    code = "kind"


@dataclass(frozen=True)
class TokenOf:
    """A token: ``type`` is one of ``markup.FORMS``."""

    name: str
    type: str
    label: str | Promise


@dataclass(frozen=True)
class ListOf:
    """A list, and the tokens of each of its entries."""

    name: str
    label: str | Promise
    tokens: tuple[TokenOf, ...]


@dataclass(frozen=True)
class Paper:
    """What one paper is about and what it says. Values are JSON: dates ISO, amounts ``[minor units, currency]``.

    ``subject_permission`` is what one needs to see the subject, such as ``"contract.view"``.
    """

    branch: Branch
    subject: str
    subject_permission: str
    dated_on: date
    title: str
    values: Mapping[str, Any]
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    facts: frozenset[str] = frozenset()


COMPANY_TOKENS = (
    TokenOf("company.name", "text", _("Own company: name")),
    TokenOf("company.tax_number", "text", _("Own company: registration number")),
    TokenOf("company.vat_number", "text", _("Own company: VAT number")),
    TokenOf("company.address", "text", _("Own company: address")),
    TokenOf("company.represented_by", "text", _("Own company: accountable person")),
    TokenOf("company.phone", "text", _("Own company: phone")),
    TokenOf("company.email", "text", _("Own company: e-mail")),
    TokenOf("company.account", "text", _("Own company: bank account that stands on papers")),
    TokenOf("company.bank", "text", _("Own company: bank of that account")),
    TokenOf("company.bic", "text", _("Own company: BIC of that account")),
    TokenOf("paper.date", "date", _("Date of the paper")),
    TokenOf("paper.place", "text", _("Place: the town of the branch")),
)
"""What every kind may say."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper. ``data_for(pk, language)`` gives its paper; ``find(user, pk)`` the subject if it may be seen.

    ``offered(user, company, words)`` gives the subjects to preview with, as (key, name).
    """

    code: str
    tokens: tuple[TokenOf, ...]
    data_for: Callable[[int, str], Paper]
    find: Callable[[Any, int], Any]
    offered: Callable[[Any, Any, str], list[tuple[int, str]]]
    lists: tuple[ListOf, ...] = ()
    facts: tuple[tuple[str, str | Promise], ...] = ()

    @property
    def label(self) -> str | Promise:
        return DocumentKind(self.code).label

    @cached_property
    def all_tokens(self) -> tuple[TokenOf, ...]:
        return (*self.tokens, *COMPANY_TOKENS)

    @cached_property
    def schema(self) -> markup.Schema:
        return markup.Schema(
            tokens={one.name: one.type for one in self.all_tokens},
            lists={one.name: {token.name: token.type for token in one.tokens} for one in self.lists},
            facts=frozenset(name for name, _label in self.facts),
        )


_kinds: dict[str, Kind] = {}


def register(one: Kind) -> None:
    """Declare a kind of paper, once, when the house gets ready."""
    _kinds[DocumentKind(one.code)] = one


def kinds() -> list[Kind]:
    """Every registered kind, in the order of ``DocumentKind``."""
    return [_kinds[code] for code in DocumentKind.values if code in _kinds]


def kind(code: str) -> Kind:
    """The kind of a code.

    :raises KindUnknown: nobody registered it.
    """
    found = _kinds.get(code)
    if found is None:
        raise KindUnknown(_("There is no such kind of document."), field="kind")
    return found


def may_write(user: Any, company_id: int) -> bool:
    """May the user write templates of this company?"""
    return bool(identity.may(user, Permission.TEMPLATE_EDIT, company_id=company_id))
