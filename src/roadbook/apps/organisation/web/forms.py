"""Forms of companies and branches."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from roadbook.apps.organisation.enums import Country
from roadbook.kit.forms import ChoiceField, DateField, Form, TextField
from roadbook.kit.money import EXPONENTS


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
    language = ChoiceField(label=_("Language"), choices=settings.LANGUAGES, help_text=_("Of its papers."))
    time_zone = ChoiceField(
        label=_("Time zone"), choices=[(zone, zone) for zone in sorted(available_timezones()) if zone[:7] == "Europe/"]
    )
    tax_number = TextField(label=_("Registration number"), max_length=20, required=False)
    vat_number = TextField(label=_("VAT number"), max_length=20, required=False)
    accountable_person = TextField(label=_("Accountable person"), max_length=150, required=False)
    address = TextField(label=_("Address"), max_length=300, required=False)
    phone = TextField(label=_("Phone"), max_length=30, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    bank_name = TextField(label=_("Bank"), max_length=120, required=False)
    iban = TextField(label=_("Bank account"), max_length=40, required=False)
    bic = TextField(label=_("BIC"), max_length=11, required=False)


class NewCompanyForm(CompanyForm):
    code = CodeField()
    country = ChoiceField(label=_("Country"), choices=Country.choices)
    currency = ChoiceField(label=_("Currency"), choices=[(code, code) for code in EXPONENTS])
    business_date = DateField(label=_("First business date"))


class BranchForm(Form):
    name = TextField(label=_("Name"), max_length=120)
    city = TextField(label=_("City"), max_length=80, required=False)
    address = TextField(label=_("Address"), max_length=300, required=False)
    phone = TextField(label=_("Phone"), max_length=30, required=False)


class NewBranchForm(BranchForm):
    code = CodeField()
