"""Forms of users, assignments, templates, what is asked at sign-in, preferences and keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roadbook.apps.identity import queries, rules
from roadbook.apps.identity.enums import Density, Permission, Role, SecondFactor, Theme
from roadbook.apps.identity.models import AccessPolicy, UserTemplate
from roadbook.apps.organisation.models import Branch, Company
from roadbook.kit import clock
from roadbook.kit.forms import ChoiceField, DateField, Form, RowField, TextField

Place = tuple[Company, Branch | None]


def managed_places(user: Any) -> dict[str, Place]:
    """The whole companies and single branches where the user manages users, by their choice in a form."""
    managed = rules.scope(user, Permission.USER_MANAGE)
    branches = list(queries.branches(user, Permission.USER_MANAGE))
    companies = [one for one in queries.companies(user, Permission.USER_MANAGE) if one.pk in managed.company_ids]
    places: dict[str, Place] = {f"company-{one.pk}": (one, None) for one in companies}
    return places | {f"branch-{one.pk}": (one.company, one) for one in branches}


class PlaceField(ChoiceField):
    """A whole company or one branch, as one choice; cleans to a pair (company, branch or None)."""

    places: dict[str, Place]

    def offer(self, user: Any) -> None:
        """Offer the places where the user manages users."""
        self.places = managed_places(user)
        self.choices = [(key, f"{c} · {b}" if b else str(c)) for key, (c, b) in self.places.items()]

    def clean(self, value: Any) -> tuple[Company, Branch | None] | None:
        key = super().clean(value)
        return self.places[key] if key else None


class AssignForm(Form):
    place = PlaceField(label=_("Where"))
    role = ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data)
        place = self.fields["place"]
        if isinstance(place, PlaceField):
            place.offer(user)
        role = self.fields["role"]
        role.look = "radios"  # type: ignore[attr-defined]  # read by kit.form_looks


class UserForm(AssignForm):
    """A new user: roles by a template, or one role picked by hand."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)
    name = TextField(label=_("Full name"), max_length=150)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    template = RowField(
        label=_("Template"), required=False, help_text=_("Gives all its roles at once. Without one, choose below.")
    )

    field_order = ["name", "email", "language", "template", "place", "role"]

    def __init__(self, data: Any, *, user: Any) -> None:
        super().__init__(data, user=user)
        self.offer(template=queries.templates_visible_to(user))
        self.fields["template"].empty_label = _("none: choose a role below")  # type: ignore[attr-defined]  # a row field
        self.fields["place"].required = self.fields["role"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("template") and "template" not in self.errors:
            for name in ("place", "role"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose one, or take a template."))
        return cleaned


class CopyForm(Form):
    colleague = RowField(label=_("Colleague"), help_text=_("Every role of theirs that you may give is given."))

    def __init__(self, data: Any, *, user: Any, person: Any) -> None:
        super().__init__(data)
        self.offer(colleague=queries.users_visible_to(user).filter(is_active=True).exclude(pk=person.pk))


class EndForm(Form):
    last_day = DateField(label=_("Last day"), required=False, help_text=_("Empty: the role ends at once."))

    def clean_last_day(self) -> date | None:
        day: date | None = self.cleaned_data["last_day"]
        if day is not None and day < clock.today():
            raise forms.ValidationError(_("The last day is past."))
        return day


class TemplateForm(Form):
    """Roles and places are multiplied: two roles in two branches are four assignments."""

    name = TextField(label=_("Name"), max_length=80, help_text=_("Such as “Broker in Sofia”."))
    company = RowField(label=_("Company"))
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    branches = forms.MultipleChoiceField(
        label=_("Where"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("None ticked: in the whole company."),
    )

    def __init__(self, data: Any, *, user: Any, template: UserTemplate | None = None) -> None:
        super().__init__(data, initial=_told(template))
        companies = queries.companies(user, Permission.USER_MANAGE)
        self.offer(company=companies.filter(pk=template.company_id) if template else companies)
        self.fields["company"].initial = template.company if template else companies.first()
        self.places = {str(one.pk): one for one in queries.branches(user, Permission.USER_MANAGE)}
        if template:
            self.places = {key: one for key, one in self.places.items() if one.company_id == template.company_id}
        branches = self.fields["branches"]
        if isinstance(branches, forms.MultipleChoiceField):
            branches.choices = [(key, f"{one.company} · {one}") for key, one in self.places.items()]

    def pairs(self) -> list[tuple[str, Branch | None]]:
        """Each role in each place."""
        chosen: list[Branch | None] = [self.places[key] for key in self.cleaned_data["branches"]]
        return [(role, place) for role in self.cleaned_data["roles"] for place in chosen or [None]]


def _told(template: UserTemplate | None) -> dict[str, Any]:
    if template is None:
        return {}
    roles = list(template.roles.all())
    return {
        "name": template.name,
        "roles": sorted({one.role for one in roles}),
        "branches": sorted({str(one.branch_id) for one in roles if one.branch_id}),
    }


class PolicyForm(Form):
    second_factor = ChoiceField(
        label=_("Who must sign in with a second factor"), choices=SecondFactor.choices, widget=forms.RadioSelect
    )
    roles = forms.MultipleChoiceField(
        label=_("These roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any, *, policy: AccessPolicy) -> None:
        super().__init__(data, initial={"second_factor": policy.second_factor, "roles": policy.roles})
        self.fields["second_factor"].look = "radios"  # type: ignore[attr-defined]  # read by kit.form_looks

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("second_factor") == SecondFactor.ROLES and not cleaned.get("roles"):
            self.add_error("roles", _("Choose at least one role."))
        return cleaned


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth comes without types
    """What allauth asks for, in our words; a passkey opens without the password unless one says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you know it again: “Phone”, “Key in the drawer”.")
        self.fields["passwordless"].label = _("Sign in with it alone, without the password")
        self.fields["passwordless"].help_text = _("The device then checks your fingerprint, face or PIN each time.")
        self.fields["passwordless"].initial = True


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
    addresses = forms.CharField(
        label=_("Only from these addresses"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("IP addresses or networks such as 192.0.2.0/24, one in a line. Empty: from anywhere."),
    )
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
