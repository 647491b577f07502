"""What components write: the attributes that keyboards and screen readers live by."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.template import Context, engines
from django.utils import translation

from roadbook.kit.forms import DateField, MoneyField, RateField


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def render(source: str, **context: object) -> str:
    """HTML of components, with icons left out and runs of spaces made one."""
    engine = engines["django"].engine
    loader = engine.template_loaders[0].loaders[0]
    compiled = loader.cotton_compiler.process("{% load roadbook %}" + source)
    html = engine.from_string(compiled).render(Context(context))
    return re.sub(r"\s+", " ", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)).strip()


def test_a_button_is_a_button():
    assert render('<c-button variant="primary" icon="plus" type="submit" name="go">Save</c-button>') == (
        '<button class="btn primary " type="submit" name="go">Save</button>'
    )


def test_a_button_with_an_address_is_a_link():
    assert render('<c-button href="/x/" data-n="1">Open</c-button>') == '<a class="btn " href="/x/" data-n="1">Open</a>'


def test_a_button_without_a_word_has_a_name():
    html = render('<c-button icon="x" label="Close" />')
    assert 'class="btn square ' in html
    assert 'aria-label="Close" title="Close"' in html


def test_a_disabled_button_says_why_and_sends_nothing():
    html = render('<c-button type="submit" href="/x/" disabled reason="Only a manager may.">Lift</c-button>')
    assert html == (
        '<button class="btn " type="button" aria-disabled="true">Lift'
        '<span class="tip">Only a manager may.</span></button>'
    )


def test_a_busy_button_says_so():
    assert 'aria-busy="true"' in render("<c-button busy>Save</c-button>")


def test_a_button_opens_and_closes_dialogs():
    assert 'data-dialog-open="d" aria-haspopup="dialog"' in render('<c-button dialog="d">Ask</c-button>')
    assert "data-dialog-close" in render("<c-button close>No</c-button>")


def test_what_a_component_is_given_is_escaped():
    html = render('<c-chip title="{{ name }}" :lang="name">{{ name }}</c-chip>', name='"><script>')
    assert "<script>" not in html
    assert html.count("&quot;&gt;&lt;script&gt;") == 3


def test_a_dialog_is_named_by_its_title():
    html = render('<c-dialog id="d" title="Really?">text</c-dialog>')
    assert 'aria-labelledby="d-title"' in html
    assert '<h2 id="d-title">Really?</h2>' in html


def test_a_drawer_is_a_dialog():
    assert '<dialog id="d" class="drawer" aria-labelledby="d-title"' in render(
        '<c-drawer id="d" title="T">x</c-drawer>'
    )


def test_a_figure_leads_with_its_whole_units():
    html = render(
        '<c-strip><c-figure label="Late" :minor="minor" currency="EUR" tone="warn">19 days</c-figure></c-strip>',
        minor=29950,
    )
    assert html == (
        '<dl class="strip "> <div> <dt>Late</dt> <dd> <strong class="figure" data-tone="warn"><small>€</small>299'
        "<small>.50</small></strong>19 days </dd> </div> </dl>"
    )


def test_a_figure_of_nothing_is_not_a_dash_but_nought():
    assert "<small>€</small>0<small>.00</small>" in render('<c-figure label="Late" :minor="0" currency="EUR" />')


def test_a_share_is_drawn_as_well_as_written():
    html = render('<c-figure label="Paid" :permille="362" />')
    assert "36.2<small> %</small>" in html
    assert '<progress value="362" max="1000" aria-label="Paid"></progress>' in html


def test_the_current_tab_says_so():
    html = render(
        '<c-tabs label="Views"><c-tab href="?a" current count="3">All</c-tab><c-tab href="?b">Mine</c-tab></c-tabs>'
    )
    assert '<nav class="tabs" aria-label="Views" data-tabs>' in html
    assert '<a href="?a" aria-current="page">All<span class="count">3</span></a>' in html
    assert '<a href="?b">Mine</a>' in html


def test_a_menu_is_tied_to_its_button():
    html = render('<c-menu id="m" label="More"><a href="/">x</a></c-menu>')
    assert 'popovertarget="m" aria-haspopup="true" aria-label="More"' in html
    assert '<div class="menu" id="m" popover' in html


def test_progress_without_a_value_is_open_ended():
    assert '<progress max="100" aria-label="Working"></progress>' in render('<c-progress label="Working" />')


def test_a_feed_without_entries_says_what_will_come():
    assert "Nothing has happened yet" in render('<c-timeline :entries="entries" />', entries=[])


class Sample(forms.Form):
    name = forms.CharField(label="Name", help_text="As in the passport.")
    price = MoneyField(label="Price", currency="PLN", required=False)
    rate = RateField(label="Rate", required=False)
    on = DateField(label="Day", required=False)
    method = forms.ChoiceField(label="Method", choices=[("a", "Level"), ("b", "Falling")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Agreed", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def field(name: str, data: dict | None = None, **attrs: str) -> str:
    given = " ".join(f'{key}="{value}"' for key, value in attrs.items())
    return render(f'<c-field :field="form.{name}" {given} />', form=Sample(data))


def test_a_field_is_tied_to_its_label_and_hint():
    html = field("name", span="3")
    assert '<div class="field span-3 "' in html
    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<span class="hint" id="id_name_helptext">As in the passport.</span>' in html
    assert "aria-invalid" not in html


def test_a_refused_field_is_tied_to_its_error():
    html = field("name", {})
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="error" id="id_name_error"><span>This field is required. </span></span>' in html


def test_money_shows_its_currency_and_an_echo():
    html = field("price")
    assert 'data-echo="' in html
    assert 'data-echo-url="/forms/echo/"' in html
    assert '<span class="unit" aria-hidden="true">PLN</span>' in html
    assert 'inputmode="decimal"' in html
    assert '<div class="echo" data-echo-out aria-live="polite"></div>' in html
    assert "<small>optional</small>" in html


def test_a_rate_is_in_per_cent():
    assert '<span class="unit" aria-hidden="true">%</span>' in field("rate")


def test_a_date_is_typed_or_picked():
    html = field("on")
    assert (
        '<button class="date-button" type="button" aria-label="Open the calendar" aria-haspopup="dialog"'
        " data-date-button hidden>"
    ) in html


def test_radios_are_a_group_with_a_legend():
    html = field("method", {})
    assert (
        '<fieldset class="field span-6 " id="id_method" tabindex="-1" aria-invalid="true"'
        ' aria-describedby="id_method_error">' in html
    )
    assert "<legend>Method</legend>" in html
    assert html.count('type="radio"') == 2


def test_a_tick_stands_before_its_word():
    assert re.search(
        r'<label class="check" for="id_agreed"><input type="checkbox".*?><span>Agreed</span>', field("agreed")
    )


def test_a_hidden_field_has_no_frame():
    assert field("token") == '<input type="hidden" name="token" id="id_token">'


def test_the_summary_leads_to_each_refused_field():
    html = render('<c-errors :form="form" />', form=Sample({}))
    assert 'role="alert" tabindex="-1" id="errors" data-focus' in html
    assert "There are 2 things to correct" in html
    assert '<a href="#id_name">Name</a>: This field is required.' in html
    assert '<a href="#id_method">Method</a>: This field is required.' in html


def test_a_form_without_errors_has_no_summary():
    assert render('<c-errors :form="form" />', form=Sample()) == ""
