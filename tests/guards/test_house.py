"""The checkers of tools/house.py catch what they are for and let exact code through."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import house

CAUGHT = [
    ("float_on_money", "kit/x.py", "float(amount)"),
    ("float_on_money", "kit/x.py", "x = price * 0.5"),
    ("float_on_money", "kit/x.py", "x = total_interest / 100"),
    ("float_on_money", "kit/x.py", "def f(amount: float): ..."),
    ("unscoped_queryset", "apps/parties/web/views.py", "Party.objects.filter(pk=1)"),
    ("unscoped_queryset", "apps/parties/api/endpoints.py", "Party.objects.all()"),
    ("xml_outside_kit", "apps/banking/gateways/camt/reader.py", "from lxml import etree"),
    ("xml_outside_kit", "apps/banking/gateways/camt/reader.py", "import xml.sax"),
    ("unsafe_text", "kit/x.py", "mark_safe(name)"),
    ("unsafe_text", "apps/parties/web/views.py", "csrf_exempt(view)"),
    ("sizes", "kit/x.py", "def f():\n" + "    pass\n" * 70),
]
FINE = [
    ("kit/x.py", "share = rate * 0.5"),
    ("kit/x.py", "half = amount // 2"),
    ("apps/parties/web/views.py", "Party.objects.visible_to(user).filter(pk=1)"),
    ("apps/parties/queries.py", "Party.objects.filter(pk=1)"),
    ("kit/xml.py", "from lxml import etree"),
    ("kit/x.py", "mark_safe('<br>')"),
]


@pytest.mark.parametrize(("rule", "path", "source"), CAUGHT)
def test_house_rule_catches(rule: str, path: str, source: str):
    assert [found for _, found, _ in house.findings(source, Path(path))] == [rule]


@pytest.mark.parametrize(("path", "source"), FINE)
def test_house_rules_let_through(path: str, source: str):
    assert house.findings(source, Path(path)) == []


def test_house_keeps_its_own_rules():
    assert house.main() == 0
