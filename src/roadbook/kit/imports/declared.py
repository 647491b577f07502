"""How a context declares an importer: its fields, and what to do with rows that could be read.

Contexts keep theirs in ``importers.py``; the engine finds them there. See docs/kit/imports.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from roadbook.kit.models.imports import RowState

Label = str | Promise


@dataclass(frozen=True)
class Field:
    """One thing that a column may say. ``reads`` is the form field that cleans it to what the action takes.

    ``aliases`` are other names that columns have, in any language; the label's translations count anyway.
    """

    name: str
    label: Label
    reads: forms.Field
    aliases: tuple[str, ...] = ()
    is_required: bool = False
    group: Label = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row: ``field`` is a field's name, empty for the row as a whole."""

    field: str
    message: str


@dataclass
class Draft:
    """A row that could be read: cleaned values by field name, only of columns that are mapped.

    ``masked`` are cells that show only the end of a number, as our own lists do; their values are empty. An importer
    takes out those that are the mask of what is on file (``unmask``); whatever is left is a problem of the row.
    """

    number: int
    line: int
    values: dict[str, Any]
    masked: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    subject: str = ""
    said: Any = None
    """What an importer understood of the values, kept for its next look at the same draft."""

    def refuse(self, field: str, message: object) -> None:
        """Say what is wrong with the row."""
        self.problems.append(Problem(field, str(message)))

    def unmask(self, known: Mapping[str, Collection[str]]) -> None:
        """Forget the masked cells that say what is on file: ``known`` are the masks of each field."""
        self.masked = {name: said for name, said in self.masked.items() if said not in known.get(name, ())}

    def refuse_masked(self) -> None:
        """Say of masked cells that are left that they cannot be understood."""
        for name in self.masked:
            self.refuse(name, _("Only the end of this is shown, and it is not what is on file. Write it in full."))


@dataclass(frozen=True)
class Verdict:
    """What a row would do. ``subject`` is the plain key of what is there already, ``note`` says it to people."""

    state: RowState
    subject: str = ""
    note: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a row: the key of what was made or changed; with ``before`` what was there, for undoing."""

    subject: str = ""
    is_new: bool = True
    before: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Standing:
    """Why a row cannot be taken back: ``what`` stands on the row of this key, and ``which`` one it is."""

    subject: str
    what: str
    which: str


@dataclass
class Ground:
    """What holds for all rows of a batch: the company, who acts, and a memory for the importer's own look-ups."""

    company_id: int | None
    by: Any
    memory: dict[str, Any] = field(default_factory=dict)


class Importer:
    """Declares an import. ``permission`` is needed beside ``record.import``, in the company of the rows.

    ``parts`` are models (``"parties.Address"``) that belong to what a row becomes, and go with it. An importer with
    ``takes_changes`` can also change what is there; the others leave it as it is. ``unread`` are names of columns of
    our own lists that are no field, though much like the name of one.
    """

    code: ClassVar[str] = ""
    title: ClassVar[Label] = ""
    text: ClassVar[Label] = ""
    permission: ClassVar[str] = ""
    of_company: ClassVar[bool] = True
    takes_changes: ClassVar[bool] = False
    list_key: ClassVar[str] = ""
    parts: ClassVar[tuple[str, ...]] = ()
    unread: ClassVar[tuple[Label, ...]] = ()
    chunk: ClassVar[int] = 500
    fields: ClassVar[tuple[Field, ...]] = ()

    def key(self, draft: Draft, ground: Ground) -> str:
        """What makes two rows of a file the same thing; empty where nothing does."""
        raise NotImplementedError

    def place(self, draft: Draft) -> str:  # noqa: ARG002 - for subclasses
        """Where a row comes among all rows of the file, as text of at most 20 letters that sorts; else as they lie.

        Asked of rows without fault.
        """
        return ""

    def check(self, drafts: Sequence[Draft], ground: Ground) -> list[Verdict]:
        """One verdict for each draft, by set-based look-ups. Further problems go to ``draft.refuse``."""
        raise NotImplementedError

    def apply(self, drafts: Sequence[Draft], ground: Ground) -> list[Outcome]:
        """Make (or, where ``draft.subject`` is set, change) what the drafts say through the owner's actions.

        Runs in the transaction that marks the rows as done. A row that is refused has problems and leaves no trace.
        """
        raise NotImplementedError

    def standing(self, subjects: Sequence[str], ground: Ground) -> Iterable[Standing]:  # noqa: ARG002 - for subclasses
        """What stands on rows beside what the engine sees by itself: foreign keys, plain keys and later acts."""
        return ()

    def undo(self, subjects: Sequence[tuple[str, dict[str, Any] | None]], ground: Ground) -> Mapping[str, str] | None:
        """Take back what ``apply`` made (no ``before``) or changed; nothing depends on it.

        What stays nevertheless, and why, is said by subject: a note of its row.
        """
        raise NotImplementedError
