"""Comparing words as people mean them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.wording import distance, nearest, normalised, one_line, says_none, split_number


@pytest.mark.parametrize(("title", "expected"), [
    ("3. Non‑Goals", "non goals"),
    ("Non–goals:", "non goals"),
    ("7.4 Configuration & Env Vars", "configuration and env vars"),
    ("## What's next?", "whats next"),
    ("A. Scope", "scope"),
    ("A scope", "a scope"),
    ("2 phases", "2 phases"),
    ("User Scenarios & Testing *(mandatory)*", "user scenarios and testing"),
    ("🎯 Goals", "goals"),
    ("Ｇｏａｌｓ", "goals"),
    ("", ""),
])  # fmt: skip
def test_normalised(title: str, expected: str) -> None:
    assert normalised(title) == expected


@pytest.mark.parametrize(("title", "expected"), [
    ("7.4 Configuration", ("7.4", "Configuration")),
    ("1. Summary", ("1", "Summary")),
    ("12) Risks", ("12", "Risks")),
    ("2 phases", ("", "2 phases")),
    ("Summary", ("", "Summary")),
])  # fmt: skip
def test_split_number(title: str, expected: tuple[str, str]) -> None:
    assert split_number(title) == expected


@pytest.mark.parametrize(
    "text", ["None.", "N/A", "n/a", "-", "—", "Not applicable", "None at this time.", "Nothing"]
)
def test_says_none(text: str) -> None:
    assert says_none(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nonetheless it matters",
        "No retries are made",
        "Nothing but the clients' own retries, which are many and long, and so on",
    ],
)
def test_says_something(text: str) -> None:
    assert not says_none(text)


@pytest.mark.parametrize(("a", "b", "expected"), [
    ("prof", "proof", 1), ("raed", "read", 1), ("", "ab", 2), ("same", "same", 0), ("kitten", "sitting", 3),
])  # fmt: skip
def test_distance(a: str, b: str, expected: int) -> None:
    assert distance(a, b) == expected


@given(st.text(max_size=12), st.text(max_size=12))
def test_distance_is_symmetric_and_zero_only_for_the_same(a: str, b: str) -> None:
    assert distance(a, b, 20) == distance(b, a, 20)
    assert (distance(a, b) == 0) == (a == b)


def test_nearest() -> None:
    assert nearest("onwer", ["owner", "proof", "after"]) == "owner"
    assert nearest("answer", ["owner"]) is None


def test_one_line() -> None:
    assert one_line("  it\twas\r\nagreed \x1b[1m\u202eon ") == "it was agreed [1m on"
    assert one_line("\n\u200b") == ""
