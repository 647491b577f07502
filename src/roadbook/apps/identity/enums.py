"""Roles, permissions and what a user may choose for the screen."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

REFUSED = "identity.user.sign_in_refused"
SIGNED_IN = "identity.user.sign_in"
ALERTS = ("identity.user.read_much", "identity.user.probe", "identity.user.guessed")
"""Acts in the audit log: signing in, and what administrators are told at home until they have read it."""


class Role(models.TextChoices):
    BROKER = "broker", _("Broker")
    HOSTESS = "hostess", _("Hostess")
    APPRAISER = "appraiser", _("Appraiser")
    LOGISTICS = "logistics", _("Logistics")
    FINANCE = "finance", _("Finance and insurance")
    RISK = "risk", _("Risk analyst")
    BACK_OFFICE = "back_office", _("Back office")
    CASHIER = "cashier", _("Cashier")
    COLLECTOR = "collector", _("Collector")
    LEGAL = "legal", _("Legal")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")


class Permission(models.TextChoices):
    PARTY_VIEW = "party.view", _("See clients")
    PARTY_EDIT = "party.edit", _("Enter and change clients")
    PARTY_REVEAL = "party.reveal", _("See whole national and document numbers")
    PARTY_MERGE = "party.merge", _("Merge clients that were entered twice")
    VEHICLE_VIEW = "vehicle.view", _("See vehicles")
    VEHICLE_EDIT = "vehicle.edit", _("Enter and change vehicles")
    CATALOGUE_EDIT = "catalogue.edit", _("Change the catalogue of makes and models")
    PRODUCT_VIEW = "product.view", _("See products")
    PRODUCT_EDIT = "product.edit", _("Define products")
    CONTRACT_VIEW = "contract.view", _("See contracts")
    CONTRACT_EDIT = "contract.edit", _("Enter and change contracts")
    CONTRACT_SIGN = "contract.sign", _("Record the signing of a contract")
    CONTRACT_ACTIVATE = "contract.activate", _("Make a contract active")
    CONTRACT_CLOSE = "contract.close", _("Close and terminate contracts")
    FEE_CHARGE = "fee.charge", _("Charge fees that are asked for")
    PAYMENT_VIEW = "payment.view", _("See payments")
    PAYMENT_TAKE = "payment.take", _("Take payments")
    PAYMENT_REVERSE = "payment.reverse", _("Reverse payments")
    BILL_VIEW = "bill.view", _("See what we owe")
    BILL_DRAFT = "bill.draft", _("Propose refunds")
    BILL_APPROVE = "bill.approve", _("Approve what others proposed to pay")
    BILL_PAY = "bill.pay", _("Record what was paid out")
    TAX_VIEW = "tax.view", _("See tax documents and the VAT register")
    TAX_CREDIT = "tax.credit", _("Issue credit notes")
    DOCUMENT_VIEW = "document.view", _("See and download documents")
    DOCUMENT_MAKE = "document.make", _("Make documents")
    TEMPLATE_EDIT = "template.edit", _("Write templates of documents")
    FILE_ATTACH = "file.attach", _("Attach scans and other files")
    DOCUMENT_VERIFY = "document.verify", _("Check scans and papers of others")
    NOTE_WRITE = "note.write", _("Write notes")
    RECORD_EXPORT = "record.export", _("Export registers")
    RECORD_IMPORT = "record.import", _("Import registers")
    VIEW_SHARE = "view.share", _("Share saved views with others")
    LEDGER_VIEW = "ledger.view", _("See the books")
    LEDGER_EDIT = "ledger.edit", _("Change the chart of accounts and the posting rules")
    LEDGER_CLOSE = "ledger.close", _("Close and reopen months of the books")
    BOOKS_VERIFY = "books.verify", _("Verify the books")
    DAY_CLOSE = "day.close", _("Close the day")
    COMPANY_VIEW = "company.view", _("See own companies")
    COMPANY_EDIT = "company.edit", _("Change own companies and branches")
    USER_MANAGE = "user.manage", _("Add users and give roles")
    AUDIT_VIEW = "audit.view", _("See the audit log")
    JOB_VIEW = "job.view", _("See jobs")


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Access(models.TextChoices):
    """May the user sign in."""

    ACTIVE = "active", _("Active")
    INACTIVE = "inactive", _("Deactivated")


class SecondFactor(models.TextChoices):
    """Who of a company must sign in with a second factor."""

    NOBODY = "nobody", _("Nobody has to")
    ROLES = "roles", _("Whoever holds one of these roles")
    EVERYBODY = "everybody", _("Everybody")


class SessionEnd(models.TextChoices):
    """How a session ended."""

    SIGNED_OUT = "out", _("Signed out")
    IDLE = "idle", _("Away too long")
    OLD = "old", _("At the end of its time")
    ELSEWHERE = "elsewhere", _("Ended from another device")
    ADMINISTRATOR = "admin", _("Ended by an administrator")
    PASSWORD = "password", _("The password changed")
    DEACTIVATED = "off", _("The user was deactivated")
