"""Text that is searched for a part of itself: a lookup for both engines, and the index that bears a million rows."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Lookup, TextField

from roadbook.kit.indexes import TrigramIndex

__all__ = ["Holds", "TrigramIndex"]


@CharField.register_lookup
@TextField.register_lookup
class Holds(Lookup[Any]):
    """``search_text__holds="ivan"``: the text holds this, letter for letter. Fold both sides first.

    PostgreSQL reads it as LIKE, which a ``TrigramIndex`` serves; SQLite compares bytes, quicker than its LIKE.
    """

    lookup_name = "holds"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"{left} LIKE %s", (*parameters, f"%{connection.ops.prep_for_like_query(self.rhs)}%")

    def as_sqlite(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        left, parameters = self.process_lhs(compiler, connection)
        return f"instr({left}, %s) > 0", (*parameters, str(self.rhs))
