"""The columns of a file of running contracts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from roadbook.apps.leasing.enums import Method
from roadbook.apps.receivables.enums import ChargeKind
from roadbook.kit.forms import DateField, MoneyField, RateField, TextField, VinField
from roadbook.kit.imports import DigitsField, Field, OneOf, Whole

ARREARS = {f"arrears_{kind}": kind for kind in ChargeKind.values}
NEEDED = ("number", "client", "vin", "product", "signed_on", "principal", "rate", "count", "next_due_on")


def _text(length: int) -> forms.Field:
    return TextField(required=False, max_length=length)


def _money() -> forms.Field:
    return MoneyField(required=False)


def _day() -> forms.Field:
    return DateField(required=False)


FIELDS = (
    Field("number", _("Contract"), _text(30), ("договор", "номер на договор", "numer umowy", "номер договора"), True),
    Field(
        "client",
        _("Client: number or identifier"),
        DigitsField(required=False, max_length=40),
        ("клиент", "егн", "еик", "client", "klient", "pesel", "nip", "инн", "егн еик"),
        True,
    ),
    Field("vin", "VIN", VinField(required=False, max_length=40), ("рама №", "вин", "vin number"), True),
    Field("product", _("Product: code"), _text(20), ("продукт", "product", "produkt"), True),
    Field("branch", _("Branch: code"), _text(20), ("клон", "branch", "oddział", "филиал")),
    Field("broker", _("Broker: e-mail"), _text(254), ("брокер", "broker")),
    Field("signed_on", _("Signed"), _day(), ("подписан", "дата на договора", "data umowy", "дата договора"), True),
    Field("activated_on", _("Handed over"), _day(), ("предаден", "активиран", "data wydania", "дата передачи")),
    Field(
        "principal",
        _("Principal not due"),
        _money(),
        ("оставаща главница", "kapitał pozostały", "остаток основного долга", "outstanding"),
        True,
    ),
    Field("rate", _("Yearly rate"), RateField(required=False), ("лихва", "rate", "oprocentowanie", "ставка"), True),
    Field("count", _("Instalments to come"), Whole(least=1, most=600), ("оставащи вноски", "rat pozostało"), True),
    Field("next_due_on", _("Next due date"), _day(), ("следващ падеж", "najbliższa rata", "следующий платёж"), True),
    Field("interest_from", _("Interest runs from"), _day(), ("лихва от",)),
    Field("method", _("Method"), OneOf(Method.choices), ("метод", "metoda")),
    Field("residual", _("Residual value"), _money(), ("остатъчна стойност", "wartość końcowa", "остаточная стоимость")),
    Field("due_dates", _("Due dates by hand"), _text(8_000), ("падежи", "terminy")),
    Field("amounts", _("Given amounts"), _text(8_000), ("вноски по план", "kwoty rat")),
    Field("price", _("Price at the beginning"), _money(), ("цена", "cena", "price")),
    Field("financed", _("Financed at the beginning"), _money(), ("финансирана сума", "kwota finansowania")),
    Field("paid_principal", _("Principal paid so far"), _money(), ("платена главница", "kapitał spłacony")),
    Field("instalment", _("Next instalment"), _money(), ("вноска", "rata", "instalment")),
    Field("arrears_due_on", _("Arrears due since"), _day(), ("просрочено от", "zaległość od")),
    *(
        Field(name, label, _money(), (), group=_("Arrears"))
        for name, label in ((f"arrears_{kind}", kind.label) for kind in ChargeKind)
    ),
)
