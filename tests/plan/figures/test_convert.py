"""What can be compared with what, and by which factor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.figures.convert import comparable
from planproof.plan.figures.units import extend


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("s", "ms", 1000.0),
        ("min", "h", 1 / 60),
        ("d", "weeks", 1 / 7),
        ("MB", "kB", 1000.0),
        ("GiB", "MiB", 1024.0),
        ("MiB", "MB", 1.048576),
        ("Mbit", "MB", 0.125),
        ("MB/s", "Mbit/s", 8.0),
        ("Mbps", "kB/s", 125.0),
        ("x", "%", 100.0),
        ("%", "x", 0.01),
        ("‰", "%", 0.1),
        ("pp", "percentage points", 1.0),
        ("req/s", "req/min", 60.0),
        ("requests/sec", "rps", 1.0),
        ("orders/s", "order/min", 60.0),
        ("ops/s", "req/s", 1.0),
        ("iterations/s", "tx/s", 1.0),
        ("kHz", "frames/s", 1000.0),
        ("deploys/week", "/d", 1 / 7),
        ("tests", "test", 1.0),
        ("Errors", "errors", 1.0),
        ("tests", "", 1.0),
        ("", "", 1.0),
        ("", "x", 1.0),
        ("USD", "$", 1.0),
        ("USD/d", "USD/weeks", 7.0),
    ],
)
def test_comparable(one: str, other: str, factor: float) -> None:
    assert comparable(one, other) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ms", "MB"),
        ("ms", ""),
        ("pp", "%"),
        ("pp", "x"),
        ("", "%"),
        ("", "pp"),
        ("req/s", "orders/s"),
        ("queries/s", "req/s"),
        ("req/s", "req"),
        ("tests", "errors"),
        ("USD", "EUR"),
        ("USD/month", "EUR/month"),
        ("USD", "USD/month"),
        ("m", "m"),
        ("m", "min"),
        ("M", "MB"),
        ("ms/s", "ms/s"),
        ("req/node", "req/node"),
        ("B", "B/s"),
    ],
)
def test_not_comparable(one: str, other: str) -> None:
    assert comparable(one, other) is None
    assert comparable(other, one) is None


def test_own_units() -> None:
    assert comparable("orders/s", "req/s") is None
    extend({"orders/s": "2 req/s", "credits": "", "kilocredits": "1000 credits"})
    try:
        assert comparable("orders/s", "req/min") == pytest.approx(120.0)
        assert comparable("orders/s", "queries/s") is None
        assert comparable("kilocredit", "credits") == pytest.approx(1000.0)
        assert comparable("credits", "") == 1.0
        assert comparable("credits", "tests") is None
    finally:
        extend({})


NAMES = """ns ms s min h B kB MiB Mbit Mbit/s MB/s % ‰ x pp req/s ops/s orders/min Hz tests errors
USD EUR USD/month m"""
UNITS = st.sampled_from([*NAMES.split(), ""])


@given(UNITS, UNITS, UNITS)
def test_factors_agree(one: str, other: str, third: str) -> None:
    there, back = comparable(one, other), comparable(other, one)
    assert (there is None) == (back is None)
    if there is None or back is None:
        return
    assert there > 0
    assert there * back == pytest.approx(1.0)
    onward, straight = comparable(other, third), comparable(one, third)
    if onward is not None and straight is not None:
        assert there * onward == pytest.approx(straight)


@given(st.text(max_size=10), st.text(max_size=10))
def test_every_pair_has_an_answer(one: str, other: str) -> None:
    factor = comparable(one, other)
    assert factor is None or factor > 0
