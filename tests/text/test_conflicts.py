"""Marks of a merge that nobody has resolved."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.text.conflicts import conflict_markers

CONFLICT = "<<<<<<< HEAD\n- [ ] 1. Ours\n=======\n- [x] 1. Theirs\n>>>>>>> topic\n"


def test_the_line_at_which_the_first_conflict_begins() -> None:
    assert conflict_markers(CONFLICT) == 1
    assert conflict_markers("# A\n\n" + CONFLICT + CONFLICT) == 3


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(newline: str) -> None:
    assert conflict_markers(("# A\n" + CONFLICT).replace("\n", newline)) == 2


def test_the_common_ancestor_between_the_sides() -> None:
    text = "<<<<<<< HEAD\na\n||||||| 1234567\nb\n=======\nc\n>>>>>>> topic\n"
    assert conflict_markers(text) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# A\n\nNo conflict.\n",
        "Title\n=======\n",
        "<<<<<<< HEAD\n- [ ] 1. Ours\n",
        "<<<<<<< HEAD\n=======\n",
        "=======\n>>>>>>> topic\n<<<<<<< HEAD\n",
        "<<<<<<< HEAD\n>>>>>>> topic\n=======\n",
        " <<<<<<< HEAD\n=======\n>>>>>>> topic\n",
        "a <<<<<<< b\n=======\n>>>>>>> topic\n",
        "<<<<<<<<< HEAD\n=======\n>>>>>>> topic\n",
        "<<<<<<< HEAD\n========\n>>>>>>> topic\n",
    ],
)
def test_what_is_no_conflict(text: str) -> None:
    assert conflict_markers(text) is None


@pytest.mark.parametrize("fence", ["```", "~~~", "````text", "  ```"])
def test_an_example_in_a_fence_of_code_is_none(fence: str) -> None:
    assert conflict_markers(f"{fence}\n{CONFLICT}{fence.removesuffix('text')}\n") is None


def test_behind_a_fence_of_code_there_can_be_one() -> None:
    assert conflict_markers(f"```\n{CONFLICT}```\n{CONFLICT}") == 8


def test_a_longer_fence_holds_a_shorter_one() -> None:
    assert conflict_markers(f"````\n```\n{CONFLICT}```\n````\n") is None


def test_a_fence_that_begins_on_one_side_hides_nothing() -> None:
    assert conflict_markers("<<<<<<< HEAD\n```py\n=======\n```sh\n>>>>>>> b\ncode\n```\n") == 1


@given(st.lists(st.sampled_from(["```", "~~~", "text", "", "- [ ] 1. A", "======="])))
def test_no_text_without_a_first_mark_has_one(lines: list[str]) -> None:
    assert conflict_markers("\n".join(lines)) is None


@given(st.lists(st.sampled_from(["- [ ] 1. A", "# A", "", "=======", ">>>>>>> b", "- proof: x"])))
def test_whatever_stands_before_it_a_conflict_is_found(lines: list[str]) -> None:
    before = "".join(f"{line}\n" for line in lines)
    assert conflict_markers(before + CONFLICT) == len(lines) + 1
