"""Codes that are used once."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.errors import Refused


class CodeTaken(Refused):
    """Another company, or another branch of the company, has this code."""

    code = "code_taken"


def insert(row: Company | Branch) -> None:
    """Store a new row; its unique code is the lock between two who choose the same at the same time."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        same = Branch.objects.filter(company=row.company) if isinstance(row, Branch) else Company.objects
        if not same.filter(code=row.code).exists():
            raise
        raise CodeTaken(_("This code is in use."), field="code") from error
