"""Own companies and their branches from files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.validators import RegexValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roadbook.apps.organisation import actions, rules
from roadbook.apps.organisation.actions import importing
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import audit
from roadbook.kit.errors import Refused
from roadbook.kit.forms import TextField
from roadbook.kit.imports import Draft, Field, Ground, Importer, OneOf, Outcome, Verdict, problem, register
from roadbook.kit.imports.derived import field_of
from roadbook.kit.models import RowState
from roadbook.kit.money import EXPONENTS

BRANCH = gettext_lazy("Branch")
OPENING = ("country", "currency", "language", "business_date")
ACCOUNT: dict[str, Any] = {"bank_name": gettext_lazy("Bank"), "iban": gettext_lazy("Bank account"), "bic": "BIC"}
ALIASES = {
    "tax_number": ("еик", "булстат", "nip", "инн", "eik", "vat", "registration number"),
    "accountable_person": ("мол", "reprezentant"),
    "phone": ("телефон", "telefon"),
    "email": ("имейл", "email"),
    "city": ("град", "miasto", "город"),
    "address": ("адрес", "adres"),
}
BRANCH_PREFIX = "branch_"


class CodeReader(TextField):
    """A short code in capitals, digits and dashes."""

    def __init__(self) -> None:
        wrong = gettext_lazy("Capital Latin letters, digits and dashes only.")
        super().__init__(required=False, max_length=12, validators=[RegexValidator(r"^[A-Z0-9-]+$", wrong)])

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).upper()


def _of_branch(name: str) -> Field:
    told = field_of(Branch, name)
    return Field(f"{BRANCH_PREFIX}{name}", told.label, told.reads, group=BRANCH)


@register
class CompanyImporter(Importer):
    """One row is a company, or with a branch code a branch of the company that it names."""

    code = "organisation.companies"
    title = gettext_lazy("Own companies and branches")
    text = gettext_lazy("A line is a company; with a branch code it is a branch of the company that the line names.")
    permission = rules.EDIT
    of_company = False
    list_key = "organisation.companies"
    parts = importing.PARTS
    chunk = 100
    fields = (
        Field("code", gettext_lazy("Code"), CodeReader(), ("company code", "код", "kod", "код на фирма"), True),
        *(
            field_of(Company, name, ALIASES.get(name, ()))
            for name in (*OPENING, *actions.COMPANY_FIELDS)
            if name not in {"currency", "language"}
        ),
        Field("currency", gettext_lazy("Currency"), OneOf([(code, code) for code in EXPONENTS]), ("валута", "waluta")),
        field_of(Company, "language", ("език", "język", "язык")),
        *(Field(name, label, TextField(required=False, max_length=120)) for name, label in ACCOUNT.items()),
        Field(
            "branch_code",
            gettext_lazy("Code"),
            CodeReader(),
            ("branch", "код на клон", "клон", "oddział", "филиал"),
            group=BRANCH,
        ),
        *(_of_branch(name) for name in actions.BRANCH_FIELDS),
    )

    def key(self, draft: Draft, ground: Ground) -> str:  # noqa: ARG002 - Importer's signature
        return f"{draft.values['code']}\x00{draft.values.get('branch_code') or ''}"

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        """Every row read in their order, as ``apply`` would; companies of rows above are as good as there."""
        opening = _opening(drafts, ground)
        there = {**opening.companies}, {**opening.branches}
        coming: dict[str, Company] = ground.memory.setdefault("coming", {})
        for code, company in coming.items():
            opening.companies.setdefault(code, company)
        read: set[tuple[str, str]] = set()
        verdicts = [self._verdict(draft, opening, there, read) for draft in drafts]
        coming |= {code: one for code, one in opening.companies.items() if one.pk is None}
        return verdicts

    def _verdict(
        self,
        draft: Draft,
        opening: importing.Opening,
        known: tuple[dict[str, Company], dict[tuple[str, str], Branch]],
        read: set[tuple[str, str]],
    ) -> Verdict:
        """``read`` are the things of lines above that could be read: a line that repeats one is no mistake."""
        code, branch_code = draft.values["code"], draft.values.get("branch_code") or ""
        companies, branches = known
        there = branches.get((code, branch_code)) if branch_code else companies.get(code)
        if there is not None:
            return Verdict(RowState.DUPLICATE, audit.key(there), _("There already: %(name)s.") % {"name": there})
        thing = code, branch_code
        if thing in read:
            return Verdict(RowState.NEW)
        try:
            opening.read(*_told(draft))
            read.add(thing)
        except Refused as refusal:
            draft.problems.append(problem(refusal))
        return Verdict(RowState.NEW)

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        """All at once; one by one where somebody was quicker with one of the codes."""
        try:
            with transaction.atomic():
                return _apply(drafts, ground)
        except IntegrityError:
            return [_apply([draft], ground)[0] for draft in drafts]

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> None:
        pks: dict[str, list[int]] = {"organisation.branch": [], "organisation.company": []}
        for subject, before in subjects:
            for key in (before or {}).get("made", [subject]):
                label, _colon, pk = key.rpartition(":")
                pks[label].append(int(pk))
        importing.remove(branch_ids=pks["organisation.branch"], company_ids=pks["organisation.company"], by=ground.by)


def _opening(drafts: Sequence[Draft], ground: Ground) -> importing.Opening:
    codes = {draft.values["code"] for draft in drafts}
    return importing.Opening(codes=codes, by=ground.by, opened=ground.memory.get("opened", ()))


def _told(draft: Draft) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """The code, what the row says of the company, and what of a branch."""
    company = {name: value for name, value in draft.values.items() if value not in ("", None)}
    names = [name for name in company if name.startswith(BRANCH_PREFIX)]
    branch = {name.removeprefix(BRANCH_PREFIX): company.pop(name) for name in names}
    return company.pop("code"), company, branch


def _apply(drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
    opening = _opening(drafts, ground)
    found: list[importing.Line | Refused] = []
    for draft in drafts:
        try:
            found.append(opening.read(*_told(draft)))
        except Refused as refusal:
            found.append(refusal)
    ground.memory.setdefault("opened", set()).update(opening.write())
    return [_outcome(one) for one in found]


def _outcome(found: importing.Line | Refused) -> Outcome:
    if isinstance(found, Refused):
        return Outcome(problems=(problem(found),))
    made = [audit.key(one) for one in found.made]
    return Outcome(made[0], before={"made": made})
