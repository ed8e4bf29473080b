"""`prove`, `evidence` and what `verify` says afterwards, as a user runs them."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

HEAD = (
    "# Orders\n\n## Components / Modules Affected\n\n* `src/api.py`\n\n## Acceptance Criteria\n\n"
)
BENCH = (
    "import json, sys\n"
    "figure = float(open('src/figure.txt').read())\n"
    "json.dump({'p95_ms': figure, 'offered_rps': 500}, open('bench.json', 'w'))\n"
)


@pytest.fixture
def service(project: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a benchmark whose figure is a file's content."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "Ada")
    git(project, "config", "user.email", "ada@acme.example")
    write("planproof.toml", 'commands = ["python3 bench.py", "python3 -c *"]\n')
    write(".gitignore", "bench.json\n__pycache__/\n")
    write("src/api.py", "def answer():\n    return 42\n")
    write("src/figure.txt", "150")
    write("bench.py", BENCH)
    return project


def plan(write: Write, *criteria: str) -> None:
    """A plan with criteria, each with its proof on the lines below."""
    write("docs/plans/orders.md", HEAD + "".join(f"* {one}\n" for one in criteria))


P95 = "p95 latency <= 200 ms at 500 req/s\n  * proof: run `python3 bench.py`, read `bench.json` `p95_ms`"


def test_a_criterion_is_met_then_not_met_then_stale(service: Path, write: Write, cli: Cli) -> None:
    plan(write, P95)
    commit(service, "Start")
    ran = cli("prove", "orders")
    assert ran.code == 0
    assert "met           orders#criterion-1" in ran.out
    assert "p95 150 ms, wanted <= 200 ms (bench.json)" in ran.out
    assert "1 record written" in ran.out
    assert "holds" in cli("verify").out

    write("src/figure.txt", "231")
    commit(service, "Slower")
    assert cli("verify").code == 0  # nothing that the evidence rests on has changed
    ran = cli("prove", "orders")
    assert ran.code == 1
    assert "not met       orders#criterion-1" in ran.out
    assert "p95 231 ms, wanted <= 200 ms (bench.json)" in ran.out
    broken = cli("verify")
    assert broken.code == 1
    assert "but: p95 231 ms, wanted <= 200 ms (bench.json)" in broken.out

    write("src/api.py", "def answer():\n    return 43\n")
    commit(service, "Change a component")
    stale = cli("verify")
    assert "stale" in stale.out
    assert "`src/api.py` changed since" in stale.out


def test_a_step_that_is_ticked_or_another_commit_leaves_evidence_fresh(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, f"[ ] {P95}", "[ ] All is well\n  * proof: run `python3 bench.py`")
    commit(service, "Start")
    assert cli("prove").code == 0
    text = Path("docs/plans/orders.md").read_text()
    write("docs/plans/orders.md", text.replace("[ ]", "[x]"))
    write("unrelated.py", "x = 1\n")
    commit(service, "Tick")
    assert cli("verify", "--format", "json").out.count('"holds"') >= 2
    assert cli("prove", "--only-stale").out.startswith("\n") is False
    assert "2 items left out: the evidence is fresh" in cli("prove", "--only-stale").out


def test_other_words_make_evidence_stale_and_both_are_shown(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, P95)
    commit(service, "Start")
    cli("prove")
    plan(write, P95.replace("200", "100"))
    said = " ".join(cli("verify").out.split())
    assert 'stale "p95 latency <= 100 ms at 500 req/s" is proven' in said
    assert 'but it was "p95 latency <= 200 ms at 500 req/s" when it was proven' in said


def test_evidence_follows_its_words_when_something_is_put_before_them(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, P95)
    commit(service, "Start")
    cli("prove")
    plan(write, "Nobody notices anything", P95)
    said = " ".join(cli("verify").out.split())
    assert "holds" in said
    assert "recorded for `criterion-1`, which had these words then" in said


def test_a_figure_that_the_condition_takes_is_looked_at(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, P95 + ", read `bench.json` `offered_rps`")
    commit(service, "Start")
    ran = cli("prove")
    assert ran.code == 0
    assert "note:" not in ran.out
    write("bench.py", BENCH.replace("500", "312"))
    commit(service, "Less load")
    ran = cli("prove")
    assert ran.code == 1
    assert "inconclusive" in ran.out
    assert "312" in ran.out


@pytest.mark.parametrize(
    ("criterion", "said", "at"),
    [
        ("Fast\n  * proof: raed `bench.json` `p95_ms`", "did you mean `read`?", "raed"),
        ("Under 200 ms\n  * proof: read `nowhere.json` `a`", "there is no such file", "nowhere.json"),
        ("Under 200 ms\n  * proof: read `ok.json` `/a/b`", "ok.json", "/a/b"),
        ("Under 200 ms\n  * proof: read `nan.json` `a_ms`", "nan.json", "a_ms"),
        ("Under 200 ms\n  * proof: read `ok.json` `size_bytes`", "ms", "size_bytes"),
        ("Under 200 ms\n  * proof: read `ok.json` `plain`", "unit", "plain"),
        ("Under 200 ms\n  * proof: read `empty.json` `a`", "it is empty", "empty.json"),
        ("Under 200 ms\n  * proof: read `../outside.json` `a`", "outside the project", "../outside.json"),
        ("It is well\n  * proof: read `ok.json` `a_ms`", "states no figure", "read `ok.json` `a_ms`"),
        ("Under 200 ms\n  * proof: run `python3 bench.py`", "its proof reads none", "run `python3 bench.py`"),
        ("It works\n  * proof: test `tests/test_a.py::test_b`", "test-command", "test `tests/test_a.py::test_b`"),
        ("It works\n  * proof: http `GET /health`", "base-url", "GET /health"),
        ("It works\n  * proof: run `python3 other.py`", "is not allowed", "python3 other.py"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_is_said_at_the_words_and_never_passes(
    service: Path, write: Write, cli: Cli, criterion: str, said: str, at: str
) -> None:
    write("ok.json", '{"a_ms": 1, "size_bytes": 5, "plain": 7}')
    write("nan.json", '{"a_ms": NaN}')
    write("empty.json", "")
    (service.parent / "outside.json").write_text('{"a": 1}')
    plan(write, criterion)
    commit(service, "Start")
    ran = cli("prove", "--format", "json")
    assert ran.code == 2
    (item,) = json.loads(ran.out)["items"]
    assert said in f"{item['reason']} {item['help']}"
    assert item["state"] in ("unknown", "refused", "unreadable")
    assert item["verdict"] == "pending"
    assert item["record"] == ""
    line = Path("docs/plans/orders.md").read_text().splitlines()[item["line"] - 1]
    assert line[item["column"] - 1 :].lstrip("`").startswith(at)


def test_two_candidates_are_named(service: Path, write: Write, cli: Cli) -> None:
    write(
        "two.json",
        '[{"name": "a", "unit": "ms", "value": 1}, {"name": "b", "unit": "ms", "value": 2}]',
    )
    plan(write, "Latency under 200 ms\n  * proof: read `two.json`")
    commit(service, "Start")
    said = cli("prove").out
    assert "unknown" in said
    assert "`a`" in said
    assert "`b`" in said


def test_a_refused_command_does_not_run(service: Path, write: Write, cli: Cli) -> None:
    write("evil.py", "open('ran', 'w').write('x')\n")
    plan(write, "It works\n  * proof: run `python3 evil.py`", P95)
    commit(service, "Start")
    ran = cli("prove")
    assert ran.code == 2
    assert "refused" in ran.out
    assert not Path("ran").exists()
    assert "1 record written" in ran.out  # the other one was proven all the same


def test_no_shell_reads_a_command(service: Path, write: Write, cli: Cli) -> None:
    write("planproof.toml", 'commands = ["echo *"]\n')
    plan(write, "It works\n  * proof: run `echo '$(touch ran)'`")
    commit(service, "Start")
    assert cli("prove").code == 0
    assert not Path("ran").exists()


def test_a_file_that_the_command_did_not_write_proves_nothing(
    service: Path, write: Write, cli: Cli
) -> None:
    write("bench.json", '{"p95_ms": 1}')
    write("bench.py", "print('I write nothing')\n")
    plan(write, P95)
    commit(service, "Start")
    ran = cli("prove")
    assert ran.code == 2
    assert "from an earlier run" in " ".join(ran.out.split())


def test_what_no_commit_has_is_inconclusive(service: Path, write: Write, cli: Cli) -> None:
    plan(write, P95)
    commit(service, "Start")
    write("src/api.py", "def answer():\n    return 44\n")
    ran = cli("prove")
    assert ran.code == 1
    assert "inconclusive" in ran.out
    assert "`src/api.py` was not committed" in " ".join(ran.out.split())
    commit(service, "Commit it")
    assert "what was measured does not tell" in cli("verify").out
    assert cli("prove").code == 0


def test_a_command_that_takes_too_long_is_ended_and_stops_the_run(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, "It ends\n  * proof: run `python3 -c 'import time; time.sleep(60)'`", P95)
    commit(service, "Start")
    ran = cli("prove", "--timeout", "0.5")
    assert ran.code == 2
    assert "1 item was not begun" in ran.out
    ran = cli("prove", "--timeout", "0.5", "--keep-going")
    assert ran.code == 2
    assert "1 record written" in ran.out


def test_a_dry_run_runs_nothing(service: Path, write: Write, cli: Cli) -> None:
    plan(write, P95)
    commit(service, "Start")
    ran = cli("prove", "--dry-run")
    assert ran.code == 0
    assert "would run" in ran.out
    assert not Path("bench.json").exists()
    assert git(service, "for-each-ref", "refs/planproof") == ""


def test_a_command_that_several_items_name_is_run_once(
    service: Path, write: Write, cli: Cli
) -> None:
    write("bench.py", BENCH + "open('count', 'a').write('x')\n")
    write(".gitignore", "bench.json\ncount\n")
    plan(write, P95, P95.replace("p95 latency", "p95 response time"))
    commit(service, "Start")
    assert cli("prove").code == 0
    assert Path("count").read_text() == "x"
    assert cli("prove", "--runs", "3").code == 0
    assert Path("count").read_text() == "xxxx"


def test_what_is_not_trusted_runs_nothing_and_goes_by_the_default_branch(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, P95, "Size <= 10 kB\n  * proof: read `size.json` `size_bytes`")
    commit(service, "Start")
    git(service, "checkout", "-q", "-b", "fork")
    write("planproof.toml", 'commands = ["python3 bench.py", "python3 evil.py"]\n')
    write("size.json", '{"size_bytes": 5000}')
    write(
        "docs/plans/orders.md",
        Path("docs/plans/orders.md").read_text().replace("bench.py", "evil.py"),
    )
    write("evil.py", "open('ran', 'w').write('x')\n")
    commit(service, "Be evil")
    ran = cli("prove", "--untrusted", "--base", "main")
    assert ran.code == 2
    assert not Path("ran").exists()
    assert "refused       orders#criterion-1" in ran.out
    assert "met           orders#criterion-2" in ran.out
    nobody_knows = cli("prove", "--untrusted")
    assert nobody_knows.code == 2
    assert "--base" in nobody_knows.err


def test_tests_are_read_from_reports(service: Path, write: Write, cli: Cli) -> None:
    write("planproof.toml", 'reports = ["reports/*.xml"]\n')
    write(
        "reports/junit.xml",
        '<testsuite tests="2"><testcase classname="tests.test_a" name="test_b"/>'
        '<testcase classname="tests.test_a" name="test_c"><failure message="no"/></testcase></testsuite>',
    )
    plan(
        write,
        "It works\n  * proof: test `tests/test_a.py::test_b`",
        "It never fails\n  * proof: test `tests/test_a.py::test_c`",
        "It is there\n  * proof: test `tests/test_a.py::test_cc`",
    )
    commit(service, "Start")
    ran = cli("prove")
    assert ran.code == 2
    assert "met           orders#criterion-1" in ran.out
    assert "not met       orders#criterion-2" in ran.out
    assert "unknown       orders#criterion-3" in ran.out


@contextmanager
def serving(status: int) -> Iterator[str]:
    """A server on this machine that answers everything alike."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b'{"status": "ok", "checks": [1, 2]}'
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_is_asked_for_status_headers_and_body(
    service: Path, write: Write, cli: Cli
) -> None:
    proof = 'http `GET /health` `200` `content-type: application/json` `{"status": "ok"}`'
    plan(
        write,
        f"It is healthy\n  * proof: {proof}",
        "It is gone\n  * proof: http `/health` `404`",
        "It answers within 5 s\n  * proof: http `/health`",
    )
    with serving(200) as url:
        write("planproof.toml", f'base-url = "{url}"\n')
        commit(service, "Start")
        ran = cli("prove")
    assert ran.code == 1
    assert "met           orders#criterion-1" in ran.out
    assert "not met       orders#criterion-2" in ran.out
    assert "answered 200, not 404" in ran.out
    assert "met           orders#criterion-3" in ran.out
    assert "wanted <= 5 s" in ran.out


def test_a_relative_criterion_runs_the_baseline_in_turn(
    service: Path, write: Write, cli: Cli
) -> None:
    proof = "run `python3 bench.py`, read `bench.json` `p95_ms`"
    criterion = (
        f"p95 latency is at least 30 % lower than main\n  * proof: {proof}\n  * baseline: v1"
    )
    plan(write, criterion)
    commit(service, "Start")
    git(service, "tag", "v1")
    write("src/figure.txt", "90")
    commit(service, "Faster")
    ran = cli("prove")
    assert ran.code == 0, ran.out
    assert "met           orders#criterion-1" in ran.out
    write("src/figure.txt", "140")
    commit(service, "Hardly faster")
    ran = cli("prove")
    assert ran.code == 1
    assert "not met       orders#criterion-1" in ran.out


def test_without_a_repository_or_a_commit_it_says_what_is_missing(
    project: Path, write: Write, cli: Cli
) -> None:
    plan(write, P95)
    ran = cli("prove")
    assert ran.code == 2
    assert "needs a git repository" in ran.err
    git(project, "init", "-q")
    ran = cli("prove")
    assert ran.code == 2
    assert "Commit the plan" in ran.err


def test_evidence_shows_figures_over_time(service: Path, write: Write, cli: Cli) -> None:
    plan(write, P95)
    for figure in ("150", "170", "231"):
        write("src/figure.txt", figure)
        commit(service, figure)
        cli("prove")
    ran = cli("evidence", "orders#criterion-1")
    assert ran.code == 0
    assert "p95 231 ms, wanted <= 200 ms (bench.json)" in ran.out
    assert "and 2 earlier records (--history)" in ran.out
    assert "wanted p95 <= 200 ms" in ran.out
    marks = [line.split("|")[1].split("wanted")[0] for line in ran.out.splitlines() if " |" in line]
    assert sum(line.count("o") for line in marks) == 2
    assert sum(line.count("x") for line in marks) == 1
    found = json.loads(cli("evidence", "orders", "--format", "json").out)
    (item,) = found["plans"][0]["items"]
    assert [point["value"] for point in item["points"]] == [150, 170, 231]
    assert cli("evidence", "verify").out.startswith("3 records checked, 0 of them signed: no fault")
    assert cli("evidence", "orders", "--history").out.count("wanted <= 200 ms") == 3


def test_nothing_recorded_is_said(service: Path, write: Write, cli: Cli) -> None:
    plan(write, P95)
    commit(service, "Start")
    ran = cli("evidence", "orders")
    assert ran.code == 2
    assert "Nothing is recorded" in ran.out
    assert cli("evidence", "verify").code == 2


def test_a_unit_of_the_project_s_own(service: Path, write: Write, cli: Cli) -> None:
    write("planproof.toml", '[units]\n"orders/s" = "1 req/s"\n')
    write("out.json", '{"rate_rps": 512}')
    plan(write, "Throughput >= 500 orders/s\n  * proof: read `out.json` `rate_rps`")
    commit(service, "Start")
    assert cli("prove").code == 0
    write("planproof.toml", '[units]\n"orders/s" = "many"\n"ms" = "1 s"\n')
    wrong = cli("prove")
    assert wrong.code == 2
    assert wrong.err.count("`units`: ") == 2


def test_several_at_once_come_to_the_same(service: Path, write: Write, cli: Cli) -> None:
    write(
        "planproof.toml",
        'commands = ["python3 bench.py", "python3 -c *"]\n[units]\n"beats" = "1 ms"\n',
    )
    ends = "It ends\n  * proof: run `python3 -c 'print({})'`"
    wrong = "It fails\n  * proof: run `python3 -c 'raise SystemExit({})'`"
    plan(
        write,
        P95.replace("200 ms", "200 beats"),
        *(ends.format(n) for n in range(4)),
        wrong.format(3),
    )
    commit(service, "Start")
    ran = cli("prove", "--jobs", "4")
    assert ran.code == 1
    assert ran.out.count("\nmet  ") + ran.out.startswith("met  ") == 5
    assert "exit status 3" in ran.out
    assert "6 records written" in ran.out
    assert cli("evidence", "verify").code == 0


def test_a_results_file_that_no_commit_has_counts_elsewhere_and_until_it_changes(
    service: Path, write: Write, cli: Cli
) -> None:
    plan(write, "Size <= 10 kB\n  * proof: read `size.json` `size_bytes`")
    commit(service, "Start")
    write("size.json", '{"size_bytes": 5000}')
    assert cli("prove").code == 0
    assert "holds" in cli("verify", "--format", "json").out
    write("size.json", '{"size_bytes": 6000}')
    assert "`size.json` changed since" in " ".join(cli("verify").out.split())
    Path("size.json").unlink()  # as in a clone that never had it
    assert "stale" not in cli("verify").out.split("Acceptance")[1].split("proven")[0]
