"""Reading by an id what is read for every act: Django spells the statement once, not each time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row", bound=models.Model)
MARK = -7_046_029_254_386_353_131  # no row has this id, and no condition compares with it


@dataclass(frozen=True)
class _Spelt:
    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Any
    fields: slice
    names: tuple[str, ...]
    related: tuple[Any, ...]


class ById(Generic[Row]):
    """A query that differs from call to call by one id only: what it joins, filters and locks is said once.

    For querysets of rows, with ``select_related``, locks and orders, without prefetches and annotations.
    """

    def __init__(self, query: Callable[[int], models.QuerySet[Row]]) -> None:
        self._query = query
        self._spelt: dict[str, _Spelt] = {}

    def rows(self, pk: int) -> list[Row]:
        """The rows for this id.

        :raises TransactionManagementError: the query locks, and there is no transaction.
        """
        spelt = self._spelt.get(connection.vendor) or self._spell()
        if spelt.compiler.query.select_for_update and not connection.in_atomic_block:
            raise TransactionManagementError("rows are locked inside a transaction")
        with connection.cursor() as cursor:
            cursor.execute(spelt.sql, [int(pk) if one == MARK else one for one in spelt.parameters])
            found = cursor.fetchall()
        if spelt.converters:
            found = spelt.compiler.apply_converters(found, spelt.converters)
        return [self._row(spelt, values) for values in found]

    def get(self, pk: int) -> Row:
        """The one row.

        :raises DoesNotExist: there is none.
        """
        found = self.rows(pk)
        if not found:
            model: Any = self._query(pk).model
            raise model.DoesNotExist(f"there is no {model._meta.label} {pk}")
        [row] = found
        return row

    def _spell(self) -> _Spelt:
        compiler = self._query(MARK).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        at = compiler.klass_info["select_fields"]
        names = tuple(one[0].target.attname for one in compiler.select[at[0] : at[-1] + 1])
        populators: Any = get_related_populators  # the stubs are of a later Django
        related = tuple(populators(compiler.klass_info, compiler.select, connection.alias))
        converters = compiler.get_converters([one[0] for one in compiler.select])
        spelt = _Spelt(sql, tuple(parameters), compiler, converters, slice(at[0], at[-1] + 1), names, related)
        self._spelt[connection.vendor] = spelt
        return spelt

    @staticmethod
    def _row(spelt: _Spelt, values: Any) -> Any:
        row = spelt.compiler.klass_info["model"].from_db(connection.alias, spelt.names, values[spelt.fields])
        for one in spelt.related:
            one.populate(values, row)
        return row
