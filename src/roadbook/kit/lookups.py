"""Lookups that Django does not have: which rows, without telling the engine by which way to look for them."""

from __future__ import annotations

from typing import Any

from django.db.models import Field
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In


@ForeignObject.register_lookup
class Among(RelatedIn):
    """``company_id__among=[1, 2]``: the same rows as ``__in``. SQLite does not look them up by an index of the column.

    Whoever may see half of a table wants its page in the order of the list, from the index of that order. SQLite has no
    idea of LIMIT when it plans: it would gather the half by the company and sort it. A plus before the column keeps it
    from that (https://www.sqlite.org/optoverview.html, section 7.4).
    """

    lookup_name = "among"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        statement, parameters = self.as_sql(compiler, connection)
        return f"+{statement}", list(parameters)


@Field.register_lookup
class AmongKeys(In):
    """The same for a plain column, such as the key of the table itself."""

    lookup_name = "among"

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        statement, parameters = self.as_sql(compiler, connection)
        return f"+{statement}", list(parameters)
