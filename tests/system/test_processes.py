"""Commands that behave, and commands that do what they can not to."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planproof.system import groups, pipes, processes
from planproof.system.environment import scrubbed
from planproof.system.processes import Ended, How, find, run

SRC = Path(__file__).parents[2] / "src"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture(params=["selected", "threaded"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of reading pipes, the one for Windows too."""
    if request.param == "threaded":

        def threaded(process: subprocess.Popen[bytes]) -> pipes.Pipes:
            assert process.stdout is not None
            assert process.stderr is not None
            return pipes.Threaded(process.stdout, process.stderr)

        monkeypatch.setattr(processes, "pipes_of", threaded)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.3)
    monkeypatch.setattr(processes, "LINGER", 0.3)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """No test leaves a child that is not reaped, or an open file."""
    before = set(os.listdir("/proc/self/fd"))
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
    assert len(os.listdir("/proc/self/fd")) == len(before)


def sh(folder: Path, script: str, **how: object) -> Ended:
    given: dict[str, object] = {
        "folder": str(folder),
        "environment": ENVIRONMENT,
        "seconds": 20,
        **how,
    }
    return run(["sh", "-c", script], **given)  # type: ignore[arg-type]


def python(folder: Path, script: str, **how: object) -> Ended:
    given: dict[str, object] = {
        "folder": str(folder),
        "environment": ENVIRONMENT,
        "seconds": 20,
        **how,
    }
    argv = [sys.executable, "-I", "-S", "-c", textwrap.dedent(script)]
    return run(argv, **given)  # type: ignore[arg-type]


def is_there(pid: int) -> bool:
    """Whether a process is there and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != b"Z"


def soon(condition: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def pids(path: Path) -> list[int]:
    return [int(word) for word in path.read_text().split()] if path.exists() else []


@pytest.mark.usefixtures("way")
class TestAnOrdinaryCommand:
    def test_exit_code_and_output(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "echo out; sleep 0.1; echo err >&2; sleep 0.1; echo more; exit 3")
        assert ended.how is How.EXITED
        assert (ended.code, ended.signal, ended.reason) == (3, "", "it ended with exit code 3")
        assert ended.output == b"out\nerr\nmore\n"
        assert ended.stdout == b"out\nmore\n"
        assert (ended.output_bytes, ended.stdout_bytes, ended.stdout_whole) == (13, 9, True)
        assert 0.2 <= ended.seconds < 5
        assert not ended.left_behind

    def test_killed_by_a_signal(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "echo before; kill -SEGV $$")
        assert (ended.how, ended.code, ended.signal) == (How.KILLED, None, "SIGSEGV")
        assert ended.reason == "it was killed by SIGSEGV"
        assert ended.output == b"before\n"

    def test_output_is_given_as_it_comes(self, tmp_path: Path) -> None:
        given: list[tuple[float, bytes]] = []
        sh(
            tmp_path,
            "echo one; sleep 0.4; echo two",
            on_output=lambda data: given.append((time.monotonic(), data)),
        )
        assert [data for _, data in given] == [b"one\n", b"two\n"]
        assert given[1][0] - given[0][0] > 0.2

    def test_closed_outputs_are_not_the_end(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "exec >&- 2>&-; sleep 0.5; exit 7")
        assert ended.code == 7
        assert ended.seconds >= 0.5

    def test_more_output_than_is_kept(self, tmp_path: Path) -> None:
        ended = python(tmp_path, "import sys; sys.stdout.write('x' * 9_000_000 + 'end')")
        assert ended.code == 0
        assert ended.stdout_bytes == ended.output_bytes == 9_000_003
        assert len(ended.stdout) == processes.KEPT_STDOUT
        assert not ended.stdout_whole
        assert ended.stdout.endswith(b"xxend")
        assert ended.output == b"x" * (64 * 1024 - 3) + b"end"

    @pytest.mark.usefixtures("impatient")
    def test_too_much_output(self, tmp_path: Path) -> None:
        started = time.monotonic()
        ended = run(
            ["yes"],
            folder=str(tmp_path),
            environment=ENVIRONMENT,
            seconds=60,
            most_output=3_000_000,
        )
        assert ended.how is How.TOO_MUCH
        assert ended.reason == "it printed more than 3,000,000 bytes"
        assert ended.output.endswith(b"y\n")
        assert time.monotonic() - started < 10

    @pytest.mark.usefixtures("impatient")
    def test_too_much_output_at_the_end(self, tmp_path: Path) -> None:
        ended = python(tmp_path, "print('x' * 60_000)", most_output=50_000)
        assert ended.how is How.TOO_MUCH

    def test_time_out(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "echo early; exec sleep 60", seconds=0.4)
        assert (ended.how, ended.code, ended.signal) == (How.TIMED_OUT, None, "")
        assert ended.reason == "it did not end within 0.4 s"
        assert ended.output == b"early\n"
        assert 0.4 <= ended.seconds < 1.5

    def test_stopped(self, tmp_path: Path) -> None:
        since = time.monotonic()
        ended = sh(tmp_path, "sleep 60", stop=lambda: time.monotonic() - since > 0.3)
        assert (ended.how, ended.reason) == (How.STOPPED, "it was stopped")
        assert ended.seconds < 5


class TestNothingGetsIn:
    def test_no_shell(self, tmp_path: Path) -> None:
        evil = [
            "; touch evil1", "$(touch evil2)", "`touch evil3`", "| touch evil4", "&& touch evil5", "> evil6",
            "\ntouch evil7", "*", "~", "$HOME", "'; touch evil8; '", '"; touch evil9; "', "-n", "é",
        ]  # fmt: skip
        ended = run(
            ["printf", "%s|", *evil], folder=str(tmp_path), environment=ENVIRONMENT, seconds=20
        )
        assert ended.output.decode() == "".join(f"{one}|" for one in evil)
        assert list(tmp_path.iterdir()) == []

    def test_no_input_and_no_terminal(self, tmp_path: Path) -> None:
        ended = sh(
            tmp_path, "cat; (exec 3</dev/tty) 2>/dev/null && echo terminal; ps -o sid= $$; echo $$"
        )
        session, pid = ended.output.split()
        assert session == pid

    def test_no_other_environment(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("LEAK", "secret")
        ended = run(["env"], folder=str(tmp_path), environment=ENVIRONMENT, seconds=20)
        assert sorted(ended.output.decode().split()) == ["LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin"]

    def test_no_open_files(self, tmp_path: Path) -> None:
        reading, writing = os.pipe()
        os.set_inheritable(writing, True)
        try:
            ended = python(tmp_path, "import os; print(*os.listdir('/proc/self/fd'))")
        finally:
            os.close(reading)
            os.close(writing)
        assert sorted(ended.output.split()) == [
            b"0",
            b"1",
            b"2",
            b"3",
        ]  # 3 is the folder being listed

    def test_the_projects_folder_is_not_on_the_path(self, tmp_path: Path) -> None:
        program(tmp_path / "evil", "#!/bin/sh\necho evil\n")
        for path in ("", ".", ":", "/usr/bin:", "bin:.", "relative/../"):
            ended = run(["evil"], folder=str(tmp_path), environment={"PATH": path}, seconds=20)
            assert ended.how is How.NOT_STARTED
            assert ended.reason == "there is no program `evil` in the folders of PATH"

    def test_only_the_given_path_counts(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        program(tmp_path / "tool", "#!/bin/sh\necho tool\n")
        monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
        assert run(["tool"], folder="/", environment=ENVIRONMENT, seconds=20).how is How.NOT_STARTED
        assert run(["tool"], folder="/", environment={}, seconds=20).how is How.NOT_STARTED
        given = {"PATH": f"/nowhere:{tmp_path}:/usr/bin:/bin"}
        assert run(["tool"], folder="/", environment=given, seconds=20).output == b"tool\n"


def program(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


class TestNotStarted:
    def test_a_path_is_relative_to_the_folder(self, tmp_path: Path) -> None:
        program(tmp_path / "project/scripts/tool", "#!/bin/sh\npwd\n")
        ended = run(
            ["scripts/tool"], folder=str(tmp_path / "project"), environment=ENVIRONMENT, seconds=20
        )
        assert ended.output.decode() == f"{tmp_path}/project\n"

    @pytest.mark.parametrize(
        ("argv", "reason"),
        [
            ([], "the command is empty"),
            ([""], "the command is empty"),
            (["a\0b"], "the command has a NUL character"),
            (["sh", "a\0b"], "the command has a NUL character"),
            (["nosuchtool"], "there is no program `nosuchtool` in the folders of PATH"),
            (["./nosuchtool"], "there is no file `./nosuchtool`"),
            (["./plain"], "`./plain` is not an executable file"),
            (["./folder"], "`./folder` is not an executable file"),
            (["./no-such-interpreter"], "the interpreter that the first line of `./no-such-interpreter` names is not there"),
            (["./no-first-line"], "`./no-first-line` is no program for this machine (a script begins with a line like #!/bin/sh)"),
            (["sh", "\ud800"], "its arguments or its environment cannot be passed on"),
            (["sh", "x" * 3_000_000], "`sh` could not be started: argument list too long"),
        ],
    )  # fmt: skip
    def test_reasons(self, tmp_path: Path, argv: list[str], reason: str) -> None:
        (tmp_path / "plain").write_text("text")
        (tmp_path / "folder").mkdir()
        program(tmp_path / "no-such-interpreter", "#!/nowhere/interpreter\n")
        program(tmp_path / "no-first-line", "echo hello\n")
        ended = run(argv, folder=str(tmp_path), environment=ENVIRONMENT, seconds=20)
        assert (ended.how, ended.code, ended.output) == (How.NOT_STARTED, None, b"")
        assert ended.reason.startswith(reason)

    def test_no_folder(self, tmp_path: Path) -> None:
        reason = "there is no such folder to run it in"
        assert find(["sh"], str(tmp_path / "none"), ENVIRONMENT) == ("", reason)

    def test_an_environment_that_cannot_be(self, tmp_path: Path) -> None:
        ended = run(
            ["sh"], folder=str(tmp_path), environment={**ENVIRONMENT, "A": "b\0c"}, seconds=20
        )
        assert ended.how is How.NOT_STARTED

    @pytest.mark.parametrize("seconds", [0, -1, math.nan])
    def test_no_time_at_all(self, tmp_path: Path, seconds: float) -> None:
        with pytest.raises(ValueError, match="a time limit of"):
            sh(tmp_path, "true", seconds=seconds)


STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
def note():
    with open("pids", "a") as file: file.write(f"{os.getpid()} ")
note()
"""


@pytest.mark.usefixtures("way", "impatient")
class TestACommandThatWillNotGo:
    def test_it_ignores_being_asked(self, tmp_path: Path) -> None:
        started = time.monotonic()
        ended = python(tmp_path, f"{STUBBORN}\nwhile True: time.sleep(60)", seconds=0.5)
        assert ended.how is How.TIMED_OUT
        assert time.monotonic() - started < 5
        assert not is_there(pids(tmp_path / "pids")[0])

    def test_it_ends_in_its_own_way_when_asked(self, tmp_path: Path) -> None:
        ended = sh(
            tmp_path, "trap 'echo tidy; exit 0' TERM; while :; do sleep 0.05; done", seconds=0.4
        )
        assert (ended.how, ended.code) == (How.TIMED_OUT, None)
        assert b"tidy\n" in ended.output

    def test_its_children_go_with_it(self, tmp_path: Path) -> None:
        bomb = f"""{STUBBORN}
for _ in range(4):
    if os.fork() == 0: note()
print("here", flush=True)
while True: time.sleep(60)
"""
        ended = python(tmp_path, bomb, seconds=1.5)
        assert ended.how is How.TIMED_OUT
        found = pids(tmp_path / "pids")
        assert len(set(found)) == 16
        assert soon(lambda: not any(map(is_there, found)))

    def test_children_that_print_for_ever(self, tmp_path: Path) -> None:
        """The command itself ends at once."""
        started = time.monotonic()
        ended = sh(tmp_path, "(while :; do echo y; done) & (while :; do echo y >&2; done) & exit 5")
        assert (ended.code, ended.left_behind) == (5, True)
        assert ended.seconds < 1
        assert time.monotonic() - started < 5

    def test_children_that_print_for_ever_are_bounded(self, tmp_path: Path) -> None:
        assert sh(tmp_path, "yes & exit 0", most_output=500_000).how is How.TOO_MUCH

    def test_a_child_that_holds_the_pipes(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "sleep 60 & echo $! >pids; echo done")
        assert (ended.code, ended.output, ended.left_behind) == (0, b"done\n", True)
        assert soon(lambda: not is_there(pids(tmp_path / "pids")[0]))

    def test_a_child_that_holds_nothing(self, tmp_path: Path) -> None:
        ended = sh(tmp_path, "sleep 60 >/dev/null 2>&1 & echo $! >pids")
        assert (ended.code, ended.left_behind) == (0, True)
        assert soon(lambda: not is_there(pids(tmp_path / "pids")[0]))

    def test_it_stops_itself(self, tmp_path: Path) -> None:
        assert sh(tmp_path, "kill -STOP $$", seconds=0.4).how is How.TIMED_OUT


@pytest.mark.usefixtures("impatient")
def test_a_daemon_that_holds_the_pipes_does_not_hold_us(tmp_path: Path) -> None:
    """It has a session of its own and is beyond reach, as SECURITY.md says."""
    started = time.monotonic()
    ended = python(
        tmp_path,
        f"""{STUBBORN}
if os.fork() == 0:
    os.setsid()
    if os.fork(): os._exit(0)
    note()
    time.sleep(3)
    os._exit(0)
os.wait()
print("done")
""",
    )
    assert (ended.code, ended.output, ended.left_behind) == (0, b"done\n", True)
    assert time.monotonic() - started < 2.5
    for pid in pids(tmp_path / "pids")[1:]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


class TestPlanproofIsInterrupted:
    @pytest.mark.usefixtures("impatient")
    @pytest.mark.parametrize("error", [KeyboardInterrupt, ZeroDivisionError])
    def test_whatever_comes_up_ends_the_command(
        self, tmp_path: Path, error: type[BaseException]
    ) -> None:
        def fail(_: bytes) -> None:
            raise error

        with pytest.raises(error):
            sh(
                tmp_path,
                "echo $$ >pids; echo now; trap '' TERM; while :; do sleep 1; done",
                on_output=fail,
            )
        assert not is_there(pids(tmp_path / "pids")[0])

    def test_a_second_interrupt_does_not_save_it(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted(_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(processes, "ask_to_end", interrupted)
        with pytest.raises(KeyboardInterrupt):
            sh(tmp_path, "echo $$ >pids; exec sleep 60", seconds=0.4)
        assert not is_there(pids(tmp_path / "pids")[0])

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
    def test_nothing_outlives_planproof(self, tmp_path: Path, number: int) -> None:
        script = f"""
from planproof.system.processes import run
run(["sh", "-c", "echo $$ >first; sleep 60 & echo $! >second; wait"], folder={str(tmp_path)!r},
    environment={ENVIRONMENT!r}, seconds=60)
"""
        ours = subprocess.Popen(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": str(SRC)},
            stderr=subprocess.DEVNULL,
        )
        try:
            assert soon(lambda: bool(pids(tmp_path / "second")))
            time.sleep(0.1)  # for the watcher
        finally:
            ours.send_signal(number)
            ours.wait()
        started = pids(tmp_path / "first") + pids(tmp_path / "second")
        assert len(started) == 2
        assert soon(lambda: not any(map(is_there, started)))

    def test_a_watcher_that_was_killed_is_no_matter(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def killed(process: subprocess.Popen[bytes]) -> subprocess.Popen[bytes] | None:
            watcher = groups.watch_over(process)
            assert watcher is not None
            watcher.kill()
            return watcher

        monkeypatch.setattr(processes, "watch_over", killed)
        assert sh(tmp_path, "sleep 0.2; echo done").output == b"done\n"

    def test_a_watcher_that_is_let_go_ends_nothing(self) -> None:
        with subprocess.Popen(["sleep", "60"], start_new_session=True) as process:
            watcher = groups.watch_over(process)
            assert watcher is not None
            groups.dismiss(watcher)
            assert watcher.returncode == 0
            time.sleep(0.2)
            assert process.poll() is None
            process.kill()


def test_many_at_once_in_threads(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(8) as pool:
        all_ended = list(pool.map(lambda n: sh(tmp_path, f"echo {n}; exit {n}"), range(40)))
    assert [ended.code for ended in all_ended] == list(range(40))
    assert [ended.output for ended in all_ended] == [b"%d\n" % n for n in range(40)]


def test_a_signal_without_a_name() -> None:
    assert processes.signal_name(9) == "SIGKILL"
    assert processes.signal_name(99) == "signal 99"


FULL = {
    "PATH": "/usr/bin:.:bin::/bin",
    "HOME": "/home/me",
    "LANG": "en_GB.UTF-8",
    "LC_TIME": "C",
    "CI": "true",
    "TERM": "xterm",
    "GITHUB_TOKEN": "secret",
    "GIT_DIR": "/elsewhere",
    "GIT_SSH_COMMAND": "evil",
    "LD_PRELOAD": "evil.so",
    "PYTHONPATH": "evil",
    "BASH_ENV": "evil",
    "PLANPROOF": "0",
    "PLANPROOF_FORMAT": "json",
    "APP_URL": "http://h",
    "APP_MODE": "test",
}
BASIC = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/home/me",
    "LANG": "en_GB.UTF-8",
    "LC_TIME": "C",
    "CI": "true",
    "TERM": "dumb",
    "PLANPROOF": "1",
}


class TestScrubbed:
    @pytest.mark.parametrize(
        ("let_through", "more"),
        [
            ([], {}),
            (["NO_SUCH"], {}),
            (["APP_URL"], {"APP_URL": "http://h"}),
            (["APP"], {}),
            (["app_url"], {}),
            (["APP_*"], {"APP_URL": "http://h", "APP_MODE": "test"}),
            (["A*URL"], {}),
            (["*URL"], {}),
            (["G*"], {"GITHUB_TOKEN": "secret"}),
            (["GIT*"], {"GITHUB_TOKEN": "secret"}),
            (["GIT_DIR"], {"GIT_DIR": "/elsewhere"}),
            (["GIT_*"], {"GIT_DIR": "/elsewhere", "GIT_SSH_COMMAND": "evil"}),
            (["TERM"], {"TERM": "xterm"}),
            (["PLANPROOF*"], {"PLANPROOF_FORMAT": "json"}),
            ([""], {}),
        ],
    )
    def test_what_is_let_through(self, let_through: list[str], more: dict[str, str]) -> None:
        assert scrubbed(FULL, let_through) == {**BASIC, **more}

    def test_a_star_alone_is_all_but_git(self) -> None:
        let_through = scrubbed(FULL, ["*"])
        assert set(FULL) - set(let_through) == {"GIT_DIR", "GIT_SSH_COMMAND"}

    def test_nothing_comes_of_nothing(self) -> None:
        assert scrubbed({}, []) == {"TERM": "dumb", "PLANPROOF": "1"}
