"""What makes an assertion easier to meet."""

from __future__ import annotations

import pytest

from planproof.gate.easier import easier
from planproof.plan.figures.sentence import read_sentence
from planproof.plan.model import Criterion, Words
from planproof.text.source import Span


def criterion(text: str) -> Criterion:
    span = Span(0, len(text))
    return Criterion(
        id="criterion-1", kind="criterion", label=None, span=span, words=Words(span, text),
        task=None, reading=read_sentence(text),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "is_easier"),
    [
        ("p95 <= 200 ms", "p95 <= 500 ms", True),
        ("p95 <= 200 ms", "p95 <= 100 ms", False),
        ("p95 <= 200 ms", "p95 <= 0.2 s", False),
        ("p95 <= 200 ms", "p95 <= 1 s", True),
        ("p99 <= 200 ms", "p95 <= 200 ms", True),
        ("p95 <= 200 ms", "p99 <= 200 ms", False),
        ("throughput >= 500 req/s", "throughput >= 300 req/s", True),
        ("throughput >= 500 req/s", "throughput >= 700 req/s", False),
        ("p95 <= 200 ms at 500 req/s", "p95 <= 200 ms at 100 req/s", True),
        ("p95 <= 200 ms at 500 req/s", "p95 <= 200 ms at 900 req/s", False),
        ("p95 <= 200 ms at 500 req/s", "p95 <= 200 ms", True),
        ("p95 <= 200 ms", "it is fast enough", True),
        ("it works", "it still works", False),
        ("Reduce errors by 50 %", "Reduce errors by 20 %", True),
        ("Reduce errors by 20 %", "Reduce errors by 50 %", False),
        ("availability >= 99.9 %", "availability >= 99 %", True),
        ("p95 <= 200 ms", "p95 should ideally be <= 200 ms", True),
    ],
)
def test_easier(before: str, after: str, is_easier: bool) -> None:
    found = easier(criterion(before), criterion(after))
    assert bool(found) == is_easier, found
