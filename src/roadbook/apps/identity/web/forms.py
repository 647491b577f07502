"""Forms of users, assignments, preferences and keys."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.enums import Density, Permission, Role, Theme
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit.forms import ChoiceField, DateField, Form, RowField, TextField


class PlaceField(ChoiceField):
    """A whole company or one branch, as one choice; cleans to a pair (company, branch or None)."""

    places: dict[str, tuple[Company, Branch | None]]

    def offer(self, user: Any) -> None:
        """Offer the places where the user manages users."""
        managed = rules.scope(user, Permission.USER_MANAGE)
        branches = list(queries.branches(user, Permission.USER_MANAGE))
        companies = [one for one in queries.companies(user, Permission.USER_MANAGE) if one.pk in managed.company_ids]
        self.places = {f"company-{one.pk}": (one, None) for one in companies}
        self.places |= {f"branch-{one.pk}": (one.company, one) for one in branches}
        self.choices = [(key, f"{c} · {b}" if b else str(c)) for key, (c, b) in self.places.items()]

    def clean(self, value: Any) -> tuple[Company, Branch | None] | None:
        key = super().clean(value)
        return self.places[key] if key else None


class AssignForm(Form):
    role = ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    place = PlaceField(label=_("Where"))

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        place = self.fields["place"]
        if isinstance(place, PlaceField):
            place.offer(user)
        role = self.fields["role"]
        role.look = "radios"  # type: ignore[attr-defined]  # read by kit.form_looks


class UserForm(AssignForm):
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = TextField(label=_("Full name"), max_length=150)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    field_order = ["email", "name", "language", "place", "role"]


class PreferencesForm(Form):
    name = TextField(label=_("Full name"), max_length=150)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = ChoiceField(label=_("Colours"), choices=Theme.choices, widget=forms.RadioSelect)
    density = ChoiceField(label=_("Row height"), choices=Density.choices, widget=forms.RadioSelect)
    has_shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Such as J and K in lists, or G and then a letter."),
    )


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)


class KeyForm(Form):
    name = TextField(label=_("Name"), max_length=80, help_text=_("What will use the key."))
    company = RowField(label=_("Company"))
    expires_on = DateField(label=_("Last day"), required=False, help_text=_("Empty: until it is revoked."))
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=Permission.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        held = queries.permissions(user)
        scopes = self.fields["scopes"]
        if isinstance(scopes, forms.MultipleChoiceField):
            scopes.choices = [choice for choice in Permission.choices if choice[0] in held]
        companies = queries.companies_of(user)
        self.offer(company=companies)
        self.fields["company"].initial = companies.first()

    def expires_at(self) -> datetime | None:
        """The end of the last day, in UTC."""
        last = self.cleaned_data.get("expires_on")
        return datetime.combine(last, time.max, tzinfo=UTC) if last else None
