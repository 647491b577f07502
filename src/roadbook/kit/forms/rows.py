"""Fields whose choices are rows or listed values; a value that was not offered is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .fields import EchoField


class ChoiceField(EchoField, forms.ChoiceField):
    """One of listed values."""


class RadiosField(ChoiceField):
    """One of a few listed values, all in sight one under the other."""

    look = "radios"
    widget = forms.RadioSelect


class SwitchField(EchoField, forms.BooleanField):
    """On or off, as a switch."""

    look = "switch"


class _Searched:
    """What fields of rows share: a search by the server, and a way to make a row that is missing.

    ``options_url_name`` names the search; its view reads ``forms.sought`` and answers ``forms.offered``: for ``q`` in
    the body of a POST and, after a row was made, for ``?value=``. ``create_url_name`` names the form page that opens in
    a drawer (a plain link without scripts), for those who hold ``create_permission``. ``query`` goes along with both
    addresses.
    """

    options_url_name = ""
    create_url_name = ""
    create_label: str | Promise = _("New…")
    create_permission = ""
    query: Mapping[str, Any]

    @property
    def options_url(self) -> str:
        return self._address(self.options_url_name)

    @property
    def create_url(self) -> str:
        return self._address(self.create_url_name)

    def _address(self, name: str) -> str:
        if not name:
            return ""
        return reverse(name) + (f"?{urlencode(self.query)}" if self.query else "")


class RowField(_Searched, EchoField, forms.ModelChoiceField[Any]):
    """One row of a queryset, which the form's ``offer`` narrows to what the user may pick; before that, none."""

    default_error_messages = {"invalid_choice": _("Choose one of the list.")}

    def __init__(
        self,
        queryset: QuerySet[Model] | None = None,
        *,
        options_url_name: str = "",
        create_url_name: str = "",
        create_label: str | Promise = "",
        create_permission: str = "",
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("empty_label", _("Choose…") if kwargs.get("required", True) else "–")
        super().__init__(queryset=queryset, **kwargs)
        self.options_url_name, self.create_url_name = options_url_name, create_url_name
        self.create_label, self.create_permission = create_label or self.create_label, create_permission
        self.query = {}

    def label_of(self, value: Any) -> str:
        """The word for a value that is chosen; empty when it is not among the rows."""
        row = value if isinstance(value, Model) else self.row_of(value)
        return str(self.label_from_instance(row)) if row else ""

    def row_of(self, value: Any) -> Any:
        """The row of this key among those on offer, or None."""
        text = str(value or "")
        rows: Any = self.queryset
        return rows.filter(pk=text).first() if rows is not None and text.isascii() and text.isdigit() else None
