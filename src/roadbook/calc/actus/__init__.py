"""Contracts by the ACTUS standard: every event of a contract with its payoff and the states after it, unrounded.

Source: ACTUS Technical Specifications v1.1 (ACTUS Financial Research Foundation, actusfrf/actus-techspecs) for the
types PAM, LAM, NAM, ANN and LAX; where the published contract tests go another way, they are followed and
``docs/algorithms/actus.md`` says so. Amounts are Decimals of 34 digits and are never rounded to a unit.

>>> terms = read_terms({
...     "contractType": "PAM", "contractRole": "RPA", "notionalPrincipal": "1000", "nominalInterestRate": "0.06",
...     "statusDate": "2024-12-31T00:00:00", "initialExchangeDate": "2025-01-01T00:00:00",
...     "maturityDate": "2025-07-01T00:00:00", "cycleAnchorDateOfInterestPayment": "2025-04-01T00:00:00",
...     "cycleOfInterestPayment": "P3ML1", "dayCountConvention": "30E360",
... })
>>> for event in contract_events(terms):
...     print(event.kind, event.at.date(), f"{event.payoff:.2f}")
IED 2025-01-01 -1000.00
IP 2025-04-01 15.00
IP 2025-07-01 15.00
MD 2025-07-01 1000.00
"""

from roadbook.calc.actus.market import Market, read_market
from roadbook.calc.actus.run import Event, contract_events
from roadbook.calc.actus.terms import Terms, read_terms
from roadbook.calc.actus.words import TermsRefused

__all__ = ["Event", "Market", "Terms", "TermsRefused", "contract_events", "read_market", "read_terms"]
