"""When commits were made, where what they say cannot be right."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.progress.dates import DAY, mended, second_of

NOW = 1_000 * DAY


def days(*at: float) -> list[float]:
    return [one * DAY for one in at]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ((500, 510, 520), (500, 510, 520)),
        ((500, 900, 520, 530), (500, 520, 520, 530)),  # a clock ahead: as the next one
        ((500, 510, 20, 530), (500, 510, 510, 530)),  # a clock behind: as the one before
        ((500, 510, 0), (500, 510, 510)),
        ((500, 20, 510, 520), (500, 500, 510, 520)),
        ((500, 20), (500, 500)),
        ((500, 900, 520), (500, 520, 520)),
        ((0, 510, 520), (510, 510, 520)),  # 1970 is no date, even of the first
        ((500, 2_000, 520), (500, 520, 520)),  # to come, and others followed
        ((500, 510, 2_000), (500, 510, 1_000)),  # to come, and the last: now
        ((500, 900, 910, 520, 530, 540), (500, 520, 520, 520, 530, 540)),
        ((2_000,), (1_000,)),
        ((), ()),
    ],
)
def test_as_many_dates_are_believed_as_can_be(
    said: tuple[float, ...], meant: tuple[float, ...]
) -> None:
    assert mended(days(*said), NOW) == days(*meant)


@given(st.lists(st.one_of(st.floats(0, 3 * NOW), st.just(float("inf"))), max_size=30))
def test_time_never_goes_back_and_nothing_is_to_come(times: list[float]) -> None:
    found = mended(times, NOW)
    assert len(found) == len(times)
    assert found == sorted(found)
    assert all(DAY <= one <= NOW for one in found)
    assert mended(found, NOW) == found


def test_a_date_beyond_all_years_is_infinitely_late() -> None:
    assert second_of("1970-01-02T00:00:00+00:00") == DAY
    assert second_of("33658-09-27T01:46:40+00:00") == float("inf")
