"""Joining two files and parting them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.forms import BoundField, HiddenInput, IntegerField, RadioSelect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.parties.models import Merge, Party
from roadbook.apps.parties.queries.merging import Choice, Fact, MergePreview
from roadbook.kit.forms import ChoiceField, Form, RowField, TextField

SURVIVOR, MERGED = "survivor", "merged"


class OtherForm(Form):
    """Which file is of the same client, and which of the two stays."""

    other = RowField(Party.objects.none(), label=_("The other file"), options_url_name="parties:party_pick")
    keep = ChoiceField(
        label=_("Which file stays"),
        choices=[("this", pgettext_lazy("a file", "This one")), ("other", pgettext_lazy("a file", "The other one"))],
        initial="this",
        widget=RadioSelect,
    )

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].query = {"party": party.pk}  # type: ignore[attr-defined]  # a RowField


class PreviewForm(Form):
    """For each field on which the files differ: whose value stays."""

    survivor_version = IntegerField(widget=HiddenInput)
    merged_version = IntegerField(widget=HiddenInput)

    def __init__(self, *args: Any, preview: MergePreview, **kwargs: Any) -> None:
        initial = {"survivor_version": preview.survivor.version, "merged_version": preview.merged.version}
        super().__init__(*args, initial=initial, **kwargs)
        self.preview = preview
        for place, choice in enumerate(preview.choices):
            self.fields[f"choice_{place}"] = ChoiceField(
                label=choice.label,
                choices=[(SURVIVOR, choice.survivor), (MERGED, choice.merged)],
                initial=MERGED if choice.is_taken else SURVIVOR,
                widget=RadioSelect,
            )

    def lines(self) -> Iterator[tuple[Choice, BoundField]]:
        return ((choice, self[f"choice_{place}"]) for place, choice in enumerate(self.preview.choices))

    def taken(self) -> list[str]:
        """The keys whose value comes from the merged file."""
        return [one.key for at, one in enumerate(self.preview.choices) if self.cleaned_data[f"choice_{at}"] == MERGED]


class PartForm(Form):
    """For each thing that came after the merge: whose it is."""

    seen = TextField(widget=HiddenInput, max_length=64)

    def __init__(self, *args: Any, facts: Sequence[Fact], merge: Merge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        sides = [(SURVIVOR, str(merge.survivor.number)), (MERGED, str(merge.merged.number))]
        for fact in facts:
            self.fields[f"fact_{fact.key}"] = ChoiceField(
                label=fact.label, choices=sides, initial=SURVIVOR, widget=RadioSelect
            )

    def lines(self) -> Iterator[tuple[Fact, BoundField]]:
        return ((fact, self[f"fact_{fact.key}"]) for fact in self.facts)

    def assigned(self) -> dict[str, str]:
        """The key of each fact with the side that it was given to."""
        return {fact.key: self.cleaned_data[f"fact_{fact.key}"] for fact in self.facts}
