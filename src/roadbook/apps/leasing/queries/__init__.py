"""Every read of leasing that is more than a key."""

from . import books
from .chips import chip
from .contracts import (
    Book,
    book,
    branch_choices,
    broker_choices,
    client_of_contract,
    client_to_contract,
    company_choices,
    company_of_contract,
    contract_file,
    contracts_of,
    document_subjects,
    find_clients,
    find_contracts,
    find_vehicles,
    parties,
    products_to_pick,
    register,
    sees_one_company,
)
from .debts import PaymentLine, payment_lines
from .plan import calc_terms, checked_plan, frozen_plan, plan, plan_data, rate_span
from .rows import Row, Standing, Status, Window, overdue, window
from .why import Why, derive, why

__all__ = [
    "Book",
    "PaymentLine",
    "Row",
    "Standing",
    "Status",
    "Why",
    "Window",
    "book",
    "books",
    "branch_choices",
    "broker_choices",
    "calc_terms",
    "checked_plan",
    "chip",
    "client_of_contract",
    "client_to_contract",
    "company_choices",
    "company_of_contract",
    "contract_file",
    "contracts_of",
    "derive",
    "document_subjects",
    "find_clients",
    "find_contracts",
    "find_vehicles",
    "frozen_plan",
    "overdue",
    "parties",
    "payment_lines",
    "plan",
    "plan_data",
    "products_to_pick",
    "rate_span",
    "register",
    "sees_one_company",
    "why",
    "window",
]
