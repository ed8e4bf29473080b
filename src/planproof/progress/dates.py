"""When commits were made, where what they say cannot be right: clocks differ, and some are broken. Pure.

Each verb goes by what is found here, so that no two tell of different days.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

DAY = 86_400.0
"""Seconds. A date that is mended by no more than that is not worth a word."""

WEEK = 7 * DAY

EARLIEST = DAY
"""Programs that know no date write the first second of 1970."""


def seconds(when: str) -> float:
    """A time in ISO 8601 as seconds since 1970; without an offset it is UTC.

    Raises:
        ValueError: it is none; or OverflowError, where no clock goes so far.
    """
    read = datetime.fromisoformat(when)
    return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()


def second_of(date: str) -> float:
    """A commit's date in seconds since 1970; infinity where it has none, or one beyond what can be a date."""
    try:
        return seconds(date)
    except (ValueError, OverflowError):
        return float("inf")


def stamp(at: float) -> str:
    """A time in ISO 8601, in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def day(at: float) -> str:
    """The day of a time, in UTC: `2026-05-03`."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def in_utc(date: str) -> str:
    """A commit's date in UTC; as it is where it is beyond what can be a date."""
    if date.endswith("+00:00"):
        return date
    at = second_of(date)
    return date if at == float("inf") else stamp(at)


def in_order(times: Sequence[float], now: float, before: float = EARLIEST) -> bool:
    """Whether times never go back, from a time before them on, and none is to come."""
    if times and not before <= times[0] <= times[-1] <= now:
        return False
    return all(one <= other for one, other in pairwise(times))


def mended(times: Sequence[float], now: float) -> list[float]:
    """The times of commits, each of which stands on the one before it, so that none goes back.

    As many stay as they are as can: the longest row of them that never goes back, none of which is to
    come. Another that is later than the next one of those is taken to be from then (from now, where none
    follows); one that is earlier than the one before, from then.

    Args:
        times: in seconds since 1970, along first parents, the earliest commit first.
        now: the latest that any can be.
    """
    if in_order(times, now):
        return list(times)
    kept = [*_kept(times, now), len(times)]
    following = [*(times[place] for place in kept[:-1]), now]
    found: list[float] = []
    lower = following[0]
    number = 0
    for place, at in enumerate(times):
        if place == kept[number]:
            number += 1
            found.append(at)
        else:
            found.append(min(max(at, lower), following[number]))
        lower = found[-1]
    return found


def _kept(times: Sequence[float], now: float) -> list[int]:
    """The places of the longest row of times that never goes back (C. Schensted, 1961).

    Of several that are as long, one whose last is early, and that has the first of what may stand before it.
    """
    ends: list[float] = []  # the least last time of a row of each length
    places: list[list[int]] = []  # where such rows end
    for place, at in enumerate(times):
        if EARLIEST <= at <= now:
            length = bisect_right(ends, at)
            ends[length : length + 1] = [at]
            if length == len(places):
                places.append([])
            places[length].append(place)
    found: list[int] = []
    for level in reversed(places):
        if found:
            found.append(next(place for place in level if times[place] <= times[found[-1]]))
        else:
            found.append(level[-1] if len(places) > 1 else level[0])
    return found[::-1]
