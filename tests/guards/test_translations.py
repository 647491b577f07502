"""No string of the product is untranslated in any of the four languages, and the extractor sees all of them."""

from __future__ import annotations

from pathlib import Path

from tools import i18n, strings


def test_every_string_is_translated():
    assert list(i18n.problems()) == []


def test_extractor_finds_python_and_template_strings(tmp_path: Path, monkeypatch):
    (tmp_path / "a.py").write_text(
        'from x import gettext_lazy as _\nA = _("One")\nB = ngettext("%(n)s day", "%(n)s days", n)\n'
    )
    (tmp_path / "calc").mkdir()
    (tmp_path / "calc/c.py").write_text('x = Line("Four", "a + b", (Operand("five_days", 5, "days"),), 1, "r")\n')
    (tmp_path / "b.html").write_text(
        '{% load i18n %}{% trans "Two" %}{% blocktrans trimmed %}Three {{ x }}{% endblocktrans %}'
    )
    monkeypatch.setattr(strings, "SOURCE", tmp_path)
    monkeypatch.setattr(strings, "ROOT", tmp_path)
    found = {(single, plural) for _, single, plural in strings.messages()}
    assert found == {
        ("One", None),
        ("%(n)s day", "%(n)s days"),
        ("Two", None),
        ("Three %(x)s", None),
        ("Four", None),
        ("five days", None),
    }


def test_f_string_inside_a_marker_is_named(tmp_path: Path, monkeypatch):
    (tmp_path / "a.py").write_text('A = _(f"{x} days")\n')
    monkeypatch.setattr(strings, "SOURCE", tmp_path)
    monkeypatch.setattr(strings, "ROOT", tmp_path)
    assert list(strings.lazy_f_strings()) == ["a.py:1 f-string inside _()"]
