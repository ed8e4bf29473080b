"""What a step does to what it names: the sentences that plans have."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.model import Step
from planproof.verdict.deeds import named_in
from planproof.verdict.tense import Tense
from tests.support import read


def plan_of(*steps: str) -> str:
    return "# Orders\n\n## Incremental Implementation Checklist\n\n" + "\n".join(
        f"* [ ] {step}" for step in steps
    )


def deeds_of(sentence: str) -> str:
    text = plan_of(sentence)
    step = next(item for item in read(text).items if isinstance(item, Step))
    return " ".join(one.deed for one in named_in(step, text))


@pytest.mark.parametrize(
    ("sentence", "deeds"),
    [
        ("Add `a.py` and read `A_B`", "makes makes"),
        ("1. Remove the flag `x-y` from `a.py`", "removes touches"),
        ("**T001** Remove `a.py`, `b.py` and the old `c.py`", "removes removes removes"),
        ("Rename `a.py` to `b.py`", "moves makes"),
        ("Move the store from `a.py` into the new module `b.py`", "moves makes"),
        ("Split `a.py` into `b.py` and `c.py`", "moves makes makes"),
        ("Replace `a.py` with `b.py`", "moves makes"),
        ("Add a delete endpoint `DELETE /a` in `a.py`", "makes makes"),
        ("Implement soft delete in `a.py`", "makes"),
        ("DELETE `a.py`", "makes"),
        ("Add `a.py`, remove `b.py`", "makes removes"),
        ("Delete `a.py` and add `b.py`", "removes makes"),
        ("After two weeks, remove the flag `x-y`", "removes"),
        ("Write the docs. Remove `a.py`.", "removes"),
        ("Phase 2: clean up the flag `x-y`", "retires"),
        ("Flag cleanup: `x-y`", "retires"),
        ("The flag `x-y` is removed and `a.py` deleted", "removes removes"),
        ("Drop support for `A_B`", "touches"),
        ("Handle dropped connections in `a.py`", "makes"),
        ("Delete dead code in `a.py`", "touches"),
        ("Drop the table, remove unused imports (`a.py`, `b.py`)", "touches touches"),
        ("Use `a.py` instead of `b.py`", "makes touches"),
        ("Name modules by what they do, e.g. `a.py`", "touches"),
        ("Stop reading `A_B`", "retires"),
        ("Update `a.json` → `b.json`", "moves makes"),
        ("Update `GET /a` → `GET /b`", "moves makes"),
        ("Write `a.py` → `GET /b`", "makes makes"),
        ("Check whether `a.py` is there", "touches"),
        ("Confirm there is no existing `a.py`", "touches"),
        ("Write `a.py`; `b.py` is a follow-up", "makes touches"),
        ("Update `a.py` (if it exists)", "touches"),
        ("Rework `a.py`: Removed `B`", "makes removes"),
    ],
)
def test_the_verb_that_begins_a_clause_says_what_becomes_of_a_name(
    sentence: str, deeds: str
) -> None:
    assert deeds_of(sentence) == deeds


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("Remove flag `x-y`", True),
        ("Clean up `x-y`", True),
        ("Remove all uses of `x-y`", True),
        ("Remove the code behind `x-y`", True),
        ("Delete the old path and its `x-y` flag", True),
        ("Turn on `x-y`, then remove it", True),
        ("`x-y` flag removed", True),
        ("Turn on `x-y`", False),
        ("Add `x-y` and remove `z-z`", False),
        ("Remove old code; `x-y` stays", False),
        ("Add the endpoint `DELETE /a` behind `x-y`", False),
    ],
)
def test_what_puts_an_end_to_a_flag(sentence: str, ends: bool) -> None:
    assert bool(Tense(read(plan_of(sentence))).removing("x-y")) is ends


@given(st.text(alphabet="abc `()[]*.,;:-–→#&\n", max_size=60))
def test_no_sentence_makes_it_fail(sentence: str) -> None:
    text = plan_of(sentence)
    for item in read(text).items:
        if isinstance(item, Step):
            for one in named_in(item, text):
                words = text[one.code.span.start : one.code.span.end].strip("`").split()
                assert words == one.text.split()
