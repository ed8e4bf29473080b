"""Locust's JSON (`locust --json-file NAME` or `--json`, locust 2.47.0).

Times are in ms. Percentiles are worked out from the buckets by Locust's own rule. The buckets have about two
digits, so each percentile carries the interval (`low`, `high`) that its bucket stands for. The file has no row
for all requests; `Aggregated` sums its entries up, as Locust's CSV does.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Unpack

from planproof.evidence.content import Content, at, entries, listed, number, pointer, whole, words
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers import _locust
from planproof.evidence.readers._collect import Collected, Details, percent, so_many
from planproof.evidence.readers._gather import moment


class _Entry(NamedTuple):
    """A kind of request, or all of them. Times in ms, moments in seconds since 1970."""

    method: str
    name: str
    path: tuple[int, ...]
    requests: int
    untimed: int
    failures: int
    total: float | None
    least: float | None
    most: float | None
    begun: float | None
    ended: float | None
    buckets: dict[float, int]


def recognises(content: Content) -> bool:
    """Whether it is a list of entries with buckets of response times."""
    if not content.is_json:
        return False
    first = at(content.json, 0)
    return isinstance(at(first, "response_times"), dict) and at(first, "num_requests") is not None


def read(content: Content) -> Results:
    """Each entry's figures, then those of all requests together."""
    kept = Collected("locust-json")
    found = []
    listing = listed(content.json)
    if len(listing) > _locust.MOST_ENTRIES:
        kept.incomplete(f"only its first {_locust.MOST_ENTRIES} entries were read")
    for index, value in enumerate(listing[: _locust.MOST_ENTRIES]):
        entry = _entry(value, index)
        if entry is None:
            kept.incomplete(f"entry {index + 1} is not whole and was left out")
        else:
            found.append(entry)
    for entry in found:
        _figures(kept, entry)
    total = _aggregated(found)
    _figures(kept, total)
    if total.failures:
        failed = so_many(total.failures, "request")
        kept.warn(f"{failed} of {total.requests} failed, and the response times include them")
    return kept.whole(made_at=moment(total.ended))


def _entry(value: Any, index: int) -> _Entry | None:
    requests, failures = whole(at(value, "num_requests")), whole(at(value, "num_failures"))
    name = words(at(value, "name"))
    if requests is None or failures is None or not name:
        return None
    buckets: dict[float, int] = {}
    for key, count in entries(at(value, "response_times")):
        bucket, times = number(key), whole(count)
        if bucket is None or times is None:
            return None
        buckets[bucket] = buckets.get(bucket, 0) + times
    return _Entry(
        words(at(value, "method")),
        name,
        (index,),
        requests,
        whole(at(value, "num_none_requests")) or 0,
        failures,
        number(at(value, "total_response_time")),
        number(at(value, "min_response_time")),
        number(at(value, "max_response_time")),
        number(at(value, "start_time")),
        number(at(value, "last_request_timestamp")),
        buckets,
    )


def _aggregated(found: list[_Entry]) -> _Entry:
    """All entries as one; a figure that one of them lacks is lacking."""
    used = [entry for entry in found if entry.requests]
    buckets: dict[float, int] = {}
    for entry in used:
        for bucket, count in entry.buckets.items():
            buckets[bucket] = buckets.get(bucket, 0) + count
    totals = [entry.total for entry in used if entry.total is not None]
    least = [entry.least for entry in used if entry.least is not None]
    most = [entry.most for entry in used if entry.most is not None]
    begun = [entry.begun for entry in used if entry.begun is not None]
    ended = [entry.ended for entry in used if entry.ended is not None]
    return _Entry(
        "",
        _locust.AGGREGATED,
        (),
        sum(entry.requests for entry in used),
        sum(entry.untimed for entry in used),
        sum(entry.failures for entry in used),
        sum(totals) if len(totals) == len(used) else None,
        min(least, default=None),
        max(most, default=None),
        min(begun) if len(begun) == len(used) and begun else None,
        max(ended) if len(ended) == len(used) and ended else None,
        buckets,
    )


def _figures(kept: Collected, entry: _Entry) -> None:
    title = _locust.title(entry.method, entry.name)
    if not entry.requests:
        kept.warn(f"{title} has no requests")
        return
    _counts(kept, entry)
    timed = entry.requests - entry.untimed
    if timed <= 0 or sum(entry.buckets.values()) != timed:
        kept.complete = kept.complete and timed <= 0
        kept.warn(f"{title} has {sum(entry.buckets.values())} response times for {timed} requests")
        return
    mean = None if entry.total is None else entry.total / timed
    for figure, value in (("mean", mean), ("min", entry.least), ("max", entry.most)):
        field = "" if figure == "mean" else f"{figure}_response_time"
        details = Details(unit="ms", statistic=figure, better=Better.LESS, samples=timed)
        _keep(kept, entry, figure, value, field, **details)
    _percentiles(kept, entry)


def _percentiles(kept: Collected, entry: _Entry) -> None:
    slowest_first = sorted(entry.buckets.items(), reverse=True)
    labels = _labels(entry)
    for share in _locust.PERCENTILES[:-1]:
        bucket = _locust.percentile(slowest_first, entry.requests, float(share) / 100)
        if bucket is None:
            continue
        low, high = _locust.bounds(bucket)
        statistic = percent(share)
        names = _locust.aliases(entry.method, entry.name, f"{share}%", statistic)
        if share == "50":
            names += _locust.aliases(entry.method, entry.name, "median")
        kept.figure(
            names[0],
            bucket,
            unit="ms",
            statistic=statistic,
            better=Better.LESS,
            aliases=names,
            samples=entry.requests - entry.untimed,
            low=low,
            high=high,
            labels=labels,
        )


def _counts(kept: Collected, entry: _Entry) -> None:
    requests, failures = entry.requests, entry.failures
    less = Better.LESS
    failed = Details(unit="requests", better=less, samples=requests)
    _keep(kept, entry, "num_requests", requests, "num_requests", unit="requests")
    _keep(kept, entry, "num_failures", failures, "num_failures", **failed)
    _keep(kept, entry, "fail_ratio", failures / requests, unit="x", better=less, samples=requests)
    if entry.begun is None or entry.ended is None or entry.ended <= entry.begun:
        return
    seconds = entry.ended - entry.begun
    sent = Details(unit="req/s", better=Better.MORE, samples=requests)
    if not entry.path:
        sent["role"] = Role.LOAD
        _keep(kept, entry, "duration", seconds, unit="s", role=Role.DURATION)
    _keep(kept, entry, "Requests/s", requests / seconds, **sent)
    _keep(kept, entry, "Failures/s", failures / seconds, unit="req/s", better=less)


def _keep(
    kept: Collected,
    entry: _Entry,
    figure: str,
    value: float | None,
    field: str = "",
    **details: Unpack[Details],
) -> None:
    """Keep a figure by its name, and by its field in the file where it stands there."""
    names = _locust.aliases(entry.method, entry.name, figure)
    if field and entry.path:
        names += (*_locust.aliases(entry.method, entry.name, field), pointer(*entry.path, field))
    details["aliases"] = names
    details["labels"] = _labels(entry)
    kept.figure(names[0], value, **details)


def _labels(entry: _Entry) -> dict[str, str]:
    return {"method": entry.method, "name": entry.name} if entry.path else {}
