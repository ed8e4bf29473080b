"""prometheus-client (0.10 to 4): `Prometheus::Client::Counter.new(:n, docstring: "", labels: [:kind])`, and GitLab's.

A counter's name is as it is given.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.signals._metrics import is_name, labels_of, prometheus
from planproof.text.patterns import rx

NEEDS = (b"Prometheus::Client", b"docstring:", b"Gitlab::Metrics")

_NEW = r"^(?:::)?Prometheus\.Client\.(Counter|Gauge|Histogram|Summary)\.new$"
_REGISTRY = r"\.(counter|gauge|histogram|summary)$"
_GITLAB = r"(?:^|\.)Gitlab\.Metrics\.(counter|gauge|histogram|summary)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics made in the file; of a registry, where there is a docstring or it is the client's own."""
    for call in unit.calls:
        match = rx(_NEW).match(call.callee) or rx(_GITLAB).search(call.callee)
        if match is None:
            match = rx(_REGISTRY).search(call.callee)
            owner = call.callee.startswith("Prometheus.Client.registry.")
            if match is None or not (owner or call.argument("docstring") is not None):
                continue
        name = unit.value(call.argument(0))
        if not is_name(name):
            continue
        type_ = match.group(1).lower()
        labels = labels_of(unit, call.argument("labels"))
        whole = name.text if name.known else None
        yield prometheus(unit.line(call.node), name, type_, labels, whole)
