"""Reading tax documents and the VAT register."""

from .documents import (
    Remaining,
    company_of_document,
    credited_total,
    document_file,
    document_register,
    remaining,
)
from .einvoice import EInvoiceRefused, e_invoice, has_e_invoice
from .explaining import explain, explain_line, explain_sums
from .proof import check_credits, check_numbers, check_output_vat, check_sums
from .register import RateSum, VatRegister, companies, vat_entries, vat_register

__all__ = [
    "EInvoiceRefused",
    "RateSum",
    "Remaining",
    "VatRegister",
    "check_credits",
    "check_numbers",
    "check_output_vat",
    "check_sums",
    "companies",
    "company_of_document",
    "credited_total",
    "document_file",
    "document_register",
    "e_invoice",
    "explain",
    "explain_line",
    "explain_sums",
    "has_e_invoice",
    "remaining",
    "vat_entries",
    "vat_register",
]
