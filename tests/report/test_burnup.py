"""Burn-up charts."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from planproof.progress.model import Point
from planproof.report.burnup import chart, svg, times, until
from planproof.report.formats._terminal import Painter

POINTS = (
    Point("2026-01-01T00:00:00+00:00", 0, 2),
    Point("2026-01-06T00:00:00+00:00", 1, 4),
    Point("2026-01-11T00:00:00+00:00", 4, 4),
)


def test_what_is_done_grows_below_what_there_is() -> None:
    lines = chart(POINTS, width=14, paint=Painter(colour=False))
    assert lines == [  # one column a day; a box ticked on a day is seen in that day's column
        "  4     ·····█",
        "        ·····█",
        "    ·········█",
        "  0 ····██████",
        "    2026-01-01  2026-01-11",
    ]


def test_an_open_plan_stands_still_until_the_last_commit() -> None:
    lines = chart(
        until(POINTS[:2], "2026-01-11T00:00:00+00:00"), width=14, paint=Painter(colour=False)
    )
    assert lines == [
        "  4     ······",
        "        ······",
        "    ··········",
        "  0 ····██████",
        "    2026-01-01  2026-01-11",
    ]


def test_a_plan_at_its_end_is_not_drawn_out_and_time_does_not_go_back() -> None:
    assert until(POINTS, "2027-01-01T00:00:00+00:00") == POINTS
    assert until(POINTS[:2], "2026-01-02T00:00:00+00:00") == POINTS[:2]
    assert until(POINTS[:2], "") == POINTS[:2]
    assert until((), "2027-01-01T00:00:00+00:00") == ()


def test_without_boxes_there_is_no_chart() -> None:
    assert chart((Point("2026-01-01T00:00:00+00:00", 0, 0),), width=80, paint=Painter(colour=False)) == []  # fmt: skip
    assert "It has no boxes." in svg("a", ())


def test_time_never_goes_back_and_what_is_not_committed_is_last() -> None:
    points = (*POINTS, Point("2025-01-01T00:00:00+00:00", 3, 4), Point("", 4, 4))
    assert times(points)[2] == times(points)[3] == times(points)[4]


def test_a_title_is_text_and_nothing_else() -> None:
    drawn = svg('<script>"&\x1b', POINTS)
    root = ET.fromstring(drawn)  # noqa: S314
    assert "script" not in {one.tag.rpartition("}")[2] for one in root.iter()}
    assert '<script>"&\ufffd: 4 of 4' in "".join(root.itertext())
