"""Text that is searched for a part of itself: a lookup for both engines, and the index that bears a million rows."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.ddl_references import Statement
from django.db.models import CharField, Lookup, TextField


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup[Any]):
    """``search_text__holds="ivan"``: the text holds this, letter for letter. Fold both sides first.

    PostgreSQL reads it as LIKE, which a ``TrigramIndex`` serves; SQLite compares bytes, quicker than its LIKE.
    """

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", [*parameters, f"%{connection.ops.prep_for_like_query(self.rhs)}%"]

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, list[Any]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"instr({left}, %s) > 0", [*parameters, str(self.rhs)]


class TrigramIndex(models.Index):
    """A GIN index of the three-letter parts of one column; on SQLite, which has none, it is nothing.

    PostgreSQL's extension pg_trgm is made with it: it is trusted, so the owner of the database may.
    """

    def create_sql(self, model: Any, schema_editor: Any, using: str = "", **kwargs: Any) -> Statement:
        del using, kwargs
        if schema_editor.connection.vendor != "postgresql":
            return Statement("SELECT 1")
        quoted = schema_editor.quote_name
        column = quoted(model._meta.get_field(self.fields[0]).column)
        return Statement(
            "CREATE EXTENSION IF NOT EXISTS pg_trgm;"
            f"CREATE INDEX {quoted(self.name)} ON {quoted(model._meta.db_table)} USING gin ({column} gin_trgm_ops)"
        )

    def remove_sql(self, model: Any, schema_editor: Any, **kwargs: Any) -> Statement:
        if schema_editor.connection.vendor != "postgresql":
            return Statement("SELECT 1")
        return super().remove_sql(model, schema_editor, **kwargs)
