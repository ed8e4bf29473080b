"""OpenTelemetry's OTLP JSON: metrics and traces, one request or one a line (JS SDK 0.223, OTLP 1.x).

Figures of metrics are named as in PromQL, with the attributes as labels:
`queue.depth`, `orders.created{region="eu"}`; of a histogram `.p50`, `.p90`, `.p95`, `.p99` (computed,
with the bucket's bounds as `low` and `high`), `.mean`, `.min`, `.max`, `.count`, `.sum`; of a summary
its quantiles. Of traces, for all spans of one name and kind: `POST /orders.p95` and so on of their
durations in `ms` (a share of the spans lasted at most that long; nothing is interpolated), `.count`
in `spans`, `.errors` as a share of them. Where several services report, `service.name` is a label.

Traps: a number may be written as a string. A cumulative series counts from its start, so that of
several exports the last holds; a delta series is added up. Times are in ns. `status.code` 2 is an
error. An export that lacks its end is no JSON, so a line that is none means a file that was cut off.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from planproof.evidence.content import Content, Unreadable, at, listed
from planproof.evidence.model import Results
from planproof.evidence.readers._otlp_metrics import Metrics
from planproof.evidence.readers._otlp_spans import Spans
from planproof.evidence.readers._otlp_values import attributes
from planproof.evidence.readers._series import few, moment, named

_KINDS = (("resourceMetrics", "scopeMetrics", "metrics"), ("resourceSpans", "scopeSpans", "spans"))
_MOST_ITEMS = 1_000_000


def recognises(content: Content) -> bool:
    """Whether its first export has metrics or spans."""
    head = content.head
    if '"resourceMetrics"' not in head and '"resourceSpans"' not in head:
        return False
    documents = _documents(content)
    return bool(documents) and any(
        isinstance(at(documents[0], outer), list) for outer, _, _ in _KINDS
    )


def _documents(content: Content) -> list[Any]:
    if content.is_json:
        whole = content.json
        return whole if isinstance(whole, list) else [whole]
    return content.json_lines


def read(content: Content) -> Results:
    """The figures of all exports in the file together.

    Raises:
        Unreadable: nothing in it is an export of metrics or spans.
    """
    documents = _documents(content)
    if not documents:
        raise Unreadable("it holds no export of metrics or spans")
    warnings: list[str] = []
    complete = content.is_json or _all_lines(content, documents)
    if not complete:
        warnings.append("some of its lines are no JSON: it was cut off or damaged")
    metrics, spans = Metrics(), Spans()
    taken = 0
    for inner, service, item in islice(_items(documents), _MOST_ITEMS):
        (metrics if inner == "metrics" else spans).take(item, service)
        taken += 1
    if taken == _MOST_ITEMS:
        complete = False
        warnings.append(f"only its first {_MOST_ITEMS} metrics and spans were read")
    if not taken:
        warnings.append("it holds no metrics and no spans")
    several = len(metrics.services | spans.services) > 1
    points = metrics.points(several, warnings) + spans.points(several, warnings)
    return Results(
        format="otlp",
        measurements=named(points, warnings),
        complete=complete,
        warnings=few(warnings),
        made_at=moment(max(metrics.latest, spans.latest) / 1e9),
    )


def _items(documents: list[Any]) -> Iterator[tuple[str, str, Any]]:
    """Every metric and span: which of the two, its service's name, and itself."""
    for document in documents:
        for outer, middle, inner in _KINDS:
            for resource in listed(at(document, outer)):
                said = attributes(at(resource, "resource", "attributes"))
                for scope in listed(at(resource, middle)):
                    for item in listed(at(scope, inner)):
                        yield inner, said.get("service.name", ""), item


def _all_lines(content: Content, documents: list[Any]) -> bool:
    lines = sum(1 for line in content.text.split("\n") if line.strip())
    return lines == len(documents)
