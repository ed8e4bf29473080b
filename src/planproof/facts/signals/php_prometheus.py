"""promphp/prometheus_client_php (1 and 2): `$registry->getOrRegisterCounter('app', 'orders', 'help', ['kind'])`.

The name is namespace and name with an underscore between them.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.signals._metrics import is_name, labels_of, prometheus
from planproof.text.patterns import rx

NEEDS = (b"RegisterCounter", b"RegisterGauge", b"RegisterHistogram", b"RegisterSummary", b"registerCounter",
         b"registerGauge", b"registerHistogram", b"registerSummary")  # fmt: skip

_METHOD = r"^(?:getOrRegister|register)(Counter|Gauge|Histogram|Summary)$"


def read(unit: Unit) -> Iterator[Fact]:
    """Metrics that a file registers."""
    for call in unit.calls:
        match = rx(_METHOD).match(call.function)
        if match is None or len(call.arguments) < 3:
            continue
        namespace, name = (
            unit.value(call.argument(0, "namespace")),
            unit.value(call.argument(1, "name")),
        )
        if not is_name(name):
            continue
        type_ = match.group(1).lower()
        known = namespace.known and name.known
        whole = f"{namespace.text}_{name.text}".strip("_") if known else None
        labels = labels_of(unit, call.argument(3, "labels"))
        yield prometheus(unit.line(call.node), name, type_, labels, whole)
