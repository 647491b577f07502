"""Days, rates and amounts as a reader of the current language expects them on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext

from roadbook.kit.money import format_money
from roadbook.kit.money.display import NBSP

DASH = "–"
PLACES = 2


@dataclass(frozen=True)
class FigureParts:
    """A figure cut where its weight changes: ``€`` · ``13,376`` · ``.82``."""

    before: str
    whole: str
    after: str


def locale() -> str:
    """The two-letter language of the screen."""
    return (get_language() or "en")[:2]


def day(value: date | datetime) -> str:
    """``24.11.2026``; in English ``24 Nov 2026``. An instant is shown as the day of the reader's time zone."""
    on = timezone.localtime(value).date() if isinstance(value, datetime) else value
    pattern = "d MMM y" if locale() == "en" else "dd.MM.yyyy"
    return format_date(on, pattern, locale=locale()).replace(" ", NBSP)


def month(value: date) -> str:
    """``November 2026``, ``ноември 2026 г.``, ``listopad 2026``."""
    return format_skeleton("yMMMM", value, locale=locale()).replace(" ", NBSP)


def moment(value: datetime) -> str:
    """The day and the minute, in the reader's time zone: ``24.11.2026 10:42``."""
    local = timezone.localtime(value)
    return f"{day(value)} {format_time(local, 'HH:mm', locale=locale())}"


def day_relative(value: date, today: date) -> str:
    """``today``, ``in 11 days``, ``19 days ago``."""
    days = (value - today).days
    if abs(days) <= 1:
        return (gettext("yesterday"), gettext("today"), gettext("tomorrow"))[days + 1]
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


def percent(value: Fraction | Decimal | int | str) -> str:
    """A fraction of one as per cent with two to four places: ``8,90 %`` for ``Decimal("0.089")`` or ``"89/1000"``."""
    hundredfold = Fraction(value) * 100
    figure = Decimal(hundredfold.numerator) / Decimal(hundredfold.denominator)
    return f"{format_decimal(figure, format='#,##0.00##', locale=locale())}{NBSP}%"


def money_parts(minor: int, currency: str) -> FigureParts:
    """Cut an amount with its symbol so that the whole units can be set large."""
    text = format_money(minor, currency)
    first = next(at for at, sign in enumerate(text) if sign.isdigit())
    last = len(text) - next(at for at, sign in enumerate(reversed(text)) if sign.isdigit())
    mark = max(text.rfind(".", 0, last), text.rfind(",", 0, last))
    end = mark if mark > 0 and last - mark - 1 <= PLACES else last
    return FigureParts(text[:first], text[first:end], text[end:])


def permille_parts(permille: int) -> FigureParts:
    """Cut ``362`` into ``36.2`` and ``%``."""
    return FigureParts("", format_decimal(Decimal(permille).scaleb(-1), format="0.0", locale=locale()), f"{NBSP}%")
