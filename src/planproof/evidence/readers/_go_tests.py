"""The results of tests in `go test -json`: its events, as `go doc test2json` describes them."""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, number, words
from planproof.evidence.model import TestResult, TestStatus
from planproof.evidence.readers._collect import Collected
from planproof.text.patterns import rx

MOST_TESTS = 200_000
_LONGEST = 300
_ENDED = {
    "pass": TestStatus.PASSED,
    "fail": TestStatus.FAILED,
    "skip": TestStatus.SKIPPED,
}
_WORSE = (TestStatus.PASSED, TestStatus.SKIPPED, TestStatus.FAILED, TestStatus.ERROR)


def is_events(content: Content) -> bool:
    """Whether its first line is an event of `go test -json`."""
    return rx(_EVENT).match(content.head) is not None


_EVENT = r'\{[^\r\n]*"Action":"(?:start|run|output|build-output|pass|fail)"'
_TESTS = r"(?:Test|Example|Fuzz)(?![a-z])"


class _Test:
    """A test, as events tell of it. With `-count` there are several of one name, and the worst counts."""

    def __init__(self) -> None:
        self.ended: TestStatus | None = None
        self.running = False
        self.seconds: float | None = None
        self.says = ""
        self.told = ""


def read_tests(content: Content, kept: Collected) -> tuple[TestResult, ...]:
    """The result of each test, in the order in which they began; what is amiss is said to `kept`.

    A test that began and never ended failed where its package ended: a panic ends both. Without the end
    of a package the file was cut off.
    """
    tests: dict[tuple[str, str], _Test] = {}
    packages: dict[str, bool] = {}
    for event in content.json_lines:
        action, package = words(at(event, "Action")), words(at(event, "Package"))
        name = words(at(event, "Test"))
        if not action or not package or (name and not rx(_TESTS).match(name)):
            continue
        if name:
            packages.setdefault(package, False)
            if (package, name) not in tests and len(tests) >= MOST_TESTS:
                kept.incomplete(
                    f"it holds more than {MOST_TESTS} tests, and only the first were read"
                )
                continue
            _take(tests.setdefault((package, name), _Test()), action, event)
        else:
            packages[package] = packages.get(package, False) or action in _ENDED
    if not content.text.rstrip().endswith("}"):
        kept.incomplete("its last line is no whole event")
    for package, ended in packages.items():
        if not ended:
            kept.incomplete(f"nothing says how package {package[:100]} ended")
    return tuple(_result(package, name, test) for (package, name), test in tests.items())


def _take(test: _Test, action: str, event: Any) -> None:
    """Add what an event says of a test."""
    if action == "run":
        test.running, test.told = True, ""
    elif action == "output":
        line = words(at(event, "Output")).strip()
        if line and not test.told and not line.startswith(("=== ", "--- ")):
            test.told = line[:_LONGEST]
    elif action in _ENDED:
        test.running = False
        seconds = number(at(event, "Elapsed"))
        if seconds is not None:
            test.seconds = (test.seconds or 0.0) + seconds
        ended = _ENDED[action]
        if test.ended is None or _WORSE.index(ended) > _WORSE.index(test.ended):
            test.ended = ended
            test.says = test.told if ended is not TestStatus.PASSED else ""


def _result(package: str, name: str, test: _Test) -> TestResult:
    """A test's result, with the names by which plans call it."""
    status = test.ended
    if status is None or test.running:
        status = TestStatus.ERROR
    short = package.rpartition("/")[2]
    aliases = (name, f"{short}.{name}", f"{package}::{name}", f"{package}#{name}")
    return TestResult(
        id=f"{package}.{name}",
        status=status,
        aliases=aliases,
        seconds=test.seconds,
        says="it never ended" if status is TestStatus.ERROR else test.says,
    )
