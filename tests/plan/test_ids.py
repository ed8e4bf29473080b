"""How plans and items are named together."""

from __future__ import annotations

import pytest

from planproof.plan.ids import split_named


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
