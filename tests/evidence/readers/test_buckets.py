from __future__ import annotations

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.readers._buckets import Bucket, Quantile, quantile

edges = st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=2, max_size=12, unique=True).map(
    sorted
)


@st.composite
def histograms(draw: st.DrawFn) -> list[Bucket]:
    bounds = draw(edges)
    counts = [draw(st.integers(0, 1000)) for _ in bounds[1:]]
    return [
        Bucket(low, high, count)
        for low, high, count in zip(bounds[:-1], bounds[1:], counts, strict=True)
    ]


def test_a_quantile_is_interpolated_in_its_bucket() -> None:
    found = quantile([Bucket(0, 10, 5), Bucket(10, 20, 5)], 0.9)
    assert isinstance(found, Quantile)
    assert found.value == pytest.approx(18)
    assert (found.low, found.high) == (10, 20)


def test_a_bucket_without_an_end_has_no_value() -> None:
    assert quantile([Bucket(0, 1, 1), Bucket(1, inf, 9)], 0.5) == Bucket(1, inf, 9)
    assert quantile([Bucket(-inf, 1, 9), Bucket(1, 2, 1)], 0.5) == Bucket(-inf, 1, 9)


def test_without_observations_there_is_none() -> None:
    assert quantile([], 0.5) is None
    assert quantile([Bucket(0, 1, 0)], 0.5) is None


@given(histograms(), st.floats(0, 1), st.floats(0, 1))
def test_it_lies_in_its_bucket_and_grows_with_the_share(
    buckets: list[Bucket], one: float, other: float
) -> None:
    less, more = quantile(buckets, min(one, other)), quantile(buckets, max(one, other))
    if less is None or more is None:
        assert not sum(bucket.holds for bucket in buckets)
        return
    assert isinstance(less, Quantile)
    assert isinstance(more, Quantile)
    assert less.low <= less.value <= less.high
    assert less.value <= more.value
