"""Boxes of two versions: which is which."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.boxes import Box, Reader
from planproof.progress.pairing import alike, paired


def boxes(text: str) -> tuple[Box, ...]:
    return Reader().boxes(text.encode())


def pairs(before: str, after: str) -> list[int | None]:
    return paired(boxes(before), boxes(after))


def test_a_box_between_others_is_new_and_the_others_stay() -> None:
    before = "- [ ] 1. one\n- [ ] 2. two\n"
    after = "- [ ] 1. one\n- [ ] 2. between\n- [x] 3. two\n"
    assert pairs(before, after) == [0, None, 1]


def test_order_and_nesting_may_change() -> None:
    before = "- [ ] write the reader\n- [ ] test it\n- [ ] ship\n"
    after = "- [ ] ship\n  - [ ] test it\n- [x] write the reader\n"
    assert pairs(before, after) == [2, 1, 0]


def test_the_same_words_under_two_headings_are_two_boxes() -> None:
    before = "# A\n\n- [ ] write tests\n\n# B\n\n- [ ] write tests\n"
    after = "# B\n\n- [x] write tests\n\n# A\n\n- [ ] write tests\n"
    assert pairs(before, after) == [1, 0]


def test_a_duplicate_that_goes_is_found_by_its_neighbours() -> None:
    before = "- [ ] a\n- [ ] test\n- [ ] b\n- [ ] test\n- [ ] c\n"
    after = "- [ ] a\n- [ ] b\n- [x] test\n- [ ] c\n"
    assert pairs(before, after) == [0, 2, 3, 4]


def test_the_same_words_of_another_section_whose_heading_changed() -> None:
    before = "# Old\n\n- [ ] metrics\n- [ ] other\n"
    after = "# How\n\n- [ ] events\n- [x] other\n\n# New\n\n- [ ] metrics\n- [ ] other\n"
    assert pairs(before, after) == [None, None, 0, 1]


def test_reworded_and_ticked_at_once() -> None:
    before = "- [ ] 1. Make the table\n- [ ] 2. Read the key from the header\n- [ ] 3. Ship\n"
    after = "- [ ] 1. Make the table\n- [x] 2. Read the key from header or body\n- [ ] 3. Ship\n"
    assert pairs(before, after) == [0, 1, 2]


def test_a_label_holds_through_other_words_in_another_place() -> None:
    before = "- [ ] **T001** write the reader of keys\n- [ ] x\n- [ ] y\n"
    after = "- [ ] y\n- [ ] x\n- [x] **T001** write one for all keys\n"
    assert pairs(before, after) == [2, 1, 0]


def test_a_long_note_behind_the_words_is_no_other_item() -> None:
    note = "Verified: 15059 tests pass on three systems, with the report of the nightly run beside"
    before = "- [ ] Nothing else breaks\n- [ ] Ship\n"
    assert pairs(before, f"- [ ] Ship\n- [x] Nothing else breaks. {note}\n") == [1, 0]


def test_what_says_something_else_is_another_box() -> None:
    before = "- [ ] Make the table\n- [ ] Ship\n"
    after = "- [x] Ask the customers\n- [ ] Ship\n"
    assert pairs(before, after) == [None, 1]


def test_likeness_is_the_share_of_common_words() -> None:
    assert alike("a b c d", "a b c d") == 1
    assert alike("read keys", "read the table") == 0.5
    assert alike("the key", "the table") == 0
    assert alike("", "key") == 0


lists = st.lists(
    st.sampled_from(("one two three", "one two four", "five", "five", "six seven")), max_size=9
).map(lambda words: boxes("".join(f"- [ ] {one}\n" for one in words)))


@given(lists, lists)
def test_no_box_is_two_boxes_and_none_that_stays_is_missed(
    before: tuple[Box, ...], after: tuple[Box, ...]
) -> None:
    found = paired(before, after)
    kept = [one for one in found if one is not None]
    assert len(found) == len(after)
    assert len(kept) == len(set(kept))
    for words in {one.key for one in before}:
        fewer = min(sum(1 for one in side if one.key == words) for side in (before, after))
        assert sum(1 for one in kept if before[one].key == words) >= fewer


@given(lists)
def test_nothing_changed_is_nothing_changed(version: tuple[Box, ...]) -> None:
    assert paired(version, version) == list(range(len(version)))
