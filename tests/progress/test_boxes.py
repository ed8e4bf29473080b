"""Boxes of versions: which count, and that the fast way sees what the slow way sees."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.markdown.parse import parse
from planproof.progress.boxes import Reader, boxes_of, key_of, printed
from planproof.text.source import Source

TEXT = """# Plan

## Steps

- [x] 1. Make the table (#12)
  - [ ] nested work
1. [X] **T004** Read the key
* not a box

```
- [ ] in code
```

> - [ ] quoted
"""


def test_every_box_but_those_in_code_is_read() -> None:
    found = Reader().boxes(TEXT.encode())
    assert [(one.words, one.label, one.done) for one in found] == [
        ("1. Make the table (#12)", "1", True),
        ("nested work", "", False),
        ("T004 Read the key", "T004", True),
        ("quoted", "", False),
    ]
    assert [one.above for one in found][:2] == ["steps", "steps\nmake the table"]


def test_an_x_is_a_tick_be_it_that_no_forge_shows_a_box() -> None:
    text = "- [x]Make the table\n- \\[x\\] Read the key\n- [ ]Ship\n- [-] Ask\n"
    assert [one.done for one in Reader().boxes(text.encode())] == [True, True, False, False]


def test_numbers_references_case_and_marks_do_not_count() -> None:
    assert key_of("1.2 Make the *table* (#12)") == key_of("3. make the table")
    assert key_of("Make the table (PR #12)") == "make the table"
    assert key_of("Make the chair") != key_of("Make the table")
    assert printed("Step 3: Go") == "3"
    assert printed("Three steps") == ""


pieces = st.lists(
    st.sampled_from(
        (
            "- [ ] one\n", "- [x] one\n", "- [X] two\n", "  - [ ] two [x] and [ ] more\n",
            "- [~] meant\n", "- [x](link)\n", "```\n", "# Head\n", "\n", "words [x] [ ]\n",
            "1. [ ] three\n", "1. [x] three\n", "[x]: /to\n", "- [ ]\n", "- [x]\n", "- [x]\ttab\n", "- [ ]\ttab\n", "ä [ ]\n",
        )
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(st.lists(pieces, min_size=1, max_size=6), st.data())
def test_versions_read_in_turn_have_the_boxes_that_each_has_alone(
    versions: list[str], data: st.DataObject
) -> None:
    flipped = []
    for text in versions:  # most versions differ in marks alone
        flipped.append(text)
        swap = data.draw(st.booleans())
        flipped.append(text.replace("[ ]", "[x]", 2) if swap else text.replace("[x]", "[ ]", 1))
    reader = Reader()
    for text in flipped:
        assert reader.boxes(text.encode()) == boxes_of(parse(Source("", text))), text
