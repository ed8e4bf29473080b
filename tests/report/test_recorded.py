"""The records of a plan as text: nothing in them steers a terminal, and any figures can be plotted."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.report.formats._terminal import Painter
from planproof.report.model import Look
from planproof.report.recorded import (
    ItemEvidence,
    PlanEvidence,
    Point,
    RecordLine,
    as_json,
    as_text,
    plot,
)

EVIL = "\x1b]0;title\x07\x1b[2J\u202e\r"
LINE = RecordLine(
    digest="0123456789abcdef", decision="met", reason="p95 150 ms, wanted <= 200 ms",
    when="2026-03-01T12:00:00Z", commit="c" * 40, by="Ada <ada@example.com>", role="", item="criterion-1",
    wording="p95 <= 200 ms", steps=("read `k6.json`",), files=(("k6.json", "f" * 64),),
)  # fmt: skip


def shown(*points: Point, line: RecordLine = LINE, **more: object) -> PlanEvidence:
    fields = {"unit": "ms", "wanted": "<= 200 ms", "limit": 200.0} | more
    item = ItemEvidence(
        item="criterion-1", says="p95 <= 200 ms", verdict="holds", reason="", stale="", changed=(),
        records=(line,), points=points, **fields,  # type: ignore[arg-type]
    )  # fmt: skip
    return PlanEvidence(
        path="docs/plans/a.md", plan="a", title="A", items=(item,), elsewhere=(line,), without=0, total=1
    )  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_record_steers_the_terminal(width: int) -> None:
    evil = msgspec.structs.replace(
        LINE, reason=EVIL, when=EVIL, commit=EVIL, by=EVIL, role=EVIL, item=EVIL, wording=EVIL,
        steps=(EVIL,), files=((EVIL, EVIL),), signed=(EVIL,), dirty=(EVIL,),
    )  # fmt: skip
    points = [Point(EVIL, value, "met") for value in (1.0, 2.0)]
    found = shown(*points, line=evil, unit=EVIL, wanted=EVIL)
    text = as_text([found], Look(width=width, colour=False), history=True, detail=True)
    assert not [one for one in text if not one.isprintable() and one != "\n"]


def test_every_role_that_signed_has_a_line_and_so_has_what_was_not_committed() -> None:
    signed = [
        msgspec.structs.replace(LINE, digest=f"{n}" * 16, role=role, reason=f"{role or 'nobody'} {n}", dirty=dirty)
        for n, role, dirty in ((5, "QA", ()), (4, "qa", ()), (3, "Reviewer", ("a.py",)), (2, "", ()), (1, "", ()))
    ]  # fmt: skip
    item = msgspec.structs.replace(shown().items[0], records=tuple(signed))
    found = msgspec.structs.replace(shown(), items=(item,), elsewhere=(), total=5)
    text = as_text([found], Look(width=100, colour=False), history=False, detail=False)
    told = [line.split(maxsplit=1)[1] for line in text.splitlines() if line.startswith("    met")]
    assert told == ["QA 5", "Reviewer 3", "nobody 2"]
    assert text.count("not committed then: a.py") == 1
    assert "and 2 earlier records (--history)" in text


def test_json_is_valid_whatever_names_there_are() -> None:
    odd = msgspec.structs.replace(LINE, dirty=("lat\udce9.py",), reason=EVIL)
    made = msgspec.json.decode(as_json([shown(line=odd)]))
    assert made["plans"][0]["items"][0]["records"][0]["dirty"] == ["lat\ufffd.py"]


def test_a_plot_marks_what_was_met_and_what_was_not() -> None:
    days = [Point(f"2026-03-0{n}T12:00:00Z", v, d) for n, v, d in ((1, 150.0, "met"), (2, 250.0, "not met"))]  # fmt: skip
    assert plot(shown(*days).items[0], 40, Painter(colour=False)) == [
        "250 |    x",
        "    |",
        "    |",
        "200 |-----  wanted <= 200 ms",
        "    |",
        "    |",
        "150 |o",
        "    +-----",
        "     2026-03-01 to 2026-03-02, ms",
    ]


FIGURES = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(FIGURES, min_size=2, max_size=80), st.none() | FIGURES, st.none() | FIGURES)
def test_any_figures_can_be_plotted(
    values: list[float], limit: float | None, upper: float | None
) -> None:
    points = [Point("2026-03-01T12:00:00Z", value, "met") for value in values]
    item = shown(*points, limit=limit, upper=upper).items[0]
    lines = plot(item, 56, Painter(colour=False))
    assert len(lines) == 9
    assert sum(line.split("|")[1].partition("  wanted")[0].count("o") for line in lines[:7]) == min(
        len(values), 56
    )
