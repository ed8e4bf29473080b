"""How plans stand, counted by hand."""

from __future__ import annotations

import pytest

from planproof.progress.standing import (
    Claim,
    Standing,
    Trust,
    Verdicts,
    owner_of,
    stale_flags,
    standing_of,
)
from planproof.template.schema import IMPACTS
from tests.support import read

PLAN = """\
---
status: active
---
# Orders

## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Reviewer | @grace | Review |
| Owner | @ada | Delivery |

## Rollout

The feature flag `new-orders` is removed at the end.

## Risks & Mitigations

| Risk | Impact | Mitigation |
|------|--------|------------|
| The queue overflows | High | |
| The disk fills | High | Delete old files |
| A typo | Low | |

## Open Questions

* Who keeps the keys?
* How long? Answer: a day, as support asked for it.

## Incremental Implementation Checklist

* [x] 1. Prove
* [x] 2. Merge (#12)
* [x] 3. Claim
* [x] 4. Contradict
* [x] 5. Outlive
* [ ] 6. Remove the flag `new-orders`
  * due: 2026-03-01

## Acceptance Criteria

* [x] Answers within 200 ms
* [ ] Loses no order
"""


def claim(item: str, kind: str, verdict: str, subject: str = "") -> Claim:
    return Claim(item, kind, verdict, subject, "because")


CLAIMS = (
    claim("step-1", "proof", "holds"),
    claim("step-1", "merged", "holds"),
    claim("step-2", "merged", "holds"),
    claim("step-3", "merged", "unknown"),
    claim("step-4", "step", "broken"),
    claim("step-4", "proof", "holds"),
    claim("step-5", "proof", "stale"),
    claim("criterion-1", "proof", "holds"),
    claim("rollout", "flag", "holds", "new-orders"),
)


def standing(text: str = PLAN, claims: tuple[Claim, ...] = CLAIMS) -> Standing:
    return standing_of(read(text), claims, "", IMPACTS)


def test_each_step_is_counted_by_the_most_that_is_known_of_it() -> None:
    steps = standing().steps
    assert (steps.total, steps.ticked) == (6, 5)
    assert (steps.merged, steps.proven) == (2, 2)  # the fourth is proven and contradicted
    assert steps.trust == Trust(proven=1, merged=1, claimed=1, stale=1, contradicted=1, open=1)


def test_claims_and_criteria_are_counted_by_verdict() -> None:
    found = standing()
    assert found.claims == Verdicts(holds=6, broken=1, stale=1, unknown=1)
    assert found.criteria == Verdicts(holds=1, unknown=1)  # nothing is claimed of the second
    assert found.criteria_ticked == 1


def test_a_broken_claim_that_is_accepted_contradicts_nothing() -> None:
    found = standing(claims=(claim("step-4", "step", "accepted"),))
    assert found.steps.trust.contradicted == 0
    assert found.claims == Verdicts(accepted=1)


def test_what_a_plan_lacks_is_counted() -> None:
    found = standing()
    assert found.questions == 1
    assert found.risks == ("The queue overflows",)
    assert found.owner == "@ada"


def test_a_flag_is_stale_from_the_day_after_it_was_due() -> None:
    found = standing()
    assert stale_flags(found, "2026-03-01") == []
    assert stale_flags(found, "2026-03-02") == ["`new-orders` was to be gone by 2026-03-01"]


def test_a_flag_of_a_plan_that_is_done_is_stale() -> None:
    found = standing(PLAN.replace("status: active", "status: done"))
    assert stale_flags(found, "2026-01-01") == [
        "`new-orders`: the plan is done; step 6, which removes it, is open"
    ]


def test_a_flag_that_a_ticked_step_was_to_remove_is_stale() -> None:
    text = PLAN.replace("[ ] 6", "[x] 6")
    broken = (claim("rollout", "flag", "broken", "new-orders"),)
    assert stale_flags(standing(text, broken), "2026-01-01") == ["`new-orders`: because"]
    assert (
        stale_flags(
            standing(text, (claim("rollout", "flag", "holds", "new-orders"),)), "2027-01-01"
        )
        == []
    )


@pytest.mark.parametrize(
    ("declared", "boxes", "reason"),
    [
        ("draft", "x ", "it is draft, and steps are ticked"),
        ("accepted", "xx", "it is accepted, and every step is ticked"),
        ("active", "xx", "it is active, and every step is ticked"),
        ("done", "x ", "it is done, and steps are open"),
        ("accepted", "  ", ""),
        ("active", "  ", ""),
        ("done", "xx", ""),
        ("withdrawn", "x ", ""),
        ("draft", "", ""),
    ],
)
def test_declared_and_derived_states_are_held_against_each_other(
    declared: str, boxes: str, reason: str
) -> None:
    steps = "".join(f"* [{box}] {at}. Step {at}\n" for at, box in enumerate(boxes, 1))
    text = f"---\nstatus: {declared}\n---\n# A\n\n## Implementation Checklist\n\n{steps}"
    found = standing(text, ())
    assert (found.declared, found.disagree) == (declared, reason)


def test_criteria_that_are_open_contradict_no_state() -> None:
    text = "---\nstatus: done\n---\n# A\n\n## Acceptance Criteria\n\n* [ ] Fast\n"
    assert standing(text, ()).disagree == ""


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("---\nowner: Mia Ray\n---\n# A\n", "Mia Ray"),
        ("---\nowner: (TBD)\n---\n# A\n", ""),
        ("---\nauthor: Mia\n---\n# A\n\n## Stakeholders\n\n| Role | Person | R |\n|--|--|--|\n| Tech lead | Bo | x |\n", "Bo"),
        ("---\nauthor: Mia\n---\n# A\n", "Mia"),
        ("# A\n", ""),
    ],
)  # fmt: skip
def test_an_owner_is_found_where_it_is_named(text: str, owner: str) -> None:
    assert owner_of(read(text)) == owner
