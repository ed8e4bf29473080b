"""How plans and items are named together."""

from __future__ import annotations

import pytest

from planproof.plan.ids import Ids, quoted, split_named


@pytest.mark.parametrize(
    ("named", "plan", "item"),
    [
        ("orders", "orders", ""),
        ("orders#step-1", "orders", "step-1"),
        ("add-keys/tasks#step-1.1", "add-keys/tasks", "step-1.1"),
        ("docs/plans/d#e.md#step-1", "docs/plans/d#e.md", "step-1"),
        ("docs/plans/d#e.md", "docs/plans/d#e.md", ""),
        ("docs/c#/plans", "docs/c#/plans", ""),
        ("d#e#step-1", "d#e", "step-1"),
        ("#step-1", "", "step-1"),
        ("orders#", "orders", ""),
    ],
)
def test_the_last_mark_parts_plan_and_item(named: str, plan: str, item: str) -> None:
    assert split_named(named) == (plan, item)


@pytest.mark.parametrize(
    ("plan", "item", "written"),
    [
        ("orders", "", "orders"),
        ("orders", "step-1.1", "orders#step-1.1"),
        ("add-keys/tasks", "step-1", "add-keys/tasks#step-1"),
        ("d#e", "step-1", "d#e#step-1"),
        ("my plan", "step-1", "'my plan#step-1'"),
        ("my plan", "", "'my plan'"),
        ("$(id)", "AC-1", "'$(id)#AC-1'"),
        ("ada's", "AC-1", """'ada'"'"'s#AC-1'"""),
        ("#1", "AC-1", "'#1#AC-1'"),  # a `#` begins a comment
    ],
)
def test_a_command_can_be_copied_whatever_a_plan_is_called(
    plan: str, item: str, written: str
) -> None:
    assert quoted(plan, item) == written


def test_a_label_that_repeats_is_counted_and_its_first_item_keeps_it() -> None:
    ids = Ids()
    said = [ids.next("step", label) for label in ("T1", None, "T1", "T2", "T1")]
    assert said == ["T1", "step-2", "T1-2", "T2", "T1-3"]
