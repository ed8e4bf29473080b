"""A document and a template become a plan."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.ids import plan_id
from planproof.plan.model import Plan
from planproof.plan.roles import section_kinds
from planproof.system.builtin import builtin_templates, builtin_text
from planproof.template.read import read_plan
from planproof.text.source import Source
from tests.support import read


def plan(text: str, name: str = "docs/plans/orders.md") -> Plan:
    return read_plan(Source(name, text), builtin_templates())


def roles(text: str) -> list[tuple[str, str]]:
    return [(one.title, one.role) for one in plan(text).sections if one.heading is not None]


def test_headings_match_by_wording_not_by_letter() -> None:
    assert roles(
        "# P\n\n## 2) GOALS\n\n## **Non–Goals**:\n\n## § 7.4 Configuration and env vars\n\n## 9. Risks & Mitigations ⚠️\n"
    ) == [
        ("P", ""),
        ("GOALS", "goals"),
        ("Non–Goals:", "non_goals"),
        ("Configuration and env vars", "configuration"),
        ("Risks & Mitigations ⚠️", "risks"),
    ]


def test_a_section_inside_one_that_has_a_role_is_part_of_it() -> None:
    found = plan("# P\n\n## Risks\n\n### Summary\n\n* Fire\n")
    assert [one.role for one in found.sections] == ["", "", "risks", ""]
    assert [item.id for item in found.items if item.kind == "risk"]


def test_boxes_under_headings_without_a_role_are_steps() -> None:
    found = plan("# P\n\n## Phase 1\n\n- [x] 1.1 One\n- [ ] 1.2 Two\n\nProse.\n\n- no box\n")
    assert [(item.id, item.state) for item in found.items] == [
        ("step-1.1", "done"),
        ("step-1.2", "open"),
    ]
    assert found.state == "active"


def test_a_misspelt_title_of_a_section_that_is_missing_is_a_near_miss() -> None:
    seed = builtin_text("implementation-plan").replace(
        "12. Performance Considerations", "12. Performance Considertions"
    )
    section = next(one for one in plan(seed).sections if one.how == "near")
    assert (section.title, section.matched) == (
        "Performance Considertions",
        "Performance Considerations",
    )
    assert section.role == "performance"


def test_every_section_of_the_seed_is_matched_by_its_title() -> None:
    found = plan(builtin_text("implementation-plan"))
    matched = [one for one in found.sections if one.how == "title"]
    assert len(matched) == 21
    assert {one.role for one in matched} == set(section_kinds())
    kinds = {item.kind for item in found.items}
    assert kinds >= {
        "goal",
        "non_goal",
        "stakeholder",
        "component",
        "variable",
        "risk",
        "test",
        "question",
        "step",
        "criterion",
    }


def test_ids_are_labels_printed_numbers_or_places() -> None:
    found = plan(
        "# P\n\n## Acceptance Criteria\n\n* AC-3: It works\n* It is blue\n\n## Tasks\n\n1. [ ] One\n2. [ ] Two\n* [ ] T007 Three\n"
    )
    assert [item.id for item in found.items] == ["AC-3", "criterion-2", "step-1", "step-2", "T007"]


def test_a_fingerprint_is_the_wording_alone() -> None:
    def of(text: str) -> str:
        return plan(f"# P\n\n## Acceptance Criteria\n\n{text}\n").items[0].fingerprint

    same = of("* [ ] Answers in **200 ms**")
    assert of("- [x] Answers  in `200 ms`\n  - proof: run `k6`") == same
    assert of("* [ ] Answers in 300 ms") != same


def test_ids_of_plans() -> None:
    assert plan_id("docs/plans/idempotent-orders.md") == "idempotent-orders"
    assert plan_id("openspec/changes/add-login/tasks.md") == "add-login/tasks"
    assert plan_id("keps/sig-a/1234-x/README.md") == "1234-x/README"
    assert plan_id("tasks.md") == "tasks"


TITLES = st.sampled_from(
    sorted({name for kind in section_kinds().values() for name in kind.role.names})
)
LINES = st.sampled_from([
    "* [ ] 1. One", "  * proof: run `k6`", "* **R2** two", "| Risk | Impact | Mitigation |", "|---|---|---|",
    "| a \\| b | High | |", "```json", "```", "Words (TBD).", "", "---", "1. x", "> quote", "\t- tab", "<!-- c -->",
    "[a](b.md#c)", "`POST /orders`", "\u2028", "Q1?", "**Non-Goals:**", "😀 é",
])  # fmt: skip


@given(st.lists(st.tuples(st.integers(1, 4), TITLES, st.lists(LINES, max_size=8)), max_size=12))
def test_whatever_is_written_under_any_title_is_read_and_lies_where_it_says(
    parts: list[tuple[int, str, list[str]]],
) -> None:
    text = "".join(
        f"{'#' * level} {title}\n" + "".join(f"{line}\n" for line in lines)
        for level, title, lines in parts
    )
    found = plan(text)
    for item in found.items:
        assert (
            0
            <= item.span.start
            <= item.words.span.start
            <= item.words.span.end
            <= item.span.end
            <= len(text)
        )
        assert item.fingerprint
    for section in found.sections:
        for inner in section.sections:
            assert section.span.covers(inner.span)
    assert [one.span.start for one in found.sections] == sorted(
        one.span.start for one in found.sections
    )


def test_boxes_below_a_heading_that_only_gathers_sections_are_read_once() -> None:
    text = "# P\n\n## Design Details\n\nX.\n\n### GA\n\n* [ ] 1.19: One\n* [x] 1.20: Two\n"
    assert [item.id for item in read(text).items] == ["step-1.19", "step-1.20"]


def test_a_plan_s_title() -> None:
    assert (
        read("---\ntitle: Keep keys\n---\n## Description\n\nX.\n\n## Plan\n").title == "Keep keys"
    )
    assert read("# Keep keys\n\n## Plan\n").title == "Keep keys"
    assert read("## Keep keys\n\n### Plan\n").title == "Keep keys"
    assert read("## Why\n\nX.\n\n## What Changes\n", "changes/keep-keys/proposal.md").title == (
        "keep-keys/proposal"
    )
