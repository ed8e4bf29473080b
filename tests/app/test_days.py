"""Days and times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from planproof.app.days import day_of

NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # a Sunday


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-05-03", "2026-05-03T00:00"),
        ("2026-05-03T10:00+02:00", "2026-05-03T08:00"),
        ("7 days", "2026-11-15T15:30"),
        ("2 weeks ago", "2026-11-08T15:30"),
        ("12 hours", "2026-11-22T03:30"),
        ("today", "2026-11-22T00:00"),
        ("Yesterday", "2026-11-21T00:00"),
        ("monday", "2026-11-16T00:00"),
        ("last  sunday", "2026-11-15T00:00"),
        ("last week", "2026-11-15T15:30"),
    ],
)
def test_what_is_meant(said: str, meant: str) -> None:
    at = day_of(said, NOW.timestamp())
    assert at is not None
    assert datetime.fromtimestamp(at, UTC).isoformat(timespec="minutes") == f"{meant}+00:00"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "2026-8-1",
        "20261121",
        "2026-W47",
        "2026-02-30",
        "9999 years",
        "0001-01-01T00:00:00+05:00",
        "week",
        "last",
        "last today",
        "2026-13-01",
        "main",
        "7",
    ],
)
def test_what_is_no_day(said: str) -> None:
    assert day_of(said, NOW.timestamp()) is None
