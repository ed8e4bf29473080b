"""What the verbs of proofs may do to the world, under the rules of the configuration.

A `Workbench` serves the tasks that are carried out together, in one thread. What all of them share (the
test runner's results, the history) is in `Shared`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from planproof.app.config import Config, Settings
from planproof.app.runners import suggested_test_settings
from planproof.evidence.content import MOST_BYTES, Content, Unreadable
from planproof.evidence.freshness import normal
from planproof.evidence.model import TestResult
from planproof.evidence.reader import readers
from planproof.evidence.verb import Answer, Lacking, Ran
from planproof.evidence.verbs.test import matching
from planproof.system.files import CannotRead, read_below

if TYPE_CHECKING:
    from planproof.app.history import Past

_UNTRUSTED = "what is not trusted runs nothing and asks nobody (--untrusted)"
_ALONE = 20
"""Tests that are run one by one at most, after running them together gave them no result."""
_REPORTS = ("junit", "go-test", "go-bench")
"""The readers of reports of tests."""


class Rules(msgspec.Struct, frozen=True):
    """What is allowed.

    Attributes:
        config: the settings that say so; with `untrusted`, those of the default branch.
        seconds: after which a command is ended.
        untrusted: whether nothing is run and nobody is asked.
    """

    config: Config
    seconds: float
    untrusted: bool = False


Told = Callable[[str], None]


class Shared:
    """What all tasks of a run share: the results of tests, each run once, and the history."""

    def __init__(
        self, settings: Settings, rules: Rules, past: Past, names: Iterable[str], told: Told
    ) -> None:
        """`names` are the tests that any task wants; `told` hears what is being run."""
        self.root = settings.root
        self.file = settings.file or "planproof.toml"
        self.rules = rules
        self.past = past
        self.told = told
        self.stopped = threading.Event()
        self._names = tuple(dict.fromkeys(names))
        self._lock = threading.Lock()
        self._results: list[TestResult] | None = None
        self._lacking: Lacking | None = None
        self._alone = False
        self._tried: set[str] = set()
        self.where = ""

    def tests(self, names: Sequence[str]) -> tuple[Sequence[TestResult], str]:
        """The results of tests: of the project's runner, else of the reports that there are."""
        for name in names:
            if not _is_name(name):
                raise Lacking(f"`{name}` is no name of a test in this project", "Correct it.")
        with self._lock:
            if self._lacking is not None:  # what the first of them was told holds for all
                raise self._lacking
            if self._results is None:
                self._results = []
                try:
                    self._first(names)
                except Lacking as error:
                    self._lacking = error
                    raise
            if self._alone:
                for name in names:
                    if not matching(name, self._results) and name not in self._tried:
                        self._tried.add(name)
                        if len(self._tried) <= _ALONE:
                            self._run((name,))
            return tuple(self._results), self.where

    def _first(self, names: Sequence[str]) -> None:
        """All results that are to be had at once."""
        config = self.rules.config
        if not config.test_command or self.rules.untrusted:
            self._read_reports()
            return
        self.where = "the test run"
        wanted = [name for name in self._names or tuple(names) if _is_name(name)]
        # One name that a runner does not know can keep it from running any: then each is run alone.
        self._alone = "{tests}" in config.test_command and len(wanted) > 1
        try:
            self._run(wanted)
        except _NoReport:
            if not self._alone:
                raise

    def _run(self, names: Sequence[str]) -> None:
        """Run tests, and take what their report says: `{report}`, or the reports that the run wrote."""
        import shlex
        import tempfile

        config = self.rules.config
        try:
            parts = shlex.split(config.test_command)
        except ValueError:
            raise Lacking("`test-command` cannot be split into parts", "Mend it.") from None
        self.told(config.test_command)
        if "{report}" not in config.test_command:
            self._run_for_reports(_filled(parts, names, ""))
            return
        with tempfile.TemporaryDirectory(prefix="planproof-") as folder:
            report = os.path.join(folder, "report.xml")
            done = _carried_out(self.root, _filled(parts, names, report), self)
            try:
                data, _ = read_below(folder, "report.xml", MOST_BYTES)
            except CannotRead:
                raise _NoReport(
                    f"the test run wrote no report (exit status {done.exit}): {done.last}",
                    "`test-command` has to write JUnit XML to {report}.",
                ) from None
        self._take("the test run's report", data)

    def _run_for_reports(self, argv: tuple[str, ...]) -> None:
        """Run tests whose runner has places of its own for reports, and take those that it wrote."""
        globs = self.rules.config.reports
        if not globs:
            raise Lacking(
                "nothing says where the test run writes its report",
                "Put {report} into `test-command`, or set `reports`.",
            )
        before = {path: _stamp(self.root, path) for path in _found(self.root, globs)}
        done = _carried_out(self.root, argv, self)
        written = [path for path in _found(self.root, globs)
                   if before.get(path) != _stamp(self.root, path)]  # fmt: skip
        if not written:
            raise _NoReport(
                f"the test run wrote no report at {', '.join(globs)} (exit status {done.exit}): {done.last}",
                "Have it write JUnit XML there.",
            )
        self._read(written)

    def _read_reports(self) -> None:
        globs = self.rules.config.reports
        if not globs:
            raise Lacking(
                "nothing says how tests are run, nor where their reports are",
                f"Set `test-command` or `reports` in {self.file}: "
                f"`{suggested_test_settings(self.root, next(iter(self._names), ''))[0]}`.",
            )
        paths = _found(self.root, globs)
        if not paths:
            raise Lacking(f"there is no report at {', '.join(globs)}", "Run the tests.")
        self.where = f"`{paths[0]}`" if len(paths) == 1 else f"any of {len(paths)} reports"
        self._read(paths)

    def _read(self, paths: Iterable[str]) -> None:
        for path in paths:
            try:
                data, _ = read_below(self.root, path, MOST_BYTES)
            except CannotRead as error:
                raise Lacking(f"`{path}` cannot be read: {error.reason}", error.remedy) from None
            self._take(f"`{path}`", data)

    def _take(self, path: str, data: bytes) -> None:
        """Add a report's results to what is known. Of a test that several hold, the worst will count."""
        content = Content(path, data)
        known = (one for one in map(readers().get, _REPORTS) if one and one.recognises(content))
        reader = next(known, None) if data.strip() else None
        if reader is None:
            raise Lacking(
                f"{path} is no report of tests that is known",
                "Have the runner write JUnit XML, or the events of `go test -json`.",
            )
        try:
            results = reader.read(content)
        except Unreadable as error:
            raise Lacking(f"{path} cannot be read: {error.reason}", "Make it anew.") from None
        if not results.complete:
            raise Lacking(f"{path} is not whole", "Make it anew.")
        assert self._results is not None  # noqa: S101  # set by the only caller
        self._results += results.tests


class _NoReport(Lacking):
    """A run of tests left no report, as some runners do that do not know a test's name."""


def _is_name(name: str) -> bool:
    """Whether a name may be handed to the test runner: it is no option and leads nowhere else."""
    return not (name.startswith(("-", "@", "/")) or ".." in name.split("/") or "\0" in name)


def _filled(parts: Sequence[str], names: Sequence[str], report: str) -> tuple[str, ...]:
    """The test command with the tests' names and the report's path in it."""
    argv: list[str] = []
    for part in parts:
        argv += list(names) if part == "{tests}" else [part.replace("{report}", report)]
    return tuple(argv)


class Workbench:
    """The tools of tasks that are carried out together."""

    def __init__(
        self,
        shared: Shared,
        commit: str,
        results: Iterable[str] = (),
        root: str = "",
        since: str = "",
    ) -> None:
        """Set the tools up.

        Args:
            shared: what all tasks share.
            commit: the commit that is checked out.
            results: the files that the commands of these tasks are to write.
            root: the folder to work in, where it is not the project's: that of a baseline.
            since: what the figures of a baseline are of, for messages.
        """
        self.shared = shared
        self.root = root or shared.root
        self._commit = "" if root else commit
        self._results = tuple(results)
        self._stamps: dict[str, object] = {}
        self._ran: set[tuple[str, ...]] = set()
        self._of = f" at {since}" if since else ""

    @property
    def commit(self) -> str:
        """The commit that is proven."""
        return self._commit

    def run(self, argv: tuple[str, ...]) -> Ran:
        """Run a command that the configuration allows."""
        from planproof.evidence.allowed import command_refusal

        rules = self.shared.rules
        if rules.untrusted:
            raise Lacking(_UNTRUSTED, "It will be run once this is merged.", refused=True, at=0)
        refusal = command_refusal(argv, rules.config.commands)
        if refusal is not None:
            raise Lacking(refusal.message, refusal.help, refused=True, at=0)
        if argv in self._ran or not self._ran:  # a round begins
            self._ran.clear()
            self._stamps = {path: _stamp(self.root, path) for path in self._results}
        self._ran.add(argv)
        self.shared.told(" ".join(argv) + self._of)
        return Ran(*_carried_out(self.root, argv, self.shared))

    def content(self, path: str) -> bytes:
        """A results file; one that a command was to write only if it did."""
        try:
            data, _ = read_below(self.root, path, MOST_BYTES)
        except CannotRead as error:
            raise Lacking(f"`{path}` cannot be read: {error.reason}", error.remedy, at=0) from None
        name = normal(path)
        if self._ran and name in self._stamps and _stamp(self.root, name) == self._stamps[name]:
            raise Lacking(
                f"`{path}` is from an earlier run; the command did not write it",
                "See to it that the command writes this very file.",
                at=0,
            )
        return data

    def tests(self, names: Sequence[str]) -> tuple[Sequence[TestResult], str]:
        """The results of tests."""
        return self.shared.tests(names)

    def ask(self, method: str, url: str) -> Answer:
        """Ask a server that the configuration allows."""
        config = self.shared.rules.config
        if url.startswith("/") and not url.startswith("//"):
            if not config.base_url:
                raise Lacking(
                    f"`{url}` is a path, and nothing says on which server",
                    f'Set `base-url` in {self.shared.file} (`base-url = "http://127.0.0.1:8080"`), or write the whole URL.',
                    at=0,
                )
            url = config.base_url.rstrip("/") + url
        return self._ask(
            method, url, (*config.urls, *((config.base_url,) if config.base_url else ()))
        )

    def query(self, expression: str) -> bytes:
        """Query the Prometheus of the configuration."""
        from urllib.parse import urlencode

        server = self.shared.rules.config.prometheus
        if not server:
            raise Lacking(
                "nothing says which Prometheus to ask",
                f'Set `prometheus` in {self.shared.file}: `prometheus = "http://127.0.0.1:9090"`.',
                at=0,
            )
        url = f"{server.rstrip('/')}/api/v1/query?{urlencode({'query': expression})}"
        return self._ask("GET", url, (server,)).body

    def _ask(self, method: str, url: str, allow: Sequence[str]) -> Answer:
        from planproof.evidence.allowed import url_refusal
        from planproof.system.web import NoAnswer, request

        if self.shared.rules.untrusted:
            raise Lacking(_UNTRUSTED, "It will be asked once this is merged.", refused=True, at=0)
        refusal = url_refusal(url, allow)
        if refusal is not None:
            raise Lacking(refusal.message, refusal.help, refused=True, at=0)
        self.shared.told(f"{method} {url}")
        answer = request(method, url, seconds=min(30.0, self.shared.rules.seconds))
        if isinstance(answer, NoAnswer):
            raise Lacking(f"`{url}` gave no answer: {answer.reason}", "Is it running?", at=0)
        return Answer(answer.status, answer.headers, answer.body, answer.seconds)

    def merged(self, references: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """What the main branch has."""
        found = self.shared.past.merged(references)
        return {name: (one.commit, one.reason) for name, one in found.items()}


class _Done(NamedTuple):
    """A command that was run to its end: its exit code, negative for a signal, and what it printed."""

    exit: int
    seconds: float
    output: str

    @property
    def last(self) -> str:
        """The last line that it printed."""
        lines = [line.strip() for line in self.output.splitlines() if line.strip()]
        return lines[-1][:160] if lines else "it printed nothing"


def _carried_out(root: str, argv: tuple[str, ...], shared: Shared) -> _Done:
    """Run a command to its end.

    Raises:
        Lacking: it cannot be started, took too long, or was stopped.
    """
    import signal

    from planproof.evidence.redact import secrets_of, tail
    from planproof.system.environment import scrubbed
    from planproof.system.processes import How, run

    rules = shared.rules
    environment = scrubbed(os.environ, rules.config.environment)
    ended = run(
        argv,
        folder=root,
        environment=environment,
        seconds=rules.seconds,
        stop=shared.stopped.is_set,
    )
    before = ended.output_bytes - len(ended.output)
    output = tail(ended.output, before=before, known=secrets_of(os.environ))
    if ended.how is How.EXITED and ended.code is not None:
        return _Done(ended.code, ended.seconds, output)
    if ended.how is How.KILLED:
        number = getattr(signal, ended.signal, 1) if ended.signal else 1
        return _Done(-int(number), ended.seconds, output)
    remedy = "Run it by hand to see."
    if ended.how is How.TIMED_OUT:
        remedy = "Make it faster, or raise `time-limit`."
    elif ended.how is How.NOT_STARTED:
        remedy = "Install it, or correct its name."
    raise Lacking(f"`{' '.join(argv)}`: {ended.reason}", remedy, at=0)


def _stamp(root: str, path: str) -> object:
    try:
        found = os.stat(os.path.join(root, path))
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size, found.st_ctime_ns


def _found(root: str, globs: Sequence[str]) -> list[str]:
    """The files below a folder that match globs, by path from there.

    Links to folders are not followed by `**`, in which they could lead round and round.
    """
    from pathlib import Path

    found: set[str] = set()
    for pattern in globs:
        with suppress(NotImplementedError, ValueError):  # from the root of the system, or empty
            found.update(path.relative_to(root).as_posix() for path in Path(root).glob(pattern))
    return sorted(found)
