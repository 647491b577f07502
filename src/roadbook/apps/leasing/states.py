"""The life of a contract: which event leads where, and who answers for it while it stands there."""

from __future__ import annotations

from .enums import ContractEvent, ContractState

START = ContractState.DRAFT

CONTRACT: dict[str, dict[str, str]] = {
    ContractState.DRAFT: {
        ContractEvent.SIGN: ContractState.SIGNED,
        ContractEvent.TAKE_OVER: ContractState.ACTIVE,
        ContractEvent.CANCEL: ContractState.CANCELLED,
    },
    ContractState.SIGNED: {
        ContractEvent.ACTIVATE: ContractState.ACTIVE,
        ContractEvent.CANCEL: ContractState.CANCELLED,
    },
    ContractState.ACTIVE: {
        ContractEvent.CLOSE: ContractState.CLOSED,
        ContractEvent.TERMINATE: ContractState.TERMINATED,
    },
    ContractState.TERMINATED: {ContractEvent.CLOSE: ContractState.CLOSED},
    ContractState.CLOSED: {},
    ContractState.CANCELLED: {},
}

OWNERS = {
    ContractState.DRAFT: "broker",
    ContractState.SIGNED: "back_office",
    ContractState.ACTIVE: "back_office",
    ContractState.TERMINATED: "back_office",
}

DIAGRAMS = {"contract": (CONTRACT, START, OWNERS)}
