"""`planproof check`, as a user meets it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write

RISKY = (
    "# Orders\n\n## Risks\n\n| Risk | Impact | Mitigation |\n|---|---|---|\n| Overflow | High | |\n"
)
SOUND = RISKY.replace("| High | |", "| High | Shed load |")


def test_a_finding_shows_the_line_the_words_and_what_to_do(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", RISKY)
    ran = cli("check", "--select", "risks/unmitigated")
    assert ran.code == 1
    assert ran.out.splitlines()[:6] == [
        "warning[risks/unmitigated]: This risk is high and nothing is done about it",
        " --> docs/plans/orders.md:7:3",
        "  |",
        "7 | | Overflow | High | |",
        "  |   ^^^^^^^^",
        "  = help: Say how it is mitigated, or who accepts it and why.",
    ]
    assert "0 errors, 1 warning, 0 infos" in ran.out
    assert "checked 1 plan (2 sections, 1 item) by 1 rule" in ran.out


def test_nothing_found_is_said_with_denominators(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", SOUND)
    ran = cli("check", "--select", "risks")
    assert ran.code == 0
    assert ran.out.startswith("nothing found\nchecked 1 plan")


def test_a_folder_without_plans_is_not_a_success(cli: Cli, write: Write) -> None:
    write("README.md", "# A project\n\nWords.\n")
    ran = cli("check")
    assert ran.code == 2
    assert "Nothing was checked: no plan was found; 1 Markdown file passed over" in ran.out


def test_files_outside_the_folders_of_plans_are_passed_over_with_the_reason(
    cli: Cli, write: Write
) -> None:
    write("notes/today.md", "# Today\n")
    write("rfcs/one.md", SOUND)
    ran = cli("check", "--passed-over", "--select", "risks")
    assert "passed over: notes/today.md: it lies outside the folders of plans" in ran.out
    assert "checked 1 plan" in ran.out


def test_the_setting_plans_says_which_folders_count_and_no_others(
    cli: Cli, write: Write, project: Path
) -> None:
    write("work/a.md", SOUND)
    write("rfcs/b.md", SOUND)
    assert "checked 1 plan" in cli("check", "--select", "risks").out
    (project / "planproof.toml").write_text('plans = ["work"]\n')
    ran = cli("check", "--passed-over", "--select", "risks")
    assert "passed over: rfcs/b.md: it lies outside the setting `plans`" in ran.out
    assert "checked 1 plan" in ran.out


def test_a_file_that_is_named_is_a_plan(cli: Cli, write: Write) -> None:
    write("notes/today.md", SOUND)
    assert "checked 1 plan" in cli("check", "notes/today.md", "--select", "risks").out


def test_a_plan_is_named_by_its_id_as_well(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", "# Orders\n\n## Goals\n\n* (TBD)\n")
    write("docs/plans/quotas.md", "# Quotas\n\n## Goals\n\n* (TBD)\n")
    by_id, by_file = cli("check", "orders"), cli("check", "docs/plans/orders.md")
    assert by_id.out == by_file.out
    assert "docs/plans/orders.md:5" in by_id.out
    assert "quotas" not in by_id.out


def test_what_cannot_be_read_is_named_and_the_others_are_checked(
    cli: Cli, write: Write, project: Path
) -> None:
    write("docs/plans/good.md", SOUND)
    (project / "docs/plans/latin.md").write_bytes(b"# Caf\xe9\n\nline two\n")
    (project / "docs/plans/wide.md").write_bytes("# Plan".encode("utf-16"))
    (project / "docs/plans/binary.md").write_bytes(b"\0\x01\xff" * 100)
    (project / "docs/plans/loop.md").symlink_to("loop.md")
    (project / "docs/plans/gone.md").symlink_to("nowhere.md")
    ran = cli("check", "--select", "risks")
    assert ran.code == 2
    for words in (
        "docs/plans/latin.md: cannot be read: line 1 has the byte 0xe9, which is not UTF-8",
        "docs/plans/wide.md: cannot be read: it is UTF-16",
        "docs/plans/binary.md: cannot be read: it is a binary file",
        "docs/plans/loop.md: cannot be read: its symbolic link leads back to itself",
        "docs/plans/gone.md: cannot be read: there is no such file",
        "checked 1 plan",
    ):
        assert words in ran.out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(cli: Cli, write: Write) -> None:
    write("docs/plans/secret.md", SOUND).chmod(0)
    ran = cli("check")
    assert ran.code == 2
    assert "docs/plans/secret.md: cannot be read: permission denied" in ran.out


def test_a_path_that_is_not_there(cli: Cli) -> None:
    ran = cli("check", "docs/plans/orders.md", "plans/*.md")
    assert ran.code == 2
    assert "docs/plans/orders.md: cannot be read: there is no such file" in ran.out
    assert "plans/*.md: no file matches this glob" in ran.out


def test_stdin(cli: Cli) -> None:
    ran = cli("check", "--stdin-filename", "docs/plans/x.md", "--select", "risks", stdin=RISKY)
    assert ran.code == 1
    assert "--> docs/plans/x.md:7:3" in ran.out
    assert cli("check", "-", "--select", "risks", stdin=SOUND).code == 0


def test_json_says_the_same(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", RISKY)
    ran = cli("check", "--select", "risks/unmitigated", "--format", "json")
    found = json.loads(ran.out)
    assert [(one["rule"], one["place"]["line"]) for one in found["findings"]] == [
        ("risks/unmitigated", 7)
    ]


def test_results_come_in_a_stable_order_and_the_same_with_the_cache(cli: Cli, write: Write) -> None:
    for name in ("b", "a", "c"):
        write(f"docs/plans/{name}.md", RISKY)
    first = cli("check", "--no-cache", "--format", "json")
    assert [one["path"] for one in json.loads(first.out)["plans"]] == [
        f"docs/plans/{n}.md" for n in "abc"
    ]
    assert cli("check", "--format", "json").out == first.out
    assert cli("check", "--format", "json").out == first.out


def test_the_cache_knows_when_a_linked_file_goes(cli: Cli, write: Write, project: Path) -> None:
    write("docs/plans/a.md", "# A\n\n[b](b.md) and [goals](b.md#goals)\n")
    write("docs/plans/b.md", "# B\n\n## Goals\n\n* One\n")
    chosen = ("check", "--select", "links", "--format", "json")
    assert json.loads(cli(*chosen).out)["findings"] == []
    write("docs/plans/b.md", "# B\n\n## Aims\n\n* One\n")
    assert [one["rule"] for one in json.loads(cli(*chosen).out)["findings"]] == [
        "links/broken-anchor"
    ]
    (project / "docs/plans/b.md").unlink()
    rules = {one["rule"] for one in json.loads(cli(*chosen).out)["findings"]}
    assert rules == {"links/broken-path"}


def test_a_damaged_cache_is_no_cache(cli: Cli, write: Write, tmp_path: Path) -> None:
    for name in "ab":
        write(f"docs/plans/{name}.md", RISKY)
    before = cli("check").out
    caches = list((tmp_path / "cache").iterdir())
    assert len(caches) == 1
    whole = caches[0].read_bytes()
    for damaged in (
        b"",
        whole[:20],
        whole[:-1],
        whole[:40] + b"\xff" + whole[41:],
        os.urandom(200),
    ):
        caches[0].write_bytes(damaged)
        assert cli("check").out == before


def test_a_baseline_is_recorded_once_and_then_only_new_findings_count(
    cli: Cli, write: Write
) -> None:
    write("docs/plans/a.md", RISKY)
    chosen = ("check", "--select", "risks/unmitigated", "--baseline")
    first = cli(*chosen)
    assert first.code == 0
    assert "recorded 1 finding" in first.err
    write("docs/plans/a.md", "\n\n" + RISKY)
    again = cli(*chosen)
    assert again.code == 0
    assert "1 in the baseline" in again.out
    write("docs/plans/a.md", RISKY + "| Outage | High | |\n")
    ran = cli(*chosen)
    assert ran.code == 1
    assert ran.out.count("warning[") == 1
    assert "Outage" in ran.out
    assert "recorded 2 findings" in cli(*chosen, "--update-baseline").err
    assert cli(*chosen).code == 0


def test_a_broken_baseline(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY)
    write("planproof-baseline.json", "[]")
    ran = cli("check", "--baseline")
    assert ran.code == 2
    assert "is not a baseline" in ran.err


def test_fix_changes_only_what_it_mends_and_keeps_mode_and_line_ends(
    cli: Cli, write: Write
) -> None:
    text = "# Plan\r\n\r\n## Tasks\r\n\r\n* [] One\r\n*   [ ]two  \r\n\r\n\tcode\r\nno newline at the end"
    path = write("docs/plans/a.md", text)
    path.chmod(0o640)
    assert cli("check", "--select", "items", "--diff").code == 1
    assert path.read_bytes().decode() == text
    ran = cli("check", "--select", "items", "--fix")
    assert path.read_bytes().decode() == text.replace("* [] One", "* [ ] One").replace(
        "[ ]two", "[ ] two"
    )
    assert path.stat().st_mode & 0o777 == 0o640
    assert "2 fixed" in ran.out


def test_fix_of_stdin_prints_the_text(cli: Cli) -> None:
    ran = cli(
        "check",
        "--fix",
        "--select",
        "items",
        "--stdin-filename",
        "a.md",
        stdin="# P\n\n## Tasks\n\n* [] One\n",
    )
    assert ran.out == "# P\n\n## Tasks\n\n* [ ] One\n"


def test_a_thousand_findings_in_a_file(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY + "| Outage | High | |\n" * 999)
    ran = cli("check", "--select", "risks/unmitigated", "--statistics")
    assert "1000  warning  risks/unmitigated  (in 1 plan)" in ran.out


def test_what_is_found_thousands_of_times_is_counted(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY + "| Outage | High | |\n" * 12_999)
    ran = cli("check", "--select", "risks/unmitigated", "--format", "json")
    found = json.loads(ran.out)["findings"]
    assert len(found) == 10_001
    assert found[-1]["message"] == "3,000 more of these are not shown one by one"


def test_changed_looks_only_at_plans_that_differ(cli: Cli, write: Write, project: Path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=T", "-c", "user.email=t@example.org", *arguments],
            check=True, capture_output=True, cwd=project,
        )  # fmt: skip

    git("init", "-q", "-b", "main")
    write("docs/plans/old.md", RISKY)
    write("docs/plans/touched.md", SOUND)
    git("add", ".")
    git("commit", "-qm", "one")
    git("switch", "-qc", "work")
    write("docs/plans/touched.md", RISKY)
    write("docs/plans/new plan.md", RISKY)
    ran = cli("check", "--changed", "--select", "risks/unmitigated", "--format", "json")
    assert [one["path"] for one in json.loads(ran.out)["plans"]] == [
        "docs/plans/new plan.md",
        "docs/plans/touched.md",
    ]
    ran = cli("check", "--changed", "nowhere")
    assert ran.code == 2
    assert "git does not know `nowhere`" in ran.err


def test_changed_without_git(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY)
    ran = cli("check", "--changed")
    assert ran.code == 2
    assert "--changed needs a git repository" in ran.err


def test_unknown_rules_are_named_all_at_once_with_the_nearest(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", SOUND)
    ran = cli("check", "--select", "risks/unmitigatd", "--ignore", "lnks")
    assert ran.code == 2
    assert "there is no rule `risks/unmitigatd`; did you mean `risks/unmitigated`?" in ran.err
    assert "there is no rule `lnks`; did you mean `links`?" in ran.err


def test_control_characters_cannot_steer_the_terminal(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY.replace("Overflow", "Over\x1b[31mflow\x07"))
    ran = cli("check", "--select", "risks/unmitigated")
    assert "\x1b" not in ran.out
    assert "\x07" not in ran.out


def test_long_lines_are_cut_around_the_fault(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY.replace("Overflow", "word " * 100))
    ran = cli("check", "--select", "risks/unmitigated")
    assert max(len(line) for line in ran.out.splitlines()) <= 100


def test_a_long_help_is_wrapped_under_itself(
    cli: Cli, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    write("docs/plans/a.md", "---\ntemplate: madr\n---\n# A\n")
    ran = cli("check", "--select", "structure/missing-section")
    lines = ran.out.splitlines()
    at = next(index for index, line in enumerate(lines) if "= help: Add the heading" in line)
    assert lines[at + 1].startswith("          ")
    assert all(len(line) <= 60 for line in lines[at : at + 2])


def test_plans_that_were_given_up_are_counted(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY)
    write("docs/plans/b.md", f"---\nstatus: withdrawn\n---\n{RISKY}")
    ran = cli("check", "--select", "risks")
    assert ran.out.count("warning[") == 1
    assert "held to few rules: 1 superseded or withdrawn plan" in ran.out


def test_colours_only_where_asked_or_on_a_terminal(cli: Cli, write: Write) -> None:
    write("docs/plans/a.md", RISKY)
    assert "\x1b[" not in cli("check").out
    assert "\x1b[1;33mwarning" in cli("check", "--select", "risks", "--color", "always").out


def test_an_empty_file_and_a_file_of_front_matter_only(cli: Cli, write: Write) -> None:
    write("docs/plans/empty.md", "")
    write("docs/plans/front.md", "---\nstatus: draft\n---\n")
    ran = cli("check")
    assert "checked 2 plans" in ran.out
    assert ran.code in (0, 1)


def test_many_files_are_read_in_several_processes_with_the_same_result(
    cli: Cli, write: Write
) -> None:
    for index in range(60):
        write(f"docs/plans/p{index:02}.md", RISKY if index % 3 else SOUND)
    alone = cli("check", "--no-cache", "--jobs", "1").out
    assert cli("check", "--no-cache", "--jobs", "3").out == alone


def test_templates_and_test_data_are_no_plans_though_they_fit(cli: Cli, write: Write) -> None:
    for path in (
        "docs/plans/one.md", "docs/plans/templates/plan.md", "docs/plans/plan-template.md",
        "test/fixtures/docs/plans/a.md", "pkg/testdata/rfcs/a.md", "docs/plans/fixtures/b.md",
        "keps/NNNN-kep-template/README.md",
    ):  # fmt: skip
        write(path, SOUND)
    ran = cli("check", "--passed-over", "--select", "risks")
    assert "checked 1 plan" in ran.out
    reason = "it lies among templates, test data or vendored files"
    assert f"passed over: keps/NNNN-kep-template/README.md: {reason}" in ran.out
    assert ran.out.count(reason) == 6
    assert "checked 1 plan" in cli("check", "docs/plans/plan-template.md", "--select", "risks").out


def test_a_page_on_planning_in_the_manual_is_no_plan(cli: Cli, write: Write) -> None:
    write("docs/sources/setup/plan/size.md", "# Size\n\n## Nodes\n")
    write("docs/plan/next.md", SOUND)
    write("docs/design-proposals/one.md", SOUND)
    write("backlog/completed/task-1.md", SOUND)
    assert "checked 3 plans" in cli("check", "--select", "risks").out
