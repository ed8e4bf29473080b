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


def both_ways(base: str, one: str, other: str) -> str:
    """What a merge without a conflict comes to, whichever side it is done from."""
    text, conflicts = merge(base, one, other)
    assert conflicts == 0
    assert merge(base, other, one) == (text, 0)
    return text


def test_a_box_that_is_ticked_while_its_words_change_has_both() -> None:
    ours = BASE.replace("[ ] 2", "[x] 2")
    theirs = BASE.replace("2. B", "2. B, and more")
    assert both_ways(BASE, ours, theirs) == BASE.replace("[ ] 2. B", "[x] 2. B, and more")


STEPS = "# Plan\n\n* [ ] 3. Add the store\n* [ ] 4. Tell Support\n* [x] 5. Tell the clients\n"
REWORDED = STEPS.replace("Tell Support", "Tell Support and the clients")


def test_a_reference_goes_below_a_step_that_the_other_side_rewords() -> None:
    ticked = STEPS.replace("[ ] 4. Tell Support\n", "[x] 4. Tell Support\n  * pr: #3\n")
    assert both_ways(STEPS, REWORDED, ticked) == STEPS.replace(
        "[ ] 4. Tell Support\n", "[x] 4. Tell Support and the clients\n  * pr: #3\n"
    )


def test_a_reference_in_a_steps_words_is_a_rewording() -> None:
    referred = STEPS.replace("Tell the clients", "Tell the clients (#3)")
    opened = STEPS.replace("[x] 5", "[ ] 5")
    assert both_ways(STEPS, referred, opened) == STEPS.replace(
        "[x] 5. Tell the clients", "[ ] 5. Tell the clients (#3)"
    )
    ticked = STEPS.replace("[ ] 4. Tell Support", "[x] 4. Tell Support (#3)")
    neighbour = STEPS.replace("[ ] 3", "[x] 3")
    assert both_ways(STEPS, ticked, neighbour) == ticked.replace("[ ] 3", "[x] 3")


def test_steps_that_get_other_numbers_are_ticked_by_their_words() -> None:
    more = STEPS.replace("4. Tell", "4. Ask legal\n* [ ] 5. Tell").replace(
        "5. Tell the", "6. Tell the"
    )
    ticked = STEPS.replace("[ ] 4", "[x] 4")
    assert both_ways(STEPS, more, ticked) == more.replace("[ ] 5", "[x] 5")


def test_both_sides_reword_a_step_alike_and_one_ticks_it() -> None:
    both = REWORDED.replace("[ ] 4", "[x] 4")
    assert both_ways(STEPS, REWORDED, both) == both


def test_a_tick_is_not_given_to_a_step_that_took_the_place_of_another() -> None:
    ticked = STEPS.replace("[ ] 4", "[x] 4")
    for other in (
        STEPS.replace("Tell Support", "Drop the old table"),
        STEPS.replace("* [ ] 4. Tell Support\n", ""),
        # Two steps are as much like it: nobody can say which is the one that is done.
        STEPS.replace("4. Tell Support", "4. Tell Support in May\n* [ ] 4. Tell Support in June"),
    ):
        assert merge(STEPS, ticked, other).conflicts == 1
        assert merge(STEPS, other, ticked).conflicts == 1
    # A step that was there before and moved is not a rewording.
    base = "* [ ] Add the store's tests\n* [ ] Read it\n* [ ] Add the store's docs\n"
    moved = "* [ ] Add the store's docs\n* [ ] Read it\n"
    assert (
        merge(base, moved, base.replace("[ ] Add the store's t", "[x] Add the store's t")).conflicts
        == 1
    )


def test_a_step_whose_words_both_sides_change_is_a_conflict() -> None:
    ours = BASE.replace("[ ] 2. B", "[x] 2. B and other things")
    theirs = BASE.replace("2. B", "2. B, and more")
    text, conflicts = merge(BASE, ours, theirs, Labels("main", "topic", 9))
    assert conflicts == 1
    assert text == (
        "# Plan\n\n* [ ] 1. A\n<<<<<<<<< main\n* [x] 2. B and other things\n=========\n"
        "* [ ] 2. B, and more\n>>>>>>>>> topic\n* [ ] 3. C\n"
    )


def test_a_last_line_that_is_reworded_does_not_run_into_what_follows() -> None:
    base = "* [ ] Tell Support\n"
    cut = "* [ ] Tell Support soon"  # its last line has no end any more
    text, conflicts = merge(base, cut, "* [x] Tell Support\n* [ ] Rest\n")
    assert conflicts == 1
    assert "Tell Support soon\n" in text


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


_STEP = st.sampled_from(
    [
        f"* [{box}] {words}{end}\n"
        for box in " x"
        for words in ("Tell Support", "Drop it")
        for end in ("", " soon", " (#3)")
    ]
)
_STEPS = st.lists(st.one_of(_STEP, _LINE), max_size=6).map("".join)


def _said(line: str) -> str:
    return line.replace("* [x]", "* [ ]", 1) if line.startswith("* [") else line


@settings(max_examples=600, deadline=None)
@given(_STEPS, _STEPS, _STEPS)
def test_no_words_are_lost_and_none_are_made_up(base: str, one: str, other: str) -> None:
    text, conflicts = merge(base, one, other)
    was, ours, theirs, came = (
        {_said(line) for line in side.splitlines()} for side in (base, one, other, text)
    )
    marks = {"<<<<<<< ours", "=======", ">>>>>>> theirs"}
    assert came <= ours | theirs | marks
    assert bool(came & marks) == bool(conflicts)
    assert (ours | theirs) - was <= came


_DIFFERENT = (
    "Tell Support",
    "Drop the old table",
    "Write `src/api.py`",
    "Measure it",
    "1. Ask legal",
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_DIFFERENT), min_size=1, unique=True), st.data())
def test_a_line_reworded_by_one_side_and_ticked_by_the_other_has_both(
    steps: list[str], data: st.DataObject
) -> None:
    base, one, other, both = "", "", "", ""
    for step in steps:
        words = f"{step}, and its docs" if data.draw(st.booleans()) else step
        was, box = data.draw(st.sampled_from(" x")), data.draw(st.sampled_from(" x"))
        base += f"* [{was}] {step}\n"
        one += f"* [{was}] {words}\n"
        other += f"* [{box}] {step}\n"
        both += f"* [{box}] {words}\n"
    assert both_ways(base, one, other) == both


ALONE = ["one alpha", "two beta", "three gamma", "four delta", "five eps"]


def boxes(*steps: str) -> str:
    return "".join(f"- [ ] {step}\n" for step in steps)


def test_a_step_that_both_sides_move_is_a_conflict_and_never_there_twice() -> None:
    one, two, three, four, five = ALONE
    ours = boxes(one, two, four, three, five)
    theirs = boxes(four, one, two, three, five)
    for left, right in ((ours, theirs), (theirs, ours)):
        text, conflicts = merge(boxes(*ALONE), left, right)
        assert conflicts == 2  # where it is to go, and where it is not to go
        assert merge(boxes(*ALONE), left, left) == (left, 0)
        assert "four delta" in text


def test_a_step_that_one_side_removes_and_the_other_moves_is_a_conflict() -> None:
    one, two, three, four, five = ALONE
    removed, moved = boxes(one, two, three, five), boxes(four, one, two, three, five)
    assert merge(boxes(*ALONE), removed, moved).text == (
        f"<<<<<<< ours\n=======\n{boxes(four)}>>>>>>> theirs\n{removed}"
    )
    assert merge(boxes(*ALONE), moved, removed).conflicts == 1


def test_a_step_that_one_side_moves_while_the_other_ticks_others_merges() -> None:
    one, two, three, four, five = ALONE
    moved = boxes(four, one, two, three, five)
    ticked = boxes(*ALONE).replace("[ ] one", "[x] one")
    assert both_ways(boxes(*ALONE), moved, ticked) == moved.replace("[ ] one", "[x] one")


def test_the_same_words_that_both_sides_add_in_places_of_their_own_are_two_steps() -> None:
    base = "# A\n\n- [ ] Write\n\n# B\n\n- [ ] Read\n\n# C\n"
    ours = base.replace("- [ ] Write\n", "- [ ] Write\n- [ ] Test it\n")
    theirs = base.replace("- [ ] Read\n", "- [ ] Read\n- [ ] Test it\n")
    assert both_ways(base, ours, theirs).count("Test it") == 2


_SOME = st.lists(st.sampled_from(ALONE), unique=True)


@settings(max_examples=600, deadline=None)
@given(_SOME, _SOME)
def test_of_steps_moved_and_removed_none_is_doubled_and_none_comes_back(
    one: list[str], other: list[str]
) -> None:
    text, conflicts = merge(boxes(*ALONE), boxes(*one), boxes(*other))
    if not conflicts:
        assert sorted(text.splitlines()) == sorted(boxes(*(set(one) & set(other))).splitlines())
