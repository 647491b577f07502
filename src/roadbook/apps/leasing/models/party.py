"""Who stands behind a contract beside its client."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roadbook.apps.parties.models import Party
from roadbook.apps.receivables.enums import AccountRole

from .contract import Contract

BESIDE = (AccountRole.CO_DEBTOR, AccountRole.GUARANTOR)


class ContractParty(models.Model):
    """A co-debtor or guarantor, in the order in which the contract names them; a debtor of the account from its
    opening on.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="parties")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", verbose_name=_("party"))
    role = models.CharField(_("role"), max_length=20, choices=[(str(one), one.label) for one in BESIDE])
    place = models.PositiveSmallIntegerField()

    objects = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "party"], name="contract_party_once_per_contract"),
            models.UniqueConstraint(fields=["contract", "place"], name="contract_party_has_its_place"),
            models.CheckConstraint(
                condition=Q(role__in=[str(one) for one in BESIDE]), name="contract_party_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract_id}: {self.party_id} {self.role}"
