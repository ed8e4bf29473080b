"""What `after:` names: steps, steps of other plans, and words that name none and are not passed over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.after import named_after
from planproof.plan.wording import one_line, says_none

HERE = "docs/plans/orders.md"


def after(value: str) -> list[str]:
    return list(named_after(value, HERE))


@pytest.mark.parametrize("value", ["", "nothing", "none", "None.", "n/a", "-"])
def test_nothing_is_nothing(value: str) -> None:
    assert after(value) == []


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        ("1", ["step-1"]),
        ("1a", ["step-1a"]),
        ("1.2", ["step-1.2"]),
        ("#3", ["step-3"]),
        ("Step 1", ["step-1"]),
        ("step-1a", ["step-1a"]),
        ("step_1", ["step-1"]),
        ("step #4", ["step-4"]),
        ("task 4", ["step-4"]),
        ("step-1-2", ["step-1-2"]),
        ("step-1.1-2", ["step-1.1-2"]),
        ("T012", ["T012"]),
        ("AC-2", ["AC-2"]),
        ("`step-1`", ["step-1"]),
        ("step 1.", ["step-1"]),
        ("step 2 (the table)", ["step-2"]),
        ("step 2 - the table", ["step-2"]),
        ("T012: the schema", ["T012"]),
        ("task T012", ["T012"]),
        ("step 1 is merged", ["step-1"]),
        ("T012 has landed", ["T012"]),
    ],
)
def test_a_step_by_its_id_number_or_label(value: str, steps: list[str]) -> None:
    assert after(value) == steps


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        ("1, 2", ["step-1", "step-2"]),
        ("steps 1, 2, and 4", ["step-1", "step-2", "step-4"]),
        ("step-1 and step-2.3", ["step-1", "step-2.3"]),
        ("1; 2 & 3", ["step-1", "step-2", "step-3"]),
        ("1 2", ["step-1", "step-2"]),
        ("1-3", ["step-1", "step-2", "step-3"]),
        ("steps 2 to 4", ["step-2", "step-3", "step-4"]),
        ("2..4", ["step-2", "step-3", "step-4"]),
        ("step-1 – step-2", ["step-1", "step-2"]),
        ("1.2-1.3", ["step-1.2", "step-1.3"]),
        ("1, 1", ["step-1"]),
    ],
)
def test_several_steps(value: str, steps: list[str]) -> None:
    assert after(value) == steps


@pytest.mark.parametrize(
    ("value", "steps"),
    [
        ("other#2", ["other#step-2"]),
        ("other # step-1", ["other#step-1"]),
        ("add-keys/tasks#step-1.1", ["add-keys/tasks#step-1.1"]),
        ("docs/plans/other.md#1", ["docs/plans/other.md#step-1"]),
        ("./docs/plans/other.md#1", ["docs/plans/other.md#step-1"]),
        ("docs/plans/d#e.md#step-1", ["docs/plans/d#e.md#step-1"]),
        ("my plan#T012", ["my plan#T012"]),
        ("search and replace#1", ["search and replace#step-1"]),
        ("1 and other#2", ["step-1", "other#step-2"]),
        ("other#1-2", ["other#step-1", "other#step-2"]),
        ("other#the schema", ["other#the schema"]),
        ("orders#step-1", ["step-1"]),
        (f"{HERE}#step-1", ["step-1"]),
    ],
)
def test_steps_of_other_plans_and_of_this_one_by_its_name(value: str, steps: list[str]) -> None:
    assert after(value) == steps


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("schema", ["schema"]),
        ("other", ["other"]),
        ('"First"', ["First"]),
        ("v2 is out", ["v2 is out"]),
        ("2 weeks", ["2 weeks"]),
        ("2024-08-13", ["2024-08-13"]),
        ("step 1, the review", ["step-1", "the review"]),
        ("see PR #128", ["see PR 128"]),
        ("other#", ["other"]),
        ("#", ["?"]),
        (",", [","]),
        ("words " * 40, ["words " * 9 + "words…"]),
    ],
)
def test_words_that_name_no_step_are_kept(value: str, names: list[str]) -> None:
    assert after(value) == names


@given(st.text(alphabet="12aTs#-, .`x", max_size=30))
def test_what_says_something_names_something(value: str) -> None:
    names = after(value)
    assert bool(names) == bool(one_line(value) and not says_none(value))
    for one in names:
        plan, mark, item = one.rpartition("#")
        assert item
        assert plan or not mark
