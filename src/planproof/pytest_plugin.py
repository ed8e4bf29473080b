"""pytest's face: `pytest --planproof` takes tests that are marked as the proof of an item for just that.

    @pytest.mark.planproof("idempotent-orders#criterion-2")
    def test_conflict(): ...

Without `--planproof` this registers the marker and the fixture and does nothing else, so nothing of
planproof is imported before it is wanted. Under pytest-xdist the workers tell which tests are marked,
and the controller alone records. See docs/pytest.md.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from planproof.app.errors import CannotDo
    from planproof.app.tested import Marked, Run, TestRun
    from planproof.evidence.tested import Ended
    from planproof.report.tested import Tested

_FIGURES = pytest.StashKey[list[tuple[float, str, str]]]()
_RIDES_ALONG = "planproof"
"""The attribute of a test's report and the key of a worker's output in which marks and figures travel."""

_MOST_SAID = 160  # characters of what a failing test says


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options."""
    group = parser.getgroup("planproof", "plans (planproof)")
    group.addoption(
        "--planproof",
        action="store_true",
        help="take tests that are marked with `planproof` for the proof of the items of plans that they name,"
        " and record the evidence",
    )
    group.addoption(
        "--planproof-dry-run",
        action="store_true",
        help="the same, and record nothing",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known, and watch the tests where that is asked for."""
    config.addinivalue_line(
        "markers",
        "planproof(*items): the test is the proof of these items of plans, each written `PLAN#ITEM`;"
        " `pytest --planproof` records the evidence",
    )
    if not (config.getoption("planproof") or config.getoption("planproof_dry_run")):
        return
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(_Worker(config), "planproof-worker")
    else:
        config.pluginmanager.register(_Controller(config), "planproof-controller")


@pytest.fixture
def planproof_figure(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Records a figure, to be held against what the item's sentence says: `planproof_figure(231, "ms")`.

    `unit` is written as in a plan; `name` tells figures apart and may say what they are: `p95`. Figures of
    one name and unit in one test are runs of one figure, whose spread counts.
    """
    config, stash = request.config, request.node.stash
    wanted = config.getoption("planproof") or config.getoption("planproof_dry_run")

    def record(value: float, unit: str = "", name: str = "") -> None:
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"a figure has to be a finite number, and {value!r} is none")
        if wanted:
            stash.setdefault(_FIGURES, []).append((number, str(unit), str(name)))

    return record


class _Known(NamedTuple):
    """A marked test as it was collected, in what every process can be sent.

    Attributes:
        id: pytest's, as reports name it.
        shown: the same without what xdist adds.
        file: in which it is defined, from pytest's root.
        line: from 1.
        names: what its markers name.
    """

    id: str
    shown: str
    file: str
    line: int
    names: tuple[str, ...]


class _Collecting:
    """Sees every test that is collected, those included that are then deselected."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.items: list[pytest.Item] = []

    @pytest.hookimpl(hookwrapper=True, trylast=True)
    def pytest_make_collect_report(self) -> Generator[None, Any, None]:
        """Innermost, so that nothing has been taken away from what a file or a class holds."""
        outcome = yield
        self.items += [
            one for one in outcome.get_result().result or () if isinstance(one, pytest.Item)
        ]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """A test that is tried again begins without figures."""
        item.stash.setdefault(_FIGURES, []).clear()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, Any, None]:
        """Give a test's figures to its report, which also goes from a worker to the controller."""
        outcome = yield
        figures = item.stash.get(_FIGURES, None) or []
        setattr(outcome.get_result(), _RIDES_ALONG, list(figures))

    def known(self, session: pytest.Session) -> Iterator[_Known]:
        """The marked tests."""
        seen: set[str] = set()
        for item in (*self.items, *getattr(session, "items", ())):
            marks = [mark for mark in item.iter_markers("planproof") if item.nodeid not in seen]
            seen.add(item.nodeid)
            if marks:
                yield _known(item, marks)


def _known(item: pytest.Item, marks: Iterable[pytest.Mark]) -> _Known:
    said = [
        name if isinstance(name, str) else repr(name)
        for mark in marks
        for name in (mark.args or ("",))
    ]
    shown = item.nodeid
    if hasattr(item.config, "workerinput") and item.get_closest_marker("xdist_group"):
        shown = shown.rpartition("@")[0] or shown
    file, line, _ = item.location
    return _Known(item.nodeid, shown, file, (line or 0) + 1, tuple(dict.fromkeys(said)))


class _Worker(_Collecting):
    """In a worker of xdist: tells the controller which tests are marked."""

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Send them with what a worker says at its end."""
        told = [[*one[:4], list(one.names)] for one in self.known(session)]
        session.config.workeroutput[_RIDES_ALONG] = told  # type: ignore[attr-defined]


class _Came:
    """What came of a test so far. A test ends with its teardown, or with its worker."""

    def __init__(self) -> None:
        self.called = False
        self.complete = False
        self.rerun = False
        self.worst = 0
        self.says = ""
        self.seconds = 0.0
        self.figures: list[tuple[float, str, str]] = []

    def hear(self, report: pytest.TestReport) -> None:
        """Take a report of it in."""
        self.seconds += report.duration
        if report.outcome not in ("passed", "failed", "skipped"):  # as plugins that try again say
            self.rerun, self.called, self.worst, self.says = True, False, 0, ""
            return
        self.called = self.called or report.when == "call"
        self.complete = self.complete or report.when not in ("setup", "call")
        self.figures = getattr(report, _RIDES_ALONG, self.figures)
        expected = hasattr(report, "wasxfail")
        gravity = 0
        if report.failed:
            gravity = 5 if report.when in ("setup", "teardown") else 4
        elif report.skipped:
            gravity = 3 if expected else 2
        elif expected:
            gravity = 1
        if gravity > self.worst:
            self.worst, self.says = gravity, _said(report)

    @property
    def ended(self) -> Ended:
        """How it ended."""
        from planproof.evidence.tested import Ended

        if not self.complete or not (self.called or self.worst):
            return Ended.NOT_RUN
        if not self.worst and self.rerun:
            return Ended.RERUN
        order = (
            Ended.PASSED, Ended.XPASSED, Ended.SKIPPED, Ended.XFAILED, Ended.FAILED, Ended.ERROR,
        )  # fmt: skip
        return order[self.worst]


def _said(report: pytest.TestReport) -> str:
    """The first line of what went wrong, or why a test was skipped."""
    whole = report.longrepr
    if hasattr(report, "wasxfail"):
        text = str(report.wasxfail).removeprefix("reason: ")
    elif isinstance(whole, tuple):
        text = str(whole[2]).removeprefix("Skipped: ")
    else:
        crash = getattr(whole, "reprcrash", None)
        text = str(crash.message) if crash is not None else str(whole or "")
    return text.strip().partition("\n")[0]


class _Controller(_Collecting):
    """Hears how tests end, and at the end has what they prove recorded and told."""

    def __init__(self, config: pytest.Config) -> None:
        """Read the project, so that what is wrong with it is said before the tests run."""
        super().__init__(config)
        self.came: dict[str, _Came] = {}
        self.told: dict[str, _Known] = {}
        self.workers = bool(getattr(config.option, "tx", None))
        self.failed: CannotDo | None = None
        self.tested: Tested | None = None
        self.run = self._opened()

    def _opened(self) -> TestRun:
        from planproof.app.config import load_settings
        from planproof.app.errors import CannotDo
        from planproof.app.project import project_of
        from planproof.app.tested import TestRun

        try:
            root = project_of((), self.config.rootpath)
            return TestRun(load_settings(root, os.environ, {}))
        except CannotDo as error:
            raise pytest.UsageError(f"--planproof: {_told(error)}") from None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test was set up, called or torn down."""
        self.came.setdefault(report.nodeid, _Came()).hear(report)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker of xdist has ended."""
        for told in getattr(node, "workeroutput", {}).get(_RIDES_ALONG, ()):
            name, shown, file, line, items = told
            self.told[name] = _Known(name, shown, file, line, tuple(items))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Record what the tests prove; a run that is otherwise good fails where markers prove nothing."""
        from planproof.app.errors import CannotDo

        whole = not self.workers or bool(self.told)
        self.told.update((one.id, one) for one in self.known(session))
        try:
            self.tested = self.run.finish(
                [self._marked(one) for one in self.told.values()], self._how(session, whole=whole)
            )
        except CannotDo as error:
            self.failed = error
        bad = self.failed is not None or (self.tested is not None and self.tested.failing)
        if bad and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def _how(self, session: pytest.Session, *, whole: bool) -> Run:
        from planproof.app.tested import Run

        option = self.config.option
        dry = "--planproof-dry-run" if option.planproof_dry_run else ""
        dry = "--collect-only" if option.collectonly else dry
        good = (
            pytest.ExitCode.OK,
            pytest.ExitCode.TESTS_FAILED,
            pytest.ExitCode.NO_TESTS_COLLECTED,
        )
        stopped = session.exitstatus not in good or session.shouldstop or session.shouldfail
        return Run(dry=dry, stopped=bool(stopped), whole=whole)

    def _marked(self, known: _Known) -> Marked:
        from planproof.app.tested import Marked
        from planproof.evidence.model import Measurement
        from planproof.evidence.redact import redact, secrets_of
        from planproof.evidence.saying import printable
        from planproof.evidence.tested import Test

        came = self.came.get(known.id, _Came())
        path, colons, rest = known.shown.partition("::")
        test = Test(
            id=f"{self._path(path)}{colons}{rest}",
            file=self._path(known.file),
            line=known.line,
            ended=came.ended,
            says=printable(redact(came.says, secrets_of(os.environ)), _MOST_SAID),
            seconds=came.seconds if came.called else None,
            figures=tuple(
                Measurement(value=value, unit=printable(unit, 30), name=printable(name))
                for value, unit, name in came.figures
            ),
        )
        return Marked(test, known.names)

    def _path(self, path: str) -> str:
        """A path from pytest's root, as it is from the project's folder."""
        whole = os.path.join(self.config.rootpath, path)
        return os.path.relpath(whole, self.run.settings.root).replace(os.sep, "/")

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what came of it."""
        from planproof.report.model import Look
        from planproof.report.tested import section_text

        writer = self.config.get_terminal_writer()
        terminalreporter.section("planproof")
        if self.failed is not None:
            terminalreporter.write_line(f"error: {_told(self.failed)}", red=True)
        elif self.tested is not None:
            look = Look(width=writer.fullwidth - 1, colour=writer.hasmarkup)
            terminalreporter.write(section_text(self.tested, look))


def _told(error: CannotDo) -> str:
    return f"{error.message}. {error.help}".rstrip(". ") + "."
