"""Words of a plan in a forge's Markdown, read back by a parser that others wrote."""

from __future__ import annotations

import html
import re

import cmarkgfm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.report.markup import cell, link, prose

PIECES = (
    "`", "``", "a", "B ", " ", "|", "*", "_", "<b>", "</b>", "<!--", "&amp;", "&", "\\", "[x](y)", "![", "]", "~~",
    "@ann", "#12", "o/r#12", "https://a.example/b", "www.a.example", "a@b.example", "$x$", "\n", "-", "1.", ":", "é", "§",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
GAP = "\u200b"


def shown(markdown: str) -> tuple[str, set[str]]:
    """What a reader sees, without spaces of no width, and the tags around it."""
    made = cmarkgfm.github_flavored_markdown_to_html(markdown)
    text = html.unescape(re.sub(r"<[^>]*>", "", made))
    return text.replace(GAP, ""), set(re.findall(r"<([a-z0-9]+)", made))


@settings(max_examples=600, deadline=None)
@given(TEXTS)
def test_it_is_shown_as_it_is_and_does_nothing(text: str) -> None:
    read, tags = shown(f"Said: {prose(text)} .")
    assert tags <= {"p", "code"}
    kept = "".join(text.split())
    # Backticks around code are not shown; whether a run of them is code is the parser's word.
    assert "".join(read.split()).replace("`", "") == f"Said:{kept}.".replace("`", "")


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_it_stays_in_its_cell(one: str, other: str) -> None:
    read, tags = shown(f"| a | b |\n| - | - |\n| {cell(one)} | {cell(other)} |\n")
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td", "code"}
    assert sum(read.count(word) for word in "ab") >= 2
    row = cmarkgfm.github_flavored_markdown_to_html(
        f"| a | b |\n| - | - |\n| {cell(one)} | {cell(other)} |\n"
    )
    assert row.count("<td>") == 2


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Use the `store`", "Use the `store`"),
        ("`a` and `b", "`a` and \\`b"),
        ("p95 <= 200 ms", "p95 \\<= 200 ms"),
        ("ask @ann in #12", "ask @&#8203;ann in #&#8203;12"),
        ("`@ann`", "`@ann`"),
        ("a \u202eb `\u2066c` \x1b", "a \ufffdb `\ufffdc` \ufffd"),
    ],
)
def test_words(text: str, made: str) -> None:
    assert prose(text) == made


def test_a_link_leads_to_the_line() -> None:
    assert link("docs/a b(c).md", 12, "a|b") == "[a\\|b](docs/a%20b%28c%29.md?plain=1#L12)"
    assert link("<stdin>", 1, "<stdin>") == "\\<stdin\\>"
