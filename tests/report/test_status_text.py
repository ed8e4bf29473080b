"""The table of plans: whatever stands in it, it fits the screen."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.standing import Flag, Steps, Trust, Verdicts
from planproof.report.model import Look
from planproof.report.status import Expected, PlanStatus, StatusV1, summed
from planproof.report.status_text import ago, as_markdown, as_text, bar
from planproof.report.words import columns

CELLS = dict(zip(Trust.__struct_fields__, "PMCSXO", strict=True))
COUNT = st.integers(0, 3) | st.integers(0, 150)
TEXT = st.text(max_size=40) | st.sampled_from(
    ["注文の計画を速くするための計画", "a" * 60, "e\u0301\u0301"]
)
STATES = st.sampled_from(["draft", "active", "superseded", "withdrawn"])


@st.composite
def rows(draw: st.DrawFn) -> PlanStatus:
    trust = Trust(**{name: draw(COUNT) for name in Trust.__struct_fields__})
    total = sum(getattr(trust, name) for name in Trust.__struct_fields__)
    verdicts = st.builds(Verdicts, **dict.fromkeys(Verdicts.__struct_fields__, COUNT))
    return PlanStatus(
        path="docs/plans/a.md", id=draw(TEXT), title=draw(TEXT), state=draw(STATES),
        declared=draw(STATES), derived=draw(STATES), disagree=draw(st.sampled_from(["", "it is"])),
        set_aside="", owner=draw(TEXT),
        steps=Steps(
            total=total, ticked=total - trust.open, merged=draw(COUNT), proven=draw(COUNT),
            trust=trust, unboxed=draw(st.integers(0, 2)),
        ),
        claims=draw(verdicts), criteria=draw(verdicts), criteria_ticked=0, questions=draw(COUNT),
        risks=("a risk",) * draw(st.integers(0, 12)), flags=(Flag(name="a"),),
        stale_flags=("a",) * draw(st.integers(0, 3)),
        moved=draw(st.sampled_from(["", "2020-01-01T00:00:00Z", "2026-11-20T10:00:00+01:00"])),
        forecast=draw(st.sampled_from([None, Expected(likely="2026-12-24")])),
    )  # fmt: skip


@given(st.lists(rows(), min_size=1, max_size=4), st.integers(80, 220))
def test_no_line_is_wider_than_the_screen(found: list[PlanStatus], width: int) -> None:
    status = StatusV1(today="2026-11-22", plans=tuple(found), totals=summed(found))
    for group in ("", "owner", "state"):
        text = as_text(status, Look(width=width), group=group)
        assert max(columns(line) for line in text.split("\n")) <= width
        assert "\x1b" not in text
    table = [line for line in as_markdown(status).split("\n") if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1


@given(st.builds(Trust, **dict.fromkeys(Trust.__struct_fields__, COUNT)))
def test_a_bar_shows_each_kind_that_there_is(trust: Trust) -> None:
    found = {sign: size for sign, _, size in bar(trust, 10, CELLS)}
    counts = {CELLS[name]: getattr(trust, name) for name in Trust.__struct_fields__}
    assert sum(found.values()) == (10 if any(counts.values()) else 0)
    assert all((found.get(sign, 0) > 0) == (number > 0) for sign, number in counts.items())


def test_a_bar_is_in_proportion() -> None:
    drawn = "".join(
        sign * size for sign, _, size in bar(Trust(proven=5, merged=2, open=3), 10, CELLS)
    )
    assert drawn == "PPPPPMMOOO"


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("", ""),
        ("2026-11-22T23:00:00Z", "today"),
        ("2026-11-23T01:00:00+02:00", "today"),
        ("2026-11-21T10:00:00Z", "1 d"),
        ("2026-11-08T10:00:00Z", "2 w"),
        ("2026-09-01T10:00:00Z", "2 mo"),
        ("2024-11-22T10:00:00Z", "2 y"),
    ],
)
def test_the_time_since_is_told_in_a_few_letters(when: str, told: str) -> None:
    assert ago(when, "2026-11-22") == told
