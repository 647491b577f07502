"""Indexes that one of the two engines has no word for."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement

NOTHING = "SELECT 1"


class PostgresIndex(models.Index):
    """An index of PostgreSQL alone; on SQLite it is nothing."""

    def columns_sql(self, model: Any, quoted: Any) -> str:
        """What stands after ON: the way of indexing and the columns."""
        raise NotImplementedError

    def before(self) -> str:
        """Statements that it needs first."""
        return ""

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Statement:
        del using, kwargs
        if schema_editor.connection.vendor != "postgresql":
            return Statement(NOTHING)
        quoted = schema_editor.quote_name
        where = f"{quoted(model._meta.db_table)} {self.columns_sql(model, quoted)}"
        return Statement(f"{self.before()}CREATE INDEX {quoted(self.name)} ON {where}")

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        if schema_editor.connection.vendor != "postgresql":
            return Statement(NOTHING)
        removed: Any = super().remove_sql(model, schema_editor, **kwargs)
        return removed


class EmptyLastIndex(PostgresIndex):
    """Falling columns with the empty values last, as lists sort them. SQLite reads any index of them backwards."""

    def columns_sql(self, model: Any, quoted: Any) -> str:
        fields = [model._meta.get_field(name) for name in self.fields]
        falling = (f"{quoted(one.column)} DESC{' NULLS LAST' if one.null else ''}" for one in fields)
        return f"({', '.join(falling)})"


class TrigramIndex(PostgresIndex):
    """A GIN index of the three-letter parts of one column; on SQLite a plain index of it.

    SQLite has no index of parts, but reads through a narrow index in a third of the time that the rows take. The
    extension pg_trgm is made with the index: it is trusted, so the owner of the database may.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().create_sql(model, schema_editor, using, **kwargs)
        return models.Index.create_sql(self, model, schema_editor, using, **kwargs)

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Any:
        if schema_editor.connection.vendor == "postgresql":
            return super().remove_sql(model, schema_editor, **kwargs)
        return Statement(f"DROP INDEX IF EXISTS {schema_editor.quote_name(self.name)}")

    def before(self) -> str:
        return "CREATE EXTENSION IF NOT EXISTS pg_trgm;"

    def columns_sql(self, model: Any, quoted: Any) -> str:
        return f"USING gin ({quoted(model._meta.get_field(self.fields[0]).column)} gin_trgm_ops)"
