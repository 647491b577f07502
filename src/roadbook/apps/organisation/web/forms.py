"""Forms of companies, branches, bank accounts and number series."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roadbook.apps.organisation.actions import NUMBERS
from roadbook.apps.organisation.enums import AccountPurpose, Country, SeriesKind
from roadbook.apps.organisation.models import Company
from roadbook.kit.forms import AccountField, ChoiceField, DateField, Form, TextField
from roadbook.kit.money import EXPONENTS

ZONES = [(zone, zone) for zone in sorted(available_timezones()) if zone[:7] == "Europe/"]
CURRENCIES = [(code, code) for code in EXPONENTS]
REGISTER_NAMES = {"BG": _("ЕИК"), "PL": _("NIP"), "RU": _("ИНН")}
REGISTERS = ("bulstat", "regon", "krs", "kpp", "ogrn")


class CodeField(TextField):
    """A short code in capitals and digits."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Code"),
            max_length=12,
            help_text=_("Up to 12 capitals and digits; it stays for ever."),
            validators=[RegexValidator(r"^[A-Z0-9-]+$", _("Capital Latin letters, digits and dashes only."))],
        )

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).upper()


class CompanyForm(Form):
    name = TextField(label=_("Name"), max_length=200)
    legal_form = TextField(label=_("Legal form"), max_length=60, required=False)
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of its papers."))
    time_zone = ChoiceField(label=_("Time zone"), choices=ZONES)
    tax_number = TextField(label=_("Registration number"), max_length=20, required=False)
    bulstat = TextField(label=_("БУЛСТАТ"), max_length=20, required=False)
    regon = TextField(label=_("REGON"), max_length=20, required=False)
    krs = TextField(label=_("KRS"), max_length=20, required=False)
    kpp = TextField(label=_("КПП"), max_length=20, required=False)
    ogrn = TextField(label=_("ОГРН"), max_length=20, required=False)
    vat_number = TextField(label=_("VAT number"), max_length=20, required=False)
    accountable_person = TextField(label=_("Accountable person"), max_length=150, required=False)
    manager = TextField(label=pgettext_lazy("of a company", "Manager"), max_length=150, required=False)
    manager_number = TextField(label=_("Manager's national number"), max_length=20, required=False)
    postcode = TextField(label=_("Postcode"), max_length=12, required=False)
    city = TextField(label=_("City"), max_length=80, required=False)
    region = TextField(label=_("Region"), max_length=80, required=False)
    address = TextField(label=_("Street and number"), max_length=300, required=False)
    phone = TextField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = TextField(label=_("Website"), max_length=120, required=False)

    def is_of(self, company: Company) -> None:
        """A company that stands: the registers of its country, and the manager's number only to be replaced."""
        for name in REGISTERS:
            if name not in NUMBERS[company.country]:
                del self.fields[name]
        self.fields["tax_number"].label = REGISTER_NAMES[company.country]
        if company.manager_number:
            self.fields["manager_number"].help_text = _("Leave it empty to keep %(number)s.") % {
                "number": company.manager_masked
            }
            self.fields["manager_number"].widget.attrs["autocomplete"] = "off"
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))

    def told(self) -> dict[str, Any]:
        """The answers as the action takes them: an empty manager's number leaves the present one."""
        answers = self.answers()
        return {name: value for name, value in answers.items() if name != "manager_number" or value}


class NewCompanyForm(CompanyForm):
    code = CodeField()
    country = ChoiceField(label=_("Country"), choices=Country.choices)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES)
    business_date = DateField(label=_("First business date"))

    def clean(self) -> dict[str, Any]:
        """Registers of other countries stay empty."""
        clean: dict[str, Any] = super().clean() or {}
        for name in REGISTERS:
            if clean.get(name) and name not in NUMBERS.get(clean.get("country", ""), {}):
                self.add_error(name, _("The country of the company has no such register."))
        return clean


class BranchForm(Form):
    name = TextField(label=_("Name"), max_length=120)
    postcode = TextField(label=_("Postcode"), max_length=12, required=False)
    city = TextField(label=_("City"), max_length=80, required=False)
    address = TextField(label=_("Street and number"), max_length=300, required=False)
    phone = TextField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    manager = TextField(label=pgettext_lazy("of a company", "Manager"), max_length=150, required=False)
    opening_hours = TextField(label=_("Opening hours"), max_length=120, required=False)

    def is_of_an_existing_branch(self) -> None:
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))


class NewBranchForm(BranchForm):
    code = CodeField()


class CloseForm(Form):
    on = DateField(label=_("Since"))


class AccountForm(Form):
    iban = AccountField(
        label=_("Account number"),
        max_length=40,
        help_text=_("IBAN, or the 20 digits of a Russian account. The bank is read from it."),
    )
    bank = TextField(label=_("Bank"), max_length=120, required=False)
    bic = TextField(label=_("BIC or БИК"), max_length=11, required=False)
    currency = ChoiceField(label=_("Currency"), choices=CURRENCIES)
    purpose = ChoiceField(label=_("Purpose"), choices=AccountPurpose.choices)
    opened_on = DateField(label=_("Opened on"), required=False)
    is_default = forms.BooleanField(
        label=_("Stands on papers"),
        required=False,
        help_text=_("One account in each currency; the first one by itself."),
    )

    def is_of_an_existing_account(self) -> None:
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, label=_("Version"))


class PrefixForm(Form):
    kind = ChoiceField(label=_("Numbers of"), choices=SeriesKind.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prefix"] = TextField(label=_("Prefix"), max_length=8)
