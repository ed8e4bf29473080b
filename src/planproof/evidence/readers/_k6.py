"""k6's three shapes of summary brought to one (k6 2.2.0)."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple

from planproof.evidence.content import at, entries, listed, number, pointer, whole, words
from planproof.text.patterns import rx

_TIMES = r"(?:http_req|grpc_req|browser_http_req|iteration|group|ws_session)_duration|ws_connecting|ws_ping"
_TIMED = _TIMES + r"|http_req_(?:blocked|connecting|tls_handshaking|sending|waiting|receiving)"
_OF_REQUESTS = r"http_req_(?:duration|blocked|connecting|tls_handshaking|sending|waiting|receiving)"
_MOST_CHECKS = 20_000


class Shape(Enum):
    """Which of k6's summaries a file is."""

    SUMMARY = "handleSummary"
    EXPORT = "--summary-export"
    MACHINE = "--new-machine-readable-summary"


class Metric(NamedTuple):
    """A metric of k6's.

    Attributes:
        name: with the tags of a sub-metric: `http_req_duration{scenario:checkout}`.
        type: `counter`, `gauge`, `rate` or `trend`.
        unit: `ms`, `B`, or empty where k6 does not say.
        values: k6's figures by k6's names.
        path: where they stand.
        thresholds: whether it has any.
        failed: those of its thresholds that k6 says failed.
        lists_all: whether the file says which metrics have thresholds.
    """

    name: str
    type: str
    unit: str
    values: dict[str, Any]
    path: tuple[str | int, ...]
    thresholds: bool
    failed: tuple[str, ...]
    lists_all: bool

    @property
    def parent(self) -> str:
        """The metric that this is a part of; empty for a whole one."""
        name, brace, _ = self.name.partition("{")
        return name if brace else ""

    @property
    def labels(self) -> dict[str, str]:
        """A sub-metric's tags."""
        _, _, tags = self.name.partition("{")
        pairs = (tag.partition(":") for tag in tags.rstrip("}").split(",") if ":" in tag)
        return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}

    @property
    def observations(self) -> int | None:
        """How many samples a rate metric has; None where it does not say."""
        total = whole(self.values.get("total"))
        passes, fails = whole(self.values.get("passes")), whole(self.values.get("fails"))
        if total is None and passes is not None and fails is not None:
            return passes + fails
        return total

    def is_empty(self, *, ran: bool, requested: bool, has_parts: bool) -> bool:
        """Whether nothing was measured, as far as it can be told.

        k6 lists a metric without samples only for the sake of a threshold, on it or on a part of it, and all
        its values are 0 then. A counter that never counted is a count of 0 once the run did something.

        Args:
            ran: whether any counter of the run counted something.
            requested: whether the run sent HTTP requests, each of which has all timings, some of them 0.
            has_parts: whether the file lists sub-metrics of it.
        """
        if self.type == "rate" and self.observations is not None:
            return self.observations == 0
        if any(number(value) != 0 for value in self.values.values()):
            return False
        if self.type == "counter":
            return not ran
        if requested and not self.parent and rx(_OF_REQUESTS).fullmatch(self.name):
            return False
        return not ran or self.thresholds or has_parts or bool(self.parent) or not self.lists_all

    def pointer(self, key: str) -> str:
        """The JSON pointer to one of its values."""
        return pointer(*self.path, key)


class Check(NamedTuple):
    """A check of k6's with its counts; `path` has the groups that it is in, as k6 writes them."""

    name: str
    path: str
    passes: int
    fails: int


def shape(file: Any) -> Shape | None:
    """Which of k6's summaries a file is; None for anything else."""
    meta = at(file, "metadata")
    said = at(meta, "k6_version") or at(meta, "k6Version")
    if isinstance(at(file, "results", "metrics"), list) and said:
        return Shape.MACHINE
    found = at(file, "metrics")
    if not isinstance(found, dict) or not isinstance(at(file, "root_group"), dict):
        return None
    if number(at(file, "state", "testRunDurationMs")) is not None:
        return Shape.SUMMARY
    with_values = any(isinstance(at(metric, "values"), dict) for metric in found.values())
    return Shape.SUMMARY if with_values else Shape.EXPORT


def metrics(file: Any, form: Shape) -> list[Metric]:
    """Every metric that has values, in the order of the file."""
    if form is Shape.MACHINE:
        listing = listed(at(file, "results", "metrics"))
        named: list[tuple[str, Any, tuple[str | int, ...]]] = [
            (words(at(one, "name")), one, ("results", "metrics", place))
            for place, one in enumerate(listing)
        ]
        for place, one in enumerate(listed(at(file, "results", "checks", "metrics"))):
            if at(one, "name") == "checks_succeeded":  # what the other shapes call `checks`
                named.append(("checks", one, ("results", "checks", "metrics", place)))
        return [
            _metric(name, one, at(one, "values"), (*path, "values"), form)
            for name, one, path in named
            if name and isinstance(at(one, "values"), dict)
        ]
    found = []
    for name, one in entries(at(file, "metrics")):
        if form is Shape.SUMMARY and isinstance(at(one, "values"), dict):
            found.append(_metric(name, one, one["values"], ("metrics", name, "values"), form))
        elif form is Shape.EXPORT and isinstance(one, dict):
            values = {key: value for key, value in entries(one) if key != "thresholds"}
            found.append(_metric(name, one, values, ("metrics", name), form))
    return found


def _metric(
    name: str, one: Any, values: dict[str, Any], path: tuple[str | int, ...], form: Shape
) -> Metric:
    failed = []
    for threshold, outcome in entries(at(one, "thresholds")):
        if (outcome is True) if form is Shape.EXPORT else at(outcome, "ok") is False:
            failed.append(threshold)
    return Metric(
        name,
        words(at(one, "type")) if form is not Shape.EXPORT else _type(values),
        _unit(name, words(at(one, "contains")) if form is not Shape.EXPORT else ""),
        values,
        path,
        bool(at(one, "thresholds")),
        tuple(failed),
        form is not Shape.MACHINE,
    )


def _type(values: dict[str, Any]) -> str:
    """The type of a metric that the export does not tell, by the names of its values."""
    keys = values.keys()
    if "passes" in keys:
        return "rate"
    if "value" in keys:
        return "gauge"
    return "counter" if "rate" in keys else "trend"


def _unit(name: str, contains: str) -> str:
    if contains:
        return {"time": "ms", "data": "B"}.get(contains, "")
    bare = name.partition("{")[0]
    if rx(_TIMED).fullmatch(bare):
        return "ms"
    return "B" if bare in {"data_sent", "data_received"} else ""


def checks(file: Any, form: Shape) -> list[Check]:
    """Every check, those of groups too, whatever the depth of the groups."""
    if form is Shape.MACHINE:
        results = listed(at(file, "results", "checks", "results"))
        return [found for one in results[:_MOST_CHECKS] if (found := _check(one)) is not None]
    collected: list[Check] = []
    groups = [at(file, "root_group")]
    while groups and len(collected) < _MOST_CHECKS:
        group = groups.pop()
        for one in _members(at(group, "checks")):
            check = _check(one)
            if check is not None:
                collected.append(check)
        groups += reversed(_members(at(group, "groups")))
    return collected


def _members(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else listed(value)


def _check(one: Any) -> Check | None:
    name, passes, fails = words(at(one, "name")), at(one, "passes"), at(one, "fails")
    good, bad = whole(passes), whole(fails)
    if not name or good is None or bad is None:
        return None
    return Check(name, words(at(one, "path")), good, bad)
