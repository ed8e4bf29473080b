"""Proving in real repositories of every shape, and with plans, files and branches that mean harm."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from planproof.app.config import in_force, load_settings
from planproof.app.errors import CannotDo
from planproof.app.evidence import recorded_evidence
from planproof.app.prove import Request, Watch, prove
from planproof.app.recorded import LedgerView
from planproof.app.untrusted import default_branch_settings
from planproof.app.verify import Request as Asked
from planproof.app.verify import verify
from planproof.evidence.record import Evidence
from planproof.report.proving import ProofLine, Proved
from tests.system.repositories import Repo

PLAN = "docs/plans/orders.md"
HEAD = "# Orders\n\n## Components / Modules Affected\n\n* `{}`\n\n## Acceptance Criteria\n\n"
BENCH = (
    "import json\njson.dump({'p95_ms': float(open('src/figure').read())}, open('out.json', 'w'))\n"
)
P95 = "p95 <= 200 ms\n  * proof: run `python3 bench.py`, read `out.json` `p95_ms`"
PYTHON = 'commands = ["python3 ..."]\n'


@pytest.fixture(autouse=True)
def this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return furnished(Repo.init(tmp_path / "repo"))


def furnished(repo: Repo, folder: str = "") -> Repo:
    """A benchmark whose figure is a file's content."""
    repo.write(f"{folder}planproof.toml", PYTHON)
    repo.write(f"{folder}.gitignore", "out.json\n*.log\n")
    repo.write(f"{folder}src/api.py", "x = 1\n")
    repo.write(f"{folder}src/figure", "150")
    repo.write(f"{folder}bench.py", BENCH)
    return repo


def planned(repo: Repo, *criteria: str, component: str = "src/api.py", folder: str = "") -> None:
    text = HEAD.format(component) + "".join(f"* {one}\n" for one in criteria)
    repo.write(folder + PLAN, text)


def proved(root: Path, settings: object = None, **asked: object) -> Proved:
    lines: list[ProofLine] = []
    made = in_force(settings or load_settings(root, {}, {}, ""))  # type: ignore[arg-type]
    found = prove(made, Request(**asked), Watch(lambda *_: None, lines.append))  # type: ignore[arg-type]
    assert tuple(lines) == found.lines
    return found


def states(found: Proved) -> list[str]:
    return [line.state for line in sorted(found.lines, key=lambda one: one.item)]


def verdicts(root: Path, at: str = "") -> list[tuple[str, str]]:
    settings = in_force(load_settings(root, {}, {"cache": False}, ""))
    truth = verify(settings, Asked(at=at))
    return [
        (claim.verdict, claim.reason)
        for plan in truth.plans
        for claim in plan.claims
        if claim.kind == "proof"
    ]


def records(root: Path, plan: str = "orders") -> list[Evidence]:
    return LedgerView(in_force(load_settings(root, {}, {}, ""))).records(plan)


# Repositories of every shape


@pytest.mark.parametrize("options", [(), ("--object-format=sha256",), ("--initial-branch=trunk",)])
def test_it_is_recorded_and_holds_at_the_commit_and_on_disk(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    repo = furnished(Repo.init(tmp_path / "repo", *options))
    planned(repo, P95)
    commit = repo.commit()
    assert states(proved(repo.root)) == ["met"]
    (one,) = records(repo.root)
    assert (one.commit, one.path) == (commit, PLAN)
    assert one.blob == repo.git("rev-parse", f"HEAD:{PLAN}")
    assert [verdict for verdict, _ in verdicts(repo.root)] == ["holds"]
    assert [verdict for verdict, _ in verdicts(repo.root, "HEAD")] == ["holds"]


def test_detached_shallow_linked_and_below_the_top(repo: Repo, tmp_path: Path) -> None:
    planned(repo, P95)
    furnished(repo, "sub/")
    planned(repo, P95, folder="sub/")
    repo.commit()
    repo.commit("Another")
    repo.git("checkout", "-q", "--detach")
    assert states(proved(repo.root / "sub")) == ["met"]
    (one,) = records(repo.root / "sub")
    assert one.path == f"sub/{PLAN}"
    assert set(one.record.inputs) == {"src/api.py", "bench.py"}
    repo.write("src/api.py", "x = 2\n")  # not of this project
    assert verdicts(repo.root / "sub")[0][0] == "holds"
    repo.git("checkout", "-q", ".")

    shallow = tmp_path / "shallow"
    repo.git("clone", "-q", "--depth=1", f"file://{repo.root}", str(shallow))
    assert states(proved(shallow)) == ["met"] * 2
    linked = tmp_path / "linked"
    repo.git("worktree", "add", "-q", str(linked))
    assert states(proved(linked, named=(PLAN,))) == ["met"]
    assert len(records(repo.root)) == 2  # the ledger is one


def test_without_a_user_name_it_is_recorded_of_nobody(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty"
    empty.write_text("")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(empty))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("HOME", str(tmp_path))
    planned(repo, P95)
    repo.commit()
    assert states(proved(repo.root)) == ["met"]
    assert records(repo.root)[0].record.by == ""


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_the_plan_that_is_recorded_is_the_file_byte_for_byte(
    repo: Repo, eol: str, bom: str
) -> None:
    planned(repo, P95)
    text = bom + (repo.root / PLAN).read_text().replace("\n", eol)
    repo.write(PLAN, text)
    repo.commit()
    assert states(proved(repo.root)) == ["met"]
    assert records(repo.root)[0].blob == repo.git("rev-parse", f"HEAD:{PLAN}")


def test_a_checkout_with_other_line_ends_is_as_clean_and_as_fresh(
    repo: Repo, tmp_path: Path
) -> None:
    planned(repo, P95)
    repo.write(".gitattributes", "*.py text\n*.md text\n")
    repo.commit()
    proved(repo.root)
    other = tmp_path / "other"
    repo.git("clone", "-q", "-c", "core.eol=crlf", f"file://{repo.root}", str(other))
    assert b"\r\n" in (other / "src/api.py").read_bytes()
    clone = Repo(other)
    clone.git("fetch", "-q", "origin", "refs/planproof/ledger:refs/planproof/ledger")
    assert verdicts(other)[0][0] == "holds"
    os.utime(other / "src/api.py")
    assert verdicts(other)[0][0] == "holds"
    assert states(proved(other)) == ["met"]


def test_files_that_a_filter_puts_on_disk_in_another_form_are_as_they_were(repo: Repo) -> None:
    repo.write(".gitattributes", "*.bin filter=large\n")
    repo.write("src/model.bin", "a pointer")
    planned(repo, P95, component="src/")
    repo.commit()
    assert states(proved(repo.root)) == ["met"]
    assert verdicts(repo.root)[0][0] == "holds"
    assert verdicts(repo.root, "HEAD")[0][0] == "holds"
    repo.write("src/model.bin", "another")
    assert states(proved(repo.root)) == ["inconclusive"]


def test_names_that_are_no_utf8_are_recorded(repo: Repo) -> None:
    odd = os.fsdecode(b"src/lat\xe9.py")
    repo.write(odd, "x")
    planned(repo, P95, component="src/")
    repo.commit()
    repo.write(odd, "y")
    assert states(proved(repo.root)) == ["inconclusive"]
    assert records(repo.root)[0].record.dirty == ("src/lat\\udce9.py",)


# What took part


def test_an_input_that_changes_while_it_is_measured_makes_it_inconclusive(repo: Repo) -> None:
    repo.write("bench.py", BENCH + "open('src/api.py', 'a').write('x = 2\\n')\n")
    planned(repo, P95)
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["inconclusive"]
    assert "`src/api.py` was changed while it was proven" in found.lines[0].reason
    assert verdicts(repo.root)[0][0] == "stale"


def test_a_new_file_of_a_glob_is_not_committed(repo: Repo) -> None:
    planned(repo, P95, component="src/**/*.py")
    repo.commit()
    repo.write("src/deep/new.py", "x = 1\n")
    found = proved(repo.root)
    assert states(found) == ["inconclusive"]
    assert "`src/deep/new.py` was not committed" in found.lines[0].reason


def test_a_document_that_is_named_as_an_input_counts(repo: Repo) -> None:
    repo.write("docs/spec.md", "a")
    planned(repo, f"{P95}\n  * inputs: `docs/spec.md`")
    repo.commit()
    repo.write("docs/spec.md", "b")
    repo.write("docs/other.md", "c")
    assert states(proved(repo.root)) == ["inconclusive"]
    assert records(repo.root)[0].record.dirty == ("docs/spec.md",)


def test_inputs_that_name_nothing_are_said(repo: Repo) -> None:
    planned(repo, f"{P95}\n  * inputs: `sorce/`, `src/`")
    repo.commit()
    (line,) = proved(repo.root).lines
    assert line.notes == ("`inputs:` names `sorce`, where git knows of no file",)


def test_an_item_that_only_reads_waits_for_the_command_that_writes(repo: Repo) -> None:
    repo.write("out.json", '{"p95_ms": 1}')  # of an earlier run
    planned(repo, "p95 <= 100 ms\n  * proof: read `./out.json` `p95_ms`", P95)
    repo.commit()
    for jobs in (1, 4):
        assert states(proved(repo.root, jobs=jobs)) == ["not met", "met"]


def test_a_file_is_from_an_earlier_run_however_its_name_is_spelt(repo: Repo) -> None:
    repo.write("out.json", '{"p95_ms": 1}')
    repo.write("bench.py", "")
    planned(repo, P95.replace("read `out", "read `./src/../out"))
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["unknown"]
    assert "from an earlier run" in found.lines[0].reason


def test_a_file_that_the_second_run_did_not_write_proves_nothing(repo: Repo) -> None:
    repo.write("bench.py", "import os\nif not os.path.exists('a.log'):\n    open('a.log', 'w').close()\n"
               + "".join(f"    {line}\n" for line in BENCH.splitlines()))  # fmt: skip
    planned(repo, f"{P95}\n  * runs: 2")
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["unknown"]
    assert "from an earlier run" in found.lines[0].reason
    assert records(repo.root) == []


def test_what_looks_like_a_secret_is_in_no_record(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPLOY_TOKEN", "sw0rdf1sh-and-more")
    repo.write("planproof.toml", 'reports = ["r.xml"]\n')
    repo.write(
        "r.xml",
        '<testsuite><testcase classname="t" name="x"><failure message="got sw0rdf1sh-and-more"/>'
        "</testcase></testsuite>",
    )
    planned(repo, "It works\n  * proof: test `t::x`")
    repo.commit()
    assert states(proved(repo.root)) == ["not met"]
    (one,) = records(repo.root)
    assert b"sw0rdf1sh" not in one.payload
    assert "[redacted]" in one.record.reason


# Baselines


def compared(name: str) -> str:
    return f"{P95.replace('<= 200 ms', 'is at least 20 % lower')}\n  * baseline: {name}"


def test_each_item_is_compared_with_its_own_baseline(repo: Repo) -> None:
    for figure in ("100", "60"):
        repo.write("src/figure", figure)
        repo.commit(figure)
        repo.git("tag", f"v{figure}")
    repo.write("src/figure", "58")
    planned(repo, compared("`v100`"), compared("v60"))
    repo.commit()
    assert states(proved(repo.root)) == ["met", "not met"]


@pytest.mark.parametrize("name", ["--output=x", "-h", "nowhere", "HEAD:bench.py", "^HEAD", "a..b"])
def test_a_baseline_that_is_no_commit_is_said_at_its_words(repo: Repo, name: str) -> None:
    planned(repo, compared(name), P95)
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["unreadable", "met"]
    (line,) = [one for one in found.lines if one.state == "unreadable"]
    assert "names no commit" in line.reason
    assert line.excerpt[line.place.column - 1 :].startswith(name)
    assert not (repo.root / "x").exists()


@pytest.mark.parametrize("said", ["many", "0", "-1", "²", "5 times", "1001", "9" * 5000])
def test_runs_that_are_no_number_are_said_at_their_words(repo: Repo, said: str) -> None:
    planned(repo, f"{P95}\n  * runs: {said}")
    repo.commit()
    (line,) = proved(repo.root).lines
    assert (line.state, line.reason) == ("unreadable", "`runs:` is no number from 1 to 1,000")


def test_a_baseline_is_the_commit_whatever_its_attributes_say_of_archives(repo: Repo) -> None:
    repo.write(".gitattributes", "bench.py export-ignore\nsrc/figure export-subst\n")
    os.symlink("/nowhere/at/all", repo.root / "link")
    repo.write("src/figure", "100")
    repo.commit()
    repo.git("tag", "v1")
    repo.write("src/figure", "58")
    planned(repo, compared("v1"))
    repo.commit()
    index = (repo.root / ".git/index").read_bytes()
    assert states(proved(repo.root)) == ["met"]
    assert (repo.root / ".git/index").read_bytes() == index
    assert "baseline" in repo.git("status", "--short") or repo.git("status", "--short") == ""


def test_a_baseline_below_the_top_is_the_project_s_folder(repo: Repo) -> None:
    furnished(repo, "sub/")
    repo.write("sub/src/figure", "100")
    repo.commit()
    repo.git("tag", "v1")
    repo.write("sub/src/figure", "58")
    planned(repo, compared("v1"), folder="sub/")
    repo.commit()
    assert states(proved(repo.root / "sub")) == ["met"]


def test_a_baseline_that_lacks_the_benchmark_says_nothing_of_the_code(repo: Repo) -> None:
    first = repo.commit(README_md="x")
    repo.git("rm", "-q", "bench.py")
    repo.commit()
    repo.git("tag", "bare")
    repo.git("checkout", "-q", first, "--", ".")
    planned(repo, compared("bare"))
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["unknown"]
    assert found.lines[0].reason.startswith("at the baseline: ")


# What means harm


def hostile(repo: Repo) -> None:
    outside = repo.root.parent / "outside.json"
    outside.write_text('{"a_ms": 1}')
    os.symlink(outside, repo.root / "link.json")
    os.symlink(repo.root.parent, repo.root / "up")
    os.mkfifo(repo.root / "pipe.json")
    with (repo.root / "huge.json").open("wb") as file:
        file.truncate(200 * 2**20)
    repo.write("deep.json", "[" * 200_000)


@pytest.mark.parametrize(
    "path",
    [
        "link.json", "up/outside.json", "../outside.json", "src/../../outside.json", "pipe.json",
        "huge.json", "deep.json", "src", ".", "/proc/self/environ", "/dev/zero", "a\\0.json",
        "~/a.json", "file:///etc/passwd", "x" * 5000,
    ],
)  # fmt: skip
def test_no_path_leads_to_anything_but_a_results_file_of_the_project(repo: Repo, path: str) -> None:
    hostile(repo)
    planned(repo, f"Under 5 ms\n  * proof: read `{path}` `a_ms`")
    repo.commit()
    began = time.monotonic()
    found = proved(repo.root)
    assert time.monotonic() - began < 10
    assert states(found) == ["unknown"]
    assert records(repo.root) == []


@pytest.mark.parametrize(
    "glob", ["../**/*.xml", "up/*.xml", "/**/r.xml", "**/r.xml", "a/**/**/**/*.xml", ""]
)
def test_reports_are_looked_for_in_the_project_alone(repo: Repo, glob: str) -> None:
    (repo.root.parent / "r.xml").write_text(
        '<testsuite><testcase classname="t" name="x"/></testsuite>'
    )
    os.symlink(repo.root.parent, repo.root / "up")
    for name in ("a", "b", "c"):  # each leads to all of them, and so on
        os.symlink(".", repo.root / name)
    repo.write("planproof.toml", f"reports = ['{glob}']\n")
    planned(repo, "It works\n  * proof: test `t::x`")
    repo.commit()
    began = time.monotonic()
    assert states(proved(repo.root)) == ["unknown"]
    assert time.monotonic() - began < 10


def test_of_a_test_that_failed_in_one_report_and_passed_in_another_the_failure_counts(
    repo: Repo,
) -> None:
    repo.write("planproof.toml", 'reports = ["*.xml"]\n')
    case = '<testsuite><testcase classname="t" name="x">{}</testcase></testsuite>'
    repo.write("a.xml", case.format('<failure message="no"/>'))
    repo.write("b.xml", case.format(""))
    planned(repo, "It works\n  * proof: test `t::x`", "It is\n  * proof: test `t::y`")
    repo.commit()
    found = proved(repo.root)
    assert states(found) == ["not met", "unknown"]
    assert found.lines[1].reason.startswith("no test `t::y` is in any of 2 reports")


def test_what_is_not_trusted_goes_by_the_remote_s_default_branch(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.write("planproof.toml", 'reports = ["good.xml"]\n')
    planned(repo, "It works\n  * proof: test `t::x`", "It runs\n  * proof: run `python3 evil.py`")
    repo.commit()
    fork = tmp_path / "fork"
    repo.git("clone", "-q", f"file://{repo.root}", str(fork))
    branch = Repo(fork)
    branch.git("checkout", "-q", "-b", "evil")
    branch.git("branch", "-D", "-q", "main")
    branch.git("branch", "-m", "main")  # it calls itself the default branch
    branch.write("planproof.toml", 'reports = ["evil.xml"]\ncommands = ["python3 ..."]\n')
    branch.write("evil.xml", '<testsuite><testcase classname="t" name="x"/></testsuite>')
    branch.write("evil.py", "open('ran', 'w').close()\n")
    branch.commit("Be evil")
    monkeypatch.setenv("PLANPROOF_COMMANDS", "python3 ...")
    monkeypatch.setenv("PLANPROOF_REPORTS", "evil.xml")
    settings = load_settings(fork, os.environ, {}, "")
    trusted = default_branch_settings(settings, "")
    assert trusted.config.commands == ()
    found = proved(fork, trusted, untrusted=True)
    assert states(found) == ["unknown", "refused"]
    assert "good.xml" in found.lines[0].reason
    assert not (fork / "ran").exists()
    assert records(fork) == []


def test_a_tag_that_is_called_like_the_default_branch_is_not_taken_for_it(
    repo: Repo, tmp_path: Path
) -> None:
    planned(repo, P95)
    repo.commit()
    fork = tmp_path / "fork"
    repo.git("clone", "-q", f"file://{repo.root}", str(fork))
    branch = Repo(fork)
    settings = load_settings(fork, {}, {}, "")
    assert default_branch_settings(settings, "origin/main").config.commands
    branch.write("planproof.toml", 'commands = ["rm ..."]\n')
    branch.commit("Be evil")
    branch.git("tag", "origin/main")
    with pytest.raises(CannotDo, match="can mean"):
        default_branch_settings(settings, "origin/main")
    named = default_branch_settings(settings, "refs/remotes/origin/main")
    assert named.config.commands == ("python3 ...",)


def test_variables_of_git_lead_nowhere_else(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo.init(tmp_path / "other")
    other.commit()
    repo.write("bench.py", BENCH + "import os\nassert not [k for k in os.environ if 'GIT_' in k]\n")
    planned(repo, P95)
    repo.commit()
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert states(proved(repo.root)) == ["met"]
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name)
    assert repo.git("for-each-ref", "refs/planproof") != ""
    assert other.git("for-each-ref", "refs/planproof") == ""


# Ctrl-C


@pytest.mark.parametrize("jobs", [1, 4])
def test_ctrl_c_ends_what_runs_and_leaves_nothing_half_recorded(repo: Repo, jobs: int) -> None:
    sleeper = "import os, subprocess, sys, time\nopen(f'{os.getpid()}.log', 'w').close()\ntime.sleep(60)\n"
    repo.write("sleep.py", sleeper)
    sleeping = "It ends\n  * proof: run `python3 sleep.py {}`"
    planned(repo, P95, *(sleeping.format(n) for n in range(4)))
    repo.commit()
    process = subprocess.Popen(
        [sys.executable, "-m", "planproof", "prove", "--jobs", str(jobs)],
        cwd=repo.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with process:
        until = time.monotonic() + 20
        wanted = 1 if jobs == 1 else 3
        while len(list(repo.root.glob("*.log"))) < wanted and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, (out, err)
    assert err == "planproof: interrupted; nothing is half-written\n"
    pids = [int(path.stem) for path in repo.root.glob("*.log")]
    assert len(pids) >= wanted
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
    kept = records(repo.root)
    assert [one.record.item for one in kept] == ["criterion-1"][: len(kept)]
    settings = in_force(load_settings(repo.root, {}, {}, ""))
    assert sum(plan.total for plan in recorded_evidence(settings, ())) == len(kept)


def test_several_at_once_form_one_chain(repo: Repo) -> None:
    criteria = [f"It prints {n}\n  * proof: run `python3 -c 'print({n})'`" for n in range(12)]
    planned(repo, *criteria)
    repo.commit()
    assert states(proved(repo.root, jobs=4)) == ["met"] * 12
    kept = records(repo.root)
    digests = {one.digest for one in kept}
    assert len(digests) == 12
    assert [len(one.record.previous) for one in kept].count(0) == 1
    assert {one for made in kept for one in made.record.previous} < digests
