"""How far a plan has come."""

from __future__ import annotations

import pytest

from planproof.plan.model import State
from planproof.plan.state import state_word
from tests.support import read

STEPS = "\n## Tasks\n\n* [{}] 1. One\n* [{}] 2. Two\n"


@pytest.mark.parametrize(("text", "state", "source"), [
    ("# P\n" + STEPS.format(" ", " "), "draft", "steps"),
    ("# P\n" + STEPS.format("x", " "), "active", "steps"),
    ("# P\n" + STEPS.format("x", "X"), "done", "steps"),
    ("# P\n" + STEPS.format("x", "~"), "active", "steps"),
    ("# P\n\nWords.\n", "draft", "nothing"),
    ("---\nstatus: accepted\n---\n# P\n" + STEPS.format("x", "x"), "accepted", "front matter"),
    ("---\nStatus: 'In Progress'\n---\n# P\n", "active", "front matter"),
    ("---\nstatus: {accepted}\n---\n# P\n", "accepted", "front matter"),
    ("---\nstatus: nonsense\n---\n# P\n" + STEPS.format("x", " "), "active", "steps"),
    ("# P\n\n* Status: **Implemented (Swift 5.9)**\n* Authors: A\n\n## Motivation\n", "done", "status line"),
    ("# P\n\n**Status**: Superseded by [x](x.md)\n", "superseded", "status line"),
    ("# P\n\n## Status\n\nProposed\n\n## Context\n", "review", "status line"),
    ("# P\n\n| Status | Rejected |\n|---|---|\n| Owner | A |\n", "withdrawn", "status line"),
    ("# P\n\n**Author:** Bo  \n**Status:** Active  \n**Date:** 2026-01-01\n", "active", "status line"),
    ("# P\n\nAuthor: Bo\nStatus: Accepted\nTarget: done by May\n", "accepted", "status line"),
    ("# P\n\n> **Status**: 🟡 In progress\n", "active", "status line"),
    ("# P\n\n> Author: Bo\n> Status: Review\n", "review", "status line"),
    ("# P\n\n## Status\n\n> Accepted\n", "accepted", "status line"),
    ("# P\n\n## Status\n\n~~Accepted~~ *Deprecated, see 17*\n", "superseded", "status line"),
    ("# P\n\n**Status**: <!-- Done | Draft --> Review\n", "review", "status line"),
    ("# P\n\n<!--\nStatus: Done\n-->\nWords.\n", "draft", "nothing"),
    ("# P\n\nThe build shows the\nstatus done when it is.\n", "draft", "nothing"),
    ("# P\n\nThe HTTP status: done\n", "draft", "nothing"),
    ("# P\n\n## Goals\n\nStatus: Done\n", "draft", "nothing"),
])  # fmt: skip
def test_state(text: str, state: str, source: str) -> None:
    plan = read(text)
    assert (plan.state, plan.state_from) == (State(state), source)


def test_a_template_s_own_words_for_its_states() -> None:
    plan = read("---\ntemplate: kep\nstatus: implementable\n---\n# K\n")
    assert plan.state is State.ACCEPTED


@pytest.mark.parametrize(("path", "text", "state", "source"), [
    ("openspec/changes/archive/x/tasks.md", "# P\n" + STEPS.format("x", " "), "done", "folder"),
    ("docs/plans/Completed/x.md", "# P\n", "done", "folder"),
    ("docs/done/rejected/x.md", "# P\n", "withdrawn", "folder"),
    ("docs/plans/superseded/x.md", "# P\n", "superseded", "folder"),
    ("docs/archive/x.md", "---\nstatus: active\n---\n# P\n", "active", "front matter"),
    ("docs/archive/x.md", "# P\n\n**Status**: Draft\n", "draft", "status line"),
    ("docs/plans/archive.md", "# P\n", "draft", "nothing"),
    ("/home/kim/archive/x.md", "# P\n", "draft", "nothing"),
])  # fmt: skip
def test_a_folder_says_the_state_where_the_plan_does_not(
    path: str, text: str, state: str, source: str
) -> None:
    plan = read(text, path)
    assert (plan.state, plan.state_from) == (State(state), source)


@pytest.mark.parametrize(("words", "state"), [
    # What follows says when, where, why or by whom.
    ("Accepted on 2026-01-01 by Bo", "accepted"),
    ("Approved March 2026", "accepted"),
    ("Accepted (with a change of scope)", "accepted"),
    ("Accepted, not started", "accepted"),
    ("Implemented (Swift 5.9)", "done"),
    ("Implemented 100 %", "done"),
    ("Deferred to v2", "withdrawn"),
    ("Closed as duplicate", "withdrawn"),
    ("Superseded by [orders](orders.md)", "superseded"),
    ("Moved to docs/orders.md", "superseded"),
    ("Ready for implementation", "accepted"),
    ("Active, blocked by the upgrade", "active"),
    ("Draft proposal", "draft"),
    ("Proposed target architecture", "review"),
    ("Draft, pending approval", "draft"),
    ("✅ Done", "done"),
    # What follows makes other words of it.
    ("Ready for review", "review"),
    ("Final review", "review"),
    ("Final draft", "draft"),
    ("Ready for QA", None),
    ("Complete rewrite needed", None),
    ("Closed beta", None),
    ("Closed-beta", None),
    ("Moved to review", None),
    ("Proposal rejected", None),
    ("Review complete", None),
    ("Started review", None),
    # What follows takes it back.
    ("Accepted pending sign-off", None),
    ("Accepted (pending sign-off)", None),
    ("Planned (Awaiting Approval)", None),
    ("Done once deployed", None),
    ("Done?", None),
    ("Implemented 80 %", None),
    ("Done 3/5", None),
    ("Accepted - needs rework", None),
    ("Approved, requires another sign-off", None),
    # Only a part is done.
    ("Done: 80%", None),
    ("Done (about 80 %)", None),
    ("Completed - 3 of 5", None),
    ("Done (phase 2 of 3)", None),
    ("Complete (12/15 tasks)", None),
    ("Completed (partial)", None),
    ("Implemented, partly", None),
    ("Shipped to 10% of users", None),
    # All of it is, or the figure is of something else.
    ("Done: 100 %", "done"),
    ("Completed - 5 of 5", "done"),
    ("Complete (15/15 tasks)", "done"),
    ("Shipped to 100% of users", "done"),
    ("Done 12/15/2026", "done"),
    ("Done, 30 % faster", "done"),
    ("Implemented (95 % test coverage)", "done"),
    ("Implemented (partially superseded by [orders](orders.md))", "done"),
    ("Accepted (3 of 5 votes)", "accepted"),
    # A choice that nobody has made.
    ("Draft | Review | Accepted", None),
    ("Draft / Accepted", None),
    ("Draft or Accepted", None),
    # Words of other people.
    ("on hold", None),
    ("needs work", None),
    ("not accepted", None),
])  # fmt: skip
def test_what_follows_the_word_for_a_state_counts(words: str, state: str | None) -> None:
    assert state_word(words, {}) == (State(state) if state else None)
