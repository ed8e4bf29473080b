"""`verify`, `facts`, `sync-table` and `blame`, as a user runs them."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write

PLAN = """# Orders

## Components / Modules Affected

* `src/config.py`

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `A_PORT` | Port | `8080` | No |
| `B_HOST` | Host | - | Yes |

## Incremental Implementation Checklist

* [x] 1. Read `A_PORT` and `B_HOST`
* [ ] 2. Write the docs
"""
CODE = 'import os\n\nPORT = os.environ.get("A_PORT", "8080")\nHOST = os.environ["B_HOST"]\n'


def git(folder: Path, *arguments: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def true_plan(project: Path, write: Write) -> Path:
    """A project whose plan is true."""
    write("docs/plans/orders.md", PLAN)
    write("src/config.py", CODE)
    return project


def test_a_true_plan_exits_with_0_and_says_what_it_counted(true_plan: Path, cli: Cli) -> None:
    ran = cli("verify")
    assert ran.code == 0
    assert (
        "8 claims in 1 plan: 8 hold, 0 broken, 0 pending, 0 unproven, 0 stale, 0 unknown" in ran.out
    )
    assert "read 1 python" in ran.out
    assert "holds    `A_PORT` is read: src/config.py:3 reads it" in ran.out


def test_a_broken_claim_shows_both_places_and_exits_with_1(
    true_plan: Path, write: Write, cli: Cli
) -> None:
    write("src/config.py", CODE.replace("8080", "9090"))
    ran = cli("verify")
    assert ran.code == 1
    assert "broken[variable-default]: the plan says that `A_PORT` is `8080` by default" in ran.out
    assert "--> docs/plans/orders.md:11:21" in ran.out
    assert '3 | PORT = os.environ.get("A_PORT", "9090")' in ran.out
    quiet = cli("verify", "-q")
    assert "holds" not in quiet.out
    assert "broken[variable-default]" in quiet.out


def test_a_run_that_judged_nothing_is_no_success(project: Path, write: Write, cli: Cli) -> None:
    assert cli("verify").code == 2
    write("docs/plans/empty.md", "# Orders\n\n## Summary\n\nWe take orders.\n")
    ran = cli("verify")
    assert ran.code == 2
    assert "Nothing was judged" in ran.out


def test_verify_names_what_is_not_there(true_plan: Path, cli: Cli) -> None:
    assert cli("verify", "no-such-plan").code == 2
    assert "there is no plan `no-such-plan`" in cli("verify", "no-such-plan").err
    ran = cli("verify", "--at", "v9")
    assert ran.code == 2
    assert "git" in ran.err


def test_at_a_commit_and_since_one(true_plan: Path, write: Write, cli: Cli) -> None:
    git(true_plan, "init", "-q", "-b", "main")
    first = commit(true_plan, "Start")
    write("src/config.py", CODE.replace("8080", "9090"))
    commit(true_plan, "Listen elsewhere")
    assert cli("verify").code == 1
    assert cli("verify", "--at", first).code == 0
    assert cli("verify", "--at", "--upload-pack=x").code == 2
    assert (true_plan / "src/config.py").read_text() == CODE.replace("8080", "9090")
    since = cli("verify", "--since", first)
    assert "holds -> broken" in since.out
    assert "1 verdict is not what they were" in since.out or "1 verdict is" in since.out
    missing = cli("verify", "--at", "nowhere")
    assert missing.code == 2
    assert "nowhere" in missing.err


def test_blame_names_commit_author_date_and_hunk(true_plan: Path, write: Write, cli: Cli) -> None:
    git(true_plan, "init", "-q", "-b", "main")
    commit(true_plan, "Start")
    write("src/other.py", "x = 1\n")
    commit(true_plan, "Something else")
    write("src/config.py", CODE.replace("8080", "9090"))
    guilty = commit(true_plan, "Listen elsewhere")
    write("README.md", "# Orders\n")
    commit(true_plan, "Say something")
    ran = cli("blame", "orders#A_PORT/variable-default")
    assert ran.code == 0
    assert guilty in ran.out
    assert "Ada <ada@acme.example>" in ran.out
    assert "Listen elsewhere" in ran.out
    assert '+PORT = os.environ.get("A_PORT", "9090")' in ran.out
    told = json.loads(cli("blame", "orders#A_PORT/variable-default", "--format", "json").out)
    assert (told["verdict"], told["was"], told["commit"]) == ("broken", "holds", guilty)


def test_blame_of_what_is_not_committed_or_not_claimed(
    true_plan: Path, write: Write, cli: Cli
) -> None:
    assert cli("blame", "orders#A_PORT/variable-default").code == 2
    git(true_plan, "init", "-q", "-b", "main")
    commit(true_plan, "Start")
    write("src/config.py", CODE.replace("8080", "9090"))
    assert "Not committed yet" in cli("blame", "orders#A_PORT/variable-default").out
    assert cli("blame", "orders#NO_SUCH").code == 2
    several = cli("blame", "orders#B_HOST")
    assert several.code == 2
    assert "names 3 claims" in several.err
    given = [shlex.split(line)[0] for line in several.err.splitlines() if line.startswith("  ")]
    assert len(given) == 3
    for name in given:
        assert cli("blame", name).code == 0


def test_a_claim_is_accepted_with_a_reason_and_only_with_one(
    true_plan: Path, write: Write, cli: Cli
) -> None:
    write("src/config.py", CODE.replace("8080", "9090"))
    table = "| Variable | Purpose |"
    accept = "<!-- planproof: accept variable-default until the proxy has moved -->\n\n"
    write("docs/plans/orders.md", PLAN.replace(table, accept + table))
    ran = cli("verify")
    assert ran.code == 0
    assert "accepted: until the proxy has moved" in ran.out
    assert "0 broken, 1 accepted" in ran.out
    bare = "<!-- planproof: accept variable-default -->\n\n"
    write("docs/plans/orders.md", PLAN.replace(table, bare + table))
    assert cli("verify").code == 1


def test_a_baseline_counts_only_what_is_new(true_plan: Path, write: Write, cli: Cli) -> None:
    write("src/config.py", CODE.replace("8080", "9090"))
    assert cli("verify", "--baseline=known.json").code == 0
    ran = cli("verify", "--baseline=known.json")
    assert ran.code == 0
    assert "1 broken claim is in the baseline" in ran.out
    write(
        "src/config.py", CODE.replace("8080", "9090").replace('["B_HOST"]', '.get("B_HOST", "x")')
    )
    assert cli("verify", "--baseline=known.json").code == 1


def test_every_format_is_what_it_says(true_plan: Path, write: Write, cli: Cli) -> None:
    write("src/config.py", CODE.replace("8080", "9090"))
    found = json.loads(cli("verify", "--format", "json").out)
    assert found["schema"] == "planproof/verify/1"
    assert found["summary"]["verdicts"]["broken"] == 1
    sarif = json.loads(cli("verify", "--format", "sarif").out)
    (result,) = sarif["runs"][0]["results"]
    where = result["locations"][0]["physicalLocation"]
    assert where["artifactLocation"]["uri"] == "src/config.py"
    assert where["region"]["startLine"] == 3
    github = cli("verify", "--format", "github")
    assert "file=src/config.py,line=3" in github.out
    for name in ("junit", "gitlab", "markdown"):
        ran = cli("verify", "--format", name)
        assert ran.code == 1
        assert "A_PORT" in ran.out.replace("\\", "")


def test_facts_lists_what_the_code_reads(true_plan: Path, cli: Cli) -> None:
    ran = cli("facts", "--kind", "env")
    assert ran.code == 0
    assert "A_PORT  8080     no        declared  src/config.py:3" in ran.out
    told = json.loads(cli("facts", "src", "--format", "json").out)
    assert [one["name"] for one in told["facts"]] == ["A_PORT", "B_HOST"]
    assert cli("facts", "nowhere").code == 2


def test_sync_table_offers_rows_and_defaults_and_leaves_the_rest(
    true_plan: Path, write: Write, cli: Cli
) -> None:
    plan = PLAN.replace("| `B_HOST` | Host | - | Yes |\n", "").replace("`8080`", "`80`")
    path = write("docs/plans/orders.md", plan)
    shown = cli("sync-table", "orders", "configuration")
    assert shown.code == 1
    assert "+| `B_HOST` |  | - | Yes |" in shown.out
    assert path.read_text() == plan
    assert cli("sync-table", "orders", "--write").code == 0
    expected = plan.replace(
        "| `A_PORT` | Port | `80` | No |\n",
        "| `A_PORT` | Port | `8080` | No |\n| `B_HOST` |  | - | Yes |\n",
    )
    assert path.read_text() == expected
    assert cli("sync-table", "orders").code == 0
    assert cli("verify").code == 0


def test_a_bare_repository_is_judged_at_a_commit(true_plan: Path, tmp_path: Path, cli: Cli) -> None:
    git(true_plan, "init", "-q", "-b", "main")
    commit(true_plan, "Start")
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(true_plan), str(bare)], check=True)
    for path in true_plan.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in bare.iterdir():
        shutil.move(path, true_plan / path.name)
    assert cli("verify").code == 2
    ran = cli("verify", "--at", "main")
    assert ran.code == 0, ran.out + ran.err


def test_bad_input_is_counted_and_never_crashes(true_plan: Path, write: Write, cli: Cli) -> None:
    write("src/broken.py", 'def x(:\n  y = os.environ["A_PORT"\n')
    write("src/huge.js", "var a=1;" * 700_000)
    (true_plan / "src/binary.py").write_bytes(b"\0\1\2" * 100)
    (true_plan / "src/out.py").symlink_to("/etc/passwd")
    (true_plan / "src/odd\nname .py").write_text('import os\nX = os.environ["A_PORT"]\n')
    (true_plan / "src" / "latin-\udce9.py").write_bytes(b"# caf\xe9\nx = 1\n")
    ran = cli("verify")
    assert ran.code == 0, ran.out
    said = " ".join(ran.out.split())
    assert (
        "left out 3 files: a symbolic link, which is not followed (1); binary (1); large (1)"
        in said
    )
    assert "src/broken.py:1" in ran.out
