"""Artillery's JSON report (`artillery run --output FILE`, artillery 2.0.21).

Response times are in ms. Percentiles come from a sketch with a relative error of 1 % (`low`, `high`) and are
rounded to 0.1 ms. `rates` are the unweighted means of the reports' rates, each rounded to a whole number, and can
be far off where the last report covers less time; the load is therefore worked out from the counters and their
times, as `http.requests.rate`.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, number, pointer, whole
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers._collect import Collected, so_many
from planproof.evidence.readers._gather import moment

_STATISTICS = {
    "min": "min",
    "max": "max",
    "mean": "mean",
    "median": "median",
    "p50": "p50",
    "p75": "p75",
    "p90": "p90",
    "p95": "p95",
    "p99": "p99",
    "p999": "p99.9",
}
_ESTIMATED = frozenset({"median", "p50", "p75", "p90", "p95", "p99", "p999"})
_ERROR = 0.01
_BETTER = {
    "vusers.failed": Better.LESS,
    "vusers.skipped": Better.LESS,
    "vusers.completed": Better.MORE,
}
_NOUNS = {"http.requests": "requests", "http.responses": "responses", "http.downloaded_bytes": "B"}


def recognises(content: Content) -> bool:
    """Whether it has Artillery's aggregate beside its intermediate reports."""
    if not content.is_json:
        return False
    report = content.json
    return isinstance(at(report, "aggregate", "counters"), dict) and isinstance(
        at(report, "intermediate"), list
    )


def read(content: Content) -> Results:
    """The aggregate's counters, rates and summaries."""
    aggregate = at(content.json, "aggregate")
    kept = Collected("artillery")
    for name, value in entries(at(aggregate, "counters")):
        kept.figure(
            name,
            value,
            unit=_noun(name),
            better=_better(name),
            aliases=(f"counters.{name}", pointer("aggregate", "counters", name)),
        )
    _load(kept, aggregate)
    for name, value in entries(at(aggregate, "rates")):
        _rate(kept, name, value)
    for name, summary in entries(at(aggregate, "summaries")):
        _summary(kept, name, summary)
    _failures(kept, at(aggregate, "counters"))
    return kept.whole(made_at=_moment(at(aggregate, "lastMetricAt")))


def _moment(milliseconds: Any) -> str:
    found = number(milliseconds)
    return moment(None if found is None else found / 1000)


def _noun(name: str) -> str:
    if name.startswith("vusers."):
        return "vusers"
    if name.startswith("errors."):
        return "errors"
    return _NOUNS.get(name, "responses" if ".codes." in name else "")


def _better(name: str) -> Better:
    return Better.LESS if name.startswith("errors.") else _BETTER.get(name, Better.UNSAID)


def _load(kept: Collected, aggregate: Any) -> None:
    """The run's length between its first and last counted event, and the requests a second in it."""
    first, last = number(at(aggregate, "firstCounterAt")), number(at(aggregate, "lastCounterAt"))
    if first is None or last is None or last <= first:
        kept.warn("it does not say how long the run took, so the load is unknown")
        return
    kept.figure("duration", last - first, unit="ms", role=Role.DURATION)
    requests = whole(at(aggregate, "counters", "http.requests"))
    if requests is not None:
        kept.figure(
            "http.requests.rate",
            requests / ((last - first) / 1000),
            unit="req/s",
            better=Better.MORE,
            samples=requests,
            role=Role.LOAD,
        )


def _rate(kept: Collected, name: str, value: Any) -> None:
    kept.figure(
        name,
        value,
        unit="req/s" if name == "http.request_rate" else "/s",
        better=Better.MORE,
        aliases=(f"rates.{name}", pointer("aggregate", "rates", name)),
    )
    kept.warn(
        f"{name} is Artillery's mean over its reports, whatever time each covers; http.requests.rate"
        " is of the whole run"
    )


def _summary(kept: Collected, name: str, summary: Any) -> None:
    samples = whole(at(summary, "count"))
    if not samples:
        kept.warn(f"{name} has no samples")
        return
    timed = "response_time" in name or name == "vusers.session_length"
    for key, statistic in _STATISTICS.items():
        value = number(at(summary, key))
        low = high = None
        if key in _ESTIMATED and value is not None and value >= 0:
            low, high = max(0.0, value - 0.05) * (1 - _ERROR), (value + 0.05) * (1 + _ERROR)
        kept.figure(
            f"{name}.{key}",
            at(summary, key),
            unit="ms" if timed else "",
            statistic=statistic,
            better=Better.LESS if timed else Better.UNSAID,
            aliases=(
                f"{name}.{statistic}",
                f"summaries.{name}.{key}",
                pointer("aggregate", "summaries", name, key),
            ),
            samples=samples,
            low=low,
            high=high,
        )


def _failures(kept: Collected, counters: Any) -> None:
    created, failed = (whole(at(counters, f"vusers.{name}")) for name in ("created", "failed"))
    if not created:
        kept.warn("it does not say that any virtual user was started")
    if failed:
        kept.warn(f"{so_many(failed, 'virtual user')} of {created or 'an unknown number'} failed")
    done = whole(at(counters, "vusers.completed")) or 0
    if created and done + (failed or 0) < created:
        kept.incomplete(f"only {done + (failed or 0)} of {created} virtual users came to an end")
    bad = sum(
        whole(count) or 0
        for name, count in entries(counters)
        if name.startswith(("http.codes.4", "http.codes.5"))
    )
    if bad:
        kept.warn(f"{so_many(bad, 'answer')} had a 4xx or 5xx status")
