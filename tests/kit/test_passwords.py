"""Passwords that are refused: common ones in disguise, and those of a file of breaches. Nothing asks a network."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from roadbook.apps.identity.models import User
from roadbook.kit import passwords


def codes(password: str, user: object = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return {one.code for one in refusal.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        "Password2026!",
        "P4ssw0rd!!!!",
        "dragon123456",
        "!!!Sunshine99",
        "qwertyuiop12",
        "йцукенгшщзхъ",
        "abcdefghijklm",
        "roadroadroad",
        "aaaaaaaaaaaa",
        "121212121212",
    ],
)
def test_common_password_in_disguise_is_refused(password):
    assert "password_disguised" in codes(password)


@pytest.mark.parametrize(
    "password",
    ["walk-the-road-7", "a password of its own", "3f2a-91bc-77de", "кола мост чаша вятър", "x" * 10 + "-Wq7zu" * 15],
)
def test_words_that_do_not_belong_together_are_taken(password):
    assert codes(password) == set()


def test_short_own_and_common_passwords_are_refused():
    user = User(email="vyara.testova@example.com", name="Вяра Тестова")
    assert codes("tree-cup-17") == {"password_too_short"}
    assert "password_too_similar" in codes("vyara.testova", user)
    assert "password_too_common" in codes("1q2w3e4r5t6y")
    assert "password_entirely_numeric" not in codes("9183746502381")


def _file(folder: Path, texts: list[str]) -> Path:
    lines = sorted(hashlib.sha1(one.encode(), usedforsecurity=False).hexdigest().upper() for one in texts)
    path = folder / "breached.txt"
    path.write_text("".join(f"{line}:{number}\r\n" for number, line in enumerate(lines, start=1)), encoding="ascii")
    return path


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50, 1001])
def test_every_line_of_the_file_is_found_and_nothing_else(tmp_path, count):
    known = [f"known {number}" for number in range(count)]
    path = _file(tmp_path, known)
    assert [one for one in known if not passwords.is_breached(one, path)] == []
    assert [n for n in range(200) if passwords.is_breached(f"other {n}", path)] == []


def test_breached_password_is_refused_once_the_file_is_there(tmp_path, settings):
    assert codes("walk-the-road-7") == set()
    settings.ROADBOOK_BREACHED_PASSWORDS = str(_file(tmp_path, ["walk-the-road-7", "other"]))
    assert codes("walk-the-road-7") == {"password_breached"}
    assert codes("walk-the-road-8") == set()


@given(st.text(max_size=200))
def test_any_text_is_judged_without_an_error(text):
    assert codes(text) <= {
        "password_too_short",
        "password_too_common",
        "password_too_similar",
        "password_disguised",
        "password_breached",
    }
