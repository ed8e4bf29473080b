"""Why a box is not supported."""

from __future__ import annotations

import msgspec

from planproof.plan.model import Item, Plan
from planproof.progress.support import Reason, Waits, forcible, unsupported
from planproof.text.source import Span
from planproof.verdict.model import Judged, Verdict
from tests.support import read

HEAD = "## Incremental Implementation Checklist\n\n"
PLAN = read(
    f"# A\n\n{HEAD}* [x] 1. One\n* [ ] 2. Two\n* [x] 3. Three\n  * after: step-1, step-2, b#step-1\n",
    "docs/a.md",
)
OTHER = read(f"# B\n\n{HEAD}* [ ] 1. Bill\n", "docs/b.md")

NOTHING = Waits((), ())


def item(plan: Plan, name: str) -> Item:
    return next(one for one in plan.items if one.id == name)


def claim(verdict: Verdict, kind: str = "step", of: str = "step-3", accepted: str = "") -> Judged:
    return Judged(
        verdict=verdict, subject="x", span=Span(0, 1), says="it is so", reason="it is not", kind=kind, item=of, accepted=accepted
    )  # fmt: skip


def kinds(reasons: list[Reason]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.plan, one.item) for one in reasons]


def waiting(plan: Plan, name: str, *others: Plan, ticked: tuple[str, ...] = ()) -> list[str]:
    """Why a step that is ticked has to wait, where some others are ticked together with it."""
    at_once = {(plan.path, one) for one in (name, *ticked)}
    return [one.reason for one in Waits((plan, *others), at_once).reasons(plan, item(plan, name))]


def checklist(name: str, *lines: str, status: str = "") -> Plan:
    front = f"---\nstatus: {status}\n---\n" if status else ""
    return read(f"{front}# {name.upper()}\n\n{HEAD}" + "\n".join(lines) + "\n", f"docs/{name}.md")


def test_steps_before_it_that_are_open_here_and_in_other_plans() -> None:
    waits = Waits((PLAN, OTHER), {(PLAN.path, "step-3")})
    found = waits.reasons(PLAN, item(PLAN, "step-3"))
    assert kinds(found) == [("after", "a", "step-2"), ("after", "b", "step-1")]
    assert found[1].reason == 'it comes after step 1 of `b`, which is open: "1. Bill"'
    assert forcible(found)


def test_steps_that_there_are_not_and_a_step_after_itself() -> None:
    plan = checklist("a", "* [x] 1. One", "  * after: step-1, step-7, c#step-2, b#step-9")
    assert waiting(plan, "step-1", OTHER) == [
        "it comes after itself",
        "it comes after `step-7`, but `a` has no step `step-7`",
        "it comes after `c#step-2`, but there is no plan `c`",
        "it comes after `b#step-9`, but `b` has no step `step-9`",
    ]


def test_steps_that_are_ticked_at_once_do_not_wait_for_each_other() -> None:
    first = checklist("a", "* [x] 1. One", "* [x] 2. Two", "  * after: step-1, b#step-1")
    second = checklist("b", "* [x] 1. Bill")
    at_once = {(first.path, "step-1"), (first.path, "step-2"), (second.path, "step-1")}
    assert Waits((first, second), at_once).reasons(first, item(first, "step-2")) == []


def test_a_circle_is_named_also_where_all_of_it_is_ticked_at_once() -> None:
    lines = ("* [x] 1. One", "  * after: step-2", "* [x] 2. Two", "  * after: step-1")
    told = ["it waits in a circle: a#step-1 waits for a#step-2 waits for a#step-1"]
    assert waiting(checklist("a", *lines), "step-1", ticked=("step-2",)) == told
    # Of what was ticked before nobody waits, as `next` sees it.
    assert waiting(checklist("a", *lines), "step-1") == []
    half = checklist("a", *(line.replace("[x] 2", "[ ] 2") for line in lines))
    assert waiting(half, "step-1") == told


def test_a_circle_across_plans_each_of_which_is_done_by_it() -> None:
    first = checklist("a", "* [x] 1. One", "  * after: b#step-1")
    second = checklist("b", "* [x] 1. One", "  * after: a#step-1")
    waits = Waits((first, second), {(first.path, "step-1"), (second.path, "step-1")})
    assert [one.reason for one in waits.reasons(second, item(second, "step-1"))] == [
        "it waits in a circle: a#step-1 waits for b#step-1 waits for a#step-1"
    ]


def test_a_step_waits_for_its_parts_and_they_for_what_it_waits_for() -> None:
    lines = ("* [ ] 1. One", "* [x] 2. Two", "  * after: step-1", "  * [ ] 2.1. Left", "  * [ ] 2.2. Right")  # fmt: skip
    plan = checklist("a", *lines)
    assert waiting(plan, "step-2") == [
        'it comes after step 1, which is open: "1. One"',
        'step 2.1 and 1 more of its parts are open: "2.1. Left"',
    ]
    assert waiting(plan, "step-2", ticked=("step-1", "step-2.2")) == [
        'step 2.1, a part of it, is open: "2.1. Left"'
    ]
    assert waiting(plan, "step-2.1") == [
        'step 2, of which it is a part, comes after step 1, which is open: "1. One"'
    ]


def test_parts_wait_in_vain_with_their_step() -> None:
    plan = checklist("a", "* [ ] 1. One", "  * after: c#step-1", "  * [x] 1.1. Left")
    assert waiting(plan, "step-1.1") == [
        "step 1, of which it is a part, comes after `c#step-1`, but there is no plan `c`"
    ]


def test_what_another_plan_is_decides_as_next_says() -> None:
    plan = checklist("a", "* [x] 1. One", "  * after: b#step-1")
    of = {state: checklist("b", "* [ ] 1. Bill", status=state) for state in ("done", "withdrawn")}
    assert waiting(plan, "step-1", of["done"]) == []
    told = ["it comes after `b#step-1`, but it is open, and `b` is withdrawn"]
    assert waiting(plan, "step-1", of["withdrawn"]) == told


def test_within_a_plan_that_says_it_is_done_or_withdrawn_the_order_still_counts() -> None:
    for state in ("done", "withdrawn"):
        plan = checklist("a", "* [ ] 1. One", "* [x] 2. Two", "  * after: step-1", status=state)
        assert waiting(plan, "step-2") == ['it comes after step 1, which is open: "1. One"']


def test_its_own_claims_count_when_they_are_broken_and_its_proof_when_it_does_not_hold() -> None:
    judged = [
        claim(Verdict.BROKEN),
        claim(Verdict.BROKEN, accepted="known"),
        claim(Verdict.UNKNOWN),
        claim(Verdict.PENDING),
        claim(Verdict.STALE, "proof"),
        claim(Verdict.BROKEN, of="step-1"),
    ]
    plan = read(f"# A\n\n{HEAD}* [x] 3. Three\n", "docs/a.md")
    found = unsupported(plan, item(plan, "step-3"), judged, NOTHING)
    assert [(one.kind, one.claim) for one in found] == [("claim", "step"), ("proof", "proof")]
    assert not forcible(found)
    holds = [claim(Verdict.HOLDS, "proof"), claim(Verdict.UNKNOWN)]
    assert unsupported(plan, item(plan, "step-3"), holds, NOTHING) == []
    for verdict in (Verdict.BROKEN, Verdict.UNPROVEN, Verdict.STALE, Verdict.UNKNOWN):
        assert unsupported(plan, item(plan, "step-3"), [claim(verdict, "proof")], NOTHING)


def test_what_the_tick_breaks_elsewhere_counts_and_what_was_broken_before_does_not() -> None:
    plan = read(f"# A\n\n{HEAD}* [x] 3. Three\n", "docs/a.md")
    now = [claim(Verdict.BROKEN, of="component-1"), claim(Verdict.BROKEN, of="component-2")]
    was = [claim(Verdict.PENDING, of="component-1"), claim(Verdict.BROKEN, of="component-2")]
    found = unsupported(plan, item(plan, "step-3"), now, NOTHING, was)
    assert kinds(found) == [("breaks", "a", "component-1")]
    assert unsupported(plan, item(plan, "step-3"), now, NOTHING) == []


def test_what_was_broken_before_counts_where_it_comes_with_the_step() -> None:
    plan = read(f"# A\n\n{HEAD}* [x] 3. Three\n", "docs/a.md")
    of_step = msgspec.structs.replace(
        claim(Verdict.BROKEN, "variable-default", of="variable-1"), due=("step-3",)
    )
    other = msgspec.structs.replace(of_step, item="variable-2", due=("step-2",))
    found = unsupported(plan, item(plan, "step-3"), [of_step, other], NOTHING, [of_step, other])
    assert kinds(found) == [("claim", "a", "variable-1")]
