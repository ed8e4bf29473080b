"""Which record counts for an item, and why one no longer does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.record import Evidence
from planproof.evidence.standing import Standing, standing
from planproof.plan.model import Plan
from tests.evidence.plans import PATH, item, plan, record

FILES = {"src/api.py": "a1", PATH: "p1"}
RUN = "\n  * proof: run `make a`"
OTHER = "\n  * proof: run `make b`"
A, B = f"A is so{RUN}", f"B is so{RUN}"
NOT_MET, INCONCLUSIVE = Decision.NOT_MET, Decision.INCONCLUSIVE


def made(of: Plan, name: str = "criterion-1", at: int = 1, **more: Any) -> Evidence:
    return record(of, name, at, files=more.pop("files", FILES), **more)


def stands(now: Plan, name: str, *records: Evidence, files: dict[str, str] = FILES) -> Standing:
    return standing(item(now, name), records, Inputs(now, files))


def test_without_records_nothing_is_known() -> None:
    found = stands(plan(A), "criterion-1")
    assert (found.evidence, found.decision) == (None, Decision.UNKNOWN)


def test_the_latest_of_several_fresh_ones_counts() -> None:
    of = plan(A)
    met, not_met = made(of, at=1), made(of, at=2, decision=NOT_MET)
    assert stands(of, "criterion-1", met, not_met).decision is NOT_MET
    again = made(of, at=3)
    assert stands(of, "criterion-1", again, met, not_met).decision is Decision.MET


def test_other_words_are_shown_and_words_brought_back_are_fresh_again() -> None:
    one = made(plan(A))
    found = stands(plan(B), "criterion-1", one)
    assert found.decision is Decision.UNKNOWN
    assert found.stale == 'it was "A is so" when it was proven'
    assert stands(plan(A), "criterion-1", one).stale == ""


def test_boxes_emphasis_line_ends_and_fields_are_no_other_words() -> None:
    one = made(plan(f"[ ] A is so{RUN}"))
    for text in (f"[x] A is so{RUN}", f"**A** is `so`{RUN}", f"A\n  is so{RUN}\n  * owner: Ada"):
        assert stands(plan(text), "criterion-1", one).decision is Decision.MET, text


def test_another_proof_is_shown() -> None:
    found = stands(plan(f"A is so{OTHER}"), "criterion-1", made(plan(A)))
    assert found.stale == "its proof was run make a"


def test_a_changed_input_is_named_and_one_brought_back_is_fresh_again() -> None:
    of = plan(A)
    one = made(of)
    found = stands(of, "criterion-1", one, files={"src/api.py": "a2"})
    assert (found.stale, found.changed) == ("`src/api.py` changed since", ("src/api.py",))
    assert found.evidence is one
    assert stands(of, "criterion-1", one).stale == ""


def test_a_fresh_record_goes_before_a_later_stale_one() -> None:
    of = plan(A)
    here = made(of, at=1)
    elsewhere = made(of, at=2, files={"src/api.py": "of another branch"}, decision=NOT_MET)
    assert stands(of, "criterion-1", here, elsewhere).evidence is here


def test_an_item_that_moved_keeps_its_evidence_which_is_said() -> None:
    one = made(plan(A))
    now = plan("New\n  * proof: run `make new`", A)
    moved = stands(now, "criterion-2", one)
    assert moved.decision is Decision.MET
    assert moved.note == "recorded for `criterion-1`, which had these words then"
    assert stands(now, "criterion-1", one).evidence is None  # that is the other one's


def test_what_was_proven_elsewhere_later_goes_before_what_was_proven_here() -> None:
    of = plan(A)
    here = made(of, at=1)
    there = made(plan("New", A), "criterion-2", at=2, decision=NOT_MET)
    assert stands(of, "criterion-1", here, there).decision is NOT_MET


def test_items_that_change_places_take_their_evidence_along() -> None:
    before, now = plan(A, B), plan(B, A)
    first, second = made(before), made(before, "criterion-2", decision=NOT_MET)
    assert stands(now, "criterion-1", first, second).decision is NOT_MET
    assert stands(now, "criterion-2", first, second).decision is Decision.MET


def test_of_two_items_with_the_same_words_each_has_its_own_proof_s_evidence() -> None:
    of = plan(A, f"A is so{OTHER}")
    first = made(of)
    assert stands(of, "criterion-1", first).decision is Decision.MET
    assert stands(of, "criterion-2", first).evidence is None
    second = made(of, "criterion-2", decision=NOT_MET, at=2)
    assert stands(of, "criterion-1", first, second).decision is Decision.MET
    assert stands(of, "criterion-2", first, second).decision is NOT_MET
    shifted = plan("New", A, f"A is so{OTHER}")
    assert stands(shifted, "criterion-2", first, second).decision is Decision.MET
    assert stands(shifted, "criterion-3", first, second).decision is NOT_MET


def test_two_items_with_the_same_words_and_proof_share_their_evidence_which_is_said() -> None:
    of = plan(A, A)
    found = stands(of, "criterion-2", made(of))
    assert found.decision is Decision.MET
    assert found.note == "recorded for `criterion-1`, which has these words too"


def test_a_label_keeps_its_evidence_together_whatever_its_words() -> None:
    before = plan("Other", f"AC-7 A is so{RUN}")
    assert item(before, "AC-7")
    found = stands(plan(f"AC-7 B is so{RUN}"), "AC-7", made(before, "AC-7"))
    assert "A is so" in found.stale
    assert found.decision is Decision.UNKNOWN


@pytest.mark.parametrize("more", [{"decision": INCONCLUSIVE}, {"dirty": ("src/x.py",)}])
def test_what_does_not_tell_hides_no_good_one_and_never_passes(more: dict[str, Any]) -> None:
    of = plan(A)
    good, vague = made(of, at=1), made(of, at=2, **more)
    assert stands(of, "criterion-1", good, vague).evidence is good
    alone = stands(of, "criterion-1", vague)
    assert (alone.decision, alone.stale) == (INCONCLUSIVE, "")
    stale = made(of, at=3, files={"src/api.py": "a2"})
    assert stands(of, "criterion-1", vague, stale).evidence is vague


@pytest.mark.parametrize("dirty", [PATH, "plans/example.md"])
def test_the_plan_itself_may_be_uncommitted(dirty: str) -> None:
    of = plan(A)  # the second as a project in the folder `docs` names it
    newer = made(of, at=2, dirty=(dirty,), decision=NOT_MET)
    assert stands(of, "criterion-1", made(of, at=1), newer).decision is NOT_MET


def test_sign_offs_are_no_proof() -> None:
    of = plan(A)
    assert stands(of, "criterion-1", made(of, role="Reviewer")).evidence is None


PLANS = [plan(A), plan(B, A), plan(A, A), plan(f"A is so{OTHER}", A)]
RECORDS = [
    made(of, one.id, at, decision=decision, files=files, dirty=dirty)
    for of in PLANS
    for one in of.items
    if one.kind == "criterion"
    for at, (decision, files, dirty) in enumerate(
        [
            (Decision.MET, FILES, ()),
            (NOT_MET, FILES, ()),
            (INCONCLUSIVE, FILES, ()),
            (Decision.MET, {"src/api.py": "a0"}, ()),
            (Decision.MET, FILES, ("x",)),
        ]
    )
]


@given(st.lists(st.sampled_from(RECORDS), max_size=8), st.sampled_from(PLANS), st.randoms())
def test_the_order_of_records_does_not_matter(
    records: list[Evidence], now: Plan, random: Any
) -> None:
    shuffled = list(records)
    random.shuffle(shuffled)
    for one in now.items:
        if one.kind == "criterion":
            assert stands(now, one.id, *records) == stands(now, one.id, *shuffled)


@given(st.lists(st.sampled_from(RECORDS), max_size=8), st.sampled_from(PLANS))
def test_met_is_only_what_a_fresh_clean_record_of_these_words_and_this_proof_says(
    records: list[Evidence], now: Plan
) -> None:
    for one in now.items:
        found = stands(now, one.id, *records) if one.kind == "criterion" else Standing()
        if found.decision is not Decision.MET:
            continue
        assert found.evidence is not None
        said = found.evidence.record
        field = one.field("proof")
        assert (said.fingerprint, said.decision, said.dirty) == (one.fingerprint, Decision.MET, ())
        assert said.proof == (field.value if field else "")
        assert said.inputs == {"src/api.py": "a1"}
