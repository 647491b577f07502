"""What a role may do, and whether this user may do this here.

A user holds a permission in whole companies and in single branches, by assignment. A row of a company that belongs to
no branch (a client, a vehicle) is open to those who hold the permission in any branch of that company.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roadbook.kit import clock
from roadbook.kit.errors import Forbidden

from .enums import Permission, Role, SecondFactor
from .models import AccessPolicy, Assignment, User

P = Permission
_PEOPLE_AND_THINGS = {P.PARTY_VIEW, P.VEHICLE_VIEW, P.NOTE_WRITE, P.FILE_ATTACH}
_CONTRACT_FILE = _PEOPLE_AND_THINGS | {P.PRODUCT_VIEW, P.CONTRACT_VIEW, P.PAYMENT_VIEW, P.DOCUMENT_VIEW}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.BROKER: frozenset(
        _CONTRACT_FILE
        | {
            P.PARTY_EDIT,
            P.VEHICLE_EDIT,
            P.CONTRACT_EDIT,
            P.CONTRACT_SIGN,
            P.DOCUMENT_MAKE,
            P.PARTY_REVEAL,
            P.RECORD_EXPORT,
        }
    ),
    Role.HOSTESS: frozenset(_PEOPLE_AND_THINGS | {P.PARTY_EDIT}),
    Role.APPRAISER: frozenset(_PEOPLE_AND_THINGS | {P.VEHICLE_EDIT}),
    Role.LOGISTICS: frozenset(_PEOPLE_AND_THINGS | {P.VEHICLE_EDIT, P.DOCUMENT_VIEW, P.CATALOGUE_EDIT}),
    Role.FINANCE: frozenset(_CONTRACT_FILE | {P.PARTY_EDIT, P.CONTRACT_EDIT, P.DOCUMENT_MAKE, P.PARTY_REVEAL}),
    Role.RISK: frozenset(_CONTRACT_FILE),
    Role.BACK_OFFICE: frozenset(
        _CONTRACT_FILE
        | {
            P.PARTY_EDIT,
            P.VEHICLE_EDIT,
            P.CONTRACT_EDIT,
            P.CONTRACT_ACTIVATE,
            P.CONTRACT_CLOSE,
            P.FEE_CHARGE,
            P.DOCUMENT_VERIFY,
            P.DOCUMENT_MAKE,
            P.TEMPLATE_EDIT,
            P.PARTY_REVEAL,
            P.PARTY_MERGE,
            P.CATALOGUE_EDIT,
            P.TAX_VIEW,
            P.TAX_CREDIT,
            P.RECORD_EXPORT,
            P.RECORD_IMPORT,
        }
    ),
    Role.CASHIER: frozenset(
        _CONTRACT_FILE
        | {P.PAYMENT_TAKE, P.PAYMENT_REVERSE, P.BILL_VIEW, P.BILL_DRAFT, P.BILL_PAY}
        | {P.TAX_VIEW, P.TAX_CREDIT, P.DOCUMENT_MAKE, P.LEDGER_VIEW, P.RECORD_EXPORT, P.RECORD_IMPORT}
    ),
    Role.COLLECTOR: frozenset(_CONTRACT_FILE | {P.DOCUMENT_MAKE, P.PARTY_REVEAL, P.RECORD_EXPORT}),
    Role.LEGAL: frozenset(_CONTRACT_FILE | {P.DOCUMENT_MAKE, P.PARTY_REVEAL, P.RECORD_EXPORT}),
    Role.MANAGER: frozenset(
        _CONTRACT_FILE
        | {P.CONTRACT_ACTIVATE, P.CONTRACT_CLOSE, P.FEE_CHARGE, P.DOCUMENT_MAKE}
        | {P.LEDGER_VIEW, P.LEDGER_CLOSE, P.BOOKS_VERIFY}
        | {P.PAYMENT_REVERSE, P.BILL_VIEW, P.BILL_DRAFT, P.BILL_APPROVE}
        | {
            P.TAX_VIEW,
            P.TAX_CREDIT,
            P.DAY_CLOSE,
            P.COMPANY_VIEW,
            P.AUDIT_VIEW,
            P.DOCUMENT_VERIFY,
            P.JOB_VIEW,
            P.PARTY_REVEAL,
            P.PARTY_MERGE,
            P.CATALOGUE_EDIT,
            P.RECORD_EXPORT,
            P.RECORD_IMPORT,
            P.VIEW_SHARE,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        _CONTRACT_FILE
        | {P.PRODUCT_EDIT, P.LEDGER_VIEW, P.TAX_VIEW, P.BILL_VIEW, P.BOOKS_VERIFY, P.DAY_CLOSE}
        | {P.COMPANY_VIEW, P.COMPANY_EDIT}
        | {
            P.USER_MANAGE,
            P.LEDGER_EDIT,
            P.LEDGER_CLOSE,
            P.TEMPLATE_EDIT,
            P.AUDIT_VIEW,
            P.JOB_VIEW,
            P.PARTY_MERGE,
            P.CATALOGUE_EDIT,
            P.RECORD_EXPORT,
            P.RECORD_IMPORT,
            P.VIEW_SHARE,
        }
    ),
}

ROLE_SUMMARIES = {
    Role.BROKER: _("Enters clients, vehicles and contracts, records signing, makes documents."),
    Role.HOSTESS: _("Greets visitors: finds and enters clients, sees vehicles, writes notes."),
    Role.APPRAISER: _("Inspects and prices vehicles: enters and changes them."),
    Role.LOGISTICS: _("Moves vehicles and their papers: changes vehicles and the catalogue, sees documents."),
    Role.FINANCE: _("Prepares finance and insurance: changes clients and contracts, makes documents."),
    Role.RISK: _("Reads the whole contract file and writes notes; changes nothing."),
    Role.BACK_OFFICE: _("Checks and completes contracts, makes them active and closes them."),
    Role.CASHIER: _("Takes payments, also many from a file, prints receipts, sees the books."),
    Role.COLLECTOR: _("Sees contracts, debts and payments, writes notes, makes letters."),
    Role.LEGAL: _("Sees contracts, debts and payments, writes notes, makes documents."),
    Role.MANAGER: _("Makes contracts active and closes them, approves refunds, closes the day and the months."),
    Role.ADMINISTRATOR: _(
        "Manages companies, branches and users, defines products, watches jobs and the audit log, closes the day."
    ),
}


PERMISSION_SENTENCES: dict[Permission, str | Promise] = {
    P.PARTY_VIEW: _("Opens the register of clients and each client's file; national numbers stay shortened."),
    P.PARTY_EDIT: _("Enters clients and changes names, contacts, addresses and papers."),
    P.PARTY_REVEAL: _("Sees a national or document number in full, one at a time, for a reason that is written down."),
    P.PARTY_MERGE: _("Joins two files of one client, and parts them again."),
    P.VEHICLE_VIEW: _("Opens the register of vehicles and each vehicle's file."),
    P.VEHICLE_EDIT: _("Enters vehicles and changes plates, technical data and papers."),
    P.CATALOGUE_EDIT: _("Adds and changes makes, models and trims, which all companies share."),
    P.PRODUCT_VIEW: _("Sees which products there are and their terms."),
    P.PRODUCT_EDIT: _("Defines products: rates, terms, limits and fees."),
    P.CONTRACT_VIEW: _("Opens contracts with their schedule and what is open on them."),
    P.CONTRACT_EDIT: _("Drafts contracts and changes drafts; a signed contract is changed by nobody."),
    P.CONTRACT_SIGN: _("Records that the parties have signed."),
    P.CONTRACT_ACTIVATE: _("Makes a signed contract active, from when it is charged."),
    P.CONTRACT_CLOSE: _("Closes a contract that is paid, terminates one before its end, takes the vehicle back."),
    P.FEE_CHARGE: _("Charges a fee of the product that a client asks for, and its VAT, on a live contract."),
    P.PAYMENT_VIEW: _("Sees payments and how they were allocated."),
    P.PAYMENT_TAKE: _("Takes a payment and gives a receipt."),
    P.PAYMENT_REVERSE: _("Takes a payment back, with a reason: what it settled is owed again."),
    P.BILL_VIEW: _("Opens the register of what we owe: refunds and whatever else is to be paid out."),
    P.BILL_DRAFT: _("Sets a client’s credit aside to be paid back, and changes that until it is approved."),
    P.BILL_APPROVE: _("Approves or cancels what somebody else proposed to pay."),
    P.BILL_PAY: _("Records that what was approved has been paid out."),
    P.TAX_VIEW: _("Opens invoices, credit and debit notes, and the VAT register."),
    P.TAX_CREDIT: _("Takes back an invoice, or some of its lines, by a credit note."),
    P.DOCUMENT_VIEW: _("Opens and downloads papers, as far as the thing they are about may be seen."),
    P.DOCUMENT_MAKE: _("Makes contracts, schedules, statements and receipts from templates."),
    P.TEMPLATE_EDIT: _("Writes and publishes the texts from which contracts and other papers are made."),
    P.DOCUMENT_VERIFY: _("Accepts or rejects scans that others attached."),
    P.FILE_ATTACH: _("Attaches scans, photographs and other files."),
    P.NOTE_WRITE: _("Writes notes on whatever may be seen, and pins them."),
    P.RECORD_EXPORT: _("Takes a list out as a file; each export is written down."),
    P.RECORD_IMPORT: _("Brings in many rows from a file, and undoes that."),
    P.VIEW_SHARE: _("Shows an own view of a list to a role, a branch or everybody."),
    P.LEDGER_VIEW: _("Opens the books: balances and postings."),
    P.LEDGER_EDIT: _("Adds and retires accounts of the chart, and says on which of them things are booked."),
    P.LEDGER_CLOSE: _("Closes a month of the books, and opens it again for a reason that is written down."),
    P.BOOKS_VERIFY: _("Starts the check of every balance and sum."),
    P.DAY_CLOSE: _("Closes the business date, which charges what is due."),
    P.COMPANY_VIEW: _("Opens own companies, branches and bank accounts."),
    P.COMPANY_EDIT: _("Opens companies and branches and changes them, bank accounts too."),
    P.USER_MANAGE: _("Adds users, gives and takes roles, ends sessions, decides who needs a second factor."),
    P.AUDIT_VIEW: _("Reads who did what, when and from where; personal values stay hidden."),
    P.JOB_VIEW: _("Watches the work that runs in the background."),
}


@dataclass(frozen=True)
class Scope:
    """Where a user holds a permission: in whole companies, and in single branches of others."""

    company_ids: frozenset[int] = frozenset()
    branch_ids: frozenset[int] = frozenset()
    branch_company_ids: frozenset[int] = frozenset()

    @property
    def any_company_ids(self) -> frozenset[int]:
        """Companies in which the permission is held at all, wholly or for a branch."""
        return self.company_ids | self.branch_company_ids

    def covers(self, company_id: int, branch_id: int | None = None) -> bool:
        """May a row of this company and branch be touched? A row without a branch needs the company at all."""
        if branch_id is None:
            return company_id in self.any_company_ids
        return company_id in self.company_ids or branch_id in self.branch_ids


@dataclass(frozen=True)
class Decision:
    """Yes, or no with a reason that the user may read. True in a condition when it is yes."""

    is_allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


def current_assignments(user: Any) -> tuple[Assignment, ...]:
    """The user's running assignments, read once for the life of this instance: a request, a job."""
    if not isinstance(user, User) or not user.is_active:
        return ()
    cached: tuple[Assignment, ...] | None = user.__dict__.get("_current_assignments")
    if cached is None:
        running = user.assignments.filter(ended_at__isnull=True).exclude(last_day__lt=clock.today())
        cached = tuple(running.order_by("pk"))
        user.__dict__["_current_assignments"] = cached
    return cached


def forget_assignments(user: User) -> None:
    """After a change of assignments: read them anew."""
    user.__dict__.pop("_current_assignments", None)


def granted(assignment: Assignment, user: Any) -> frozenset[Permission]:
    """The permissions of one assignment, narrowed by the company and scopes of the key in use, if any."""
    permissions = ROLE_PERMISSIONS[Role(assignment.role)]
    key = user.key
    if key is None:
        return permissions
    return permissions & frozenset(key.scopes) if key.company_id == assignment.company_id else frozenset()


def scope(user: Any, permission: str) -> Scope:
    """Where the user holds the permission. Nobody, a stranger and an inactive user hold nothing."""
    held = [one for one in current_assignments(user) if permission in granted(one, user)]
    narrow = [one for one in held if one.branch_id is not None]
    return Scope(
        company_ids=frozenset(one.company_id for one in held if one.branch_id is None),
        branch_ids=frozenset(one.branch_id for one in narrow if one.branch_id is not None),
        branch_company_ids=frozenset(one.company_id for one in narrow),
    )


def may(user: Any, permission: str, *, company_id: int, branch_id: int | None = None) -> Decision:
    """May the user do this to a row of this company (and branch)? The machine, ``user=None``, may."""
    if user is None or scope(user, permission).covers(company_id, branch_id):
        return Decision(is_allowed=True)
    return Decision(
        False, str(_("Your role does not allow this here: %(act)s.") % {"act": Permission(permission).label})
    )


def require(user: Any, permission: str, *, company_id: int, branch_id: int | None = None) -> None:
    """Pass, or say no.

    :raises Forbidden: the user does not hold the permission in this company (and branch).
    """
    decision = may(user, permission, company_id=company_id, branch_id=branch_id)
    if not decision:
        raise Forbidden(decision.reason)


def require_company(user: Any, permission: str, company_id: int) -> None:
    """Pass who holds the permission in the whole company.

    :raises Forbidden: it is held in single branches only, or not at all.
    """
    if user is not None and company_id not in scope(user, permission).company_ids:
        raise Forbidden(str(_("Your role does not allow this here: %(act)s.") % {"act": Permission(permission).label}))


def second_factor_due(user: User) -> bool:
    """Does any company where the user works ask for a second factor? The demo asks nobody."""
    held = current_assignments(user)
    if settings.DEMO or not held:
        return False
    asked = AccessPolicy.objects.filter(company_id__in={one.company_id for one in held})
    policies = {one.company_id: one for one in asked.exclude(second_factor=SecondFactor.NOBODY)}
    return any(
        policy.second_factor == SecondFactor.EVERYBODY or one.role in policy.roles
        for one in held
        if (policy := policies.get(one.company_id))
    )


class CompanyPolicy:
    """Identity's answers to organisation, which lies below it (``organisation.rules.Policy``)."""

    def may(self, user: Any, permission: str, company_id: int | None) -> bool:
        where = scope(user, permission)
        return bool(where.company_ids) if company_id is None else company_id in where.company_ids

    def company_ids(self, user: Any, permission: str) -> frozenset[int]:
        where = scope(user, permission)
        return where.company_ids if permission == Permission.COMPANY_EDIT else where.any_company_ids


def may_manage(by: Any, user: User) -> Decision:
    """May ``by`` reset this user's password, or deactivate them? Who manages every company where the user works may."""
    if by is None:
        return Decision(is_allowed=True)
    managed = scope(by, Permission.USER_MANAGE).company_ids
    given = list(user.assignments.values_list("company_id", "ended_at"))
    running = {company_id for company_id, ended_at in given if ended_at is None}
    works_in = running or {company_id for company_id, _ended_at in given}
    if works_in and works_in <= managed:
        return Decision(is_allowed=True)
    return Decision(False, str(_("This user also works where you do not manage users.")))
