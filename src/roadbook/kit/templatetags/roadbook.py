"""Tags and filters of our templates: figures in the reader's language, icons, and what components need."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BoundField
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from roadbook.kit import explained, figures, icons
from roadbook.kit.form_looks import FieldLook, look_of
from roadbook.kit.money import format_money

register = template.Library()
_DASH = format_html('<span class="{}">{}</span>', "dim", figures.DASH)


@register.simple_tag
def money(minor: int | str | None, currency: str) -> str:
    """``{% money minor currency %}``: with the symbol. Nothing known is a dash."""
    return figures.DASH if minor is None or minor == "" else format_money(int(minor), currency)


@register.filter
def amount(minor: int | None, currency: str) -> str:
    """``{{ minor|amount:currency }}``: without the symbol, which stands in the header; zero is a grey dash."""
    return format_money(int(minor), currency, symbol=False) if minor else _DASH


@register.filter
def day(value: date | datetime | None) -> str:
    """``{{ date|day }}``: 24.11.2026, in English 24 Nov 2026."""
    return figures.day(value) if value else figures.DASH


@register.filter
def moment(value: datetime | None) -> str:
    """``{{ instant|moment }}``: day and minute in the reader's time zone."""
    return figures.moment(value) if value else figures.DASH


@register.filter
def day_relative(value: date | None, today: date | None) -> str:
    """``{{ date|day_relative:business_date }}``: in 11 days."""
    return figures.day_relative(value, today) if value and today else ""


@register.filter
def percent(value: Fraction | Decimal | int | str | None) -> str:
    """``{{ rate|percent }}`` of a fraction of one: 8,90 %."""
    return figures.DASH if value is None or value == "" else figures.percent(value)


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word, for an avatar."""
    words = str(name).split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """``{% icon "car" %}``. Give a label only where no word stands beside the icon."""
    return icons.svg(name, label=label, css=css)


@register.simple_tag
def figure_parts(
    minor: int | str | None = None, currency: str = "", permille: int | str | None = None
) -> figures.FigureParts | None:
    """Cut a figure of the money strip where its weight changes; None when there is no figure."""
    if permille is not None and permille != "":
        return figures.permille_parts(int(permille))
    return figures.money_parts(int(minor), currency) if minor is not None and minor != "" else None


@register.simple_tag
def explain_rows(line: Mapping[str, Any], currency: str, unit: str = "") -> list[explained.Row]:
    """Rows of an explanation for ``<c-explain>``."""
    return explained.rows(line, currency, unit)


@register.simple_tag(takes_context=True)
def field_look(context: Context, field: BoundField, **extra: Any) -> FieldLook:
    """What ``<c-field>`` must know of a bound field and of who looks at it."""
    return look_of(field, permissions=getattr(context.get("request"), "permissions", ()), **extra)


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write the attributes that a component was given and did not name, each escaped; True is a bare attribute."""
    given = attrs.attrs_dict() if hasattr(attrs, "attrs_dict") else attrs
    kept = [(name, value) for name, value in given.items() if value is not None and value is not False]
    bare = format_html_join("", " {}", ((name,) for name, value in kept if value is True))
    valued = format_html_join("", ' {}="{}"', ((name, value) for name, value in kept if value is not True))
    return bare + valued


class CaptureNode(template.Node):
    """Keep what is rendered inside under a name, for the whole page."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        context[self.name] = self.nodelist.render(context).strip()
        return ""


@register.tag
def capture(parser: Parser, token: Token) -> CaptureNode:
    """``{% capture page_title %}…{% endcapture %}``: a block of a page that is shown in more than one place."""
    _, name = token.split_contents()
    nodelist = parser.parse(("endcapture",))
    parser.delete_first_token()
    return CaptureNode(nodelist, name)


@register.simple_tag
def importer_of(list_key: str, request: Any) -> Any:
    """The importer whose rows this list shows, where the user holds its permission somewhere; else None."""
    from roadbook.kit import imports

    held = getattr(request, "permissions", ())
    return next((one for one in imports.registered() if one.list_key == list_key and one.permission in held), None)
