from __future__ import annotations

import json
from typing import Any

from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, sample


def first(**changes: Any) -> Any:
    result = json.loads(sample("hyperfine/two-commands.json"))["results"][0]
    return {"results": [result | changes]}


def test_times_of_two_commands() -> None:
    results = read("hyperfine/two-commands.json")
    mean = named(results, "sleep 0.02.mean")
    assert (mean.value, mean.unit, mean.statistic) == (0.02410013324, "s", "mean")
    assert (mean.samples, mean.better) == (5, Better.LESS)
    assert mean.values == (0.02416065944, 0.021003238440000002, 0.02515121744, 0.02521086644,
                           0.024974684440000002)  # fmt: skip
    assert named(results, "/results/1/median").value == 0.015078096440000003
    assert results.void == ()
    assert results.warnings == ()


def test_a_file_of_one_command_needs_no_command() -> None:
    assert named(read_json(first()), "mean").value == 0.02410013324


def test_a_parameter_is_a_label() -> None:
    found = named(read("hyperfine/parameters.json"), "sleep 0.02.mean")
    assert found.labels == {"command": "sleep 0.02", "n": "2"}


def test_a_command_that_failed_makes_it_void() -> None:
    assert read("hyperfine/failed.json").void == ('sh -c "exit 3" ended with exit code 3',)
    killed = read_json(first(exit_codes=[0, 0, None, 0, 0]))
    assert killed.void == ("sleep 0.02 was killed in one of its runs",)


def test_one_run_has_no_spread() -> None:
    results = read_json(first(times=[0.02], exit_codes=[0], stddev=None))
    assert "sleep 0.02.stddev" not in names(results)
    assert any("run once" in warning for warning in results.warnings)


def test_memory_is_the_most_of_any_run() -> None:
    memory = named(read_json(first(memory_usage_byte=[100, 300, 200])), "memory_usage_byte")
    assert (memory.value, memory.unit, memory.statistic) == (300, "B", "max")


def test_a_mean_that_is_not_finite_is_left_out_by_name() -> None:
    results = read_json(first(mean=float("nan")))
    assert "sleep 0.02.mean" not in names(results)
    assert any("sleep 0.02.mean" in warning for warning in results.warnings)
