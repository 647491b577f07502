"""The fields of a product's form, group by group."""

from __future__ import annotations

from decimal import Decimal

from django import forms as django
from django.forms import CheckboxSelectMultiple, IntegerField, MultipleChoiceField, RadioSelect
from django.utils.translation import gettext_lazy as _

from roadbook.apps.documents.enums import AttachmentKind
from roadbook.apps.leasing import queries
from roadbook.apps.leasing.enums import DayCount, Index, Method, RateKind, Remainder, RoundingMode
from roadbook.apps.leasing.models.terms import CHARGE_DAYS_LIMIT, COUNT_LIMIT, EVERY_MONTHS_LIMIT, UNIT_LIMIT
from roadbook.kit import forms

LOWEST_MARGIN = Decimal("-0.99")
ALL = Decimal(1)


class Financing(django.Form):
    """How it is repaid."""

    methods = MultipleChoiceField(label=_("Methods"), choices=Method.choices, widget=CheckboxSelectMultiple)
    method = forms.RadiosField(label=_("Usual method"), choices=Method.choices)
    every_months = IntegerField(label=_("Months between instalments"), min_value=1, max_value=EVERY_MONTHS_LIMIT)
    day_count = forms.ChoiceField(label=_("Days are counted"), choices=DayCount.choices)
    in_advance = forms.SwitchField(label=_("Instalments in advance"), required=False)
    charge_days_before = IntegerField(
        label=_("Charged so many days before due"), min_value=0, max_value=CHARGE_DAYS_LIMIT
    )


class Rates(django.Form):
    """Which rates there are, fixed or after an index."""

    rate_kind = forms.ChoiceField(label=_("The rate is"), choices=RateKind.choices, widget=RadioSelect)
    index = forms.ChoiceField(label=_("Index"), choices=[("", "–"), *Index.choices], required=False)
    margin = forms.RateField(label=_("Margin over the index"), minimum=LOWEST_MARGIN, maximum=ALL, required=False)
    rate_floor = forms.RateField(label=_("Never under"), maximum=ALL, required=False)
    rate_cap = forms.RateField(label=_("Never over"), maximum=ALL, required=False)
    rate_min = forms.RateField(label=_("Lowest yearly rate"))
    rate_default = forms.RateField(label=_("Usual yearly rate"))
    rate_max = forms.RateField(label=_("Highest yearly rate"))
    late_rate = forms.RateField(
        label=_("Agreed late interest"), maximum=ALL, required=False, help_text=_("Empty: what the law says.")
    )


class Limits(django.Form):
    """How much, how long, how rounded."""

    down_payment_min = forms.RateField(label=_("Smallest down payment, of the price"))
    residual_max = forms.RateField(label=_("Largest residual value, of the price"))
    count_min = IntegerField(label=_("Fewest instalments"), min_value=1, max_value=COUNT_LIMIT)
    count_default = IntegerField(label=_("Usual instalments"), min_value=1, max_value=COUNT_LIMIT)
    count_max = IntegerField(label=_("Most instalments"), min_value=1, max_value=COUNT_LIMIT)
    rounding = forms.ChoiceField(label=_("Amounts are rounded"), choices=RoundingMode.choices, widget=RadioSelect)
    unit = forms.MoneyField(label=_("Instalments are multiples of"), minimum=1, maximum=UNIT_LIMIT)
    remainder = forms.ChoiceField(label=_("What rounding leaves over goes to"), choices=Remainder.choices)


class Papers(django.Form):
    """What must lie in the file before the contract goes live."""

    documents = MultipleChoiceField(
        label=_("Documents of ours"),
        choices=[(str(kind), kind.label) for kind in queries.KINDS],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    attachments = MultipleChoiceField(
        label=_("Attached files"), choices=AttachmentKind.choices, widget=CheckboxSelectMultiple, required=False
    )
