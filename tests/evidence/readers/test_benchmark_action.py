"""github-action-benchmark's custom JSON."""

from __future__ import annotations

from planproof.evidence.model import Better
from planproof.evidence.readers import benchmark_action
from tests.evidence.readers._sampled import content, figure, holds_when_cut, names, sample

SAMPLE = sample("benchmark_action/custom.json")


def test_every_entry_is_a_figure() -> None:
    assert benchmark_action.recognises(content(SAMPLE))
    results = benchmark_action.read(content(SAMPLE))
    said = [(one.name, one.value, one.unit, one.better) for one in results.measurements]
    assert said == [
        ("place order", 12.5, "ms", Better.UNSAID),
        ("Orders a second", 640.0, "orders/s", Better.UNSAID),
        ("CPU Load", 50.0, "%", Better.UNSAID),
        ("Heap objects", 1200.0, "objects", Better.UNSAID),
    ]
    assert figure(results, "/1/value").name == "Orders a second"


def test_a_range_is_no_interval() -> None:
    first = figure(benchmark_action.read(content(SAMPLE)), "place order")
    assert (first.low, first.high) == (None, None)


def test_values_that_are_not_finite_are_left_out() -> None:
    results = benchmark_action.read(content(SAMPLE.replace("12.5", "Infinity")))
    assert "place order" not in names(results)
    assert results.warnings == ("`place order` is no finite number and is left out",)


def test_a_figure_without_a_name_is_left_out() -> None:
    results = benchmark_action.read(content(SAMPLE.replace('"CPU Load"', '""')))
    assert names(results) == ["place order", "Orders a second", "Heap objects"]
    assert results.warnings == ("a figure without a name is left out",)


def test_every_entry_has_to_look_like_one() -> None:
    assert not benchmark_action.recognises(content("[]"))
    assert not benchmark_action.recognises(content('[{"name": "a", "value": 1}]'))
    mixed = '[{"name": "a", "unit": "s", "value": 1}, {"name": "b"}]'
    assert not benchmark_action.recognises(content(mixed))


def test_whatever_is_left_of_it() -> None:
    holds_when_cut(benchmark_action, SAMPLE)
