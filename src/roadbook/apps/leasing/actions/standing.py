"""Who stands beside the client: co-debtors and guarantors of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.models import BESIDE, Contract, ContractParty
from roadbook.apps.parties.models import Party
from roadbook.kit.errors import Refused

Beside = tuple[Party, str]


class DraftRefused(Refused):
    """The parts of the contract do not belong together."""

    code = "draft"


def beside(contract: Contract) -> list[Beside]:
    """Those who stand beside the client now, in their order."""
    rows = contract.parties.select_related("party").order_by("place")
    return [(one.party, one.role) for one in rows]


def told(parties: Sequence[Beside]) -> list[str]:
    """For the audit log: who in which role, by key."""
    return [f"{party.pk}:{role}" for party, role in parties]


def stand_beside(contract: Contract, parties: Sequence[Beside]) -> None:
    """Let these, and nobody else, stand beside the client of a draft.

    :raises DraftRefused: somebody is named twice, is the client, is of another company, or the role is none of these.
    """
    _check(contract, parties)
    contract.parties.all().delete()
    ContractParty.objects.bulk_create(
        ContractParty(contract=contract, party=party, role=role, place=place)
        for place, (party, role) in enumerate(parties, 1)
    )


def _check(contract: Contract, parties: Sequence[Beside]) -> None:
    seen = {contract.client_id}
    for place, (party, role) in enumerate(parties, 1):
        field = f"party_{place}"
        if party.company_id != contract.company_id:
            raise DraftRefused(_("This belongs to another company."), field=field)
        if party.pk in seen:
            raise DraftRefused(_("Each person stands behind a contract once."), field=field)
        if role not in BESIDE:
            raise DraftRefused(_("Choose co-debtor or guarantor."), field=field)
        seen.add(party.pk)
