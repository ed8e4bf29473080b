"""Which plans and steps a change says it is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.gate.naming import Said, mentions, trailers

IDS = ("orders-store", "orders", "rate-limits", "tasks")


def named(text: str) -> list[tuple[str, str]]:
    return [(one.plan, one.step) for one in trailers(text, "here")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan: orders-store", [("orders-store", "")]),
        ("plan: `orders-store`", [("orders-store", "")]),
        ("**Plan:** orders-store", [("orders-store", "")]),
        ("- Plan: [the plan](docs/plans/orders-store.md)", [("docs/plans/orders-store.md", "")]),
        ("Plan: a-b, c-d and e-f", [("a-b", ""), ("c-d", ""), ("e-f", "")]),
        ("Plan: orders-store#step-3", [("orders-store", "step-3")]),
        ("Plan: orders-store (step 3)", [("orders-store", "3")]),
        ("Plan: a\nPlan-Step: 3", [("a", ""), ("a", "3")]),
        ("Plan: a\nPlan-Steps: 3, 5 and 7", [("a", ""), ("a", "3"), ("a", "5"), ("a", "7")]),
        ("Plan: a\nPlan-Step: 3-5", [("a", ""), ("a", "3"), ("a", "4"), ("a", "5")]),
        ("Plan: a\nPlan-Step: 1\nPlan: b\nPlan-Step: 2", [("a", ""), ("a", "1"), ("b", ""), ("b", "2")]),
        ("Plan-Step: 3", [("", "3")]),
        ("Plan-Step: a#3", [("a", "3")]),
        ("Plan-Step: T012", [("", "T012")]),
        ("Plan-Step: step 3: the store", [("", "step 3")]),
        ("Plan: a, step 4", [("a", ""), ("a", "4")]),
        ("Plan: a/step-4", [("a", "step-4")]),
        ("Plan: add-keys/tasks", [("add-keys/tasks", "")]),
        ("Plan: docs/plans/the plan.md", [("docs/plans/the plan.md", "")]),
        ("Plan: a\nPlan-Step: 3..4", [("a", ""), ("a", "3"), ("a", "4")]),
        ("Plan: TBD\nPlan-Step: wip", []),
        ("Plan: none", []),
        ("Plan: N/A", []),
        ("Plan: first this, then that other thing", []),
        ("> Plan: quoted", []),
        ("```\nPlan: fenced\n```", []),
        ("~~~\nPlan: fenced for good", []),
        ("<!--\nPlan: name\n-->\nPlan: real", [("real", "")]),
        ("Planning: much", []),
        ("The plan: none of this", []),
    ],
)  # fmt: skip
def test_trailers(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


def test_a_part_is_told_from_the_whole() -> None:
    parts = [one.part for one in trailers("Plan: a\nPlan-Step: 3 (part)\nPlan-Step: 4", "here")]
    assert parts == [False, True, False]


@pytest.mark.parametrize(
    ("branch", "expected"),
    [
        ("orders-store/step-3", [("orders-store", "3")]),
        ("ada/orders-store/3", [("orders-store", "3")]),
        ("orders-store-step-3-the-store", [("orders-store", "3")]),
        ("feature/Rate-Limits", [("rate-limits", "")]),
        ("orders-store", [("orders-store", "")]),
        ("orders-storefront", []),
        ("orders-v2", []),
        ("revert-128-orders-store/step-3", []),
        ("main", []),
        ("", []),
    ],
)
def test_branches(branch: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.plan, m.step) for m in mentions(Said(branch=branch), IDS)] == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("orders-store: step 3, use it", [("orders-store", "3")]),
        ("feat(orders-store): use it", [("orders-store", "")]),
        ("[rate-limits] step 2", [("rate-limits", "2")]),
        ("Sort the orders and the tasks", []),  # everyday words
        ('Revert "orders-store: step 3"', []),
        ("Bump my-orders-store", []),
        ("Edit docs/orders-store.md", []),
        (
            "Merge pull request #1 from acme/orders-store/step-2",
            [("orders-store", "2")],
        ),
    ],
)
def test_titles(title: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.plan, m.step) for m in mentions(Said(title=title), IDS)] == expected


@given(st.text(max_size=300), st.text(max_size=60))
def test_whatever_a_stranger_writes_is_read(text: str, branch: str) -> None:
    found = mentions(Said(branch=branch, title=text, body=text, messages=(("c", text),)), IDS)
    assert all("\n" not in one.plan + one.step for one in found)


def test_much_of_it_takes_little_time() -> None:
    text = "Plan: a\n" * 20_000 + "<!--" * 20_000 + "```\n" * 20_001
    assert len(mentions(Said(body=text), IDS)) <= 200
