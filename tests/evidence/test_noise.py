from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.model import Measurement
from planproof.evidence.noise import of_difference, of_mean, of_ratio, of_runs, quantile

SOME = st.floats(min_value=1e-6, max_value=1e6)


@pytest.mark.parametrize(
    ("freedom", "published"),
    [
        (1, 12.706),
        (2, 4.303),
        (5, 2.571),
        (10, 2.228),
        (30, 2.042),
        (40, 2.021),
        (60, 2.000),
        (100, 1.984),
        (120, 1.980),
        (1000, 1.962),
    ],
)
def test_quantiles_are_those_of_published_tables(freedom: int, published: float) -> None:
    assert round(quantile(freedom), 3) == published


def between(t: float, freedom: int) -> float:
    """The probability that Student's t lies between -t and t, by Simpson's rule on its density."""
    scale: float = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2))
    scale /= math.sqrt(freedom * math.pi)
    steps = 4000
    width = t / steps
    density = [
        scale * (1 + (place * width) ** 2 / freedom) ** (-(freedom + 1) / 2)
        for place in range(steps + 1)
    ]
    inner: float = 4 * sum(density[1:-1:2]) + 2 * sum(density[2:-1:2])
    return float(2 * width / 3 * (density[0] + inner + density[-1]))


@pytest.mark.parametrize("freedom", [*range(1, 41), 50, 99, 500])
def test_quantiles_hold_95_percent(freedom: int) -> None:
    assert between(quantile(freedom), freedom) == pytest.approx(0.95, abs=1e-4)


def test_interval_of_a_mean() -> None:
    # 10, 12, 14: s = 2, s / sqrt(3) = 1.1547, times 4.303 = 4.9687.
    found = of_mean([10, 12, 14])
    assert found.value == 12
    assert found.low == pytest.approx(12 - 4.9687, abs=1e-4)
    assert found.high == pytest.approx(12 + 4.9687, abs=1e-4)


def test_equal_runs_have_no_width() -> None:
    assert of_mean([0.1, 0.1, 0.1]) == (0.1, 0.1, 0.1)
    assert of_mean([0.0, 0.0]) == (0.0, 0.0, 0.0)


def test_one_value_has_no_interval() -> None:
    assert not of_mean([3.0]).known


def test_huge_and_tiny_values_do_not_overflow() -> None:
    assert of_mean([1e308, 1.2e308]).value == pytest.approx(1.1e308)
    assert of_mean([1e-300, 3e-300]).low == pytest.approx(2e-300 - 12.706e-300)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_makes_nothing_finite(wrong: float) -> None:
    assert not of_mean([1.0, wrong, -wrong]).finite


def run(value: float, low: float | None = None, high: float | None = None) -> Measurement:
    return Measurement(name="it", value=value, low=low, high=high)


def test_a_single_run_has_the_interval_of_its_tool() -> None:
    assert of_runs([run(5, 4, 7)]) == (5, 4, 7)
    assert of_runs([run(5, 6, 7)]) == (5, 5, 7)
    assert of_runs([run(5, math.nan, 7)]) == (5, 5, 5)


def test_several_runs_have_their_own_interval_whatever_the_tool_says_of_each() -> None:
    assert of_runs([run(10, 9.9, 10.1), run(12), run(14)]) == of_mean([10, 12, 14])


def test_rounds_count_for_a_mean_of_five_or_more() -> None:
    rounds = (10.0, 12.0, 14.0, 12.0, 12.0)
    mean = Measurement(name="it", value=12, statistic="mean", values=rounds)
    assert of_runs([mean]) == of_mean(rounds)
    few = Measurement(name="it", value=12, statistic="mean", values=rounds[:4])
    assert not of_runs([few]).known
    other = Measurement(name="it", value=12, statistic="max", values=rounds)
    assert not of_runs([other]).known


def test_a_ratio_is_of_pairs_so_that_drift_cancels() -> None:
    # The machine gets ever slower; each run is twice its neighbour all the same.
    found = of_ratio([(2.0, 1.0), (4.0, 2.0), (8.0, 4.0)])
    assert found == pytest.approx((2, 2, 2))
    apart = of_mean([2.0, 4.0, 8.0])
    assert apart.high - apart.low > 10


def test_half_and_twice_are_equally_far_from_the_same() -> None:
    found = of_ratio([(2.0, 1.0), (1.0, 2.0)])
    assert found.value == pytest.approx(1)
    assert found.low * found.high == pytest.approx(1)


def test_a_ratio_to_nothing_left() -> None:
    assert of_ratio([(0.0, 5.0), (0.0, 4.0)]) == (0, 0, 0)


def test_a_difference_is_of_pairs() -> None:
    assert of_difference([(11.0, 10.0), (21.0, 20.0)]) == (1, 1, 1)


@given(st.lists(SOME, min_size=2, max_size=8), st.floats(min_value=0.01, max_value=100))
def test_an_interval_scales_with_its_values(values: list[float], by: float) -> None:
    plain, scaled = of_mean(values), of_mean([value * by for value in values])
    # Ends are differences: dust is of the size of the values, not of the ends.
    dust = 1e-9 * max(values) * by
    assert scaled == pytest.approx([one * by for one in plain], abs=dust)


@given(st.lists(SOME, min_size=1, max_size=8))
def test_a_mean_lies_in_its_interval_and_among_its_values(values: list[float]) -> None:
    found = of_mean(values)
    assert found.low <= found.value <= found.high
    assert min(values) <= found.value <= max(values)


@given(st.lists(st.tuples(SOME, SOME), min_size=2, max_size=8))
def test_a_ratio_turned_round_is_one_through_it(pairs: list[tuple[float, float]]) -> None:
    there = of_ratio(pairs)
    back = of_ratio([(baseline, measured) for measured, baseline in pairs])
    if there.finite and back.finite and there.low > 0 and back.low > 0:
        assert back.value == pytest.approx(1 / there.value, rel=1e-6)
        assert back.low == pytest.approx(1 / there.high, rel=1e-6)
