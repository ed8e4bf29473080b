"""First uses of `prove`: what is said to add to the settings, runners of tests, tables, figures by their short names."""

from __future__ import annotations

import json
import os
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Ran, Write
from tests.cli.test_verify import commit, git

HEAD = "# Orders\n\n## Acceptance Criteria\n\n"


@pytest.fixture
def repository(project: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository without settings in which this Python is to be found."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "Ada")
    git(project, "config", "user.email", "ada@acme.example")
    write(".gitignore", "out/\n__pycache__/\n")
    return project


def plan(write: Write, *criteria: str) -> None:
    """A plan with criteria, each a sentence and its proof."""
    bullets = [
        f"* {sentence}\n  * proof: {proof}\n" for sentence, _, proof in map(_parts, criteria)
    ]
    write("docs/plans/orders.md", HEAD + "".join(bullets))


def _parts(criterion: str) -> tuple[str, str, str]:
    return criterion.partition(" <- ")


def states(ran: Ran) -> dict[str, str]:
    """What came of each item, by its words."""
    return {item["says"]: item["state"] for item in json.loads(ran.out)["items"]}


def said(ran: Ran) -> str:
    return " ".join(ran.out.split())


def to_paste(ran: Ran) -> str:
    """The settings that the end of the output offers."""
    _, _, offered = ran.out.partition(" say:\n\n")
    assert offered, ran.out
    return "\n".join(line.removeprefix("    ") for line in offered.splitlines())


# -- settings ------------------------------------------------------------------------------------


def test_what_is_offered_to_paste_lets_everything_be_carried_out(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'commands = ["python3 -c pass"]\n')
    plan(
        write,
        "It runs <- run `python3 -c 'print(\"a b\")'`",
        "It still runs <- run `python3 -c pass`",
        "It is tested <- test `tests/test_a.py::test_it`",
    )
    write("tests/test_a.py", "def test_it():\n    assert True\n")
    commit(repository, "Start")
    ran = cli("prove")
    assert ran.code == 2
    settings = to_paste(ran)
    assert tomllib.loads(settings) == {
        "commands": ["python3 -c pass", "python3 -c 'print(\"a b\")'"],
        "test-command": "pytest --junit-xml={report} {tests}",
    }
    write("planproof.toml", settings)
    commit(repository, "Paste it")
    ran = cli("prove", "--format", "json")
    assert ran.code == 0
    assert set(states(ran).values()) == {"met"}


def test_a_dry_run_says_what_would_be_refused(repository: Path, write: Write, cli: Cli) -> None:
    plan(write, "It runs <- run `make smoke`", "It is small <- read `size.json` `a`")
    commit(repository, "Start")
    ran = cli("prove", "--dry-run")
    assert "refused       orders#criterion-1" in ran.out
    assert "would run     orders#criterion-2" in ran.out
    assert "1 of 2 items in 1 plan would be proven; nothing was run" in ran.out
    assert tomllib.loads(to_paste(ran)) == {"commands": ["make smoke"]}


def test_an_entry_that_would_allow_nothing_is_an_error(
    repository: Path, write: Write, cli: Cli
) -> None:
    plan(write, "It runs <- run `make smoke`")
    commit(repository, "Start")
    write(
        "planproof.toml",
        'commands = ["make \'smoke"]\nurls = ["example.org"]\n'
        "test-command = \"sh -c 'pytest {tests}'\"\n",
    )
    ran = cli("prove")
    assert ran.code == 2
    assert '`commands`: "make \'smoke": a quotation mark is not closed' in ran.err
    assert "`urls`: 'example.org': it is not of the form" in ran.err
    assert "`{tests}` has to stand by itself" in ran.err


@pytest.mark.parametrize(
    ("files", "runner"),
    [
        ({"pyproject.toml": ""}, "pytest "),
        ({"package.json": '{"devDependencies": {"vitest": "4"}}'}, "npx vitest "),
        ({"package.json": '{"devDependencies": {"jest": "30"}}'}, "npx jest "),
        ({"package.json": "{}"}, "node --test "),
        ({"package.json": "{}", "pyproject.toml": ""}, "pytest "),
        ({"go.mod": "module m\n"}, "sh -c 'go test -json "),
        ({"pom.xml": "<project/>"}, "mvn "),
        ({"build.gradle.kts": ""}, "./gradlew "),
    ],
)
def test_init_shows_what_prove_needs_by_the_files_there_are(
    repository: Path, write: Write, cli: Cli, files: dict[str, str], runner: str
) -> None:
    Path("planproof.toml").unlink()
    for name, text in files.items():
        write(name, text)
    assert cli("init").code == 0
    text = Path("pyproject.toml" if "pyproject.toml" in files else "planproof.toml").read_text()
    _, _, proving = text.partition("as long as these are comments.\n")
    assert all(line.startswith("# ") for line in proving.splitlines())
    settings = tomllib.loads(proving.replace("# ", ""))
    assert settings["test-command"].startswith(runner)


# -- tests ---------------------------------------------------------------------------------------

REPORT = '<testsuite><testcase classname="a.b" name="test_{}">{}</testcase></testsuite>'


def test_a_test_that_was_skipped_is_unknown_and_never_recorded(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'reports = ["out/*.xml"]\n')
    write("out/a.xml", REPORT.format("x", '<skipped message="no database"/>'))
    plan(write, "It is stored <- test `a.b.test_x`")
    commit(repository, "Start")
    ran = cli("prove")
    assert ran.code == 2
    assert "unknown       orders#criterion-1" in ran.out
    assert "`a.b.test_x` was skipped: no database" in said(ran)
    assert "0 records written" in ran.out


def test_each_of_several_is_told_why_there_are_no_results(
    repository: Path, write: Write, cli: Cli
) -> None:
    plan(write, "One <- test `a.py::test_1`", "Two <- test `a.py::test_2`")
    commit(repository, "Start")
    assert cli("prove").out.count("nothing says how tests are run") == 2


def test_a_name_that_can_mean_two_tests_means_none(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'reports = ["out/*.xml"]\n')
    write("out/a.xml", REPORT.format("x", ""))
    write("out/b.xml", REPORT.format("x", "").replace("a.b", "c.d"))
    plan(write, "One <- test `test_x`", "Other <- test `d.test_x`")
    commit(repository, "Start")
    ran = cli("prove")
    assert "`test_x` can mean 2 tests: `a.b::test_x`, `c.d::test_x`" in said(ran)
    assert "met           orders#criterion-2" in ran.out


def test_of_two_reports_of_a_test_the_worse_counts(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'reports = ["out/*.xml"]\n')
    write("out/a.xml", REPORT.format("x", '<failure message="no"/>'))
    write("out/b.xml", REPORT.format("x", ""))
    plan(write, "One <- test `a.b.test_x`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {"One": "not met"}


def test_names_of_javascript_may_be_divided_by_spaces(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'reports = ["out/*.xml"]\n')
    write(
        "out/a.xml",
        '<testsuite><testcase classname="o.spec.js" name="errors &gt; rejects"/>'
        '<testcase classname=" places" name=" places"/></testsuite>',
    )
    plan(write, "One <- test `errors rejects`", "Two <- test `places`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {"One": "met", "Two": "met"}


def test_a_runner_with_reports_of_its_own_counts_for_what_it_wrote_this_time(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'test-command = "python3 run.py"\nreports = ["out/*.xml"]\n')
    write("run.py", f"open('out/new.xml', 'w').write({REPORT.format('new', '')!r})\n")
    write("out/old.xml", REPORT.format("old", ""))
    plan(write, "New <- test `a.b.test_new`", "Old <- test `a.b.test_old`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {"New": "met", "Old": "unknown"}
    write("run.py", "print('nothing to do')\n")
    commit(repository, "Write nothing")
    ran = cli("prove")
    assert "the test run wrote no report at out/*.xml (exit status 0): nothing to do" in said(ran)
    assert "0 records written" in ran.out


def test_a_runner_that_takes_no_names_runs_once(repository: Path, write: Write, cli: Cli) -> None:
    write("planproof.toml", 'test-command = "python3 run.py {report}"\n')
    write(
        "run.py",
        "import sys\nopen('out/count', 'a').write('x')\n"
        f"open(sys.argv[1], 'w').write({REPORT.format('a', '')!r})\n",
    )
    write("out/count", "")
    plan(write, "One <- test `test_a`", "Two <- test `test_b`", "Three <- test `test_c`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {
        "One": "met",
        "Two": "unknown",
        "Three": "unknown",
    }
    assert Path("out/count").read_text() == "x"


def test_a_name_that_keeps_a_runner_from_running_any_spoils_only_its_own_item(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("planproof.toml", 'test-command = "python3 run.py {report} {tests}"\n')
    write(
        "run.py",
        "import sys\nif 'test_b' in sys.argv[2:]:\n    sys.exit('no test_b')\n"
        f"open(sys.argv[1], 'w').write({REPORT.format('a', '')!r})\n",
    )
    plan(write, "One <- test `test_a`", "Two <- test `test_b`", "Three <- test `--evil`")
    commit(repository, "Start")
    ran = cli("prove")
    assert "met           orders#criterion-1" in ran.out
    assert "the test run wrote no report (exit status 1): no test_b" in said(ran)
    assert "`--evil` is no name of a test in this project" in said(ran)


def test_the_events_of_go_test_are_a_report(repository: Path, write: Write, cli: Cli) -> None:
    events = [
        {"Action": "run", "Package": "m/orders", "Test": "TestPlace"},
        {"Action": "pass", "Package": "m/orders", "Test": "TestPlace", "Elapsed": 0},
        {"Action": "pass", "Package": "m/orders"},
    ]
    lines = "\n".join(json.dumps(one, separators=(",", ":")) for one in events)
    write("planproof.toml", "test-command = \"sh -c 'cat go.jsonl > {report}'\"\n")
    write("go.jsonl", lines + "\n")
    plan(write, "One <- test `TestPlace`", "Two <- test `orders.TestPlace`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {"One": "met", "Two": "met"}


# -- figures and places of proofs ----------------------------------------------------------------


def test_figures_go_by_what_the_sentence_says(repository: Path, write: Write, cli: Cli) -> None:
    summary = {"num_statements": 10, "covered_lines": 9, "percent_covered": 80.0,
               "num_branches": 4, "covered_branches": 2}  # fmt: skip
    other = summary | {"covered_lines": 1, "percent_covered": 10.0}
    write(
        "coverage.json",
        json.dumps(
            {"meta": {"format": 3}, "totals": summary, "files": {"a.py": {"summary": other}}}
        ),
    )
    plan(
        write,
        "Coverage of at least 75 % <- read `coverage.json`",
        "Branch coverage of at least 60 % <- read `coverage.json`",
        "Coverage of `a.py` is at least 75 % <- read `coverage.json` `a.py.percent_covered`",
    )
    commit(repository, "Start")
    assert list(states(cli("prove", "--format", "json")).values()) == ["met", "not met", "not met"]
    assert "read `coverage.json`: `percent_covered`" in said(cli("evidence", "orders", "--history"))


def test_figures_go_by_the_end_of_their_name_and_commands_by_themselves(
    repository: Path, write: Write, cli: Cli
) -> None:
    write("bench.txt", "BenchmarkPlace-2   2000   40.34 ns/op   64 B/op   1 allocs/op\nPASS\n")
    times = {"mean": 0.011, "median": 0.01, "min": 0.009, "max": 0.02, "user": 0.0, "system": 0.0}
    run = {"command": "sleep 0.01", "times": [0.011, 0.011], "exit_codes": [0, 0], **times}
    write("hyperfine.json", json.dumps({"results": [run, run | {"command": "sleep 0.02"}]}))
    plan(
        write,
        "Placing an order makes at most 2 allocations <- read `bench.txt` `allocs/op`",
        "Startup takes at most 15 ms <- read `hyperfine.json` `sleep 0.01`",
        "Startup takes at most 10 ms <- read `hyperfine.json` `sleep 0.01`",
    )
    commit(repository, "Start")
    assert list(states(cli("prove", "--format", "json")).values()) == ["met", "met", "not met"]


@pytest.mark.parametrize(
    ("sentence", "count", "state"),
    [
        ("No critical findings", 0, "met"),
        ("No critical findings", 2, "not met"),
        ("The scan has no findings", 2, "not met"),
        ("No more than 3 findings", 2, "met"),
        ("No compromises", 2, "not met"),
    ],
)
def test_none_of_something_is_a_figure_where_a_proof_counts_it(
    repository: Path, write: Write, cli: Cli, sentence: str, count: int, state: str
) -> None:
    write("scan.json", json.dumps({"findings": count}))
    plan(write, f"{sentence} <- read `scan.json` `findings`")
    commit(repository, "Start")
    assert states(cli("prove", "--format", "json")) == {sentence: state}


def test_a_table_may_have_a_column_for_proofs(repository: Path, write: Write, cli: Cli) -> None:
    write("bench.json", '{"p95_ms": 120, "rate_rps": 600}')
    write(
        "docs/plans/orders.md",
        "# Orders\n\n## Acceptance Criteria\n\n| Criterion | Proof |\n| --- | --- |\n"
        "| p95 latency <= 100 ms | read `bench.json` `p95_ms` |\n"
        "| Throughput >= 500 req/s | read `bench.json` `rate_rps` |\n"
        "| Everybody is happy | we shall ask them |\n| It is signed | sign-off by Owner |\n",
    )
    commit(repository, "Start")
    ran = cli("prove", "--format", "json")
    assert states(ran) == {
        "p95 latency <= 100 ms": "not met",
        "Throughput >= 500 req/s": "met",
        "It is signed": "looked up",
    }
    assert json.loads(ran.out)["unnamed"] == 1


def test_a_proof_that_belongs_to_no_item_is_said(repository: Path, write: Write, cli: Cli) -> None:
    write(
        "docs/plans/orders.md",
        "# Orders\n\n## Was es gibt\n\n* Es geht\n  * proof: run `true`\n\nProof: by thinking hard\n",
    )
    commit(repository, "Start")
    ran = cli("prove")
    assert ran.code == 2
    assert "Nothing was proven: no item of 1 plan names a proof." in ran.out
    assert "1 proof belongs to no item and proved nothing: `planproof check` names it" in ran.out
    assert "items/stray-proof" in cli("check").out


# -- the ledger ----------------------------------------------------------------------------------


def test_a_record_that_is_named_can_be_pruned(repository: Path, write: Write, cli: Cli) -> None:
    write("size.json", '{"size_bytes": 5}')
    plan(write, "Size <= 10 kB <- read `size.json` `size_bytes`")
    commit(repository, "Start")
    (first,) = json.loads(cli("prove", "--format", "json").out)["items"]
    cli("prove")
    assert (
        cli("ledger", "prune", first["record"][:10], "--dry-run").out
        == "1 record would be pruned\n"
    )
    assert cli("ledger", "prune", first["record"][:10]).out == "1 record pruned\n"
    again = cli("ledger", "prune", first["record"][:10])
    assert again.code == 2
    assert f"there is no record {first['record'][:10]}" in again.err
    assert cli("evidence", "verify").out.startswith("1 record checked, 0 of them signed: no fault")


def test_who_signs_is_asked_for_with_the_roles_there_are(
    repository: Path, write: Write, cli: Cli
) -> None:
    write(
        "docs/plans/orders.md",
        "# Orders\n\n## Stakeholders\n\n| Role | Name |\n| --- | --- |\n| Owner | Ada |\n"
        "| Reviewer | Ada |\n\n## Acceptance Criteria\n\n* Support has read it\n"
        "  * proof: sign-off by Owner and Reviewer\n",
    )
    commit(repository, "Start")
    ran = cli("sign", "orders")
    assert ran.code == 2
    assert "Add `--as` and a role: Owner, Reviewer." in ran.err
    for role in ("Owner", "Reviewer"):
        assert cli("sign", "orders#criterion-1", "--as", role, "--yes").code == 0
    verified = said(cli("verify"))
    assert "signed as Owner on" in verified
    assert "signed as Reviewer on" in verified
