"""Why a box is not supported."""

from __future__ import annotations

from planproof.plan.model import Item, Plan
from planproof.progress.support import Reason, forcible, open_before, unsupported
from planproof.text.source import Span
from planproof.verdict.model import Judged, Verdict
from tests.support import read

HEAD = "## Incremental Implementation Checklist\n\n"
PLAN = read(
    f"# A\n\n{HEAD}* [x] 1. One\n* [ ] 2. Two\n* [x] 3. Three\n  * after: step-1, step-2, b#step-1\n",
    "docs/a.md",
)
OTHER = read(f"# B\n\n{HEAD}* [ ] 1. Bill\n", "docs/b.md")


def item(plan: Plan, name: str) -> Item:
    return next(one for one in plan.items if one.id == name)


def claim(verdict: Verdict, kind: str = "step", of: str = "step-3", accepted: str = "") -> Judged:
    return Judged(
        verdict=verdict, subject="x", span=Span(0, 1), says="it is so", reason="it is not", kind=kind, item=of, accepted=accepted
    )  # fmt: skip


def kinds(reasons: list[Reason]) -> list[tuple[str, str, str]]:
    return [(one.kind, one.plan, one.item) for one in reasons]


def test_steps_before_it_that_are_open_here_and_in_other_plans() -> None:
    found = open_before(PLAN, item(PLAN, "step-3"), {"b": OTHER})
    assert kinds(found) == [("after", "a", "step-2"), ("after", "b", "step-1")]
    assert found[1].reason == 'it comes after step 1 of `b`, which is open: "1. Bill"'
    assert forcible(found)


def test_steps_that_there_are_not_and_a_step_after_itself() -> None:
    text = f"# A\n\n{HEAD}* [x] 1. One\n  * after: step-1, step-7, c#step-2, b#step-9\n"
    plan = read(text, "docs/a.md")
    assert [one.reason for one in open_before(plan, item(plan, "step-1"), {"b": OTHER})] == [
        "it comes after itself",
        "there is no step `step-7`, which it comes after",
        "there is no plan `c`, whose `step-2` it comes after",
        "there is no step `b#step-9`, which it comes after",
    ]


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
    found = unsupported(plan, item(plan, "step-3"), judged, {})
    assert [(one.kind, one.claim) for one in found] == [("claim", "step"), ("proof", "proof")]
    assert not forcible(found)
    holds = [claim(Verdict.HOLDS, "proof"), claim(Verdict.UNKNOWN)]
    assert unsupported(plan, item(plan, "step-3"), holds, {}) == []
    for verdict in (Verdict.BROKEN, Verdict.UNPROVEN, Verdict.STALE, Verdict.UNKNOWN):
        assert unsupported(plan, item(plan, "step-3"), [claim(verdict, "proof")], {})


def test_what_the_tick_breaks_elsewhere_counts_and_what_was_broken_before_does_not() -> None:
    plan = read(f"# A\n\n{HEAD}* [x] 3. Three\n", "docs/a.md")
    now = [claim(Verdict.BROKEN, of="component-1"), claim(Verdict.BROKEN, of="component-2")]
    was = [claim(Verdict.PENDING, of="component-1"), claim(Verdict.BROKEN, of="component-2")]
    found = unsupported(plan, item(plan, "step-3"), now, {}, was)
    assert kinds(found) == [("breaks", "a", "component-1")]
    assert unsupported(plan, item(plan, "step-3"), now, {}) == []
