"""What holds of every decision; single ones are in tests/cases/evidence/decisions.md."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from planproof.evidence.decide import decide
from planproof.evidence.decision import Decision, FigureRead, Held
from planproof.evidence.model import Better, Measurement
from planproof.plan.figures.sentence import Figure, read_sentence
from planproof.plan.figures.units import canonical_unit

ORDER = {Decision.MET: 0, Decision.INCONCLUSIVE: 1, Decision.NOT_MET: 2}
SENTENCES = (
    "p95 latency <= 200 ms",
    "p95 latency < 200 ms",
    "Throughput >= 500 req/s",
    "error rate < 1 %",
    "at least 99.9 % of requests succeed",
    "Memory usage <= 512 MiB",
    "memory stays between 100 MB and 200 MB",
    "fewer than 5 errors in the log",
    "no errors in the log for 24 hours",
    "Reduce build time from 12 min to 5 min",
    "Response time 200 ms ± 10 ms",
    "Reduce build time by 30 %",
    "p95 latency is at most 5 % slower than main",
    "reduce latency by 50 ms",
)
VALUES = st.floats(min_value=0, max_value=1e9, allow_subnormal=False)
UNITS = {
    "time": ("ns", "µs", "ms", "s", "min", "h"),
    "rate": ("req/s", "req/min", "ops/s"),
    "ratio": ("%", "x", "‰", "ppm"),
    "bytes": ("B", "kB", "MB", "MiB", "GiB"),
}


def figure(sentence: str) -> Figure:
    return read_sentence(sentence).figures[0]


def read(
    values: list[float], unit: str, baseline: list[float] | None = None, statistic: str = ""
) -> FigureRead:
    def measured(value: float) -> Measurement:
        return Measurement(name="it", value=value, unit=unit, statistic=statistic)

    return FigureRead(
        source="a.json `it`",
        file="a.json",
        runs=tuple(map(measured, values)),
        baseline=tuple(map(measured, baseline or ())),
    )


def held(one: Figure, of: FigureRead, least_runs: int = 1) -> Held:
    (found,) = decide([one], [of], least_runs=least_runs)
    return found


def limits(sentence: str) -> Figure:
    found = figure(sentence)
    assume(not found.relative and found.comparator != "change" and found.dimension != "count")
    return found


@pytest.mark.parametrize("sentence", SENTENCES)
def test_nothing_is_met_without_a_read(sentence: str) -> None:
    for reads in ([], [FigureRead(source="", file="", runs=())]):
        (found,) = decide([figure(sentence)], reads)
        assert found.decision is Decision.UNKNOWN
        assert found.reason.startswith("nothing is read for")


@given(st.sampled_from(SENTENCES), st.lists(VALUES, min_size=1, max_size=4), st.data())
def test_a_decision_is_the_same_in_every_unit(
    sentence: str, values: list[float], data: st.DataObject
) -> None:
    one = limits(sentence)
    units = [canonical_unit(data.draw(st.sampled_from(UNITS[one.dimension]))) for _ in "ab"]
    assert units[0] is not None
    assert units[1] is not None
    by = units[0].scale / units[1].scale
    assume(all(value == 0 or value * by > 1e-9 for value in values))
    first = held(one, read(values, units[0].name))
    second = held(one, read([value * by for value in values], units[1].name))
    assert first.decision is second.decision
    assert first.value == pytest.approx(second.value)


@given(st.sampled_from(SENTENCES), st.floats(-3, 3), st.data())
def test_units_do_not_move_the_limit_itself(sentence: str, way: float, data: st.DataObject) -> None:
    one = limits(sentence)
    assume(one.comparator in ("<", "<=", ">", ">="))
    unit = data.draw(st.sampled_from(UNITS[one.dimension]))
    other = canonical_unit(unit)
    assert other is not None
    slack = (one.tolerance or 0.0) * (1 if one.comparator.startswith("<") else -1)
    exact = (one.value + slack) * one.scale / other.scale
    strict = one.comparator in ("<", ">") and not one.tolerance
    on = held(one, read([exact * (1 + way * 1e-12)], unit)).decision
    assert on is (Decision.NOT_MET if strict else Decision.MET)


@given(st.sampled_from(SENTENCES), VALUES, VALUES)
@example("p95 latency <= 200 ms", 199.9999, 200.0001)
def test_better_values_never_decide_worse(sentence: str, left: float, right: float) -> None:
    one = figure(sentence)
    assume(one.comparator in ("<", "<=", ">", ">=") and not one.relative)
    less = one.comparator.startswith("<")
    better, worse = sorted((left, right), reverse=not less)
    unit = one.unit if one.dimension != "count" else ""
    decisions = [held(one, read([value], unit)).decision for value in (better, worse)]
    assert ORDER[decisions[0]] <= ORDER[decisions[1]]


@given(st.lists(VALUES, min_size=2, max_size=5), st.floats(0, 1000))
def test_runs_that_are_all_slower_never_decide_better(values: list[float], by: float) -> None:
    one = figure("p95 latency <= 200 ms")
    now = held(one, read(values, "ms")).decision
    later = held(one, read([value + by for value in values], "ms")).decision
    assert ORDER[now] <= ORDER[later]


@given(
    st.sampled_from(SENTENCES),
    st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=4),
    st.sampled_from(("", "ms", "s", "req/s", "%", "x", "MiB", "errors", "nonsense")),
    st.booleans(),
    st.sampled_from(("", "p95", "mean", "stddev")),
)
def test_whatever_is_read_it_is_said_what_came_of_it(
    sentence: str, pairs: list[tuple[float, float]], unit: str, paired: bool, statistic: str
) -> None:
    one = figure(sentence)
    values, baseline = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = held(one, read(values, unit, baseline if paired else None, statistic))
    assert found.reason
    assert not found.reason.endswith(".")
    assert found.decision is Decision.UNKNOWN or found.value is not None
    assert found.decision is not Decision.INCONCLUSIVE or found.help
    assert found.decision is not Decision.UNKNOWN or found.help
    assert msgspec.json.decode(msgspec.json.encode(found), type=Held) == found


@given(VALUES, st.sampled_from((199.9996, 200.0, 200.0004, 200.04)))
def test_a_rounded_value_says_what_was_decided(far: float, near: float) -> None:
    one = figure("p95 latency <= 200 ms")
    for value in (far, near):
        found = held(one, read([value], "ms"))
        shown = float(found.reason.split()[1])
        assert (shown <= 200) == (found.decision is Decision.MET)


@given(st.sampled_from(SENTENCES), st.sampled_from((math.nan, math.inf, -math.inf)), st.booleans())
def test_what_is_not_finite_decides_nothing(sentence: str, value: float, again: bool) -> None:
    one = figure(sentence)
    unit = "s" if one.relative else one.unit
    values = [1.0, value] if again else [value]
    for of in (read(values, unit, [1.0, 1.0]), read([1.0, 1.0], unit, values)):
        found = held(one, of).decision
        assert found is Decision.UNKNOWN or (of.runs[-1].value == 1.0 and not one.relative)


@given(st.lists(VALUES, min_size=1, max_size=5), st.integers(2, 8))
def test_too_few_runs_are_inconclusive(values: list[float], least: int) -> None:
    found = held(figure("p95 latency <= 200 ms"), read(values, "ms"), least)
    assert len(values) >= least or found.decision is Decision.INCONCLUSIVE


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([200.0, 200.0, 200.0], Decision.MET),
        ([199.5, 200.0, 200.5], Decision.MET),  # ± 1.2 ms is narrow
        ([190.0, 200.0, 210.0], Decision.INCONCLUSIVE),  # ± 25 ms is not
        ([230.0, 231.0, 232.0], Decision.NOT_MET),
    ],
)
def test_an_equality_of_what_is_measured_needs_a_narrow_interval(
    values: list[float], expected: Decision
) -> None:
    one = msgspec.structs.replace(figure("p95 latency <= 200 ms"), comparator="==")
    assert held(one, read(values, "ms")).decision is expected


@pytest.mark.parametrize(
    ("sentence", "better", "ratio", "expected"),
    [
        ("improve latency by 20 %", Better.UNSAID, 0.79, Decision.MET),
        ("improve latency by 20 %", Better.UNSAID, 1.3, Decision.NOT_MET),
        ("improve throughput by 20 %", Better.MORE, 1.21, Decision.MET),
        ("Import is at least 20 % faster than before", Better.LESS, 0.8, Decision.MET),
        ("Import is at least 20 % faster than before", Better.MORE, 1.2, Decision.MET),
        ("Import is at least 20 % faster than before", Better.MORE, 0.8, Decision.NOT_MET),
        ("at least 3x speedup against v1", Better.LESS, 0.33, Decision.MET),
        ("at least 3x speedup against v1", Better.LESS, 0.34, Decision.NOT_MET),
    ],
)
def test_faster_is_what_is_better(
    sentence: str, better: Better, ratio: float, expected: Decision
) -> None:
    runs, baseline = (
        (Measurement(name="it", value=value, unit="points", better=better),)
        for value in (ratio, 1.0)
    )
    of = FigureRead(source="a", file="a.json", runs=runs, baseline=baseline)
    one = msgspec.structs.replace(figure(sentence), direction="")
    assert held(one, of).decision is expected


def test_less_of_what_is_better_when_more_is_not_taken_for_granted() -> None:
    # What is to be reduced may be the time, and the file tells of the rate.
    one = msgspec.structs.replace(
        figure("Reduce build time by 20 %"), direction="down", metric="it"
    )
    found = held(one, read([75.0], "ops/s", [100.0]))
    assert found.decision is Decision.UNKNOWN
    assert found.reason == "it is not clear whether more or less is wanted"


def test_a_size_grows_when_the_sentence_says_so() -> None:
    one = figure("Increase memory by 20 %")
    assert held(one, read([121.0], "MB", [100.0])).decision is Decision.MET


def test_a_number_in_a_baseline_is_not_always_the_baseline() -> None:
    found = held(figure("p95 is at least 20 % faster than release 2"), read([1.0], "ms"))
    assert found.decision is Decision.UNKNOWN
    assert found.reason == 'it is relative to "release 2", and nothing says what that is'


def test_a_change_that_the_tool_itself_measured() -> None:
    # Criterion.rs: + 3 %, between + 2 % and + 6 %.
    change = Measurement(
        name="change.mean", value=0.03, unit="x", low=0.02, high=0.06, better=Better.LESS
    )
    one = figure("no more than 5 % slower than main")
    of = FigureRead(source="a", file="estimates.json", runs=(change,))
    assert held(one, of).decision is Decision.INCONCLUSIVE
    sure = msgspec.structs.replace(of, runs=(msgspec.structs.replace(change, high=0.04),))
    assert held(one, sure).decision is Decision.MET


def test_names_from_a_file_obey_no_terminal() -> None:
    hostile = Measurement(name="p95\x1b[2J\n`" + "x" * 500, value=1.0, unit="req/s")
    of = FigureRead(source="a", file="a\x1b.json", runs=(hostile,))
    found = held(figure("p95 latency <= 200 ms"), of)
    assert found.reason.isprintable()
    assert len(found.reason) < 200
