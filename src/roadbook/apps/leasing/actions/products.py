"""Products: made and changed by administrators; signed contracts keep their conditions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.leasing.models import Product, ProductTerms, ProductVersion
from roadbook.apps.leasing.queries import vat_of
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit, clock
from roadbook.kit.errors import Conflict, Refused


class ProductRefused(Refused):
    """The product cannot be stored like this."""

    code = "product"


@transaction.atomic
def create_product(
    *,
    company: Company,
    by: Any,
    code: str,
    name: str,
    terms: ProductTerms,
    kind: str = ProductKind.LOAN,
    effective_on: date | None = None,
) -> Product:
    """Offer a new product, from a day on (the company's business date unless given).

    :raises TermsRefused: the terms contradict each other. :raises ProductRefused: the code is taken.
    :raises VatUnknown: the country pack does not know how such a product is taxed.
    """
    identity.require(by, Permission.PRODUCT_EDIT, company_id=company.pk)
    _check(terms)
    effective_on = effective_on or company.business_date
    vat_of(company.country, kind, effective_on)
    try:
        with transaction.atomic():
            product = Product.objects.create(company=company, code=code, name=name, kind=kind)
    except IntegrityError as error:
        raise ProductRefused(_("Another product has this code."), field="code") from error
    _write(product, terms, effective_on, by)
    new = {
        "code": [None, code],
        "name": [None, name],
        "kind": [None, kind],
        "effective_on": [None, effective_on],
        "terms": [None, terms.to_data()],
    }
    audit.record(action="leasing.product.create", subject=product, by=by, company_id=company.pk, changes=new)
    return product


@transaction.atomic
def change_product(
    *,
    product: Product,
    version: int,
    by: Any,
    name: str,
    terms: ProductTerms,
    is_offered: bool = True,
    effective_on: date | None = None,
) -> Product:
    """Change what contracts signed from a day on (the business date unless given) will be offered.

    ``version`` is the one the editor saw. Terms that are in force on that day already make no new version.

    :raises Conflict: somebody changed the product meanwhile. :raises TermsRefused: the terms contradict each other.
    :raises ProductRefused: the day is before the business date.
    """
    identity.require(by, Permission.PRODUCT_EDIT, company_id=product.company_id)
    _check(terms)
    old: Product = Product.objects.select_for_update().get(pk=product.pk)
    today = old.company.business_date
    effective_on = effective_on or today
    if effective_on < today:
        raise ProductRefused(_("New conditions begin on the business date or later."), field="effective_on")
    values = {"name": name, "is_offered": is_offered}
    changes = audit.diff({key: getattr(old, key) for key in values}, values)
    before = old.conditions_on(effective_on)
    if terms != before:
        changes |= {"terms": [before.to_data(), terms.to_data()], "effective_on": [None, effective_on]}
    if not Product.objects.filter(pk=old.pk, version=version).update(**values, version=F("version") + 1):
        raise Conflict(_("Somebody changed this product a moment ago. Reload to see it."))
    if terms != before:
        _write(old, terms, effective_on, by)
    audit.record(action="leasing.product.change", subject=old, by=by, company_id=old.company_id, changes=changes)
    found: Product = Product.objects.select_related("company").get(pk=old.pk)
    return found


def _write(product: Product, terms: ProductTerms, effective_on: date, by: Any) -> None:
    """The conditions from that day on: in place of those of the same day, where there are any."""
    ProductVersion.objects.update_or_create(
        product=product,
        effective_on=effective_on,
        defaults={"terms": terms.to_data(), "created_at": clock.now(), "created_by": by},
    )


def _check(terms: ProductTerms) -> None:
    for problem in terms.problems():
        raise problem
