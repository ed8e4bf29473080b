"""The wording of a plan changes with what it says, and with nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.evidence.wording import (
    difference,
    fingerprint_of,
    plan_fingerprint,
    plan_wording,
    same_words,
)
from tests.markdown.strategies import documents, nasty
from tests.support import read

PLAN = """---
status: draft
owner: ada
---
# Orders

Take every order once, and answer retries
from [the store](store.md).

## Goals

* p95 latency <= 200 ms at 500 req/s
  * proof: read `k6.json` `p95`
  * answer: by caching
* No duplicates

## Configuration

| Variable | Default |
| --- | --- |
| `PORT` | `8080` |

## Checklist

1. [ ] Add `src/a.py`
2. [x] Turn ~~it~~ on

```yaml
a:
  b: 1
```

> Nobody else. <!-- really -->
"""

SAYS = """owner: ada
# Orders
Take every order once, and answer retries from the store. <store.md>
## Goals
- p95 latency <= 200 ms at 500 req/s
  - answer: by caching
- No duplicates
## Configuration
| Variable | Default |
| PORT | 8080 |
## Checklist
1. Add src/a.py
2. Turn ~~it~~ on
``` yaml
a:
  b: 1
```
> Nobody else."""


def test_what_a_plan_says() -> None:
    assert plan_wording(read(PLAN)) == SAYS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[ ]", "[x]"),
        ("[x]", "[X]"),
        ("status: draft", "status: accepted\nupdated: 2026-01-01"),
        ("  * proof: read `k6.json` `p95`\n", ""),
        ("* No duplicates", "* No duplicates\n  * proof: test `a`\n  * due: 2026-01-01"),
        ("retries\nfrom", "retries from"),
        ("order once, and", "order  once,\nand"),
        ("* No", "- No"),
        ("No duplicates", "No **duplicates**"),
        ("| `PORT` | `8080` |", "|`PORT`|`8080`|"),
        ("# Orders", "Orders\n======"),
        ("1. [ ]", "1) [ ]"),
        ("\n", "\r\n"),
        ("<!-- really -->", ""),
        ("\n> Nobody", "\n---\n\n> Nobody"),
        ("  b: 1\n", "  b: 1  \n\n"),
    ],
)
def test_what_says_nothing_new(old: str, new: str) -> None:
    assert old in PLAN
    assert plan_fingerprint(read(PLAN.replace(old, new))) == fingerprint_of(SAYS)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("200 ms", "300 ms"),
        ("<= 200", ">= 200"),
        ("every order", "most orders"),
        ("No duplicates", "no duplicates"),
        ("store.md", "other.md"),
        ("## Goals", "## Non-Goals"),
        ("## Goals", "### Goals"),
        ("`8080`", "`80`"),
        ("| `PORT` | `8080` |\n", ""),
        ("  b: 1", "b: 1"),
        ("b: 1", "b: 2"),
        ("```yaml", "```json"),
        ("~~it~~", "it"),
        ("by caching", "by luck"),
        ("owner: ada", "owner: eve"),
        ("> Nobody else.", "> Nobody."),
        ("* No duplicates\n", ""),
        ("2. [x]", "3. [x]"),
        ("p95`\n", "p95`\n    * at 100 req/s only\n"),
    ],
)
def test_what_says_something_else(old: str, new: str) -> None:
    assert old in PLAN
    assert plan_fingerprint(read(PLAN.replace(old, new, 1))) != fingerprint_of(SAYS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("# T\n\nStatus: Draft\n", "# T\n\nStatus: Accepted\n"),
        ("# T\n\n**Status:** in progress\n", "# T\n\n**Status:** done\n"),
        ("# T\n\n* Status: Draft\n* Date: x\n", "# T\n\n* Status: Done\n* Date: x\n"),
        ("# T\n\nBy: Bo\nStatus: In Review\nOn: x\n", "# T\n\nBy: Bo\nStatus: Accepted\nOn: x\n"),
        ("# T\n\n> **Status**: 🟡 Draft\n", "# T\n\n> **Status**: 🟡 Accepted\n"),
        ("# T\n\n## Status\n\nProposed\n", "# T\n\n## Status\n\nAccepted\n"),
        ("# T\n\n| Status | Draft |\n|---|---|\n", "# T\n\n| Status | Final |\n|---|---|\n"),
    ],
)
def test_the_state_is_not_what_a_plan_says(one: str, other: str) -> None:
    assert plan_wording(read(one)) == plan_wording(read(other))


def test_what_stands_behind_the_state_is() -> None:
    one, other = "# T\n\nStatus: Draft, due in May\n", "# T\n\nStatus: Draft, due in June\n"
    assert plan_wording(read(one)) != plan_wording(read(other))


@settings(max_examples=200, deadline=None)
@given(st.one_of(documents(), nasty))
def test_ticking_boxes_says_nothing_new(text: str) -> None:
    plan = read(text)
    turned = text
    for item in reversed(plan.document.tasks):
        task = item.task
        assert task is not None
        if task.known:
            mark = " " if task.done else "x"
            turned = f"{turned[: task.span.start + 1]}{mark}{turned[task.span.end - 1 :]}"
    assert plan_wording(read(turned)) == plan_wording(plan)


@settings(max_examples=200, deadline=None)
@given(st.one_of(documents(), nasty), st.sampled_from(["\r\n", "\r"]))
def test_line_ends_say_nothing(text: str, newline: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    assert plan_wording(read(plain.replace("\n", newline))) == plan_wording(read(plain))


WORDS = st.lists(
    st.sampled_from(["alpha", "beta", "200", "ms", "3.5", "Größe", "no"]), min_size=1, max_size=6
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_every_word_counts(data: st.DataObject) -> None:
    """Wherever prose, a heading, a cell or code has a word, another word there is another wording."""
    draw = data.draw
    template = (
        "# {}\n\n{}\n\n## Goals\n\n* {}\n  * {}\n\n| a | b |\n|---|---|\n| {} | {} |\n\n"
        "```\n{}\n```\n\n> {}\n\n1. [ ] {}\n"
    )
    places = [draw(WORDS) for _ in range(template.count("{}"))]
    before = plan_wording(read(template.format(*(" ".join(one) for one in places))))
    place = draw(st.integers(0, len(places) - 1))
    word = draw(st.integers(0, len(places[place]) - 1))
    places[place][word] = "gamma"
    after = plan_wording(read(template.format(*(" ".join(one) for one in places))))
    assert before != after
    assert "gamma" in after


@settings(max_examples=200, deadline=None)
@given(WORDS, st.lists(st.sampled_from([" ", "\n", "  ", "\n  "]), min_size=5, max_size=5))
def test_wrapping_says_nothing(words: list[str], gaps: list[str]) -> None:
    wrapped = words[0] + "".join(gap + word for gap, word in zip(gaps, words[1:], strict=False))
    one = read(f"# T\n\nx {' '.join(words)}\n\n* x {' '.join(words)}\n")
    indented = wrapped.replace("\n", "\n  ")
    other = read(f"# T\n\nx {wrapped}\n\n* x {indented}\n")
    safe = not re.search(r"\n\s*\d", wrapped)  # `3.5` begins no list, but let nothing depend on it
    assert not safe or plan_wording(one) == plan_wording(other)


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        (
            "p95 latency of orders is at most 200 ms at 500 req/s",
            "p95 latency of orders is at most 300 ms at 500 req/s",
            (
                'was: "… of orders is at most 200 ms at 500 req/s", '
                'now: "… of orders is at most 300 ms at 500 req/s"'
            ),
        ),
        ("a b", "a b c", 'was: "a b", now: "a b c"'),
        ("a b c", "b c", 'was: "a b c", now: "b c"'),
        ("a a a", "a a", 'was: "a a a", now: "a a"'),
        ("x", "", 'was: "x", now: nothing'),
        ("a  b", "a b", "nothing but white space differs"),
    ],
)
def test_where_two_wordings_differ(was: str, now: str, shown: str) -> None:
    assert difference(was, now) == shown


@given(st.text(max_size=3000), st.text(max_size=3000), st.integers(20, 200))
def test_a_difference_is_short(was: str, now: str, most: int) -> None:
    assert len(difference(was, now, most)) <= 2 * most + 40


def test_a_difference_of_much_takes_no_time() -> None:
    assert len(difference("a " * 200_000 + "b", "c " * 200_000)) < 400


def test_items_say_the_same_but_for_emphasis_and_case() -> None:
    assert same_words("At **most** `200` ms", "at most 200  ms")
    assert not same_words("at most 200 ms", "at most 300 ms")
