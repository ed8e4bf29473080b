"""Which steps can be started, read from plans as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.model import State
from planproof.progress.order import tangled
from planproof.progress.steps import (
    Order,
    PlanSteps,
    StepState,
    critical_path,
    ordered,
    startable,
    steps_of,
)
from tests.support import read


def plan(name: str, *lines: str, status: str = "", owner: str = "") -> PlanSteps:
    """A plan with this checklist."""
    front = f"---\nstatus: {status}\n---\n" if status else ""
    steps = "\n".join(lines)
    text = f"{front}# {name.title()}\n\n## Implementation Checklist\n\n{steps}\n"
    return steps_of(read(text, f"docs/plans/{name}.md"), owner)


def told(order: Order) -> list[str]:
    return [_name(one.node) for one in startable(order)]


def _name(node: tuple[str, str]) -> str:
    return f"{node[0].removeprefix('docs/plans/').removesuffix('.md')}#{node[1]}"


def test_steps_without_after_come_one_after_the_other() -> None:
    order = ordered([plan("a", "* [x] 1. One", "* [ ] 2. Two", "* [ ] 3. Three")])
    assert told(order) == ["a#step-2"]
    [ready] = startable(order)
    assert [_name(one) for one in ready.unblocks] == ["a#step-3"]
    assert ready.later == 1


def test_after_says_more_than_the_order_of_the_list() -> None:
    lines = ("* [x] 1. One", "* [ ] 2. Two", "* [ ] 3. Three", "  * after: step-1")
    assert told(ordered([plan("a", *lines)])) == ["a#step-2", "a#step-3"]


def test_after_nothing_waits_for_nothing() -> None:
    order = ordered([plan("a", "* [ ] 1. One", "* [ ] 2. Two", "  * after: nothing")])
    assert told(order) == ["a#step-1", "a#step-2"]


def test_a_step_waits_for_one_of_another_plan() -> None:
    first = plan("a", "* [ ] 1. One", "  * after: b#step-2")
    second = plan("b", "* [ ] 1. One", "* [ ] 2. Two")
    order = ordered([first, second])
    assert told(order) == ["b#step-1"]
    assert [_name(one) for one in critical_path(order)] == ["b#step-1", "b#step-2", "a#step-1"]


def test_another_plan_is_named_by_its_file_or_by_an_id_of_several_words() -> None:
    first = plan(
        "a", "* [ ] 1. One", "  * after: docs/plans/b.md#step-1", "* [ ] 2. Two", "  * after: c d#1"
    )
    order = ordered([first, plan("b", "* [ ] 1. One"), plan("c d", "* [ ] 1. One")])
    assert order.troubles == ()
    assert told(order) == ["b#step-1", "c d#step-1"]


def test_words_that_name_no_step_stop_one() -> None:
    order = ordered([plan("a", "* [ ] 1. One", "* [ ] 2. Two", "  * after: the schema")])
    assert [one.reason for one in order.troubles] == ["`a` has no step `the schema`"]
    assert told(order) == ["a#step-1"]


@pytest.mark.parametrize("name", ["T001", "t001", "step 1", "step 01", "docs/plans/a.md#t001"])
def test_a_step_is_named_by_its_label_or_number_in_any_case(name: str) -> None:
    order = ordered(
        [plan("a", "1. [ ] **T001** One", "2. [ ] **T002** Two", f"   * after: {name}")]
    )
    assert order.troubles == ()
    assert told(order) == ["a#T001"]


def test_the_critical_path_can_be_that_of_a_plan() -> None:
    order = ordered([plan("a", "* [ ] 1. One", "* [ ] 2. Two"), plan("b", "* [ ] 1. One")])
    ends = {node: None for node in order.graph if node[0].endswith("b.md")}
    assert [_name(one) for one in critical_path(order, ends)] == ["b#step-1"]


def test_the_list_yields_where_after_says_the_opposite() -> None:
    order = ordered([plan("a", "* [ ] 1. One", "  * after: step-2", "* [ ] 2. Two")])
    assert told(order) == ["a#step-2"]
    assert tangled(order.graph) == frozenset()


def test_a_circle_across_plans_cannot_be_started() -> None:
    first = plan("a", "* [ ] 1. One", "  * after: b#step-1", "* [ ] 2. Two")
    second = plan("b", "* [ ] 1. One", "  * after: a#step-1", "* [ ] 2. Two", "  * after: nothing")
    order = ordered([first, second])
    assert told(order) == ["b#step-2"]
    assert {_name(one) for one in tangled(order.graph)} == {"a#step-1", "b#step-1"}
    assert [_name(one) for one in critical_path(order)] == ["b#step-2"]


@pytest.mark.parametrize(
    ("status", "after", "ready", "reason"),
    [
        ("done", "b#step-2", ["a#step-1"], ""),
        ("withdrawn", "b#step-1", ["a#step-1"], ""),  # what was ticked is done, whatever came then
        ("withdrawn", "b#step-2", [], "it is open, and `b` is withdrawn"),
        ("active", "b#step-9", ["b#step-2"], "`b` has no step `step-9`"),
        ("active", "c#step-1", ["b#step-2"], "there is no plan `c`"),
    ],
)
def test_what_another_plan_is_decides(
    status: str, after: str, ready: list[str], reason: str
) -> None:
    first = plan("a", "* [ ] 1. One", f"  * after: {after}")
    second = plan("b", "* [x] 1. One", "* [ ] 2. Two", status=status)
    order = ordered([first, second])
    assert told(order) == ready
    assert [one.reason for one in order.troubles] == ([reason] if reason else [])


def test_a_step_that_waits_for_nothing_that_comes_is_on_no_way() -> None:
    order = ordered([plan("a", "* [ ] 1. One", "  * after: step-9", "* [ ] 2. Two")])
    assert told(order) == []
    assert critical_path(order) == ()


def test_parts_come_before_their_step_and_the_next_step_after_it() -> None:
    lines = ("* [ ] 1. One", "  * [x] Left", "  * [ ] Right", "* [ ] 2. Two")
    order = ordered([plan("a", *lines)])
    parts = [one.id for one in plan("a", *lines).steps if one.parent]
    assert told(order) == [f"a#{parts[1]}"]
    assert [_name(one) for one in critical_path(order)] == [
        f"a#{parts[1]}", "a#step-1", "a#step-2",
    ]  # fmt: skip


def test_parts_wait_for_what_their_step_waits_for() -> None:
    lines = ("* [ ] 1. One", "* [ ] 2. Two", "  * [ ] Left")
    assert told(ordered([plan("a", *lines)])) == ["a#step-1"]


def test_parts_of_a_step_in_trouble_cannot_be_started() -> None:
    lines = ("* [ ] 1. One", "  * after: step-9", "  * [ ] Left")
    assert told(ordered([plan("a", *lines)])) == []


def test_of_what_is_ticked_no_trouble_is_told() -> None:
    order = ordered([plan("a", "* [x] 1. One", "  * after: step-9", "* [ ] 2. Two")])
    assert order.troubles == ()
    assert told(order) == ["a#step-2"]


def test_steps_know_whose_they_are_and_until_when() -> None:
    lines = ("* [ ] 1. One", "  * owner: mia", "  * due: 2026-03-01", "* [ ] 2. Two")
    first, second = plan("a", *lines, owner="ada").steps
    assert (first.owner, first.due, first.words) == ("mia", "2026-03-01", "One")
    assert (second.owner, second.due, second.after) == ("ada", "", None)


NAMES = st.sampled_from(["step-1", "step-2", "step-3", "p0#step-1", "p1#step-2", "p2#step-3"])
STEPS = st.tuples(st.booleans(), st.none() | st.lists(NAMES, max_size=2).map(tuple))
PLANS = st.lists(
    st.tuples(st.sampled_from(State), st.lists(STEPS, max_size=4)), max_size=3
).map(
    lambda plans: [
        PlanSteps(
            path=f"p{at}.md",
            id=f"p{at}",
            title="",
            state=state,
            declared=True,
            steps=tuple(
                StepState(id=f"step-{number}", words="", line=1, done=done, after=after)
                for number, (done, after) in enumerate(steps, 1)
            ),
        )
        for at, (state, steps) in enumerate(plans)
    ]
)  # fmt: skip


@given(PLANS)
def test_doing_what_can_be_started_does_all_but_what_waits_in_vain(plans: list[PlanSteps]) -> None:
    """Whatever is startable is ticked, again and again: left is what is tangled, or in trouble, or behind it."""
    first = ordered(plans)
    lost = set(tangled(first.graph)) | first.stuck
    while grown := {node for node, before in first.graph.items() if lost & set(before)} - lost:
        lost |= grown
    rounds = 0
    while ready := {one.node for one in startable(ordered(plans))}:
        rounds += 1
        plans = [_ticked(one, ready) for one in plans]
    assert set(ordered(plans).graph) == lost
    assert rounds == len(critical_path(first))  # all that can be done at once, done at once


def _ticked(plan: PlanSteps, nodes: set[tuple[str, str]]) -> PlanSteps:
    return PlanSteps(
        path=plan.path, id=plan.id, title="", state=plan.state, declared=True,
        steps=tuple(
            StepState(
                id=step.id, words="", line=1, after=step.after,
                done=step.done or (plan.path, step.id) in nodes,
            )
            for step in plan.steps
        ),
    )  # fmt: skip
