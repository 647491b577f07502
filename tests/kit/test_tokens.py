"""Colours of the stylesheet: every pair of ink and ground that we use is readable (WCAG 2.2 AA), light and dark."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

SHEETS = sorted(Path(finders.find("kit/css/roadbook.css")).parent.glob("*.css"))
CSS = "".join(sheet.read_text() for sheet in SHEETS)
TOKENS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", CSS)
}
LIGHT, DARK = 0, 1
GROUNDS = ["canvas", "surface", "sunken", "hover", "selected"]
INKS = ["text", "text-2", "text-3"]
MEANINGS = ["ok", "info", "warn", "deep", "bad", "violet"]

TEXT_PAIRS = [
    *[(ink, ground) for ink in INKS for ground in GROUNDS],
    *[("accent", ground) for ground in ["canvas", "surface", "selected"]],
    *[("on-accent", ground) for ground in ["accent", "accent-hover"]],
    *[(meaning, f"{meaning}-bg") for meaning in MEANINGS],
    *[(meaning, ground) for meaning in MEANINGS for ground in ["surface", "canvas"]],
    ("canvas", "text"),
]
CONTROL_PAIRS = [("border-strong", ground) for ground in ["canvas", "surface"]]


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb`` (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: str, ground: str, scheme: int) -> float:
    high, low = sorted((luminance(TOKENS[ink][scheme]), luminance(TOKENS[ground][scheme])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(ink, ground, scheme):
    assert contrast(ink, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_borders_of_controls_are_seen(line, ground, scheme):
    assert contrast(line, ground, scheme) >= 3


@pytest.mark.parametrize(
    ("ink", "ground", "light", "dark"),
    [
        ("text-3", "selected", 4.59, 4.87),
        ("accent", "surface", 6.23, 7.13),
        ("on-accent", "accent", 6.23, 7.73),
        ("bad", "bad-bg", 5.50, 5.76),
        ("border-strong", "surface", 3.64, 3.85),
    ],
)
def test_contrast_equals_the_published_measure(ink, ground, light, dark):
    """The figures of docs/design-language.md, measured before the colours were rounded to eight bits."""
    assert (contrast(ink, ground, LIGHT), contrast(ink, ground, DARK)) == pytest.approx((light, dark), abs=0.05)


@pytest.mark.parametrize(
    ("colour", "expected"), [("#000000", 0.0), ("#ffffff", 1.0), ("#777777", 0.1845), ("#ff0000", 0.2126)]
)
def test_luminance_is_that_of_the_guideline(colour, expected):
    assert round(luminance(colour), 4) == expected


def test_every_colour_stands_in_a_token():
    outside = CSS[: CSS.index("@layer tokens {")] + CSS[CSS.index("@layer base {") :]
    paper_of_qr_codes = "#fff"
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", outside)) == {paper_of_qr_codes}


def test_every_token_used_is_defined():
    used = set(re.findall(r"var\(--([a-z0-9-]+)", CSS))
    defined = set(re.findall(r"--([a-z0-9-]+):", CSS))
    assert used - defined == set()


def test_the_stylesheets_keep_their_budget():
    assert len(CSS.encode()) <= 90_000
    assert len(gzip.compress(CSS.encode(), mtime=0)) <= 20_000


def test_our_scripts_keep_their_budget():
    folder = Path(finders.find("kit/js/main.js")).parent
    assert sum(len(file.read_bytes()) for file in folder.glob("*.js")) <= 60_000


def test_the_font_keeps_its_budget():
    assert Path(finders.find("fonts/Manrope-VariableFont_wght.ttf")).stat().st_size <= 170_000
