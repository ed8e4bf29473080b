"""Which plans and steps a change says it is about."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.gate import naming
from planproof.gate.naming import Said, mentions, trailers
from planproof.text.patterns import rx

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
        ("Plan: orders-store#step-3", [("orders-store", "3")]),
        ("Plan: orders-store (step 3)", [("orders-store", "3")]),
        ("Plan: a\nPlan-Step: 3", [("a", ""), ("a", "3")]),
        ("Plan: a\nPlan-Steps: 3, 5 and 7", [("a", ""), ("a", "3"), ("a", "5"), ("a", "7")]),
        ("Plan: a\nPlan-Step: 3-5", [("a", ""), ("a", "3"), ("a", "4"), ("a", "5")]),
        ("Plan: a\nPlan-Step: 1\nPlan: b\nPlan-Step: 2", [("a", ""), ("a", "1"), ("b", ""), ("b", "2")]),
        ("Plan-Step: 3", [("", "3")]),
        ("Plan-Step: a#3", [("a", "3")]),
        ("Plan-Step: T012", [("", "T012")]),
        ("Plan-Step: step 3: the store", [("", "3")]),
        ("Plan: a, step 4", [("a", ""), ("a", "4")]),
        ("Plan: a/step-4", [("a", "4")]),
        ("Plan: add-keys/tasks", [("add-keys/tasks", "")]),
        ("Plan: docs/plans/the plan.md", [("docs/plans/the plan.md", "")]),
        ("Plan: a\nPlan-Step: 3..4", [("a", ""), ("a", "3"), ("a", "4")]),
        ("Plan-Step: 2.1 to 2.3", [("", "2.1"), ("", "2.2"), ("", "2.3")]),
        ("Plan-Step: task T004, T005", [("", "T004"), ("", "T005")]),
        ("Plan: a\nPlan-Step: b#3, 4", [("a", ""), ("b", "3"), ("b", "4")]),
        ("Plan-Step: [the store](docs/plans/a.md#step-3)", [("docs/plans/a.md", "3")]),
        ("Plan: orders step 3, 4", [("orders", "3"), ("orders", "4")]),
        ("Plan: orders#3, 4 and b-c#T001, T002", [("orders", "3"), ("orders", "4"), ("b-c", "T001"), ("b-c", "T002")]),
        ("Plan: orders steps 2-4", [("orders", "2"), ("orders", "3"), ("orders", "4")]),
        ("Plan: [Orders](docs/plans/orders.md#L3)", [("docs/plans/orders.md", "")]),
        ("Plan: docs/a.md#L3-L9, docs/b.md#L3", [("docs/a.md", ""), ("docs/b.md", "")]),
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


def test_of_several_everyday_words_only_the_ids_of_plans_have_to_be_plans() -> None:
    text = "Plan: refactor, tasks and deploy-it\nPlan-Step: 3"
    found = [(one.plan, one.strict) for one in trailers(text, "here", IDS)]
    assert found == [
        ("refactor", False), ("tasks", True), ("deploy-it", True), ("deploy-it", True),
    ]  # fmt: skip


def test_a_single_word_has_to_be_a_plan() -> None:
    assert [one.strict for one in trailers("Plan: ordres, step 3", "here", IDS)] == [True, True]


def test_the_id_of_a_plan_is_read_whole_whatever_is_in_it() -> None:
    ids = ("search and replace", "2024", "x/step-2")
    found = trailers("Plan: search and replace#3\nPlan: a-b, 2024\nPlan: x/step-2", "here", ids)
    assert [(one.plan, one.step) for one in found] == [
        ("search and replace", "3"), ("a-b", ""), ("2024", ""), ("x/step-2", ""),
    ]  # fmt: skip


def test_of_very_many_names_the_first_are_looked_at() -> None:
    text = "".join(f"Plan: plan-{number}\n" for number in range(1000))
    found = mentions(Said(body=text), IDS)
    assert [one.plan for one in found] == [f"plan-{number}" for number in range(200)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan: orders-store" + " \t" * 90_000, [("orders-store", "")]),
        ("Plan: a" + " \t" * 90_000 + "b", []),
        ("Plan-Step: T1" + "(part" * 39_000, [("", "T1")]),
        ("Plan: " + "[x](" * 45_000, [("[x](" * 45_000, "")]),
    ],
    ids=["blanks", "blanks within", "brackets", "links"],
)
def test_who_writes_very_much_is_read(text: str, expected: list[tuple[str, str]]) -> None:
    """It would take minutes if each beginning were followed to the end."""
    assert named(text) == expected


def test_titles_that_name_no_plan_are_not_searched_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[str] = []

    def counting(pattern: str) -> re.Pattern[str]:
        searched.append(pattern)
        return rx(pattern)

    monkeypatch.setattr(naming, "rx", counting)
    ids = [f"plan-{number}" for number in range(100)]
    messages = tuple((f"commit {number}", "Sort the orders") for number in range(50))
    assert mentions(Said(messages=messages), ids) == []
    assert len(searched) < 20 * (len(ids) + len(messages)) < len(ids) * len(messages)
