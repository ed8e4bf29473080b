"""How a plan stands with its sign-offs: signed, changed, missing or invalid."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import pytest

from planproof.evidence.decision import Decision
from planproof.evidence.record import WHOLE_PLAN, Evidence, Record, decode, statement
from planproof.evidence.sign_offs import SignOff, Standing, standing
from planproof.evidence.vouching import Vouched
from planproof.evidence.wording import fingerprint, wording_of
from planproof.plan.model import Item, Plan
from tests.support import read

TEXT = """# Example

## Stakeholders

| Role | Person / Team | Responsibility |
| --- | --- | --- |
| Owner | @ada | Delivery |
| Reviewer | @grace | Review |

## Acceptance Criteria

* [ ] At most 200 ms
* [ ] Support has read the runbook
"""
GRACE, ADA = "Grace Hopper <grace@example.com>", "Ada <ada@example.com>"
SIGNERS = {"@grace": ["grace@example.com"]}
OK = Vouched(("grace@example.com",), ("SHA256:grace",))


def item_of(plan: Plan, name: str = "criterion-1") -> Item:
    return next(item for item in plan.items if item.id == name)


def signed(
    plan: Plan, item: Item | None, /, by: str = GRACE, role: str = "Reviewer", **more: str
) -> Evidence:
    record = Record(
        plan=plan.id,
        item=WHOLE_PLAN if item is None else item.id,
        fingerprint=fingerprint(plan, item),
        wording=wording_of(plan, item),
        decision=Decision.MET,
        reason="signed",
        started="2026-03-01T12:00:00Z",
        finished="2026-03-01T12:00:00Z",
        nonce=more.pop("nonce", "1"),
        by=by,
        role=role,
    )
    record = msgspec.structs.replace(record, **more)
    return decode(statement(record, commit="a", tree="b", path="docs/plans/example.md", blob="c"))


def ask(
    text: str,
    *records: Evidence,
    item: str = "criterion-1",
    role: str = "Reviewer",
    verified: Mapping[str, Vouched] | None = None,
) -> Standing:
    plan = read(text)
    wanted = item_of(plan, item) if item else None
    return standing(plan, wanted, role, records, SIGNERS, verified)


PLAN = read(TEXT)
ONE = signed(PLAN, item_of(PLAN))
WHOLE = signed(PLAN, None)


def test_signed() -> None:
    found = ask(TEXT, ONE)
    assert (found.sign_off, found.record) == (SignOff.SIGNED, ONE)
    assert found.reason == f"{GRACE} signed as Reviewer on 2026-03-01"
    assert ask(TEXT, WHOLE, item="").sign_off is SignOff.SIGNED
    assert ask(TEXT, ONE, role="reviewer").sign_off is SignOff.SIGNED


def test_ticking_undoes_nothing() -> None:
    ticked = TEXT.replace("[ ]", "[x]").replace(
        "* [x] At most 200 ms", "* [x] At most 200 ms\n  * proof: sign-off by Reviewer"
    )
    assert ask(ticked, ONE).sign_off is SignOff.SIGNED
    assert ask(ticked, WHOLE, item="").sign_off is SignOff.SIGNED


def test_other_words_do_and_both_are_shown() -> None:
    changed = TEXT.replace("200 ms", "300 ms")
    found = ask(changed, ONE)
    assert found.sign_off is SignOff.CHANGED
    assert (found.was, found.now) == ("At most 200 ms", "At most 300 ms")
    assert 'was: "At most 200 ms", now: "At most 300 ms"' in found.reason
    assert "planproof sign 'example#criterion-1' --as Reviewer" in found.help
    whole = ask(changed, WHOLE, item="")
    assert whole.sign_off is SignOff.CHANGED
    assert 'now: "… Acceptance Criteria - At most 300 ms' in whole.reason


def test_words_that_are_changed_back_are_signed_again() -> None:
    other = read(TEXT.replace("200 ms", "300 ms"))
    later = signed(other, item_of(other), finished="2026-04-01T12:00:00Z", nonce="2")
    assert ask(TEXT, ONE, later).record == ONE
    assert ask(TEXT.replace("200 ms", "300 ms"), later, ONE).record == later


def test_an_item_that_moves_keeps_its_sign_off() -> None:
    moved = TEXT.replace("* [ ] At most", "* [ ] Something new\n* [ ] At most")
    assert ask(moved, ONE, item="criterion-2").sign_off is SignOff.SIGNED
    assert ask(moved, ONE, item="criterion-1").sign_off is SignOff.MISSING


@pytest.mark.parametrize(
    "other",
    [
        signed(PLAN, item_of(PLAN, "criterion-2")),
        signed(PLAN, None),
        signed(PLAN, item_of(PLAN), role="Owner", by=ADA),
        signed(PLAN, item_of(PLAN), role=""),
        signed(PLAN, item_of(PLAN), plan="another"),
    ],
)
def test_what_is_about_something_else_does_not_count(other: Evidence) -> None:
    found = ask(TEXT, other)
    assert found.sign_off is SignOff.MISSING
    assert found.reason == "Reviewer has not signed it"
    assert found.help


def test_a_sign_off_of_an_item_is_none_of_the_plan() -> None:
    assert ask(TEXT, ONE, item="").sign_off is SignOff.MISSING


def test_by_somebody_who_may_not() -> None:
    found = ask(TEXT, signed(PLAN, item_of(PLAN), by=ADA))
    assert found.sign_off is SignOff.INVALID
    assert "Ada, ada@example.com may not sign for Reviewer: that is @grace" in found.reason


def test_whoever_is_no_reviewer_any_more_does_not_count() -> None:
    assert ask(TEXT.replace("@grace", "@linus"), ONE).sign_off is SignOff.INVALID


@pytest.mark.parametrize(
    ("vouched", "reason"),
    [
        (None, "not signed with a key"),
        (Vouched(), "not signed with a key"),
        (Vouched(faults=("its signature is not valid",)), "its signature is not valid"),
        (Vouched(("eve@example.com",), ("SHA256:eve",)), "for whom the key SHA256:eve does not"),
    ],
)
def test_where_keys_are_listed_a_key_has_to_vouch(vouched: Vouched | None, reason: str) -> None:
    found = ask(TEXT, ONE, verified={} if vouched is None else {ONE.digest: vouched})
    assert found.sign_off is SignOff.INVALID
    assert reason in found.reason
    assert ask(TEXT, ONE, verified={ONE.digest: OK}).sign_off is SignOff.SIGNED


def test_a_key_that_speaks_for_the_signer_but_not_for_the_role() -> None:
    record = signed(PLAN, item_of(PLAN), by=ADA)
    vouched = Vouched(("ada@example.com",), ("SHA256:ada",))
    found = ask(TEXT, record, verified={record.digest: vouched})
    assert found.sign_off is SignOff.INVALID
    assert "ada@example.com may not sign for Reviewer" in found.reason


def test_the_handle_that_git_suggests_counts_for_nothing_where_keys_are_listed() -> None:
    plan = read(TEXT)
    vouched = {ONE.digest: OK}
    assert standing(plan, item_of(plan), "Reviewer", [ONE], {}, None).sign_off is SignOff.SIGNED
    found = standing(plan, item_of(plan), "Reviewer", [ONE], {}, vouched)
    assert found.sign_off is SignOff.INVALID


def test_an_invalid_one_does_not_hide_a_valid_one() -> None:
    later = signed(PLAN, item_of(PLAN), by=ADA, finished="2026-05-01T00:00:00Z")
    assert ask(TEXT, ONE, later).record == ONE


def test_a_record_that_does_not_say_met_is_no_sign_off() -> None:
    record = signed(PLAN, item_of(PLAN), decision=Decision.NOT_MET)
    assert ask(TEXT, record).sign_off is SignOff.INVALID


def test_one_fingerprint_for_other_words_is_not_enough() -> None:
    """Eight bytes can be made to collide by whoever writes both wordings: the words decide."""
    forged = signed(PLAN, item_of(PLAN), wording="At most 900 ms")
    assert ask(TEXT, forged).sign_off is SignOff.CHANGED
