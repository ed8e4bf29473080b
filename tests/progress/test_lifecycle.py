"""A plan's state: what has to hold for it, and how the plan says it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.plan.model import Plan, State
from planproof.progress.lifecycle import (
    FROM,
    CannotSay,
    asked_sign_offs,
    edits_for,
    open_questions,
    out_of_turn,
    passed,
    undone,
    unknown_word,
    without_proof,
)
from planproof.text.edit import splice
from planproof.text.source import Span
from planproof.verdict.model import Judged, Verdict
from tests.support import read


def said(text: str, word: str, **more: str) -> str:
    values = {key.replace("_", "-"): value for key, value in more.items()}
    return splice(text, edits_for(read(text), word, values, {}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# A\n", "---\nstatus: accepted\n---\n\n# A\n"),
        ("\ufeff# A\r\n", "\ufeff---\r\nstatus: accepted\r\n---\r\n\r\n# A\r\n"),
        ("---\nowner: me # x\n---\n# A\n", "---\nowner: me # x\nstatus: accepted\n---\n# A\n"),
        ("---\n---\n# A\n", "---\nstatus: accepted\n---\n# A\n"),
        ("---\nstatus: draft  # y\nb: 1\n---\n# A\n", "---\nstatus: accepted  # y\nb: 1\n---\n# A\n"),
        ("---\nStatus: 'Draft'\n---\n", "---\nStatus: 'Accepted'\n---\n"),
        ('---\nstatus: "DRAFT"\n---\n', '---\nstatus: "ACCEPTED"\n---\n'),
        ("---\nstatus:\nb: 1\n---\n# A\n", "---\nstatus: accepted\nb: 1\n---\n# A\n"),
        ("# A\n\nStatus: In review (v2)\n", "# A\n\nStatus: Accepted (v2)\n"),
        ("# A\n\n* **Status:** draft\n* x\n", "# A\n\n* **Status:** accepted\n* x\n"),
        ("# A\n\n## Status\n\nProposed\n", "# A\n\n## Status\n\nAccepted\n"),
        ("---\nstatus: In Review (round 2)\n---\n# A\n", "---\nstatus: Accepted (round 2)\n---\n# A\n"),
        ("---\nstatus: '🟡 Draft, v2'\n---\n", "---\nstatus: '🟡 Accepted, v2'\n---\n"),
        ("---\n# About\n---\n", "---\nstatus: accepted\n---\n\n---\n# About\n---\n"),
        ("# A\n\n**By:** Bo  \n**Status:** Draft  \n**On:** x\n", "# A\n\n**By:** Bo  \n**Status:** Accepted  \n**On:** x\n"),
        ("# A\n\n> **Status**: 🟡 Draft\n", "# A\n\n> **Status**: 🟡 Accepted\n"),
        ("# A\n\n| Status | Draft |\n|--|--|\n| x | y |\n", "# A\n\n| Status | Accepted |\n|--|--|\n| x | y |\n"),
    ],
)  # fmt: skip
def test_the_state_is_written_where_the_plan_says_it(before: str, after: str) -> None:
    assert said(before, "accepted") == after
    assert read(after).state is State.ACCEPTED


def test_what_else_is_to_be_said_follows() -> None:
    assert said("# A\n", "superseded", superseded_by="b") == (
        "---\nstatus: superseded\nsuperseded-by: b\n---\n\n# A\n"
    )
    assert said("# A\n\nStatus: Draft\n", "superseded", superseded_by="b") == (
        "# A\n\nStatus: Superseded, by b\n"
    )
    text = said("---\nstatus: draft\n---\n", "withdrawn", withdrawn_because='no: "money" \\ time')
    assert text == '---\nstatus: withdrawn\nwithdrawn-because: "no: \\"money\\" \\\\ time"\n---\n'
    because = read(text).front.get("withdrawn-because")
    assert because is not None
    assert because.value == 'no: "money" \\ time'


def test_a_reason_breaks_no_table() -> None:
    text = "# A\n\n| Status | Draft |\n|--|--|\n| x | y |\n"
    assert said(text, "withdrawn", withdrawn_because="a | b") == (
        "# A\n\n| Status | Withdrawn, a \\| b |\n|--|--|\n| x | y |\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "---\nstatus: [draft]\n---\n",
        "---\n{a: b}\n---\n",
        "---\na: [\n---\n",
        '+++\ntitle = "A"\n+++\n\n# A\n',
        '+++\nstatus = "draft"\n+++\n\n# A\n',
        '{\n  "status": "draft"\n}\n\n# A\n',
        "# A\n\n![status: draft](https://badges.example/draft.svg)\n",
        "---\nstatus: draft since 2026-01-01\n---\n",
        "# A\n\nStatus: Proposed (2026-01-01)\n",
        "# A\n\nStatus: Review by Bo and Ada\n",
    ],
)
def test_what_cannot_be_edited_without_guessing_is_refused(text: str) -> None:
    with pytest.raises(CannotSay):
        said(text, "accepted")


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30)
)
@settings(max_examples=200, deadline=None)
def test_any_reason_is_read_back_as_it_was_given(reason: str) -> None:
    reason = " ".join(reason.split())
    text = said("---\nstatus: draft\n---\n# A\n", "withdrawn", withdrawn_because=reason)
    plan = read(text)
    because = plan.front.get("withdrawn-because")
    assert because is not None
    assert (because.value, plan.state) == (reason, State.WITHDRAWN)


def test_from_which_state_to_which() -> None:
    allowed = {(one, to) for to, many in FROM.items() for one in many}
    for one in State:
        for to in FROM:
            plan = read(f"---\nstatus: {one.value}\n---\n# A\n")
            assert bool(out_of_turn(plan, to)) is ((one, to) not in allowed)
    derived = read("# A\n\n## Incremental Implementation Checklist\n\n* [x] 1. A\n* [ ] 2. B\n")
    assert out_of_turn(derived, State.DONE) == []
    assert out_of_turn(derived, State.ACCEPTED) == []
    assert out_of_turn(derived, State.ACTIVE)[0].help == "`planproof accept example` first."


def test_the_verb_that_is_advised_is_possible() -> None:
    def advised(status: str, state: State) -> str:
        return out_of_turn(read(f"---\nstatus: {status}\n---\n# A\n"), state)[0].help

    assert advised("draft", State.DONE) == "`planproof accept example` first."
    assert advised("review", State.ACTIVE) == "`planproof accept example` first."
    for closed in ("done", "superseded", "withdrawn"):
        assert advised(closed, State.ACTIVE) == ""


@pytest.mark.parametrize(("text", "words"), [
    ("---\nstatus: on hold\n---\n# A\n", "on hold"),
    ("---\nstatus: not accepted\n---\n# A\n\nStatus: Draft\n", "not accepted"),
    ("# A\n\n**Status:** needs work\n", "needs work"),
    ("# A\n\n| Status | Blocked |\n|--|--|\n| x | y |\n", ""),  # may well be two columns
    ("# A\n\n| Key | Value |\n|--|--|\n| Status | Blocked |\n", "Blocked"),
    ("# A\n\n## Status\n\nPaused\n", "Paused"),
    ("# A\n\n## Status\n\nThe team takes this up again when there is time.\n", ""),
    ("# A\n\nThe status quo is slow.\n\nStatus: Draft\n", ""),
    ("---\nstatus:\n---\n# A\n", ""),
    ("# A\n", ""),
])  # fmt: skip
def test_a_word_for_the_state_that_nobody_knows(text: str, words: str) -> None:
    found = unknown_word(read(text), {})
    reason = f'its status says "{words}", which is no state that planproof knows'
    assert [one.reason for one in found] == ([reason] if words else [])


def test_open_questions_and_the_sign_offs_that_are_asked_for() -> None:
    plan = read(
        "---\nsign-offs: [QA, Security]\n---\n# A\n\n## Stakeholders\n\n"
        "| Role | Person / Team | Responsibility |\n|--|--|--|\n"
        "| Owner | Ada | Delivery |\n| Reviewer | Bob | Approves the design |\n\n"
        "## Open Questions\n\n* What of it?\n* And this?\n  * answer: yes\n"
    )
    assert [one.item for one in open_questions(plan)] == ["question-1"]
    assert asked_sign_offs(plan, ("qa", "Ops")) == ("qa", "Ops", "Security", "Reviewer")


@pytest.mark.parametrize(("was", "now", "conditions"), [
    ("draft", "accepted", "accepted"),
    ("review", "active", "accepted"),
    ("accepted", "active", ""),
    ("accepted", "done", "done"),
    ("draft", "done", "accepted done"),
    (None, "active", "accepted"),
    (None, "done", "accepted done"),
    ("", "accepted", "accepted"),
    ("", "active", "accepted"),
    ("", "done", "done"),  # `finish` takes it without a word, too
    ("withdrawn", "accepted", "accepted"),
    ("superseded", "done", "accepted done"),
    ("done", "active", ""),
    ("active", "accepted", ""),
    ("done", "done", ""),
    ("accepted", "withdrawn", ""),
    ("accepted", "superseded", ""),
    ("accepted", "draft", ""),
    ("accepted", "", ""),
    (None, "draft", ""),
])  # fmt: skip
def test_whose_conditions_a_change_of_state_has_to_meet(
    was: str | None, now: str, conditions: str
) -> None:
    def plan(status: str) -> Plan:
        return read(f"---\nstatus: {status}\n---\n# A\n" if status else "# A\n")

    found = passed(None if was is None else plan(was), plan(now))
    assert " ".join(one.value for one in found) == conditions


def test_which_items_name_no_proof() -> None:
    plan = read(
        "# A\n\n## Goals\n\n* Fewer calls\n\n## Acceptance Criteria\n\n"
        "* AC-1: It is read\n  * proof: sign-off by QA\n* AC-2: It works\n\n"
        "## Implementation Checklist\n\n* [ ] 1. Write it\n"
    )
    assert [item.id for item in without_proof(plan)] == ["goal-1", "AC-2"]


def test_which_steps_need_not_be_done() -> None:
    plan = read(
        "# A\n\n## Incremental Implementation Checklist\n\n"
        "- [ ] 1. Make the `--config` flag optional\n"
        "- [ ] 2. Remove optional chaining\n"
        "- [ ] 3. Pass the (optional) key on\n"
        "- [ ] 4. (optional) Write it up\n"
        "- [ ] **Optional:** Tell everybody\n"
        "- [ ] [Optional, later] Draw it\n"
        "- [ ]* 7.1 Write property tests\n"
    )
    assert [one.item for one in undone(plan, ())] == ["step-1", "step-2", "step-3"]


def test_what_a_plan_that_is_done_lacks() -> None:
    plan = read(
        "# A\n\n## Incremental Implementation Checklist\n\n* [x] 1. A\n* [ ] 2. B\n* [ ] 3. (optional) C\n"
    )
    judged = [
        Judged(verdict=verdict, subject="", span=Span(0, 1), says="it", reason="why", kind="step", item=verdict.value,
               accepted="known" if number else "")
        for verdict in Verdict
        for number in (0, 1)
    ]  # fmt: skip
    found = undone(plan, judged)
    assert [(one.kind, one.item) for one in found] == [
        ("step", "step-2"),
        ("claim", "broken"),
        ("claim", "stale"),
        ("claim", "unproven"),
        ("claim", "pending"),
    ]
