"""Criterion.rs's `estimates.json` (0.3.6) and cargo-criterion's JSON lines (from its source at 4faa3d0).

Figures are nanoseconds for one iteration, as the wall clock that Criterion measures by default has
them; the file does not say, so a custom measurement (cycles) is not told apart. Each estimate has its
confidence interval. A benchmark's typical figure, also called by its id alone, is the `slope` where
there is one and the `mean` where not.

The id of an `estimates.json` stands in a file beside it; it is taken from the path instead:
`target/criterion/orders_place/rows/100/new/estimates.json` is `orders_place/rows/100`. Criterion
writes `_` there for `/` and other signs, so ids that differ in these cannot be told apart.

Traps: `change/estimates.json` has the change against the last run as a *fraction* (0.05 is 5 % more
time), and so have the lines of cargo-criterion, though they say `"unit": "%"`. `base/` is the run
before. These files are Criterion's own and may change without notice.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from planproof.evidence.content import Content, at, entries, listed, number, pointer, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, better_by_unit, unit_said
from planproof.text.patterns import rx

_ESTIMATES = {
    "slope": "",
    "mean": "mean",
    "median": "median",
    "std_dev": "stddev",
    "median_abs_dev": "",
    "typical": "",
}
_RUNS = ("new", "base", "change")
_MOST_VALUES = 10_000


class _Estimate(NamedTuple):
    """An estimate with its confidence interval, as either format writes it."""

    value: Any
    low: Any
    high: Any


def recognises(content: Content) -> bool:
    """Whether it has nothing but Criterion's estimates, or a line says that a benchmark is complete."""
    if not content.head.startswith("{"):
        return False
    if rx(r'"reason":\s*"benchmark-complete"').search(content.text):
        return any(at(line, "reason") == "benchmark-complete" for line in content.json_lines)
    return content.is_json and _is_estimates(content.json)


def _is_estimates(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"mean", "median"} <= value.keys() <= _ESTIMATES.keys()
        and at(value, "mean", "point_estimate") is not None
        and isinstance(at(value, "mean", "confidence_interval"), dict)
    )


def read(content: Content) -> Results:
    """The estimates of one benchmark, or of each that cargo-criterion ran."""
    gathered = Gathered()
    if content.is_json and _is_estimates(content.json):
        _read_estimates(content, gathered)
    else:
        for line in content.json_lines:
            if at(line, "reason") == "benchmark-complete":
                _read_line(line, gathered)
    return gathered.results("criterion-rs")


def _read_estimates(content: Content, gathered: Gathered) -> None:
    """An `estimates.json`. Only those of a change lack the deviations."""
    name, run = _from_path(content.name)
    change = "std_dev" not in content.json
    if run == "base":
        gathered.warn("it lies in `base`, which holds the run that others are compared with")
    typical = "slope" if at(content.json, "slope") is not None else "mean"
    for key, value in entries(content.json):
        if value is None:
            continue
        interval = at(value, "confidence_interval")
        estimate = _Estimate(
            at(value, "point_estimate"), at(interval, "lower_bound"), at(interval, "upper_bound")
        )
        key_said = f"change.{key}" if change else key
        names = [f"{name}.{key_said}"] if name else []
        names += [key_said, f"{key}.point_estimate", pointer(key, "point_estimate")]
        if key == typical and not change:
            names += [name, f"{name}.typical", "typical"] if name else ["typical"]
        unit = "x" if change else "ns"
        _add(gathered, names, key, estimate, unit, ())


def _from_path(path: str) -> tuple[str, str]:
    """The benchmark's id, and which run of it, from where an `estimates.json` lies."""
    folders = path.replace("\\", "/").split("/")[:-1]
    run = folders[-1] if folders else ""
    if "criterion" in folders:
        place = len(folders) - 1 - folders[::-1].index("criterion")
        return "/".join(folders[place + 1 : -1]), run
    return ("/".join(folders[:-1]) if run in _RUNS else ""), run


def _read_line(line: Any, gathered: Gathered) -> None:
    """A line of cargo-criterion."""
    name = words(at(line, "id"))
    if not name:
        gathered.warn("a benchmark without an id is left out")
        return
    if not gathered.nameable(name):
        return
    values = _values(line)
    for key in _ESTIMATES:
        found = at(line, key)
        if found is None:
            continue
        names = [f"{name}.{key}"] + ([name] if key == "typical" else [])
        _add(gathered, names, key, _of_line(found), unit_said(words(at(found, "unit"))), values)
    for key in ("mean", "median"):
        found = at(line, "change", key)
        if found is not None:
            _add(gathered, [f"{name}.change.{key}"], key, _of_line(found), "x", ())


def _of_line(found: Any) -> _Estimate:
    return _Estimate(at(found, "estimate"), at(found, "lower_bound"), at(found, "upper_bound"))


def _values(line: Any) -> tuple[float, ...]:
    """What one iteration took in each sample; none where the lists do not fit each other."""
    counts = [number(one) for one in listed(at(line, "iteration_count"))]
    sums = [number(one) for one in listed(at(line, "measured_values"))]
    if len(counts) != len(sums):
        return ()
    found = [
        number(total / count)
        for total, count in zip(sums, counts, strict=True)
        if total is not None and count and count >= 1
    ]
    kept = tuple(value for value in found if value is not None)
    return kept if len(kept) == len(sums) else ()


def _add(
    gathered: Gathered,
    names: list[str],
    key: str,
    estimate: _Estimate,
    unit: str,
    values: tuple[float, ...],
) -> None:
    value = gathered.finite(names[0], estimate.value)
    if value is None:
        return
    low, high = number(estimate.low), number(estimate.high)
    gathered.add(
        Measurement(
            name=names[0],
            value=value,
            unit=unit,
            statistic=_ESTIMATES[key],
            better=Better.LESS if unit == "x" else better_by_unit(unit),
            aliases=tuple(dict.fromkeys(name for name in names[1:] if name != names[0])),
            samples=len(values) or None,
            low=low if high is not None else None,
            high=high if low is not None else None,
            values=values[:_MOST_VALUES],
        )
    )
