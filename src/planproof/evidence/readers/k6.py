"""k6's summaries in their three shapes (k6 2.2.0, written from its source).

- `handleSummary(data)`, written by the script: `metrics.NAME.values`, thresholds as `{"ok": true}`.
- `--summary-export`: `metrics.NAME` flat, `rate` called `value`, thresholds `true` where they **failed**.
- `--new-machine-readable-summary`: `results.metrics[]`, no rates of counters and no thresholds.

Names are the same for all three: `http_req_duration.p(95)`, `http_reqs.rate`, `http_req_failed.rate`. Times are in
ms whatever `summaryTimeUnit` says, data in B. Thresholds are k6's verdicts and no figures: none is taken for a
pass, one that failed is a warning. k6 lists a metric that has a threshold even if nothing was ever measured, as 0
and with its threshold passed; such a metric is left out. A rate metric counts what was true, so the `passes` of
`http_req_failed` are the requests that failed; that count is called `matches` here, k6's newer word, and only
`checks` has `passes` and `fails`.
"""

from __future__ import annotations

from typing import Any, Unpack

from planproof.evidence.content import Content, at, number, pointer, whole, words
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers._collect import Collected, Details, so_many, time_said
from planproof.evidence.readers._k6 import Metric, Shape, checks, metrics, shape
from planproof.text.patterns import rx

_COUNTED = {
    "http_reqs": ("requests", "req/s", Better.MORE),
    "iterations": ("iterations", "iterations/s", Better.MORE),
    "dropped_iterations": ("iterations", "iterations/s", Better.LESS),
    "data_sent": ("B", "B/s", Better.UNSAID),
    "data_received": ("B", "B/s", Better.UNSAID),
}
_STATISTICS = {"avg": "mean", "med": "median", "min": "min", "max": "max"}
_RATES = {"http_req_failed": Better.LESS, "checks": Better.MORE}


def recognises(content: Content) -> bool:
    """Whether it is one of k6's three shapes."""
    return content.is_json and shape(content.json) is not None


def read(content: Content) -> Results:
    """Its metrics, the run's length, and the share of passes of each check."""
    file = content.json
    form = shape(file) or Shape.EXPORT
    kept = Collected("k6")
    found = metrics(file, form)
    if not found:
        kept.warn("it lists no metrics")
    by_name = {metric.name: metric for metric in found}
    seconds = _duration(kept, file, form, by_name)
    ran = any(number(at(metric.values, "count")) for metric in found if metric.type == "counter")
    requested = bool(_count(by_name, "http_reqs"))
    parents = {metric.parent for metric in found if metric.parent}
    for metric in found:
        has_parts = metric.name in parents
        if metric.is_empty(ran=ran, requested=requested, has_parts=has_parts):
            kept.warn(f"{metric.name} has no samples")
        else:
            _metric(kept, metric, by_name, seconds)
        for threshold in metric.failed:
            kept.warn(f"k6 says that its threshold {threshold} of {metric.name} failed")
    for check in checks(file, form):
        _check(kept, check.name, check.path, check.passes, check.fails)
    _warnings(kept, by_name)
    meta = at(file, "metadata")
    return kept.whole(
        made_at=time_said(at(meta, "generated_at") or at(meta, "generatedAt")),
        machine={"k6": words(at(meta, "k6_version") or at(meta, "k6Version"))},
    )


def _duration(kept: Collected, file: Any, form: Shape, by_name: dict[str, Metric]) -> float | None:
    """How long the run took, in seconds. The export drops it; count and rate of a counter give it back."""
    role = Role.DURATION
    if form is Shape.SUMMARY:
        value = number(at(file, "state", "testRunDurationMs"))
        alias = pointer("state", "testRunDurationMs")
        names = ("testRunDurationMs", alias)
        kept.figure("state.testRunDurationMs", value, unit="ms", aliases=names, role=role)
        return None if value is None else value / 1000
    if form is Shape.MACHINE:
        value = number(at(file, "config", "duration"))
        alias = pointer("config", "duration")
        kept.figure("config.duration", value, unit="s", aliases=("duration", alias), role=role)
        return value
    for name in ("iterations", "http_reqs"):
        values = by_name[name].values if name in by_name else None
        count, rate = number(at(values, "count")), number(at(values, "rate"))
        if count and rate:
            kept.figure("duration", count / rate, unit="s", role=role)
            return count / rate
    return None


def _metric(
    kept: Collected, metric: Metric, by_name: dict[str, Metric], seconds: float | None
) -> None:
    if metric.type == "counter":
        _counter(kept, metric, seconds, loads="http_reqs" in by_name)
    elif metric.type == "rate":
        _rate(kept, metric)
    elif metric.type == "gauge":
        for key in ("value", "min", "max"):
            statistic = "" if key == "value" else key
            _keep(kept, metric, key, (key,), unit=metric.unit, statistic=statistic)
    else:
        _trend(kept, metric, by_name)


def _trend(kept: Collected, metric: Metric, by_name: dict[str, Metric]) -> None:
    better = Better.LESS if metric.unit == "ms" else Better.UNSAID
    samples = whole(at(metric.values, "count"))
    if samples is None and metric.name.startswith("http_req_") and not metric.parent:
        samples = _count(by_name, "http_reqs")
    elif samples is None and metric.name == "iteration_duration":
        samples = _count(by_name, "iterations")
    for key in metric.values:
        found = rx(r"p\(?(\d{1,3}(?:\.\d{1,9})?)\)?").fullmatch(key)
        name, statistic = key, _STATISTICS.get(key, "")
        if found is not None:
            share = f"{float(found.group(1)):.10g}"
            name, statistic = f"p({share})", f"p{share}"
        if statistic:
            details = Details(statistic=statistic, better=better, samples=samples)
            details["unit"] = metric.unit
            _keep(kept, metric, key, (name, key, statistic), **details)


def _counter(kept: Collected, metric: Metric, seconds: float | None, *, loads: bool) -> None:
    known = _COUNTED.get(metric.parent or metric.name)
    if known is None:
        known = (metric.unit, "" if metric.unit == "ms" else f"{metric.unit}/s", Better.UNSAID)
    noun, rate, better = known
    count = number(at(metric.values, "count"))
    _keep(kept, metric, "count", ("count",), unit=noun, better=better)
    main = metric.name == ("http_reqs" if loads else "iterations")
    value = number(at(metric.values, "rate"))
    if value is None and count is not None and seconds:
        value = count / seconds  # as k6 itself does in its other shapes
    alias = (metric.pointer("rate"),) if "rate" in metric.values else ()
    kept.figure(
        f"{metric.name}.rate",
        value,
        unit=rate,
        better=better,
        aliases=alias,
        samples=whole(count) if better is Better.MORE else None,
        labels=metric.labels,
        role=Role.LOAD if main else Role.NONE,
    )


def _rate(kept: Collected, metric: Metric) -> None:
    name, samples = metric.parent or metric.name, metric.observations
    better = _RATES.get(name, Better.UNSAID)
    key = "value" if "value" in metric.values else "rate"
    _keep(kept, metric, key, ("rate", key), unit="x", better=better, samples=samples)
    if name == "checks":
        for key, way in (("passes", Better.MORE), ("fails", Better.LESS)):
            _keep(kept, metric, key, (key,), unit="checks", better=way, samples=samples)
        return
    key = "matches" if "matches" in metric.values else "passes"
    unit = "requests" if name == "http_req_failed" else ""
    _keep(kept, metric, key, ("matches",), unit=unit, better=better, samples=samples)


def _keep(
    kept: Collected, metric: Metric, key: str, names: tuple[str, ...], **details: Unpack[Details]
) -> None:
    """Keep the value under `key` by these names, the first of them before all others."""
    spellings = tuple(f"{metric.name}.{name}" for name in names)
    details["aliases"] = (*spellings[1:], metric.pointer(key))
    details["labels"] = metric.labels
    kept.figure(spellings[0], metric.values.get(key), **details)


def _check(kept: Collected, name: str, path: str, passes: int, fails: int) -> None:
    if not passes + fails:
        kept.warn(f"the check {name} was never made")
        return
    kept.figure(
        f"checks.{name}.rate",
        passes / (passes + fails),
        unit="x",
        better=Better.MORE,
        aliases=(name, path) if path else (name,),
        samples=passes + fails,
        labels={"check": name},
    )


def _count(by_name: dict[str, Metric], name: str) -> int | None:
    return whole(at(by_name[name].values, "count")) if name in by_name else None


def _warnings(kept: Collected, by_name: dict[str, Metric]) -> None:
    dropped = _count(by_name, "dropped_iterations")
    if dropped:
        kept.warn(
            f"k6 dropped {so_many(dropped, 'iteration')}, so the load that was asked for was not"
            " reached"
        )
    failed = by_name.get("http_req_failed")
    if failed is not None:
        count = whole(failed.values.get("passes", failed.values.get("matches")))
        if count:
            kept.warn(f"{so_many(count, 'request')} of {failed.observations} failed")
