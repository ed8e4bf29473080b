"""Units: canonical names, the traps of this field, conversion."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.plan.figures.sentence import read_sentence
from planproof.plan.figures.units import (
    canonical_unit,
    counted,
    extend,
    noun_of,
    own_units,
    per_time,
)


@pytest.mark.parametrize(
    ("text", "name", "dimension", "scale"),
    [
        ("ms", "ms", "time", 1e-3),
        ("Milliseconds", "ms", "time", 1e-3),
        ("μs", "µs", "time", 1e-6),
        ("sec.", "s", "time", 1.0),
        ("minutes", "min", "time", 60.0),
        ("hr", "h", "time", 3600.0),
        ("days", "d", "time", 86400.0),
        ("MB", "MB", "bytes", 1e6),
        ("KB", "kB", "bytes", 1e3),
        ("KiB", "KiB", "bytes", 1024.0),
        ("Mi", "MiB", "bytes", 1024.0**2),
        ("Mb", "Mbit", "bits", 1e6),
        ("Mbps", "Mbit/s", "bits/s", 1e6),
        ("MB/s", "MB/s", "bytes/s", 1e6),
        ("GB per day", "GB/d", "bytes/s", 1e9 / 86400),
        ("rps", "req/s", "rate", 1.0),
        ("requests per second", "req/s", "rate", 1.0),
        ("requests/sec", "req/s", "rate", 1.0),
        ("req/min", "req/min", "rate", 1 / 60),
        ("events/s", "events/s", "rate", 1.0),
        ("deploys a week", "deploys/week", "rate", 1 / 604800),
        ("Hz", "Hz", "rate", 1.0),
        ("%", "%", "ratio", 0.01),
        ("percent", "%", "ratio", 0.01),
        ("pp", "pp", "ratio", 0.01),
        ("percentage points", "pp", "ratio", 0.01),
        ("x", "x", "ratio", 1.0),
        ("$", "USD", "money", 1.0),
        ("$/month", "USD/month", "money/s", 1 / 2629746),
        ("秒", "s", "time", 1.0),
    ],
)
def test_canonical(text: str, name: str, dimension: str, scale: float) -> None:
    unit = canonical_unit(text)
    assert unit is not None
    assert (unit.name, unit.dimension) == (name, dimension)
    assert unit.scale == pytest.approx(scale)


@pytest.mark.parametrize(
    "text", ["", " ", "m", "M", "tests", "MS", "lines/file", "ms/s", "/", "per"]
)
def test_no_unit(text: str) -> None:
    assert canonical_unit(text) is None


def test_a_counted_noun_is_kept_as_written() -> None:
    assert (counted("peers").name, counted("peers").dimension) == ("peers", "count")


def test_a_rate_needs_a_time() -> None:
    assert per_time("requests", "node") is None
    bare = per_time("", "week")
    assert bare is not None
    assert (bare.name, bare.dimension) == ("/week", "rate")


@given(st.text(max_size=12))
def test_every_text_has_an_answer(text: str) -> None:
    unit = canonical_unit(text)
    assert unit is None or (unit.scale > 0 and canonical_unit(unit.name) is not None)


@pytest.fixture
def own() -> Iterator[None]:
    faults = extend(
        {
            "orders/s": "1 req/s",
            "sprint": "2 weeks",
            "credits": "",
            "kilocredits": "1e3 credits",
            "chain": "22 yard",
            "yard": "0.9144 metre",
            "metre": "",
        }
    )
    assert faults == ()
    yield
    assert extend({}) == ()


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    ("text", "name", "dimension", "scale"),
    [
        ("orders/s", "orders/s", "rate", 1.0),
        ("orders per second", "orders/s", "rate", 1.0),
        ("sprints", "sprint", "time", 1_209_600.0),
        ("Credit", "credits", "credits", 1.0),
        ("kilocredits", "kilocredits", "credits", 1000.0),
        ("chains", "chain", "metre", 20.1168),
    ],
)
def test_own_units(text: str, name: str, dimension: str, scale: float) -> None:
    unit = canonical_unit(text)
    assert unit is not None
    assert (unit.name, unit.dimension) == (name, dimension)
    assert unit.scale == pytest.approx(scale)


@pytest.mark.usefixtures("own")
def test_sentences_are_read_with_own_units() -> None:
    figures = [
        read_sentence(sentence).figures[0]
        for sentence in (
            "Throughput >= 400 orders per second",
            "Cost of a run <= 3 API credits",
            "Rollout is complete within 2 sprints",
        )
    ]
    assert [(one.value, one.unit, one.dimension) for one in figures] == [
        (400.0, "orders/s", "rate"),
        (3.0, "credits", "credits"),
        (2.0, "sprint", "time"),
    ]


def test_own_units_are_forgotten_when_others_are_made_known() -> None:
    assert extend({"credits": ""}) == ()
    assert extend({"tokens": "2 s"}) == ()
    assert canonical_unit("credits") is None
    assert canonical_unit("tokens") is not None
    assert extend({}) == ()
    assert canonical_unit("tokens") is None


@pytest.mark.parametrize(
    ("name", "amount", "said"),
    [
        ("ms", "2 s", "known already"),
        ("MINUTES", "2 s", "known already"),
        ("two words", "2 s", "cannot be a unit's name"),
        ("9s", "2 s", "cannot be a unit's name"),
        ("", "2 s", "cannot be a unit's name"),
        ("lap", "400 m", "minutes are `min`"),
        ("lap", "0 s", "an amount above zero"),
        ("lap", "-1 s", "an amount above zero"),
        ("lap", "1e999 s", "an amount above zero"),
        ("lap", "400", "an amount above zero"),
        ("lap", "3 wibbles", "there is no such unit"),
        ("lap", "2 laps", "there is no such unit"),
    ],
)
def test_what_is_wrong_with_own_units_is_said(name: str, amount: str, said: str) -> None:
    units, faults = own_units({name: amount, "good": "3 s"})
    (fault,) = faults
    assert said in fault
    assert f"`{name}" in fault
    assert units["good"].scale == 3.0


def test_units_that_are_so_much_of_each_other_are_wrong() -> None:
    units, faults = own_units({"a": "2 b", "b": "3 a", "good": "1 s"})
    assert set(units) == {"good", "goods"}
    assert len(faults) == 2


@given(st.dictionaries(st.text(max_size=6), st.text(max_size=8), max_size=6))
def test_every_table_of_own_units_has_an_answer(table: dict[str, str]) -> None:
    units, faults = own_units(table)
    assert all(0 < unit.scale < float("inf") for unit in units.values())
    assert len({unit.name for unit in units.values()}) + len(faults) >= len(table) - 1


@pytest.mark.parametrize(
    ("word", "noun"),
    [
        ("Requests", "req"),
        ("reqs", "req"),
        ("queries", "query"),
        ("orders", "order"),
        ("class", "class"),
        ("ops", ""),
        ("iterations", ""),
        ("", ""),
    ],
)
def test_noun(word: str, noun: str) -> None:
    assert noun_of(word) == noun
