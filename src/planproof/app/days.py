"""Days and times as people write them: `2026-05-03`, `7 days ago`, `yesterday`, `monday`. In UTC."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from planproof.app.errors import CannotDo
from planproof.progress.dates import DAY, WEEK, seconds
from planproof.text.patterns import rx

_LENGTHS = {"hour": 3_600, "day": DAY, "week": WEEK, "month": 30 * DAY, "year": 365 * DAY}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FORMS = "a day as 2026-05-03, or a time back as `7 days`, `yesterday`, `monday`"
"""What can be written, for those who wrote something else."""


_LIKE_ONE = (
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ t].*)?|\d{8}|\d{4}-w\d.*"
    r"|-?\d+ ?(?:hour|day|week|month|year)s?(?: ago)?"
)


def day_of(said: str, now: float) -> float | None:
    """A day or time in seconds since 1970: of a day, when it began. None for what is none.

    Args:
        said: as somebody wrote it.
        now: what it is told from, in seconds since 1970.
    """
    with suppress(ValueError, OverflowError):
        at = _second(said, now)
        if at is not None:
            datetime.fromtimestamp(
                at, UTC
            )  # raises for what lies before the first year or after the last
        return at
    return None


def past_day(said: str, now: float) -> float | None:
    """The same.

    Raises:
        CannotDo: it is still to come.
    """
    at = day_of(said, now)
    if at is not None and at > now:
        raise CannotDo(f"{said} is still to come", "Name a day that has been.")
    return at


def like_a_day(said: str) -> bool:
    """Whether somebody who wrote this will have meant a day, be it that there is no such one."""
    return bool(rx(_LIKE_ONE).fullmatch(said.strip().casefold()))


def no_day(said: str) -> CannotDo:
    """What to say of what is none."""
    is_one = rx(r"\d{4}-\d\d-\d\d").match(said.strip())
    reason = f"there is no day or time `{said}`" if is_one else f"`{said}` is no day"
    return CannotDo(reason, f"Write {FORMS}.")


def _second(said: str, now: float) -> float | None:
    words = " ".join(said.casefold().split())
    if rx(r"\d{4}-\d\d-\d\d.*").fullmatch(words):
        return seconds(said.strip())
    back = rx(r"(\d{1,4}) ?(hour|day|week|month|year)s?(?: ago)?").fullmatch(words)
    if back:
        return now - int(back[1]) * _LENGTHS[back[2]]
    midnight = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    bare = words.removeprefix("last ")
    if bare in _WEEKDAYS:
        days = (midnight.weekday() - _WEEKDAYS.index(bare)) % 7 or 7
    elif words in ("today", "yesterday"):
        days = 0 if words == "today" else 1
    elif bare in ("week", "month", "year") and bare != words:
        return now - _LENGTHS[bare]
    else:
        return None
    return (midnight - timedelta(days=days)).timestamp()
