"""The markup of papers: what it parses to, what it refuses and where, that hostile text stays text."""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadbook.calc import markup
from roadbook.calc.markup.nodes import Bold, Choice, Heading, Italic, Paragraph, Text, Token

SCHEMA = markup.Schema(
    tokens={"client.name": "text", "price": "amount", "payment.qr": "code"},
    lists={"instalments": {"number": "number", "total": "amount"}},
    facts=frozenset({"has_guarantor"}),
)
ROWS = [{"number": 1, "total": [100, "EUR"]}, {"number": 2, "total": [200, "EUR"]}]
HOSTILE = (
    '#import "@preview/x:1.0.0": *',
    '#read("/etc/passwd")',
    '#eval("1+1")',
    "$ sum_(k=1)^n $",
    "{% load x %}{% debug %}",
    "{{ 7*7 }}",
    "{{{{client.name}}}}",
    "${jndi:ldap://x}",
    "{{#each instalments}}",
    "<script>alert(1)</script>",
    "\\#\\u{41} @ref <label>",
    "| a | b |",
    "**bold** *italic*",
    "@page",
    "=cmd|' /C calc'!A0",
)


def filled(source: str, name: str = "Мария", facts: tuple[str, ...] = (), rows: Any = ROWS) -> list[dict[str, Any]]:
    data = markup.Data(
        {"client.name": name, "price": [5, "EUR"], "payment.qr": "QR"}, {"instalments": rows}, frozenset(facts)
    )

    def say(kind: str, form: str, value: Any) -> str:
        return f"{form}:{value}" if kind == "amount" else str(value)

    return markup.fill(markup.parse(source), SCHEMA, data, say)


def refusal(source: str) -> tuple[int, int, str]:
    with pytest.raises(markup.MarkupRefusedError) as error:
        markup.parse(source)
    problem = error.value.problem
    return problem.line, problem.column, problem.code


def test_line_holds_emphasis_tokens_and_choices():
    tree = markup.parse("# A\nx **b *i*** {{price:words}} {{#if has_guarantor}}y{{else}}z{{/if}}")
    assert tree == (
        Heading(1, (Text("A"),)),
        Paragraph(
            (
                (
                    Text("x "),
                    Bold((Text("b "), Italic((Text("i"),)))),
                    Text(" "),
                    Token("price", "words"),
                    Text(" "),
                    Choice("has_guarantor", (Text("y"),), (Text("z"),)),
                ),
            )
        ),
    )


def test_table_prints_one_row_for_each_entry():
    source = (
        "| № | Сума |\n|---|--:|\n{{#each instalments}}\n| {{number}} | {{total:plain}} |\n{{/each}}\n"
        "| **Общо** | {{price}} |"
    )
    (table,) = filled(source)
    assert table["align"] == ["left", "right"]
    assert [[cell[0][0] for cell in row] for row in table["rows"]] == [
        ["1", "plain:[100, 'EUR']"],
        ["2", "plain:[200, 'EUR']"],
        ["Общо", "amount:[5, 'EUR']"],
    ]


@pytest.mark.parametrize(("facts", "said"), [((), ["Без"]), (("has_guarantor",), ["С"])])
def test_condition_prints_one_side(facts: tuple[str, ...], said: list[str]):
    blocks = filled("{{#if has_guarantor}}\nС\n{{else}}\nБез\n{{/if}}", facts=facts)
    assert [one["lines"][0][0][0] for one in blocks] == said


def test_blocks_of_every_kind():
    source = "1.2. точка\n- друга\n@page\n@qr payment.qr\n@sign Едно | Друго\n@columns\nляво\n@next\nдясно\n@end"
    kinds = ["item", "item", "page", "qr", "sign", "columns"]
    assert [one["kind"] for one in filled(source)] == kinds


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ред\n  текст {{client.name", (2, 9, "unclosed")),
        ("{{Client}}", (1, 1, "tag")),
        ("a {{{{client.name}}}}", (1, 3, "tag")),
        ("{{client.name()}}", (1, 1, "tag")),
        ("{{client.__class__}}", (1, 1, "tag")),
        ("{{#if has_guarantor}}\nx", (1, 1, "unclosed")),
        ("x {{/if}}", (1, 3, "stray")),
        ("{{/each}}", (1, 1, "stray")),
        ("@pgae", (1, 1, "directive")),
        ("| a | b |\n|---|---|\n| c |", (1, 1, "ragged")),
        ("a\nb\x07", (2, 2, "character")),
        ("a\u202eb", (1, 2, "character")),
        ("x" * 1_000_000, (1, 1, "large")),
        ("x" * 30_000, (1, 20_001, "long")),
        ("\n" * 6_000, (5_001, 1, "large")),
        ("{{#if has_guarantor}}\n" * 20, (10, 1, "deep")),
    ],
)
def test_refusal_names_line_and_column(source: str, expected: tuple[int, int, str]):
    assert refusal(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("ред\nтекст {{client.nane}}", (2, 7, "token", "client.name")),
        ("{{price:euro}}", (1, 1, "form", "amount, plain, words")),
        ("{{number}}", (1, 1, "token", "")),
        ("{{#each instalment}}\nx\n{{/each}}", (1, 1, "list", "instalments")),
        ("a {{#if has_garantor}}x{{/if}}", (1, 3, "fact", "has_guarantor")),
        ("@qr price", (1, 1, "qr", "")),
        ("{{#each instalments}}\n{{#each instalments}}\nx\n{{/each}}\n{{/each}}", (2, 1, "nested", "")),
    ],
)
def test_check_names_place_and_nearest_word(source: str, expected: tuple[int, int, str, str]):
    (problem,) = markup.check(markup.parse(source), SCHEMA)
    assert (problem.line, problem.column, problem.code, problem.near) == expected


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_data_is_one_run_of_text(text: str):
    assert filled("Клиент {{client.name}}.", text) == [
        {"kind": "paragraph", "lines": [[["Клиент ", False, False], [text, False, False], [".", False, False]]]}
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_template_prints_as_text_or_is_refused(text: str):
    try:
        tree = markup.parse("Преди " + text)
    except markup.MarkupRefusedError:
        tree = ()
    if "{{" in text:
        assert tree == ()
        return
    said = "".join(run[0] for line in filled(markup.write(tree))[0]["lines"] for run in line)
    assert said in {"Преди " + text, "Преди bold italic", "Преди #\\u{41} @ref <label>"}


def test_data_loses_controls_and_marks_that_turn_the_direction():
    assert markup.plain("a\x00\x1b[31m\u202eb\u2066c\n d\ud800") == "a[31mbc d"
    assert markup.plain("שלום مرحبا") == "שלום مرحبا"


def test_long_data_is_cut_and_endless_lists_are_refused():
    ((run,),) = filled("{{client.name}}", "x" * 1_000_000)[0]["lines"]
    assert len(run[0]) == 20_000
    with pytest.raises(markup.FillRefusedError):
        filled("{{#each instalments}}\n{{number}} x\n{{/each}}", rows=ROWS * 60_000)


@pytest.mark.parametrize("piece", ["*a", "**a *b ", "{{#if has_guarantor}}", "\\", "a|"])
def test_bad_input_takes_no_long_time(piece: str):
    start = time.perf_counter()
    with contextlib.suppress(markup.MarkupRefusedError):
        markup.parse((piece * 20_000)[:20_000])
    assert time.perf_counter() - start < 5


MARKS = "# ;- ;1. ;| ; | ;|---|--:|;\n;\n\n;*;**;{{a.b}};{{m:words}};{{#if f}};{{else}};{{/if}};{{#each l}};{{/each}}"
PIECES = st.sampled_from((MARKS + ";@page;@columns\n;@next;@end;@sign ;\\;x; ;текст;}").split(";"))


@given(st.lists(PIECES, max_size=14))
def test_what_was_written_is_read_again(pieces: list[str]):
    try:
        tree = markup.parse("".join(pieces))
    except markup.MarkupRefusedError:
        return
    assert markup.parse(markup.write(tree)) == tree


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40))
def test_escaped_text_prints_as_it_is(text: str):
    (block,) = filled("x" + markup.escape(text))
    assert block["lines"] == [[["x" + text, False, False]]]
    json.dumps(block)
