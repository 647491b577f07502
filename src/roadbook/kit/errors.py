"""What an action raises when it says no."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - reads as a sentence: "except SettlementRefused"
    """A use case was refused for a reason that the user may read.

    ``code`` is stable for machines, ``message`` is translatable text for people, ``field`` names the input at fault,
    ``status`` is what HTTP answers.
    """

    code = "refused"
    status = 422

    def __init__(self, message: object, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.code

    def __str__(self) -> str:
        return str(self.message)


class Forbidden(Refused):
    """The actor lacks the permission for this act on this row."""

    code = "forbidden"
    status = 403


class Conflict(Refused):
    """The row is no longer in the state that the actor saw."""

    code = "conflict"
    status = 409
