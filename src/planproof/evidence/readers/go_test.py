"""The results of tests in `go test -json` (Go 1.19; events as `go doc test2json` of Go 1.24 has them).

    go test -json ./... > go.json

A test is named `TestPlace`, a subtest `TestPlace/empty_order` (Go writes `_` for spaces), with its package where the
name alone is not enough: `orders.TestPlace`. Figures: how many `tests` there are, and how many `passed`, `failures`,
`errors`, `skipped`. Where benchmarks ran beside the tests, the format is `go-bench`, which has both.

Traps: a test that panics may never end; it counts as an error. A test that was run several times (`-count`) is one
test, and the worst of its results counts. What cannot be built has no events of tests at all.
"""

from __future__ import annotations

from planproof.evidence.content import Content, Unreadable
from planproof.evidence.model import Better, Results, TestStatus
from planproof.evidence.readers import go_bench
from planproof.evidence.readers._collect import Collected
from planproof.evidence.readers._go_tests import is_events, read_tests

_COUNTED = (
    ("passed", TestStatus.PASSED, Better.MORE),
    ("failures", TestStatus.FAILED, Better.LESS),
    ("errors", TestStatus.ERROR, Better.LESS),
    ("skipped", TestStatus.SKIPPED, Better.LESS),
)


def recognises(content: Content) -> bool:
    """Whether it begins with an event of `go test -json`, and no benchmark is among them."""
    return is_events(content) and not go_bench.recognises(content)


def read(content: Content) -> Results:
    """The results of its tests, and how many ended how.

    Raises:
        Unreadable: no line of it is an event.
    """
    if not is_events(content):
        raise Unreadable("it does not begin with an event of `go test -json`")
    kept = Collected("go-test")
    tests = read_tests(content, kept)
    if not tests:
        kept.warn("it holds no results of tests")
    else:
        kept.figure("tests", len(tests), unit="tests", better=Better.MORE)
        for name, status, better in _COUNTED:
            count = sum(test.status is status for test in tests)
            kept.figure(name, count, unit="tests", better=better)
    found = kept.results("go-test", complete=kept.complete)
    return Results(
        format=found.format,
        measurements=found.measurements,
        tests=tests,
        complete=found.complete,
        warnings=found.warnings,
    )
