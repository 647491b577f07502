"""Products: made and changed by administrators; signed contracts keep their conditions."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import rules as identity
from roadbook.apps.identity.enums import Permission
from roadbook.apps.leasing.enums import ProductKind
from roadbook.apps.leasing.models import Product, ProductTerms
from roadbook.apps.organisation.models import Company
from roadbook.kit import audit
from roadbook.kit.errors import Conflict, Refused


class ProductRefused(Refused):
    """The product cannot be stored like this."""

    code = "product"


@transaction.atomic
def create_product(
    *, company: Company, by: Any, code: str, name: str, terms: ProductTerms, kind: str = ProductKind.LOAN
) -> Product:
    """Offer a new product.

    :raises TermsRefused: the terms contradict each other. :raises ProductRefused: the code is taken.
    """
    identity.require(by, Permission.PRODUCT_EDIT, company_id=company.pk)
    _check(terms)
    try:
        with transaction.atomic():
            product = Product.objects.create(company=company, code=code, name=name, kind=kind, terms=terms.to_data())
    except IntegrityError as error:
        raise ProductRefused(_("Another product has this code."), field="code") from error
    new = {"code": [None, code], "name": [None, name], "terms": [None, product.terms]}
    audit.record(action="leasing.product.create", subject=product, by=by, company_id=company.pk, changes=new)
    return product


@transaction.atomic
def change_product(
    *, product: Product, version: int, by: Any, name: str, terms: ProductTerms, is_offered: bool = True
) -> Product:
    """Change what future contracts will be offered. ``version`` is the one the editor saw.

    :raises Conflict: somebody changed the product meanwhile. :raises TermsRefused: the terms contradict each other.
    """
    identity.require(by, Permission.PRODUCT_EDIT, company_id=product.company_id)
    _check(terms)
    old: Product = Product.objects.select_for_update().get(pk=product.pk)
    values = {"name": name, "terms": terms.to_data(), "is_offered": is_offered}
    changes = audit.diff({key: getattr(old, key) for key in values}, values)
    if not Product.objects.filter(pk=old.pk, version=version).update(**values, version=F("version") + 1):
        raise Conflict(_("Somebody changed this product a moment ago. Reload to see it."))
    audit.record(action="leasing.product.change", subject=old, by=by, company_id=old.company_id, changes=changes)
    old.refresh_from_db()
    return old


def _check(terms: ProductTerms) -> None:
    for problem in terms.problems():
        raise problem
