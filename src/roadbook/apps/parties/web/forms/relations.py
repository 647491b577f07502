"""Entering who is what to a client."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.parties.enums import OF_ORGANISATIONS_ONLY, OF_PEOPLE_ONLY, RelationKind
from roadbook.apps.parties.models import Party, Relation
from roadbook.kit.forms import ChoiceField, DateField, Form, RateField, RowField, TextField

HUNDREDTHS_OF_A_PERCENT = 10_000


class RelationChangeForm(Form):
    """What may be changed of a relation; its two ends stay."""

    share = RateField(label=_("Share"), maximum=Decimal(1), required=False)
    outsider_number = TextField(label=_("National number"), max_length=40, required=False)
    outsider_contact = TextField(label=_("Phone or e-mail"), max_length=254, required=False)
    from_on = DateField(label=_("From"), required=False)
    to_on = DateField(label=_("To"), required=False)
    note = TextField(label=_("Note"), max_length=200, required=False)

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.party = party

    def told(self) -> dict[str, Any]:
        """The answers as fields of ``RelationDetails``."""
        told = self.answers()
        share = told.pop("share")
        return {**told, "share": None if share is None else int(share * HUNDREDTHS_OF_A_PERCENT)}


class RelationForm(RelationChangeForm):
    """A new relation: to a client on file, or to somebody who has no file."""

    kind = ChoiceField(label=_("Relation"))
    other = RowField(
        Party.objects.none(),
        label=_("Client"),
        required=False,
        options_url_name="parties:party_pick",
        create_url_name="parties:party_create",
        create_label=_("New client"),
        create_permission=Permission.PARTY_EDIT,
    )
    outsider_name = TextField(label=_("Name"), max_length=150, required=False)

    field_order = ("kind", "other", "outsider_name")

    def __init__(self, *args: Any, party: Party, **kwargs: Any) -> None:
        super().__init__(*args, party=party, **kwargs)
        not_for = OF_ORGANISATIONS_ONLY if party.is_person else OF_PEOPLE_ONLY
        self.fields["kind"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind.value, kind.label) for kind in RelationKind if kind not in not_for
        ]
        self.fields["other"].query = {"party": party.pk}  # type: ignore[attr-defined]  # a RowField


def initial_of(relation: Relation) -> dict[str, Any]:
    """What is on file, without the number: an empty field keeps it."""
    names = ("outsider_contact", "from_on", "to_on", "note")
    share = None if relation.share is None else Decimal(relation.share) / HUNDREDTHS_OF_A_PERCENT
    return {**{name: getattr(relation, name) for name in names}, "share": share}
