"""Boxes and references: the smallest edit, whatever the plan's style; nothing else ever changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.plan.model import Item, Plan, Step
from planproof.plan.naming import names_of
from planproof.progress.merging import merge
from planproof.progress.ticking import (
    CannotTick,
    Wish,
    box_of,
    edits_for,
    reference_of,
    unlike,
)
from planproof.text.edit import splice
from tests.support import read

HEAD = "# Orders\n\n## Incremental Implementation Checklist\n\n"


def change(text: str, name: str, wish: Wish) -> str:
    """The text with a wish come true, seen to have changed nothing else."""
    plan = read(text)
    item = next(one for one in plan.items if one.id == name)
    after = splice(text, edits_for(plan, item, wish))
    assert unlike(plan, read(after), [(item, wish)]) == ""
    return after


def steps(text: str) -> list[Step]:
    return [one for one in read(text).items if isinstance(one, Step)]


TICK = Wish(done=True, reference="#128")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("* [ ] 1. A\n* [ ] 2. B\n", "* [x] 1. A\n  * pr: #128\n* [ ] 2. B\n"),
        ("- [ ] 1. A\n- [ ] 2. B", "- [x] 1. A\n  - pr: #128\n- [ ] 2. B"),
        ("+ [ ] 1. A\n+ [X] 2. B\n", "+ [X] 1. A\n  + pr: #128\n+ [X] 2. B\n"),
        ("1. [ ] A\n2. [ ] B\n", "1. [x] A\n   - pr: #128\n2. [ ] B\n"),
        ("- [ ] 1. A\r\n- [ ] 2. B\r\n", "- [x] 1. A\r\n  - pr: #128\r\n- [ ] 2. B\r\n"),
        ("-\t[ ] 1. A\n-\t[ ] 2. B\n", "-\t[x] 1. A\n\t- pr: #128\n-\t[ ] 2. B\n"),
        ("- [ ] 1. A\n", "- [x] 1. A\n  - pr: #128\n"),
        ("- [ ] 1. A", "- [x] 1. A\n  - pr: #128"),
        ("- [] 1. A\n", "- [x] 1. A\n  - pr: #128\n"),
        ("- [~] 1. A\n", "- [x] 1. A\n  - pr: #128\n"),
        ("- [ ]A\n- [ ] B\n", "- [x] A\n  - pr: #128\n- [ ] B\n"),
        # behind the fields that are there, in their own way
        ("- [ ] 1. A\n    + after: x\n", "- [x] 1. A\n    + after: x\n    + pr: #128\n"),
        # before sub-steps, and as deep as another step has its own
        ("- [ ] 1. A\n    - [ ] B\n", "- [x] 1. A\n    - pr: #128\n    - [ ] B\n"),
        ("- [ ] 1. A\n- [ ] 2. B\n    * due: May\n", "- [x] 1. A\n    * pr: #128\n- [ ] 2. B\n    * due: May\n"),
        # words over several lines, and a paragraph below
        ("- [ ] 1. A\n  more\n\n  Text.\n", "- [x] 1. A\n  more\n  - pr: #128\n\n  Text.\n"),
        # a further reference; one that is in the words already
        ("- [ ] 1. A\n  - pr: #7\n", "- [x] 1. A\n  - pr: #7, #128\n"),
        ("- [ ] 1. A (#128)\n", "- [x] 1. A (#128)\n"),
        ("- [x] 1. A\n", "- [x] 1. A\n  - pr: #128\n"),
    ],
)  # fmt: skip
def test_the_box_and_the_reference_are_written_as_the_plan_writes(before: str, after: str) -> None:
    assert change(HEAD + before, "step-1", TICK) == HEAD + after
    assert "#128" in steps(HEAD + after)[0].references


def test_kiros_mark_of_an_optional_task_is_kept() -> None:
    text = HEAD + "- [ ] 1. A\n- [ ]* 1.1 Tests\n"
    ticked = change(text, "step-1.1", Wish(done=True))
    assert ticked == HEAD + "- [ ] 1. A\n- [x]* 1.1 Tests\n"
    assert change(ticked, "step-1.1", Wish(done=False)) == text


def test_a_byte_order_mark_and_a_quote_are_kept() -> None:
    text = "\ufeff# Orders\n\n## Incremental Implementation Checklist\n\n* [ ] 1. A\n"
    assert change(text, "step-1", TICK) == text.replace("[ ] 1. A", "[x] 1. A\n  * pr: #128")


def test_words_and_fingerprint_stay_as_they_are() -> None:
    text = f"{HEAD}* [ ] 1. Add `POST /orders`\n"
    before, after = steps(text)[0], steps(change(text, "step-1", TICK))[0]
    assert before.fingerprint == after.fingerprint
    assert (before.done, after.done) == (False, True)


@pytest.mark.parametrize(
    "text",
    ["* [ ] 1. A\n* [ ] 2. B\n", "* [ ] 1. A", "- [ ] 1. A\r\n", "- [ ] 1. A\n  - pr: #7\n", "1. [ ] A\n   text\n"],
)  # fmt: skip
def test_untick_with_the_reference_gives_the_text_back(text: str) -> None:
    ticked = change(HEAD + text, "step-1", TICK)
    assert change(ticked, "step-1", Wish(done=False, reference="#128")) == HEAD + text


def test_untick_takes_the_reason_of_a_forced_tick_and_leaves_the_reference() -> None:
    text = f"{HEAD}* [x] 1. A\n  * pr: #128\n  * forced: the forge is down\n* [ ] 2. B\n"
    assert (
        change(text, "step-1", Wish(done=False)) == f"{HEAD}* [ ] 1. A\n  * pr: #128\n* [ ] 2. B\n"
    )


@pytest.mark.parametrize(
    ("value", "left"),
    [
        ("#128", None),
        ("#7, #128", "#7"),
        ("#128, #7", "#7"),
        ("#7; reviewed by Bo, #128", "#7; reviewed by Bo"),
        ("#128; reviewed by Bo", "reviewed by Bo"),
        ("#5 (partly), #128", "#5 (partly)"),
        ("#5 and #128", "#5"),
        ("#5 and #7, #128", "#5 and #7"),
        ("#1 #128 #3", "#1 #3"),
        ("merged (#128)", "merged"),
        ("[#128](https://forge.example/a/b/pull/128)", None),
        ("[the API](https://forge.example/a/b/pull/128/files); reviewed", "reviewed"),
        ("https://forge.example/a/b/pull/128, #7", "#7"),
        ("`#128`", None),
        ("PR 128", None),
        ("128", None),
        # another one
        ("#1280", "#1280"),
        ("!128", "!128"),
        ("acme/orders#128", "acme/orders#128"),
        ("", ""),
    ],
)  # fmt: skip
def test_untick_takes_the_reference_and_one_separator_and_nothing_else(
    value: str, left: str | None
) -> None:
    def text(box: str, value: str | None) -> str:
        line = "" if value is None else f"  * pr: {value}".rstrip() + "\n"
        return f"{HEAD}* {box} 1. A\n{line}* [ ] 2. B\n"

    wish = Wish(done=False, reference="#128")
    assert change(text("[x]", value), "step-1", wish) == text("[ ]", left)


@pytest.mark.parametrize(
    "value",
    ["#7; reviewed by Bo", "#5 (partly)", "#5 and #7", "[#7](https://a.example/pull/7)", ""],
)
@pytest.mark.parametrize("reference", ["#128", "!128", "https://a.example/o/pull/128"])
def test_tick_and_untick_with_a_reference_give_every_value_back(value: str, reference: str) -> None:
    text = f"{HEAD}* [ ] 1. A\n  * pr: {value}".rstrip() + "\n"
    ticked = change(text, "step-1", Wish(done=True, reference=reference))
    assert reference in ticked
    assert change(ticked, "step-1", Wish(done=False, reference=reference)) == text


def test_a_link_of_another_repository_is_another_pull_request() -> None:
    ours, theirs = (f"https://forge.example/{one}/pull/128" for one in ("o/r", "o/other"))
    text = f"{HEAD}* [x] 1. A\n  * pr: {ours}\n"
    both = change(text, "step-1", Wish(done=True, reference=theirs))
    assert both == f"{HEAD}* [x] 1. A\n  * pr: {ours}, {theirs}\n"
    assert change(both, "step-1", Wish(done=False, reference=theirs)) == text.replace("[x]", "[ ]")


def test_a_merge_request_is_no_issue_of_the_same_number() -> None:
    text = f"{HEAD}* [ ] 1. A (#13)\n"
    ticked = change(text, "step-1", Wish(done=True, reference="!13"))
    assert ticked == f"{HEAD}* [x] 1. A (#13)\n  * pr: !13\n"
    assert steps(ticked)[0].references == ("#13", "!13")


def test_a_field_in_capitals_is_the_same_field() -> None:
    text = f"{HEAD}* [ ] 1. A\n  * PR: #7\n"
    assert change(text, "step-1", TICK) == f"{HEAD}* [x] 1. A\n  * PR: #7, #128\n"


@pytest.mark.parametrize(
    "reason", ["<b>because</b>", "[because](https://a.example)", "a <!-- b -->"]
)
def test_a_reason_that_would_be_read_otherwise_is_seen(reason: str) -> None:
    with pytest.raises(AssertionError, match="would have no `forced:` that reads like that"):
        change(f"{HEAD}* [ ] 1. A\n", "step-1", Wish(done=True, forced=reason))


def test_another_reason_than_the_one_that_is_there_is_refused() -> None:
    text = f"{HEAD}* [ ] 1. A\n  * forced: no CI today\n"
    with pytest.raises(CannotTick, match="has `forced:` already: no CI today"):
        change(text, "step-1", Wish(done=True, forced="because"))


def test_a_proof_and_a_reason_are_added_once() -> None:
    wish = Wish(done=True, proof="test `tests/t.py::a`", forced="no CI today")
    text = change(f"{HEAD}* [ ] 1. A\n", "step-1", wish)
    assert text == f"{HEAD}* [x] 1. A\n  * proof: test `tests/t.py::a`\n  * forced: no CI today\n"
    assert change(text, "step-1", wish) == text
    with pytest.raises(CannotTick, match="has a proof already"):
        change(text, "step-1", Wish(done=True, proof="pr #3"))


def test_what_has_no_box_cannot_be_ticked() -> None:
    with pytest.raises(CannotTick, match="has no box"):
        change("# A\n\n## Goals\n\n* Be fast\n", "goal-1", TICK)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("128", "#128"), ("#128", "#128"), ("!13", "!13"), ("PR #128", "#128"), ("pr 128", "#128"),
     ("GH-128", "#128"), ("MR 13", "!13"), ("[#128](https://forge.example/128)", "#128")],
)  # fmt: skip
def test_pull_requests_as_people_write_them(said: str, meant: str) -> None:
    assert reference_of(said) == meant


@pytest.mark.parametrize(
    "behind",
    ["", "/", "/files", "/commits/0a1b2c3", "#issuecomment-1", "?diff=split", "/files#diff-0R1"],
)
@pytest.mark.parametrize(
    "link",
    [
        "https://github.example/a/b/pull/128",
        "https://gitlab.example/a/b/-/merge_requests/128",
        "https://gitea.example/a/b/pulls/128",
        "https://bitbucket.example/a/b/pull-requests/128",
        "https://azure.example/a/b/_git/c/pullrequest/128",
    ],
)
def test_links_as_browsers_have_them(link: str, behind: str) -> None:
    assert reference_of(link + behind) == link
    assert reference_of(f"<{link}{behind}>") == link
    assert reference_of(f"[The API]({link}{behind})") == link
    wish = Wish(done=True, reference=link)
    text = change(f"{HEAD}* [ ] 1. A\n", "step-1", wish)
    assert text == f"{HEAD}* [x] 1. A\n  * pr: {link}\n"
    assert change(text, "step-1", wish) == text


@pytest.mark.parametrize(
    "said", ["", "x", "128a", "12345678", "#1\n* [x] 2", "https://a/b", "0", "#0", "#1 #2", "1.2"]
)
def test_what_is_no_pull_request(said: str) -> None:
    with pytest.raises(CannotTick):
        reference_of(said)


def test_an_edit_that_is_read_otherwise_is_seen() -> None:
    plan = read(f"{HEAD}* [ ] 1. A\n* [ ] 2. B\n")
    item = plan.items[0]
    other = read(f"{HEAD}* [x] 1. A\n* [x] 2. B\n")
    assert (
        unlike(plan, other, [(item, Wish(done=True))])
        == "the box of `step-2` would be read otherwise"
    )
    assert "items in place of" in unlike(
        plan, read(f"{HEAD}* [x] 1. A\n"), [(item, Wish(done=True))]
    )


# -- guarantees ------------------------------------------------------------------------------------

_BULLETS = st.sampled_from(["* ", "- ", "+ ", "-   ", "-\t"])
_WORDS = st.sampled_from(
    ["Write the API", "Wire `POST /orders` up", "Naïve – “ends”", "Add `a`\\*b", "A (see #9)"]
)
_BELOW = st.sampled_from(
    [[], [], ["after: step-1"], ["owner: Ada", "due: May"], ["just text"], ["proof: pr #3"]]
)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """The text of a plan with a checklist in one of many styles."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    bullet = draw(_BULLETS)
    indent = "\t" if "\t" in bullet else " " * draw(st.sampled_from([len(bullet), 4]))
    between = draw(st.sampled_from([[], [""]]))
    lines: list[str] = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        box = draw(st.sampled_from(["[ ]", "[x]", "[X]"]))
        lines.append(f"{bullet}{box} {number}. {draw(_WORDS)}")
        lines += [f"{indent}{bullet.strip()} {one}" for one in draw(_BELOW)]
        lines += between
    front = draw(st.sampled_from(["", "\ufeff", "---\nstatus: active # x\n---\n"]))
    end = draw(st.sampled_from(["", newline, newline + newline + "Last words.  " + newline]))
    return front + (HEAD.replace("\n", newline)) + newline.join(lines).rstrip("\r\n") + end


def bare(text: str) -> str:
    """A text without its boxes and references: worked out by lines, in another way than ticking does."""
    text = re.sub(r"(?m)(?:\r\n|\n)[ \t]+[-*+][ \t]+pr: [#\d, ]+(?=\r?$|\Z)", "", text)
    return re.sub(r"(?m)^(\s*[-*+]\s+)\[[ xX]\]", r"\1[?]", text)


def item_of(plan: Plan, number: int) -> Item:
    boxed = [one for one in plan.items if box_of(one) is not None]
    return boxed[number % len(boxed)]


def carried_out(text: str, kind: str, number: int, pull: int) -> str:
    """One thing that somebody does to a plan."""
    if kind == "edit":
        return text.replace("the", "a", 1) if number % 2 else text + "\nA remark.\n"
    plan = read(text)
    item = item_of(plan, number)
    wish = Wish(done=kind == "tick", reference=f"#{pull}" if pull else "")
    after = splice(text, edits_for(plan, item, wish))
    return text if unlike(plan, read(after), [(item, wish)]) else after


_DEEDS = st.lists(
    st.tuples(st.sampled_from(["tick", "untick", "edit"]), st.integers(0, 6), st.integers(0, 3)),
    max_size=3,
)


@settings(max_examples=120, deadline=None)
@given(plans(), _DEEDS, _DEEDS, _DEEDS)
def test_no_sequence_of_ticks_edits_and_merges_changes_any_other_byte(
    text: str,
    first: list[tuple[str, int, int]],
    ours: list[tuple[str, int, int]],
    theirs: list[tuple[str, int, int]],
) -> None:
    def all_of(start: str, deeds: list[tuple[str, int, int]]) -> str:
        for deed in deeds:
            edited = carried_out(start, *deed)
            if deed[0] == "edit":
                assert (
                    bare(edited) == bare(start).replace("the", "a", 1)
                    or bare(edited) == bare(start) + "\nA remark.\n"
                )
            else:
                assert bare(edited) == bare(start)
            start = edited
        return start

    base = all_of(text, first)
    ticks = [[deed for deed in side if deed[0] != "edit"] for side in (ours, theirs)]
    one, other = (all_of(base, side) for side in ticks)
    merged = merge(base, one, other)
    if not merged.conflicts:
        assert bare(merged.text) == bare(base)
        boxes = [
            [box_of(item) for item in read(side).items if box_of(item)]
            for side in (base, one, other, merged.text)
        ]
        for was, a, b, now in zip(*boxes, strict=True):
            assert was
            assert a
            assert b
            assert now
            assert now.done is (a.done if a.done is not was.done else b.done)
    if not any(pull for _, _, pull in ticks[0] + ticks[1]):
        assert not merged.conflicts  # boxes alone never conflict
    # One side writes as well: its words come through, and the other's boxes with them.
    if any(deed[0] == "edit" for deed in ours):
        edited = all_of(base, ours)
        both = merge(base, edited, other)
        assert both.conflicts or bare(both.text) == bare(edited)


REMARK = (
    HEAD
    + """- [x] 1. Read the settings
  - forced: measured by hand
  - `forced: bool` is read from the file
  - `owner: String` is the default
  - **`after: usize`** counts them
  - `pr: #128` stands in the sample
"""
)


def test_code_that_looks_like_a_field_is_a_remark_and_stays() -> None:
    step = steps(REMARK)[0]
    assert [(one.key, one.value) for one in step.fields] == [("forced", "measured by hand")]
    assert (step.after, step.references) == ((), ())
    wish = Wish(done=False, reference="#128")
    assert change(REMARK, "step-1", wish) == REMARK.replace("[x]", "[ ]").replace(
        "  - forced: measured by hand\n", ""
    )


def test_a_key_alone_in_a_code_span_is_a_field_and_others_go_below_it_without_its_marks() -> None:
    text = HEAD + "- [ ] 1. A\n  - `owner`: Ada, of `after: sales`\n"
    assert [(one.key, one.value) for one in steps(text)[0].fields] == [
        ("owner", "Ada, of after: sales")
    ]
    assert change(text, "step-1", TICK) == text.replace("[ ]", "[x]") + "  - pr: #128\n"


def test_a_bullet_over_remarks_that_look_like_fields_is_a_groups_title() -> None:
    text = "# Orders\n\n## Goals\n\n- **Settings**\n  - `owner: String` is read\n"
    assert [item.text for item in read(text).items] == ["owner: String is read"]


def test_of_steps_with_the_same_label_each_can_be_ticked() -> None:
    text = HEAD + "- [ ] **T1**: Add keys\n- [ ] **T1**: Tell Support\n- [ ] **T2**: Wait\n"
    assert [step.id for step in steps(text)] == ["T1", "T1-2", "T2"]
    assert change(text, "T1-2", Wish(done=True)) == text.replace(
        "[ ] **T1**: Tell", "[x] **T1**: Tell"
    )
    assert names_of(read(text))["T1"].text == "T1: Add keys"
