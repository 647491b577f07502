"""What the country packs say: facts of a country, rates of a day, rules of late interest, VAT and limits."""

from .accounts import account_told
from .late_interest import (
    LateInterestRule,
    late_interest_code,
    late_interest_formula,
    late_interest_rates,
    late_interest_rule,
    late_interest_rules,
    shifted_due_date,
)
from .limits import Limit, LimitUnknown, limit, limits
from .packs import Bank, Pack, Source, bank_of, countries, holiday_names, holidays, pack
from .rates import Rate, RateUnknown, Series, all_series, rate, rate_periods, series
from .vat import (
    EInvoiceDuty,
    FixedRate,
    ReceiptDuty,
    VatRate,
    VatTreatment,
    VatUnknown,
    e_invoice_duty,
    fixed_rate,
    receipt_duty,
    vat_rate,
    vat_treatment,
)

__all__ = [
    "Bank",
    "EInvoiceDuty",
    "FixedRate",
    "LateInterestRule",
    "Limit",
    "LimitUnknown",
    "Pack",
    "Rate",
    "RateUnknown",
    "ReceiptDuty",
    "Series",
    "Source",
    "VatRate",
    "VatTreatment",
    "VatUnknown",
    "account_told",
    "all_series",
    "bank_of",
    "countries",
    "e_invoice_duty",
    "fixed_rate",
    "holiday_names",
    "holidays",
    "late_interest_code",
    "late_interest_formula",
    "late_interest_rates",
    "late_interest_rule",
    "late_interest_rules",
    "limit",
    "limits",
    "pack",
    "rate",
    "rate_periods",
    "receipt_duty",
    "series",
    "shifted_due_date",
    "vat_rate",
    "vat_treatment",
]
