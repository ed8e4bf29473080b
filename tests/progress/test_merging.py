"""Merging box by box: what git takes for a conflict merges, and what is one stays one."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.progress.merging import Labels, merge

BASE = "# Plan\n\n* [ ] 1. A\n* [ ] 2. B\n* [ ] 3. C\n"


def test_neighbouring_boxes_merge() -> None:
    ours = BASE.replace("[ ] 1", "[x] 1")
    theirs = BASE.replace("[ ] 2", "[x] 2")
    assert merge(BASE, ours, theirs) == (ours.replace("[ ] 2", "[x] 2"), 0)


def test_a_tick_and_an_untick_of_neighbours_merge() -> None:
    base = BASE.replace("[ ] 1", "[x] 1")
    assert merge(base, BASE, base.replace("[ ] 2", "[X] 2")) == (BASE.replace("[ ] 2", "[X] 2"), 0)


def test_references_of_neighbours_and_of_the_same_step_go_together() -> None:
    one = BASE.replace("[ ] 1. A\n", "[x] 1. A\n  * pr: #1\n")
    two = BASE.replace("[ ] 2. B\n", "[x] 2. B\n  * pr: #2\n")
    both = one.replace("[ ] 2. B\n", "[x] 2. B\n  * pr: #2\n")
    assert merge(BASE, one, two) == (both, 0)
    again = BASE.replace("[ ] 1. A\n", "[x] 1. A\n  * pr: #9\n")
    together = BASE.replace("[ ] 1. A\n", "[x] 1. A\n  * pr: #1\n  * pr: #9\n")
    assert merge(BASE, one, again) == (together, 0)
    assert merge(BASE, one, one) == (one, 0)


def test_a_reference_goes_before_a_step_that_the_other_side_adds_behind() -> None:
    ours = BASE + "* [ ] 4. D\n"
    theirs = BASE.replace("[ ] 3. C\n", "[x] 3. C\n  * pr: #3\n")
    assert merge(BASE, ours, theirs) == (theirs + "* [ ] 4. D\n", 0)


def test_a_box_that_is_ticked_while_its_words_change_is_a_conflict() -> None:
    ours = BASE.replace("[ ] 2", "[x] 2")
    theirs = BASE.replace("2. B", "2. B, and more")
    text, conflicts = merge(BASE, ours, theirs, Labels("main", "topic", 9))
    assert conflicts == 1
    assert text == (
        "# Plan\n\n* [ ] 1. A\n<<<<<<<<< main\n* [x] 2. B\n=========\n* [ ] 2. B, and more\n"
        ">>>>>>>>> topic\n* [ ] 3. C\n"
    )


def test_a_box_is_ticked_beside_words_that_change() -> None:
    ours = BASE.replace("[ ] 2", "[x] 2")
    theirs = BASE.replace("3. C", "3. Other words")
    assert merge(BASE, ours, theirs) == (ours.replace("3. C", "3. Other words"), 0)


def test_two_proofs_are_a_conflict_and_so_are_two_new_steps() -> None:
    for one, other in (
        ("  * proof: pr #1\n", "  * proof: pr #2\n"),
        ("* [ ] 4. D\n", "* [ ] 4. E\n"),
    ):
        assert merge(BASE, BASE + one, BASE + other).conflicts == 1


def test_line_ends_stay_as_they_are_also_around_markers() -> None:
    base = BASE.replace("\n", "\r\n")
    ours, theirs = base.replace("2. B", "2. X"), base.replace("2. B", "2. Y")
    text = merge(base, ours, theirs).text
    assert "\n" not in text.replace("\r\n", "")
    ticked = base.replace("[ ] 1", "[x] 1")
    assert merge(base, ticked, base.replace("[ ] 2", "[x] 2")).text.count("\r\n") == base.count(
        "\r\n"
    )


def test_a_last_line_without_an_end_does_not_run_into_a_marker() -> None:
    base = "* [ ] A"
    text, conflicts = merge(base, "* [ ] B", "* [ ] C")
    assert conflicts == 1
    assert text == "<<<<<<< ours\n* [ ] B\n=======\n* [ ] C\n>>>>>>> theirs\n"


_LINE = st.sampled_from(
    ["* [ ] A\n", "* [x] A\n", "* [ ] B\n", "text\n", "\n", "  * pr: #1\n", "  * pr: #2\n"]
)
_TEXT = st.lists(_LINE, max_size=7).map("".join)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT)
def test_what_only_one_side_changed_comes_through(base: str, one: str) -> None:
    assert merge(base, one, base) == (one, 0)
    assert merge(base, base, one) == (one, 0)
    assert merge(base, one, one) == (one, 0)


@settings(max_examples=300, deadline=None)
@given(_TEXT, _TEXT, _TEXT)
def test_every_line_of_a_merge_is_a_line_of_a_side(base: str, one: str, other: str) -> None:
    text, conflicts = merge(base, one, other)
    known = {*one.splitlines(), *other.splitlines()}
    marks = ("<" * 7, "=" * 7, ">" * 7)
    lines = text.splitlines()
    assert all(line in known or line.startswith(marks) for line in lines)
    assert sum(line.startswith("<" * 7) for line in lines) == conflicts
