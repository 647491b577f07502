"""Making the papers of a contract."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from roadbook.apps.documents import actions as documents
from roadbook.apps.documents.models import Document
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.models import Contract


@transaction.atomic
def make_set(*, contract: Contract, language: str, by: Any, form: str = "pdf") -> list[Document]:
    """Every paper that a new contract needs, in one act; what was made before of the same data stays the same.

    :raises Forbidden: the user makes no documents there. :raises LanguageRefused: not a language of the product.
    """
    return [documents.make(kind=str(kind), pk=contract.pk, language=language, form=form, by=by) for kind in queries.SET]
