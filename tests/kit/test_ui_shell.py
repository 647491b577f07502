"""The frame of every page: menu by permission, theme and density by cookie."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from roadbook.kit import navigation, ui
from roadbook.kit.navigation import Place

STYLE = Place("ui:style_page", "Style", "palette", "tools", order=2, shortcut="s")
SIGN_IN = Place("account_login", "Sign in", "log-in", "tools", permission="door.open", order=1)
NOWHERE = Place("nowhere:at_all", "Nowhere", "ghost", "tools")


@pytest.fixture
def places(monkeypatch):
    monkeypatch.setattr(navigation, "_places", [STYLE, SIGN_IN, NOWHERE])
    sections = {"tools": navigation.Section("tools", "Tools", 1), "empty": navigation.Section("empty", "Empty", 2)}
    monkeypatch.setattr(navigation, "_sections", sections)


def labels(permissions: set[str], path: str = "/") -> list[tuple[str, list[tuple[str, bool]]]]:
    groups = ui.menu(frozenset(permissions), path)
    return [(str(group.label), [(str(link.label), link.is_current) for link in group.links]) for group in groups]


@pytest.mark.usefixtures("places")
def test_the_menu_shows_what_the_permissions_open():
    assert labels(set()) == [("Tools", [("Style", False)])]
    assert labels({"door.open"}) == [("Tools", [("Sign in", False), ("Style", False)])]


@pytest.mark.usefixtures("places")
def test_the_place_that_holds_the_page_is_current():
    assert labels({"door.open"}, "/ui/deeper/") == [("Tools", [("Sign in", False), ("Style", True)])]


@pytest.mark.usefixtures("places")
def test_the_tab_bar_holds_the_first_places():
    context = ui.shell(RequestFactory().get("/ui/"))
    assert [link.url for link in context["tabs"]] == ["/ui/"]


def test_the_bar_of_a_phone_begins_with_what_is_at_hand(monkeypatch):
    monkeypatch.setattr(navigation, "_bars", [])
    navigation.bar("door.close", "a")
    navigation.bar("door.open", "b", "c")
    assert navigation.at_hand({"door.open"}) == ("b", "c")
    assert navigation.at_hand({"door.open", "door.close"}) == ("a",)
    assert navigation.at_hand(set()) == ()
    links = [ui.Link(f"/{name}/", name, "house", "", False, name) for name in "aebfc"]
    groups = [ui.Group("", "", tuple(links[:2])), ui.Group("x", "X", tuple(links[2:]))]
    assert [link.name for link in ui.bar(groups, ("b", "c", "gone"))] == ["b", "c", "a", "e"]
    assert [link.name for link in ui.bar(groups, ())] == ["a", "e", "b", "f"]


@pytest.mark.parametrize(
    ("cookies", "theme", "density"),
    [
        ({}, "", ""),
        ({"theme": "dark", "density": "compact"}, "dark", "compact"),
        ({"theme": '"><script>', "density": "huge"}, "", ""),
    ],
)
def test_theme_and_density_come_from_known_cookies_only(cookies, theme, density):
    request = RequestFactory().get("/")
    request.COOKIES.update(cookies)
    context = ui.shell(request)
    assert (context["theme"], context["density"]) == (theme, density)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bg", "en", "pl", "ru"])
def test_the_style_page_opens_in_every_language(client, language):
    client.cookies["django_language"] = language
    client.cookies["theme"] = "dark"
    html = client.get("/ui/").content.decode()
    assert f'<html lang="{language}" data-theme="dark">' in html


@pytest.mark.django_db
def test_the_page_carries_what_htmx_needs_and_no_inline_code(client):
    html = client.get("/ui/?submitted=1").content.decode()
    assert '"selfRequestsOnly":true,"allowEval":false,"allowScriptTags":false,"historyCacheSize":0' in html
    assert '"includeIndicatorStyles":false' in html
    assert '"attributesToSettle":["class","width","height"]' in html  # a style carried over would breach the policy
    assert '<meta name="csrf-token" content="' in html
    assert " style=" not in html
    assert "<script>" not in html
    assert html.count('id="errors"') == 1


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_frame(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert '<main class="page' in answer.content.decode()
