"""Every read of leasing that is more than a key."""

from . import asked_fees, books
from .asked_fees import fees_to_ask_for
from .behind import account_parties, parties
from .chips import chip
from .conditions import Edition, editions
from .contracts import (
    Book,
    book,
    branch_choices,
    broker_choices,
    brokers,
    business_date,
    client_of_contract,
    client_to_contract,
    company_choices,
    company_of_contract,
    contract_file,
    contracts_of,
    contracts_with,
    document_subjects,
    find_clients,
    find_vehicles,
    is_broker_of,
    products_to_pick,
    register,
    sees_one_company,
)
from .cost import Cost, cost, cost_of
from .debts import PaymentLine, payment_lines
from .finding import find_contracts, recent_contracts
from .papers import KINDS, SET, paper_kinds
from .plan import calc_terms, checked_plan, frozen_plan, frozen_terms, plan, plan_data, rate_span
from .plan_reasons import Drafted, drafted, drafted_of
from .planned import planned
from .reasons import STRIP, explain_plan, explain_source, reason
from .rows import Row, Standing, Status, Window, overdue, window
from .solving import START, Known, solved
from .steps import next_step
from .streams import Beside, beside, fee_of, fee_rows
from .taking import booked_since, take_overs, taken_contracts
from .taking_papers import taking_kind
from .vat import taxed, vat_of
from .why import Why, derive, why

__all__ = [
    "KINDS",
    "SET",
    "START",
    "STRIP",
    "Beside",
    "Book",
    "Cost",
    "Drafted",
    "Edition",
    "Known",
    "PaymentLine",
    "Row",
    "Standing",
    "Status",
    "Why",
    "Window",
    "account_parties",
    "asked_fees",
    "beside",
    "book",
    "booked_since",
    "books",
    "branch_choices",
    "broker_choices",
    "brokers",
    "business_date",
    "calc_terms",
    "checked_plan",
    "chip",
    "client_of_contract",
    "client_to_contract",
    "company_choices",
    "company_of_contract",
    "contract_file",
    "contracts_of",
    "contracts_with",
    "cost",
    "cost_of",
    "derive",
    "document_subjects",
    "drafted",
    "drafted_of",
    "editions",
    "explain_plan",
    "explain_source",
    "fee_of",
    "fee_rows",
    "fees_to_ask_for",
    "find_clients",
    "find_contracts",
    "find_vehicles",
    "frozen_plan",
    "frozen_terms",
    "is_broker_of",
    "next_step",
    "overdue",
    "paper_kinds",
    "parties",
    "payment_lines",
    "plan",
    "plan_data",
    "planned",
    "products_to_pick",
    "rate_span",
    "reason",
    "recent_contracts",
    "register",
    "sees_one_company",
    "solved",
    "take_overs",
    "taken_contracts",
    "taking_kind",
    "taxed",
    "vat_of",
    "why",
    "window",
]
