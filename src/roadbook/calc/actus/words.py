"""The words of the ACTUS dictionary that contracts of five types use."""

from __future__ import annotations

from enum import StrEnum


class TermsRefused(ValueError):  # noqa: N818 - reads as a sentence
    """The terms of a contract cannot be carried out; the message names the term."""


class ContractType(StrEnum):
    """When principal is paid: at maturity, in equal parts, in what interest leaves of a payment, or by arrays."""

    PAM = "PAM"
    LAM = "LAM"
    NAM = "NAM"
    ANN = "ANN"
    LAX = "LAX"


class Kind(StrEnum):
    """A kind of event; the order of the members is the order of events at one time."""

    IED = "IED"  # initial exchange
    FP = "FP"  # fee payment
    PR = "PR"  # principal redemption
    PI = "PI"  # principal increase
    PY = "PY"  # penalty for a prepayment
    PP = "PP"  # prepayment
    IP = "IP"  # interest payment
    IPCI = "IPCI"  # interest capitalisation
    RRF = "RRF"  # rate reset to a known rate
    RR = "RR"  # rate reset to an observed rate
    PRF = "PRF"  # redemption amount fixed again
    PRD = "PRD"  # purchase
    TD = "TD"  # termination
    SC = "SC"  # scaling index fixed
    IPCB = "IPCB"  # base of interest fixed
    MD = "MD"  # maturity

    @property
    def rank(self) -> int:
        """The place among events at the same time."""
        return _RANKS[self]


_RANKS = {kind: rank for rank, kind in enumerate(Kind)}


class Base(StrEnum):
    """What bears interest: the notional, the notional at initial exchange, or the notional at each IPCB event."""

    NT = "NT"
    NTIED = "NTIED"
    NTL = "NTL"
