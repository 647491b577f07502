"""House rules of templates: no inline code or style, every icon and every asset exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

import roadbook
from roadbook.kit import icons

PACKAGE = Path(roadbook.__file__).parent
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
KIT = PACKAGE / "kit" / "templates"
KIT_NAMES = sorted(str(file.relative_to(KIT)) for file in KIT.rglob("*.html"))
SCRIPTS = sorted((PACKAGE / "kit" / "static" / "kit" / "js").glob("*.js"))

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*="),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>"),
    "a style element": re.compile(r"<style"),
    "unescaped text": re.compile(r"\|\s*(safe|safeseq)\b|autoescape\s+off"),
    "attributes past the escaper": re.compile(r"\{\{\s*attrs\s*\}\}"),
    "hx-on or js:": re.compile(r"hx-on|\bjs:"),
}
ICON_USES = re.compile(
    r"""\{%\s*icon\s+["']([a-z0-9-]+)["']|\bicon(?:[-_]end)?=["']([a-z0-9-]+)["']|<c-icon name="([a-z0-9-]+)\""""
)


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 60


@pytest.mark.parametrize("fault", FORBIDDEN)
def test_no_template_holds(fault):
    found = [str(file.relative_to(PACKAGE)) for file in TEMPLATES if FORBIDDEN[fault].search(file.read_text())]
    assert found == []


@pytest.mark.parametrize("name", KIT_NAMES)
def test_our_templates_compile_and_come_first(name):
    assert Path(get_template(name).origin.name) == KIT / name


def test_every_icon_that_is_named_exists():
    sources = [*TEMPLATES, *PACKAGE.rglob("*.py")]
    named = {name for file in sources for uses in ICON_USES.findall(file.read_text()) for name in uses if name}
    assert len(named) > 20
    assert named - icons.names() == set()


@pytest.mark.parametrize(
    "asset",
    [
        "django_htmx/htmx-2.min.js",
        "fonts/Manrope-VariableFont_wght.ttf",
        "kit/css/roadbook.css",
        "kit/js/main.js",
        "kit/icon.svg",
    ],
)
def test_an_asset_is_found(asset):
    assert finders.find(asset)


def test_every_static_file_that_a_template_names_is_found():
    named = {path for file in TEMPLATES for path in re.findall(r"\{%\s*static\s+'([^']+)'", file.read_text())}
    assert {path for path in named if not finders.find(path)} == set()


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda file: file.name)
def test_a_module_imports_only_what_is_there(script):
    imported = re.findall(r'(?:from|import) "\./([a-z]+\.js)"', script.read_text())
    assert [name for name in imported if not (script.parent / name).exists()] == []


def test_no_module_runs_text_as_code():
    faults = [
        file.name for file in SCRIPTS if re.search(r"\beval\(|new Function|setAttribute\(\"style\"", file.read_text())
    ]
    assert faults == []
