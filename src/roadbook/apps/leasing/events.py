"""What leasing tells the contexts above it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from roadbook.kit.events import Event


@dataclass(frozen=True)
class ContractDrafted(Event):
    contract_id: int
    company_id: int


@dataclass(frozen=True)
class ContractSigned(Event):
    contract_id: int
    company_id: int
    signed_on: date


@dataclass(frozen=True)
class ContractActivated(Event):
    """``financed`` in minor units of ``currency``."""

    contract_id: int
    company_id: int
    account_id: int
    activated_on: date
    financed: int
    currency: str


@dataclass(frozen=True)
class ContractCancelled(Event):
    contract_id: int
    company_id: int


@dataclass(frozen=True)
class ContractClosed(Event):
    contract_id: int
    company_id: int
    closed_on: date


@dataclass(frozen=True)
class ContractTerminated(Event):
    """``due_at_once`` is what was charged as one claim, ``written_back`` what left the account: minor units."""

    contract_id: int
    company_id: int
    terminated_on: date
    reason: str
    due_at_once: int
    written_back: int


@dataclass(frozen=True)
class VehicleTakenBack(Event):
    contract_id: int
    company_id: int
    vehicle_id: int
    returned_on: date


@dataclass(frozen=True)
class ContractTakenOver(Event):
    """A running contract came from another system, live from the business date on."""

    contract_id: int
    company_id: int
    account_id: int
