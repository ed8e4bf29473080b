"""`status` and `next`, as a user runs them, in real repositories."""

from __future__ import annotations

import json
import os
import re
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from planproof.report.words import columns
from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

ORDERS = """\
---
status: active
---
# Orders take less time

## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Owner | @ada | Delivery |

## Components / Modules Affected

* `src/config.py`

## Incremental Implementation Checklist

* [x] 1. Write `src/config.py` (#12)
* [x] 2. Write `src/gone.py`
* [ ] 3. Store the keys
  * owner: mia
* [ ] 4. Write the docs
"""
QUOTAS = """\
---
owner: Grace
---
# Quotas

## Goals

* Nobody takes more than 10 orders

## Incremental Implementation Checklist

* [ ] 1. Count
  * after: orders#step-3
* [ ] 2. Refuse
"""
COMMAND = "git --version"
OLD = "---\nstatus: superseded\n---\n# Old\n\n## Goals\n\n* Fast\n\n## Implementation Checklist\n\n* [ ] 1. One\n"


@pytest.fixture
def plans(project: Path, write: Write) -> Path:
    """Three plans, of which one is superseded, and the pull request that one names."""
    write("planproof.toml", 'plans = ["docs/plans/*.md"]\n')
    write("docs/plans/orders.md", ORDERS)
    write("docs/plans/quotas.md", QUOTAS)
    write("docs/plans/old.md", OLD)
    write("src/config.py", "PORT = 8080\n")
    git(project, "init", "-q", "-b", "main")
    commit(project, "Read the port (#12)")
    return project


def shown(cli: Cli, *arguments: str) -> Any:
    ran = cli("status", "--format", "json", *arguments)
    assert ran.code == 0, ran.err
    return json.loads(ran.out)


def test_progress_is_shown_with_how_far_it_can_be_trusted(plans: Path, cli: Cli) -> None:
    found = shown(cli)
    assert found["schema"] == "planproof/status/1"
    assert [one["id"] for one in found["plans"]] == ["orders", "quotas"]
    orders = found["plans"][0]
    assert (orders["steps"]["total"], orders["steps"]["ticked"], orders["steps"]["merged"]) == (
        4,
        2,
        1,
    )
    trust = {"proven": 0, "merged": 1, "claimed": 0, "stale": 0, "contradicted": 1, "open": 2}
    assert orders["steps"]["trust"] == trust
    assert (orders["owner"], orders["state"], orders["moved_by"]) == ("@ada", "active", "Ada")
    assert found["set_aside"] == [["docs/plans/old.md", "it is superseded"]]
    assert found["totals"]["steps"]["total"] == 6


def test_the_table_says_what_it_counted(plans: Path, cli: Cli) -> None:
    ran = cli("status")
    assert ran.code == 0
    assert "▓▓▓!!░░░░░  2/4" in ran.out
    assert "\x1b" not in ran.out
    told = " ".join(ran.out.split())
    assert "2 plans: 2 of 6 steps are ticked (1 merged, 1 contradicted)." in told
    assert "1 plan is superseded, withdrawn or archived (--all shows them)." in told


def test_a_tick_by_force_stays_visible(plans: Path, write: Write, cli: Cli) -> None:
    forced = "Write `src/config.py` (#12)\n  * forced: support asked for it"
    write("docs/plans/orders.md", ORDERS.replace("Write `src/config.py` (#12)", forced))
    assert shown(cli, "orders")["plans"][0]["steps"]["forced"] == 1
    told = " ".join(cli("status").out.split())
    assert "1 of them was ticked by force." in told
    assert "x ticked by force" in told


def test_rows_are_chosen_sorted_and_grouped(plans: Path, cli: Cli) -> None:
    assert [one["id"] for one in shown(cli, "--owner", "GRACE")["plans"]] == ["quotas"]
    assert [one["id"] for one in shown(cli, "less", "time")["plans"]] == ["orders"]
    assert [one["id"] for one in shown(cli, "--state", "superseded")["plans"]] == ["old"]
    assert [one["id"] for one in shown(cli, "--all", "--sort", "name")["plans"]] == [
        "old",
        "orders",
        "quotas",
    ]
    assert shown(cli, "--owner", "-", "--all")["plans"][0]["id"] == "old"
    assert shown(cli, "less")["hidden"] == 1
    grouped = cli("status", "--group", "owner").out
    assert grouped.index("@ada  1 plan") < grouped.index("Grace  1 plan")
    markdown = cli("status", "--format", "markdown", "--group", "state").out
    assert "### active" in markdown
    assert "| [Quotas](docs/plans/quotas.md) | draft | 0/2 |" in markdown


def test_nothing_that_fits_is_an_error(plans: Path, cli: Cli) -> None:
    ran = cli("status", "nowhere")
    assert ran.code == 2
    assert ran.out.startswith("No plan fits. 2 plans are left out by the filter.")


def test_a_declared_state_that_the_boxes_contradict_is_shown(
    plans: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/quotas.md", QUOTAS.replace("owner: Grace", "status: done"))
    found = shown(cli, "quotas")["plans"][0]
    assert (found["declared"], found["derived"]) == ("done", "draft")
    assert found["disagree"] == "it is done, and steps are open"
    assert "done/draft" in cli("status").out


def test_what_is_kept_never_lies(plans: Path, write: Write, cli: Cli) -> None:
    def trust() -> Any:
        return shown(cli, "orders")["plans"][0]["steps"]["trust"]

    assert trust()["contradicted"] == 1
    write("src/gone.py", "A = 1\n")  # not even committed
    assert (trust()["contradicted"], trust()["claimed"]) == (0, 1)
    write("docs/plans/orders.md", ORDERS.replace("[ ] 3.", "[x] 3."))
    assert trust()["open"] == 1
    write("docs/plans/orders.md", ORDERS.replace("gone.py`", "gone.py` (#13)"))
    assert trust()["contradicted"] == 1
    commit(plans, "Write the rest (#13)")
    assert (trust()["merged"], trust()["contradicted"]) == (2, 0)
    assert shown(cli, "--no-cache") == shown(cli)


def test_what_is_kept_is_not_read_again(
    plans: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = cli("status").out

    def refuse(*_: object) -> None:
        raise AssertionError("a plan was parsed")

    monkeypatch.setattr("planproof.app.verdicts.read_plan", refuse)
    assert cli("status").out == first
    assert cli("next").code == 0


def test_verdicts_that_verify_left_are_the_same(plans: Path, cli: Cli) -> None:
    found = shown(cli, "--no-cache")
    cli("verify")
    assert shown(cli) == found


@pytest.mark.parametrize("width", [80, 120, 200])
def test_a_hundred_plans_stay_within_the_screen(
    plans: Path, write: Write, cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    title = "注文をもっと速く受け付けるための計画と、その先の長い長い長い長い道のり"
    for number in range(100):
        text = ORDERS.replace("Orders take less time", f"{title} {number}")
        write(f"docs/plans/a-plan-with-a-rather-long-name-{number:03}.md", text)
    monkeypatch.setenv("COLUMNS", str(width))
    for group in ("", "owner"):
        out = cli("status", *(["--group", group] if group else []), "--color", "never").out
        assert [line for line in out.splitlines() if columns(line) > width] == []
        for number in range(100):
            assert f"a-plan-with-a-rather-long-name-{number:03}" in out
    coloured = cli("status", "--color", "always").out
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == cli("status").out


def test_a_plan_cannot_steer_the_terminal(plans: Path, write: Write, cli: Cli) -> None:
    text = QUOTAS.replace("# Quotas", "# Quo\x1b[31mtas | `x`").replace(
        "Grace", "Gr\x1b]0;x\x07ace"
    )
    write("docs/plans/quotas.md", text.replace("1. Count", "1. Co\x1b[2Junt"))
    for arguments in (
        ("status",),
        ("status", "--format", "markdown"),
        ("next",),
        ("next", "--format", "markdown"),
    ):
        assert "\x1b" not in cli(*arguments).out
        assert "\x07" not in cli(*arguments).out


@pytest.mark.skipif(os.name != "posix", reason="file names are text elsewhere")
def test_a_file_name_that_is_no_text_spoils_nothing(plans: Path, cli: Cli) -> None:
    name = os.fsencode(plans / "docs/plans") + b"/caf\xe9.md"
    try:
        with open(name, "w", encoding="utf-8") as file:
            file.write(QUOTAS)
    except OSError:
        pytest.skip("this file system takes no such name")
    for _ in range(2):
        assert len(shown(cli)["plans"]) == 3
        assert cli("status").code == cli("next").code == 0


def test_a_project_without_plans_or_repository_is_told(
    project: Path, write: Write, cli: Cli
) -> None:
    where = "Say where plans lie with `plans` in planproof.toml"
    for verb, told in (("status", "There is"), ("next", "No plan"), ("forecast", "There is")):
        ran = cli(verb)
        assert ran.code == 2
        assert ran.out.startswith(told)
        assert where in " ".join(ran.out.split())
    write("docs/plans/quotas.md", QUOTAS)
    assert cli("status").code == 0  # without git nothing moved
    assert shown(cli)["plans"][0]["moved"] == ""


def steps(cli: Cli, *arguments: str, code: int = 0) -> Any:
    ran = cli("next", "--format", "json", *arguments)
    assert ran.code == code, ran.err
    return json.loads(ran.out)


def test_next_says_what_can_be_started_and_what_that_unblocks(plans: Path, cli: Cli) -> None:
    found = steps(cli)
    assert found["schema"] == "planproof/next/1"
    [only] = found["steps"]
    assert (only["plan"], only["item"], only["owner"], only["words"]) == (
        "orders",
        "step-3",
        "mia",
        "Store the keys",
    )
    assert only["unblocks"] == ["orders#step-4", "quotas#step-1"]
    assert only["later"] == 3
    path = [f"{one['plan']}#{one['item']}" for one in found["critical_path"]]
    assert path == ["orders#step-3", "quotas#step-1", "quotas#step-2"]
    assert (found["open"], found["startable"], found["plans"], found["closed"]) == (4, 1, 2, 1)
    text = cli("next").out
    assert "unblocks step-4, quotas#step-1; 3 steps wait for it; on the critical path" in text
    assert "The critical path: 3 steps, one after the other" in text


def test_next_knows_whose_steps_are_meant(plans: Path, cli: Cli) -> None:
    found = steps(cli, "--owner", "grace")
    assert found["steps"] == []
    assert [(one["item"], one["waits_for"]) for one in found["waiting"]] == [
        ("step-1", ["orders#step-3"]), ("step-2", ["quotas#step-1"]),
    ]  # fmt: skip
    git(plans, "config", "user.name", "Mia")
    git(plans, "config", "user.email", "mia@acme.example")
    assert [one["item"] for one in steps(cli, "--owner", "me")["steps"]] == ["step-3"]


def test_next_names_circles_and_what_does_not_come(plans: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", ORDERS.replace("  * owner: mia", "  * after: quotas#step-1"))
    found = steps(cli, code=1)
    assert found["cycles"] == [["orders#step-3", "quotas#step-1"]]
    assert found["steps"] == []
    circle = "A circle: orders#step-3 waits for quotas#step-1 waits for orders#step-3."
    assert circle in cli("next").out
    write("docs/plans/orders.md", ORDERS.replace("  * owner: mia", "  * after: quotas#step-7"))
    ran = cli("next")
    assert ran.code == 1
    told = " ".join(ran.out.split())
    assert "orders#step-3 comes after `quotas#step-7`, but `quotas` has no step `step-7`." in told


def test_me_is_gits_user_and_nobody_who_is_only_called_alike(
    plans: Path, write: Write, cli: Cli
) -> None:
    owners = ("Salome", "@al", "Al", "Mia, al", "Al Capone <al@acme.example>", "Alan", "@al-bot")
    lines = "".join(f"* [ ] {at}. Do\n  * after: nothing\n  * owner: {owner}\n" for at, owner in enumerate(owners, 1))  # fmt: skip
    write("docs/plans/al.md", f"# Al's\n\n## Implementation Checklist\n\n{lines}")
    git(plans, "config", "user.name", "Al")
    git(plans, "config", "user.email", "al@acme.example")
    found = steps(cli, "--owner", "me")
    assert [one["item"] for one in found["steps"]] == ["step-2", "step-3", "step-4", "step-5"]
    assert len(steps(cli, "--owner", "al")["steps"]) == 7  # a part of the name that is given
    git(plans, "config", "user.name", "Grace")
    git(plans, "config", "user.email", "grace@acme.example")
    assert [one["id"] for one in shown(cli, "--owner", "me")["plans"]] == ["quotas"]


def test_me_is_nobody_where_git_knows_no_user(
    plans: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    for verb in ("next", "status"):
        ran = cli(verb, "--owner", "me")
        assert ran.code == 2
        assert "nobody knows who `me` is" in ran.err


def test_words_that_fit_no_plan_are_told(plans: Path, cli: Cli) -> None:
    ran = cli("next", "nosuch")
    assert ran.code == 2
    assert ran.out.endswith('No plan fits "nosuch", of 3 plans.\n')
    assert cli("next", "orders").code == 0


def test_a_long_name_loses_its_front_and_never_its_step(
    plans: Path, write: Write, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    name = "one-two-three-four-five-six-seven-eight-nine-ten-eleven-twelve"
    write(f"docs/plans/{name}.md", "# A\n\n## Implementation Checklist\n\n* [ ] 1. Begin\n")
    told = cli("next").out
    assert f"…{f'{name}#step-1'[-39:]}  Begin\n" in told


def test_plans_with_the_same_id_are_told_apart_by_their_paths(
    plans: Path, write: Write, cli: Cli
) -> None:
    text = "# A\n\n## Implementation Checklist\n\n* [ ] 1. Begin\n* [ ] 2. End\n"
    write("planproof.toml", 'plans = ["docs/plans/**/*.md"]\n')
    for place in ("east", "west"):
        write(f"docs/plans/{place}/a.md", text)
    told = cli("next", "docs/plans/east").out
    assert "docs/plans/east/a.md#step-1  Begin\n    unblocks step-2" in told
    assert "docs/plans/east/a.md#step-2  End\n    waits for step-1\n" in told
    assert cli("tick", "docs/plans/east/a.md#step-1").code == 0


def test_a_closed_plan_does_not_count(plans: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", ORDERS.replace("status: active", "status: done"))
    found = steps(cli)
    assert [one["plan"] for one in found["steps"]] == ["quotas"]  # what it waited for is over
    assert found["closed"] == 2


def test_what_is_due_comes_first(plans: Path, write: Write, cli: Cli) -> None:
    extra = QUOTAS.replace("  * after: orders#step-3", "  * due: 2020-01-01")
    write("docs/plans/quotas.md", extra)
    assert [one["plan"] for one in steps(cli)["steps"]] == ["quotas", "orders"]
    assert "overdue since 2020-01-01" in cli("next").out
    assert "and 1 more" in cli("next", "--most", "1").out


@pytest.mark.parametrize(
    "due", ["15 December 2099", "1/12/2099", "2099/12/15", "0.5 weeks from now"]
)
def test_only_a_day_can_be_overdue_or_come_first(
    due: str, plans: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/quotas.md", QUOTAS.replace("  * after: orders#step-3", f"  * due: {due}"))
    orders = ORDERS.replace("keys", "keys\n  * due: 2099-01-01")
    assert orders != ORDERS
    write("docs/plans/orders.md", orders)
    told = cli("next").out
    assert f"due {due}" in told
    assert "overdue" not in told
    found = [(one["plan"], one["due"], one["due_day"]) for one in steps(cli)["steps"]]
    assert found == [("orders", "2099-01-01", "2099-01-01"), ("quotas", due, "")]


@pytest.mark.parametrize("zone", ["EAST-14", "WEST+12"])  # one of them has another day than UTC
@pytest.mark.parametrize("verb", ["status", "next"])
def test_a_day_is_that_of_utc_wherever_somebody_is(
    verb: str, zone: str, plans: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        there.setenv("TZ", zone)
        time.tzset()
        found = json.loads(cli(verb, "--format", "json").out)
    time.tzset()
    days = {datetime.now(UTC) - timedelta(minutes=one) for one in (0, 5)}  # it may be midnight
    assert found["today"] in {one.date().isoformat() for one in days}


def test_output_is_plain_where_signs_cannot_be_shown(plans: Path) -> None:
    import subprocess
    import sys

    ran = subprocess.run(
        [sys.executable, "-m", "planproof", "status"],
        capture_output=True, check=True, cwd=plans, env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )  # fmt: skip
    assert b"\\u" not in ran.stdout
    assert b"!" in ran.stdout


def test_evidence_makes_a_tick_proven_until_what_it_rests_on_changes(
    project: Path, write: Write, cli: Cli
) -> None:
    plan = (
        "# Orders\n\n## Components / Modules Affected\n\n* `src/api.py`\n\n## Implementation Checklist\n\n"
        "* [x] 1. Answer\n  * proof: run `python3 -c 0`\n* [ ] 2. Document\n"
    )
    write("planproof.toml", f'commands = ["{COMMAND}"]\nplans = ["docs/plans/*.md"]\n')
    write("docs/plans/orders.md", plan.replace("python3 -c 0", COMMAND))
    write("src/api.py", "A = 1\n")
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "Ada")
    git(project, "config", "user.email", "ada@acme.example")
    commit(project, "Begin")

    def trust() -> Any:
        found = shown(cli)["plans"][0]["steps"]["trust"]
        return {name for name, number in found.items() if number}

    assert trust() == {"claimed", "open"}
    ran = cli("prove")
    assert ran.code == 0, ran.out + ran.err
    assert trust() == {"proven", "open"}
    write("src/api.py", "A = 2\n")
    assert trust() == {"stale", "open"}


def test_the_critical_path_in_markdown_is_cut_like_the_steps(
    project: Path, write: Write, cli: Cli
) -> None:
    steps = "".join(f"* [ ] {number}. Part {number}\n" for number in range(1, 31))
    write("docs/plans/long.md", f"# Long\n\n## Incremental Implementation Checklist\n\n{steps}")
    told = cli("next", "--format", "markdown").out
    assert "The critical path, 30 steps:" in told
    assert "12. long" in told
    assert "13. long" not in told
    assert "and 18 more." in told
    assert "30. long" in cli("next", "--format", "markdown", "--most", "0").out


def test_a_shallow_clone_is_told(
    project: Path, write: Write, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "init", "-q", "-b", "main")
    plan = write("docs/plans/quotas.md", QUOTAS)
    commit(project, "Plan it")
    plan.write_text(QUOTAS + "\n")
    commit(project, "Change it")
    assert "shallow" not in cli("status").out
    git(tmp_path, "clone", "-q", "--depth", "1", project.as_uri(), "clone")
    monkeypatch.chdir(tmp_path / "clone")
    assert "This clone is shallow" in " ".join(cli("status").out.split())
    assert shown(cli)["cut_off"] is True
