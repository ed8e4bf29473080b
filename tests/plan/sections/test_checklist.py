"""Steps: their numbers, boxes, nesting and what they come after."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.model import State, Step
from tests.support import read


def steps(body: str, title: str = "Implementation Checklist") -> list[Step]:
    plan = read(f"# Orders\n\n## {title}\n\n{body}")
    return [one for one in plan.items if isinstance(one, Step)]


@pytest.mark.parametrize(
    ("bullet", "number"),
    [
        ("* [ ] 1. Table\n", "1"),
        ("* [ ] **12)** Table\n", "12"),
        ("* [ ] 2.1 add the table\n", "2.1"),
        ("* [ ] 2.1. Add the table\n", "2.1"),
        ("* [ ] Step 3: Add the table\n", "3"),
        ("* [ ] **Unit 3** — Add the table\n", "3"),
        ("3. [ ] Table\n", "3"),
        ("* [ ] #1 Table\n", "1"),
        ("* [ ] #1595 Table\n", ""),
        ("* [ ] 3 tables are added\n", ""),
        ("* [ ] 2024-08-13: release\n", ""),
        ("* [ ] Step back\n", ""),
    ],
)
def test_numbers_are_read_as_printed(bullet: str, number: str) -> None:
    plan = read(f"## Tasks\n\n{bullet}")
    (step,) = plan.items
    assert isinstance(step, Step)
    assert step.number == number
    assert plan.document.source[step.number_span] == number


def test_the_number_is_the_id_and_a_task_label_goes_before_it() -> None:
    body = "* [ ] 1. Table\n* [ ] T012 [P] Lookup\n* [ ] Docs\n"
    assert [one.id for one in steps(body)] == ["step-1", "T012", "step-3"]


def test_a_number_that_is_printed_again_gets_an_id_of_its_own() -> None:
    body = "### Table\n\n* [ ] Step 1: Write\n\n### Lookup\n\n* [ ] Step 1: Write\n"
    assert [one.id for one in steps(body)] == ["step-1", "step-1-2"]


def ids(body: str) -> dict[str, str]:
    """The ids of steps by the last word of what they say."""
    return {one.text.split()[-1]: one.id for one in steps(body)}


def test_a_printed_number_is_the_id_whatever_stands_before_it_without_a_number() -> None:
    body = "* [ ] 1. Contracts\n  * [ ] write\n  * [ ] review\n* [ ] 2. Drop\n* [ ] Talk\n* [ ] 3. Announce\n"
    assert ids(body) == {
        "Contracts": "step-1",
        "write": "step-1.1",
        "review": "step-1.2",
        "Drop": "step-2",
        "Talk": "step-3-2",  # the third but for the parts of step 1; another step is number 3
        "Announce": "step-3",
    }


def test_numbers_of_the_list_itself_are_printed_and_count_within_a_step_where_they_begin_anew() -> (
    None
):
    body = "1. [ ] Table\n   1. [ ] write\n   2. [ ] review\n      * [ ] once\n2. [ ] Lookup\n"
    assert ids(body) == {
        "Table": "step-1",
        "write": "step-1.1",
        "review": "step-1.2",
        "once": "step-1.2.1",
        "Lookup": "step-2",
    }
    assert [one.full_number for one in steps(body)] == ["1", "1.1", "1.2", "", "2"]


def test_a_number_with_a_point_is_whole_wherever_it_stands() -> None:
    body = "* [ ] 2. Table\n  * [ ] 1. write\n  * [ ] 2.7 review\n"
    assert list(ids(body).values()) == ["step-2", "step-2.1", "step-2.7"]


def test_numbers_that_go_on_below_a_step_are_their_own() -> None:
    body = "* [ ] 1. Table\n  * [ ] 2. write\n  * [ ] 3. review\n* [ ] 4. Lookup\n"
    assert list(ids(body).values()) == ["step-1", "step-2", "step-3", "step-4"]


def test_a_part_without_a_number_yields_to_a_number_that_is_printed_anywhere() -> None:
    body = "* [ ] 1. Table\n  * [ ] write\n  * [ ] review\n\n### More\n\n* [ ] 1.1 Index\n"
    assert ids(body) == {
        "Table": "step-1",
        "write": "step-1.1-2",
        "review": "step-1.2",
        "Index": "step-1.1",
    }


def test_steps_of_a_plan_without_numbers_are_called_by_their_place() -> None:
    body = "* [ ] Table\n  * [ ] write\n  * [ ] review\n* [ ] Lookup\n"
    assert list(ids(body).values()) == ["step-1", "step-2", "step-3", "step-4"]


def test_numbers_without_boxes_leave_the_boxes_their_ids() -> None:
    plan = read("## Tasks\n\n* [ ] Table\n* [ ] Lookup\n\n## Implementation order\n\n1. Lookup\n")
    assert [one.id for one in plan.items] == ["step-1", "step-2", "step-1-2"]


_NUMBERED = st.lists(st.tuples(st.booleans(), st.integers(0, 3)), min_size=1, max_size=6)


@given(_NUMBERED, st.data())
def test_a_part_that_is_put_in_renames_no_step_but_parts_of_the_same(
    made: list[tuple[bool, int]], data: st.DataObject
) -> None:
    """Steps with and without numbers, the numbered ones with unnumbered parts; one gets a part more."""
    numbered = [place for place, (has_number, _) in enumerate(made) if has_number]
    where = data.draw(st.sampled_from(numbered)) if numbered else None

    def outer(more: int | None) -> dict[str, str]:
        lines, number = [], 0
        for place, (has_number, parts) in enumerate(made):
            number += has_number
            lines.append(f"* [ ] {f'{number}. ' if has_number else ''}Outer{place}\n")
            for part in range((parts + (place == more)) * has_number):
                lines.append(f"  * [ ] part {place} {part}\n")  # noqa: PERF401
        named = ids("".join(lines))
        assert len(set(named.values())) == len(named)
        assert all(
            named[f"Outer{place}"] == f"step-{number}" for number, place in enumerate(numbered, 1)
        )
        return {words: one for words, one in named.items() if words.startswith("Outer")}

    assert outer(None) == outer(where)


def test_an_optional_task_of_kiro_has_its_number() -> None:
    body = "* [ ] 1. Table\n* [ ]* 1.1 Tests\n* [x]* 1.2 More\n"
    assert [(one.id, one.number, one.done) for one in steps(body)] == [
        ("step-1", "1", False),
        ("step-1.1", "1.1", False),
        ("step-1.2", "1.2", True),
    ]


def test_boxes_under_a_step_are_its_parts() -> None:
    body = "* [x] 1. Table\n  * [ ] Index\n* Later:\n  * [ ] Docs\n"
    assert [(one.text, one.parent, one.state) for one in steps(body)] == [
        ("1. Table", "", "done"),
        ("Index", "step-1", "open"),
        ("Docs", "", "open"),
    ]


def test_a_bullet_without_a_box_is_a_step_among_boxes_only() -> None:
    body = "* [x] Table\n* [ ] Lookup\n* Docs\n\nNotes:\n\n* no hurry\n"
    assert [(one.text, one.task is None) for one in steps(body)] == [
        ("Table", False),
        ("Lookup", False),
        ("Docs", True),
    ]


def test_numbered_items_are_steps_where_nothing_has_a_box() -> None:
    assert [one.id for one in steps("1. Table\n2. Lookup\n\n* a note\n")] == ["step-1", "step-2"]


@pytest.mark.parametrize(
    ("value", "after"),
    [
        ("1", ("step-1",)),
        ("step 1 and step-2.3", ("step-1", "step-2.3")),
        ("steps 1, 2", ("step-1", "step-2")),
        ("T012", ("T012",)),
        ("other-plan#step-3", ("other-plan#step-3",)),
        ("nothing", ()),
        ("the schema", ("the schema",)),
    ],
)
def test_after_names_steps(value: str, after: tuple[str, ...]) -> None:
    (step,) = steps(f"* [ ] 9. Docs\n  * after: {value}\n")
    assert step.after == after


def test_references_are_pull_requests_and_commits_not_the_number() -> None:
    (step,) = steps("* [x] #1 Table (#128, https://forge.example/o/r/pull/7) in 30b8335\n")
    assert step.references == ("#128", "#7", "30b8335")


def test_the_field_pr_refers_to_pull_requests_and_leaves_the_words_alone() -> None:
    plain, ticked, two = steps(
        "* [x] Table (#1)\n* [x] Table (#1)\n  * pr: #1, #128\n* [x] More\n  * pr: 7, 8\n"
    )
    assert ticked.references == ("#1", "#128")
    assert ticked.fingerprint == plain.fingerprint
    assert two.references == ("#7", "#8")


def test_a_number_is_no_part_of_the_wording() -> None:
    one, other, worded, version = steps(
        "* [ ] 1. Add `a`\n* [ ] 2. Add `a`\n* [ ] Step 3: Add `a`\n* [ ] 4. 4.0 is out\n"
    )
    assert one.wording == other.wording == worded.wording == "Add a"
    assert one.fingerprint == other.fingerprint
    assert version.wording == "4.0 is out"


def test_numbered_boxes_under_a_heading_with_another_role_are_steps() -> None:
    plan = read("## 1. Lookup\n\n- [x] 1.1 Query\n\n## 2. Testing\n\n- [ ] 2.1 Unit tests\n")
    assert [one.id for one in plan.items if isinstance(one, Step)] == ["step-1.1", "step-2.1"]
    assert plan.state is State.ACTIVE
