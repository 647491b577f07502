"""Co-debtors and guarantors, as numbered fields of the contract entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as django
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.models import BESIDE, Contract
from roadbook.apps.parties.models import Party
from roadbook.kit import forms

PLACES = range(1, 5)
ROLES = [(str(one), one.label) for one in BESIDE]


def party_fields() -> dict[str, django.Field]:
    """Four rows: ``party_1`` and ``role_1``, and so on."""
    found: dict[str, django.Field] = {}
    for place in PLACES:
        found[f"party_{place}"] = forms.RowField(
            Party.objects.none(),
            label=_("Beside the client, %(place)d") % {"place": place},
            required=False,
            options_url_name="leasing:client_pick",
            create_url_name="parties:party_create",
            create_label=_("New client"),
            create_permission=Permission.PARTY_EDIT,
        )
        found[f"role_{place}"] = forms.ChoiceField(label=_("Role"), choices=ROLES, required=False)
    return found


def parties_of(values: Mapping[str, Any]) -> list[tuple[Party, str]]:
    """Who was named, in order."""
    rows = ((values.get(f"party_{place}"), values.get(f"role_{place}")) for place in PLACES)
    return [(party, role or ROLES[0][0]) for party, role in rows if party]


def given(contract: Contract) -> dict[str, Any]:
    """Those of a draft as the fields show them."""
    rows = contract.parties.order_by("place").values_list("party_id", "role")
    shown = dict(enumerate(rows, 1))
    return {
        **{f"party_{place}": party for place, (party, _role) in shown.items()},
        **{f"role_{place}": role for place, (_party, role) in shown.items()},
    }
