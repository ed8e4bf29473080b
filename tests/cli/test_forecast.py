"""`forecast` and `report`, as a user runs them, in real repositories."""

from __future__ import annotations

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planproof.app import course as app_course
from planproof.app import forecast as app_forecast
from planproof.app import report as app_report
from tests.cli.conftest import Cli, Write

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def git(folder: Path, *arguments: str, when: datetime | None = None) -> str:
    stamp = (when or NOW).isoformat()
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={
            "PATH": "/usr/bin:/bin:/usr/local/bin",
            "GIT_AUTHOR_NAME": "Ada",
            "GIT_AUTHOR_EMAIL": "ada@acme.example",
            "GIT_COMMITTER_NAME": "Ada",
            "GIT_COMMITTER_EMAIL": "ada@acme.example",
            "GIT_AUTHOR_DATE": stamp,
            "GIT_COMMITTER_DATE": stamp,
            "GIT_CONFIG_GLOBAL": "/dev/null",
        },
    )
    return done.stdout.strip()


def text(title: str, done: int, total: int, extra: str = "") -> str:
    """A plan of numbered steps, the first of which are ticked."""
    boxes = "\n".join(
        f"* [{'x' if number <= done else ' '}] {number}. Write part {number}"
        for number in range(1, total + 1)
    )
    return f"# {title}\n\n{extra}## Incremental Implementation Checklist\n\n{boxes}\n"


class Repository:
    """A project whose commits are made as many days before now as is said."""

    def __init__(self, folder: Path, write: Write) -> None:
        self.folder = folder
        self.write = write
        git(folder, "init", "-q", "-b", "main")

    def commit(self, days: float, message: str, **files: str) -> str:
        for name, content in files.items():
            self.write(f"docs/plans/{name}.md", content)
        when = NOW - timedelta(days=days)
        git(self.folder, "add", "-A", when=when)
        git(self.folder, "commit", "-q", "--allow-empty", "-m", message, when=when)
        return git(self.folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(project: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository; it is noon of the first of June 2026."""
    for module in (app_course, app_forecast, app_report):
        monkeypatch.setattr(module, "now", NOW.timestamp)
    return Repository(project, write)


@pytest.fixture
def steady(repository: Repository) -> Repository:
    """One plan with a step a week for eight weeks, four to go; one that just began."""
    for done in range(9):
        plan = text("Orders", done, 12)
        repository.commit(7 * (8 - done) + 2, f"Part {done} (#{done})", orders=plan)
    repository.commit(1, "Plan invoices", invoices=text("Invoices", 0, 3))
    return repository


def test_dates_spread_and_what_they_rest_on(steady: Repository, cli: Cli) -> None:
    ran = cli("forecast")
    assert ran.code == 0
    assert "orders  8 of 12 boxes ticked, 4 to go" in ran.out
    assert "Its own pace: 1.0 boxes a week over 8 weeks, 100 % of" in ran.out
    assert "50 % by 2026-0" in ran.out
    assert "█" in ran.out
    assert "no forecast  invoices  0/3, it is not a week old" in ran.out
    assert "1 plan forecast as of 2026-06-01, 1 refused." in ran.out
    assert "Back-test: " in ran.out
    assert "\x1b[" not in ran.out
    assert cli("forecast").out == ran.out
    assert "\x1b[" in cli("forecast", "--color", "always").out


def test_lines_keep_to_the_terminal(
    steady: Repository, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    steady.commit(0.5, "Plan", **{"invoices-in-many-currencies": text("Currencies", 0, 3)})
    told = cli("forecast").out.splitlines()
    assert max(len(line) for line in told) <= 50
    # A reason is never cut: where it does not fit behind the name it stands below.
    at = told.index("no forecast  invoices-in-many-currencies")
    assert told[at + 1] == "    0/3, it is not a week old"


def test_json_says_the_same(steady: Repository, cli: Cli) -> None:
    said = json.loads(cli("forecast", "orders", "--format", "json").out)
    assert said["schema"] == "planproof/forecast/1"
    (plan,) = said["plans"]
    assert (plan["path"], plan["done"], plan["total"]) == ("docs/plans/orders.md", 8, 12)
    assert [one["percent"] for one in plan["odds"]] == [50, 85, 95]
    assert plan["odds"][0]["date"] in cli("forecast", "orders").out
    assert plan["basis"]["moved"] == 8


def test_refused_alone_exits_with_2_and_so_does_what_is_not_there(
    steady: Repository, cli: Cli
) -> None:
    ran = cli("forecast", "docs/plans/invoices.md")
    assert ran.code == 2
    assert "no forecast: it is not a week old" in ran.out
    assert "there is no plan `nowhere`" in cli("forecast", "nowhere").err
    assert cli("forecast", "--as-of", "soon").code == 2
    assert "`soon` is no day" in cli("forecast", "--as-of", "soon").err
    assert "is still to come" in cli("forecast", "--as-of", "2126-01-01").err
    assert cli("report", "--since", "2126-01-01").code == 2


def test_a_past_day_knows_nothing_of_what_came(steady: Repository, cli: Cli) -> None:
    ran = cli("forecast", "--as-of", "2026-05-17")
    assert "6 of 12 boxes ticked" in ran.out
    assert "invoices" not in ran.out
    assert "as of 2026-05-17" in ran.out
    assert cli("forecast", "--as-of", "2020-01-01").code == 2


def test_what_is_not_at_its_end_and_has_no_date_exits_with_2(steady: Repository, cli: Cli) -> None:
    steady.commit(0.5, "The rest", orders=text("Orders", 12, 12))
    assert cli("forecast").code == 2, "invoices is refused, though orders is at its end"
    steady.commit(0.4, "Those, too", invoices=text("Invoices", 3, 3))
    assert cli("forecast").code == 0


def test_a_plan_at_its_end_says_since_when(steady: Repository, cli: Cli) -> None:
    steady.commit(0.5, "The rest", orders=text("Orders", 12, 12))
    ran = cli("forecast", "orders")
    assert ran.code == 0
    assert "at its end since 2026-06-01" in ran.out
    assert "1 without an open box" in cli("forecast").out


def test_a_plan_cannot_steer_the_terminal(repository: Repository, cli: Cli) -> None:
    name = "bad\x1b[31m"
    repository.commit(3, "Odd", **{name: text("Odd", 0, 3)})
    assert "\x1b" not in cli("forecast").out


def test_the_note_says_what_moved(steady: Repository, cli: Cli) -> None:
    ran = cli("report", "--since", "2026-05-20")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0] == "## Plans, 2026-05-20 to 2026-06-01"
    assert lines[2] == "**2 boxes ticked, 1 plan new.**"
    assert "### [orders](docs/plans/orders.md): Orders" in lines
    assert "Active, 8 of 12 boxes ticked." in lines
    commit = git(steady.folder, "rev-parse", "HEAD~1")[:10]
    assert f"- ticked: 8. Write part 8 (#8, {commit})" in lines
    assert "part 6" not in ran.out
    assert "- [invoices](docs/plans/invoices.md): Invoices: draft, 0 of 3 boxes ticked" in lines
    assert "Days are in UTC." in lines
    said = json.loads(cli("report", "--since", "2026-05-20", "--format", "json").out)
    assert all(one["done"] for plan in said["plans"] for one in plan["steps"])


def test_a_revision_does_as_well_and_nothing_moved_is_said(steady: Repository, cli: Cli) -> None:
    by_rev = cli("report", "--since", "HEAD~3", "--no-verdicts").out
    assert "**2 boxes ticked, 1 plan new.**" in by_rev
    assert "Verdicts were not compared." in by_rev
    still = cli("report", "--since", "HEAD")
    assert still.code == 0
    assert "Nothing moved in 2 plans." in still.out
    assert cli("report", "--since", "12 moons").code == 2
    assert cli("report", "--since", "--all").code == 2
    assert "a time back as `7 days`" in cli("report", "--since", "nowhere").err
    assert "every plan is new" in cli("report", "--since", "2001-01-01").out


def test_scope_states_verdicts_and_names_that_moved(repository: Repository, cli: Cli) -> None:
    extra = "## Components / Modules Affected\n\n* `src/orders.py`\n\n"
    repository.write("src/orders.py", "x = 1\n")
    repository.commit(20, "Plan", orders=text("Orders", 0, 4, extra), old=text("Old", 0, 2))
    (repository.folder / "src/orders.py").unlink()
    (repository.folder / "docs/plans/old.md").unlink()
    (repository.folder / "docs/plans/orders.md").unlink()
    changed = text("Orders", 2, 4, extra).replace("Write part 4", "Weigh the parcels")
    changed = "---\nstatus: superseded\n---\n" + changed + "* [ ] 5. Sell them\n"
    repository.commit(2, "Go on (#7)", shipping="# Notes\n", **{"orders-2": changed})
    ran = cli("report", "--since", "10 days")
    assert "- moved here from docs/plans/orders.md" in ran.out
    assert "**draft → superseded**, 2 of 5 boxes ticked." in ran.out
    assert "1 plan superseded or withdrawn" in ran.out
    assert "added: " in ran.out
    assert "Sell them (#7, " in ran.out
    assert "Not there any more: docs/plans/old.md." in ran.out


def test_a_claim_that_broke_is_told_with_what_it_was(repository: Repository, cli: Cli) -> None:
    extra = "## Components / Modules Affected\n\n* `src/orders.py`\n\n"
    repository.write("src/orders.py", "x = 1\n")
    repository.commit(20, "Plan", orders=text("Orders", 0, 4, extra))
    (repository.folder / "src/orders.py").unlink()
    repository.commit(2, "Drop it")
    ran = cli("report", "--since", "10 days")
    assert "1 claim newly broken" in ran.out
    assert "- **broken**, held before: " in ran.out
    said = json.loads(cli("report", "--since", "10 days", "--format", "json").out)
    assert said["schema"] == "planproof/report/1"
    (verdict,) = said["plans"][0]["verdicts"]
    assert (verdict["was"], verdict["verdict"]) == ("holds", "broken")


def test_evidence_and_sign_offs_are_told(repository: Repository, cli: Cli) -> None:
    criteria = (
        "## Stakeholders\n\n| Role | Person | Responsibility |\n|---|---|---|\n"
        "| Support | Ada | Helps |\n\n"
        "## Acceptance Criteria\n\n* [ ] Support has read the runbook\n"
        "  * proof: sign-off by Support\n\n"
    )
    repository.commit(20, "Plan", orders=text("Orders", 0, 4, criteria))
    git(repository.folder, "config", "user.name", "Ada")
    git(repository.folder, "config", "user.email", "ada@acme.example")
    signed = cli("sign", "orders#criterion-1", "--as", "Support", "--yes")
    assert signed.code == 0, signed.err
    ran = cli("report", "--since", "2001-01-01", "--no-verdicts")  # it is signed by the real clock
    assert "1 sign-off" in ran.out
    assert "- signed off for Support: " in ran.out


def test_what_a_plan_says_takes_no_effect_in_the_note(repository: Repository, cli: Cli) -> None:
    odd = text("Orders", 0, 1).replace("Write part 1", "Ask @ada about <b>#12</b> | `x`")
    repository.commit(20, "Plan", orders=odd)
    repository.commit(2, "Do it (#3)", orders=odd.replace("[ ]", "[x]"))
    ran = cli("report", "--since", "10 days", "--no-verdicts")
    assert "@ada" not in ran.out
    assert "<b>" not in ran.out.replace("\\<b", "")
    assert "(#3, " in ran.out


def test_a_forecast_that_moved_is_told(steady: Repository, cli: Cli) -> None:
    steady.commit(0.5, "More of it", orders=text("Orders", 8, 14))
    ran = cli("report", "--since", "3 days", "--no-verdicts")
    (told,) = [line for line in ran.out.splitlines() if line.startswith("- forecast moved, ")]
    assert "days later at 85 %: 50 % 2026-" in told
    assert "; it was 50 % 2026-" in told


def test_a_long_note_stays_short(repository: Repository, cli: Cli) -> None:
    names = [f"plan-{number:02}" for number in range(20)]
    repository.commit(20, "Plan", **{name: text(name, 0, 9) for name in names})
    repository.commit(2, "Do it all (#5)", **{name: text(name, 9, 9) for name in names})
    ran = cli("report", "--since", "10 days", "--no-verdicts")
    assert "**180 boxes ticked, 20 plans finished.**" in ran.out
    assert ran.out.count("### [") == 12
    assert ran.out.count("- 6 more ticked\n") == 12
    also = ran.out.partition("### Also moved")[2].splitlines()
    assert "- [plan-19](docs/plans/plan-19.md): **draft → done**, 9 ticked" in also
    assert sum(line.startswith("- [plan-") for line in also) == 8


def test_work_that_grows_as_fast_as_it_is_done_has_no_date(
    repository: Repository, cli: Cli
) -> None:
    for done in range(9):
        plan = text("Orders", done, 12 + 2 * done)
        repository.commit(7 * (8 - done) + 2, f"Part {done}", orders=plan)
    ran = cli("forecast")
    assert ran.code == 0
    assert "no date: by all that is known" in ran.out
    assert "Boxes are added as fast as they are ticked." in " ".join(ran.out.split())


def test_one_word_for_boxes_wherever_they_are_counted(repository: Repository, cli: Cli) -> None:
    """A plan whose steps are all ticked is done for `next`; boxes of other sections do not open it."""
    more = "\n## Acceptance Criteria\n\n* [ ] The errors stop\n"
    repository.commit(20, "Plan", orders=text("Orders", 0, 2) + more)
    repository.commit(3, "Do it (#4)", orders=text("Orders", 2, 2) + more)
    assert "2 of 3 boxes ticked" in cli("report", "--since", "10 days", "--no-verdicts").out
    assert "2 of 3 boxes ticked" in cli("history", "orders").out
    ran = cli("forecast")
    assert "no forecast" not in ran.out
    assert "1 with open boxes, but done, superseded or withdrawn." in ran.out
    assert ran.code == 0
    assert "no forecast: it is done, superseded or withdrawn" in cli("forecast", "orders").out


def test_every_plan_is_in_one_count(steady: Repository, cli: Cli) -> None:
    steady.commit(1, "More", notes="# Notes\n\n## Goals\n\n* Fewer errors\n")
    steady.commit(0.5, "Shut", old="---\nstatus: withdrawn\n---\n" + text("Old", 1, 2))
    steady.commit(0.5, "Done", done=text("Done", 2, 2))
    said = json.loads(cli("forecast", "--format", "json").out)
    counts = [len(said["plans"]), said["finished"], said["closed"], said["boxless"], said["later"]]
    assert counts == [2, 1, 1, 1, 0]
    then = json.loads(cli("forecast", "--as-of", "2026-05-20", "--format", "json").out)
    assert (len(then["plans"]), then["boxless"], then["later"]) == (1, 1, 3)
    early = cli("forecast", "invoices", "--as-of", "2026-05-20")
    assert "1 began later than that." in early.out
    assert "without boxes" not in early.out


def test_no_verb_believes_a_date_that_cannot_be(repository: Repository, cli: Cli) -> None:
    days = {20: 0, 16: 1, 12: 2, 8: 3, 4: 4}
    clocks = {16: 20_000, 8: -9_000}  # 1971, and a quarter of a century from now
    for day, done in days.items():
        repository.commit(clocks.get(day, day), f"Part {done} (#{done})", orders=text("Orders", done, 9))  # fmt: skip
    ran = cli("history", "orders")
    rows = [line.split()[:3] for line in ran.out.splitlines() if "[x]" in line]
    assert [(day, pull) for day, _, pull in rows] == [
        ("2026-05-12", "#1"),  # as the commit before it
        ("2026-05-20", "#2"),
        ("2026-05-28", "#3"),  # as the commit after it
        ("2026-05-28", "#4"),
    ]
    assert "2 commits have dates that cannot be right" in ran.out
    assert "since 2026-05-12" in ran.out
    note = cli("report", "--since", "2026-05-15", "--no-verdicts").out
    assert "**3 boxes ticked.**" in note
    assert "1 plan has commits whose dates cannot be right" in note
    told = cli("forecast", "--as-of", "2026-05-21").out
    assert "2/9, boxes were ticked in" in told
    assert "1 plan has commits whose dates cannot be right" in told
    repository.commit(-5_000, "Part 5", orders=text("Orders", 5, 9))
    assert "5/9" in cli("forecast").out  # the last, dated in years to come, is of now
    # What is kept of earlier runs changes nothing.
    assert cli("history", "orders").out == cli("history", "orders", "--no-cache").out


def test_a_day_before_all_history_is_before_all_history(steady: Repository, cli: Cli) -> None:
    for day in ("1970-01-02", "1972-12-31", "1900-01-01"):
        assert "every plan is new" in cli("report", "--since", day, "--no-verdicts").out


def test_a_day_is_understood_alike_and_refused_alike(steady: Repository, cli: Cli) -> None:
    no_such = ("2026-02-30", "0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00-05:00", "2026-13-01")
    for said in (*no_such, "2026-8-1", "20261121", "2026-W47", "9999 years"):
        one, other = cli("report", "--since", said), cli("forecast", "--as-of", said)
        assert one.err == other.err
        assert one.code == other.code == 2
        assert f"no day or time `{said}`" in one.err if said in no_such else "is no day" in one.err
    assert "`` is no day" in cli("forecast", "--as-of", "").err


def test_a_plan_in_which_nothing_moved_is_not_told_of(repository: Repository, cli: Cli) -> None:
    """It had no date then, and has none now: that is no news."""
    for done in range(6):
        repository.commit(7 * (14 - done), f"Part {done}", orders=text("Orders", done, 12 + 2 * done))  # fmt: skip
    assert "Nothing moved in 1 plan." in cli("report", "--since", "7 days", "--no-verdicts").out


def test_a_revision_that_the_branch_does_not_have(steady: Repository, cli: Cli) -> None:
    git(steady.folder, "switch", "-q", "-c", "other", "HEAD~2")
    steady.commit(0.4, "Else", else_where=text("Else", 0, 2))
    base = git(steady.folder, "rev-parse", "HEAD~1")
    ran = cli("report", "--since", "main", "--no-verdicts")
    assert f"This branch does not have main; it is compared with {base[:10]}, where" in ran.out
    assert "**1 plan new.**" in ran.out
    said = json.loads(cli("report", "--since", "main", "--no-verdicts", "--format", "json").out)
    assert (said["commit"], said["parted"]) == (base, True)
    git(steady.folder, "switch", "-q", "--detach", "main~2")
    ran = cli("report", "--since", "main", "--no-verdicts")
    assert ran.code == 2
    assert "`main` is later than what is checked out" in ran.err


def test_a_plan_split_in_two_moved_from_its_file_but_once(repository: Repository, cli: Cli) -> None:
    repository.commit(20, "Plan", orders=text("Orders", 1, 6))
    (repository.folder / "docs/plans/orders.md").unlink()
    half = text("Orders", 1, 3)
    repository.commit(2, "Split", first=half, second=text("Orders", 0, 6).replace(half[:60], ""))
    ran = cli("report", "--since", "10 days", "--no-verdicts")
    assert ran.out.count("moved here from docs/plans/orders.md") == 1


def test_an_item_is_not_forecast(steady: Repository, cli: Cli) -> None:
    ran = cli("forecast", "orders#step-1")
    assert ran.code == 2
    assert "only a whole plan is forecast" in ran.err


def test_what_turns_words_around_is_shown_in_the_note(repository: Repository, cli: Cli) -> None:
    repository.commit(20, "Plan", orders=text("Orders", 0, 1))
    turned = text("Orders", 1, 1).replace("Write part", "Write \u202etrap")
    repository.commit(2, "Do it", orders=turned)
    assert "\u202e" not in cli("report", "--since", "10 days", "--no-verdicts").out
