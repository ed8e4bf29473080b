"""Days and times as people write them: `2026-05-03`, `7 days ago`, `yesterday`, `monday`. In UTC."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from planproof.progress.spells import seconds
from planproof.text.patterns import rx

_LENGTHS = {"hour": 3_600, "day": 86_400, "week": 7 * 86_400, "month": 30 * 86_400, "year": 365 * 86_400}  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

FORMS = "a day as 2026-05-03, or a time back as `7 days`, `yesterday`, `monday`"
"""What can be written, for those who wrote something else."""


def day_of(said: str, now: float) -> float | None:
    """A day or time in seconds since 1970: of a day, when it began. None for what is none.

    Args:
        said: as somebody wrote it.
        now: what it is told from, in seconds since 1970.
    """
    words = " ".join(said.casefold().split())
    if rx(r"\d{4}-\d\d-\d\d.*").fullmatch(words):
        with suppress(ValueError, OverflowError):
            return seconds(said.strip())
        return None
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
