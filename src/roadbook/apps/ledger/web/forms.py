"""Which books, and as of when."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from roadbook.apps.ledger import queries
from roadbook.kit.forms import DateField, Form, RowField


class BooksForm(Form):
    company = RowField(label=_("Company"), empty_label=None)
    on = DateField(label=_("Booked up to"), required=False)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        self.offer(company=queries.companies(user))
