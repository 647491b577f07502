"""What the server understands of a text while it is being typed: the same field, the same words as when it is sent.

The page carries for each such field its kind and options, signed, so that only what we render is understood. The text
comes by POST, because a number or a birth date does not belong in an address.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from .amounts import MoneyField
from .dates import DateField
from .fields import EchoField, RateField
from .identifiers import AccountField, IbanField, PhoneField, VinField

KINDS: dict[str, type[EchoField]] = {
    one.kind: one for one in (MoneyField, DateField, RateField, PhoneField, VinField, IbanField, AccountField)
}
SALT = "roadbook.kit.forms.echo"
LONGEST = 200


@dataclass(frozen=True)
class Echo:
    """What was understood, a doubt about it, or why it was not; all empty for an empty text."""

    text: str = ""
    warning: str = ""
    error: str = ""


def key_of(field: forms.Field) -> str:
    """What the page sends to have this field's texts understood; empty for a field that does not echo."""
    if not isinstance(field, EchoField) or not field.kind:
        return ""
    return signing.dumps([field.kind, field.options()], salt=SALT)


def understand(key: str, typed: str, whole: str = "") -> Echo:
    """What the field of this key makes of a text. ``whole`` is the text of the field that shares are shares of.

    :raises signing.BadSignature: we did not make this key.
    """
    kind, options = signing.loads(key, salt=SALT)
    field = KINDS[kind](**options, required=False)
    if isinstance(field, MoneyField) and field.percent_of:
        field.measure(whole[:LONGEST])
    try:
        cleaned = field.clean(typed[:LONGEST])
    except ValidationError as error:
        return Echo(error=" ".join(error.messages))
    if cleaned in field.empty_values:
        return Echo()
    return Echo(field.echo(cleaned), field.warning(cleaned))
