"""`history`, as a user runs it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

STEPS = (
    "# Orders\n\n## Incremental Implementation Checklist\n\n- [ ] 1. Read the key\n- [ ] 2. Ship\n"
)


@pytest.fixture
def plan(project: Path, write: Write) -> Path:
    """A plan of two steps, of which the first was ticked in pull request 7."""
    git(project, "init", "-q", "-b", "main")
    path = write("docs/plans/orders.md", STEPS)
    commit(project, "Plan the orders (#3)")
    path.write_text(STEPS.replace("[ ] 1", "[x] 1"))
    commit(project, "Read the key (#7)")
    return path


def test_each_tick_has_its_commit_and_pull_request(plan: Path, project: Path, cli: Cli) -> None:
    ran = cli("history", "orders")
    assert ran.code == 0
    short = git(project, "rev-parse", "HEAD")[:10]
    assert "1 of 2 boxes ticked" in ran.out
    assert f"{short}  #7  [x]  step-1  1. Read the key" in ran.out
    assert "#3" in ran.out
    assert "\x1b" not in ran.out
    assert cli("history", str(plan)).out == ran.out
    assert cli("history", "orders", "--no-cache").out == ran.out


def test_what_is_not_committed_is_said_so(plan: Path, cli: Cli) -> None:
    plan.write_text(STEPS.replace("[ ]", "[x]") + "- [ ] 3. Measure\n")
    ran = cli("history", "orders")
    lines = [line for line in ran.out.splitlines() if line.startswith("not yet")]
    assert [line.split()[2:5] for line in lines] == [["+", "step-3", "3."], ["[x]", "step-2", "2."]]


def test_json_says_the_same(plan: Path, project: Path, cli: Cli) -> None:
    said = json.loads(cli("history", "orders", "--format", "json").out)
    assert said["schema"] == "planproof/history/1"
    assert said["began"]["reference"] == "#3"
    assert [(one["what"], one["item"]) for one in said["events"]] == [("ticked", "step-1")]
    assert said["events"][0]["moment"]["commit"] == git(project, "rev-parse", "HEAD")
    assert [(one["done"], one["total"]) for one in said["points"]] == [(0, 2), (1, 2)]


def test_one_item_alone(plan: Path, cli: Cli) -> None:
    assert "step-1" in cli("history", "orders#step-1").out
    assert "[x]" not in cli("history", "orders#step-2").out
    assert "Nothing happened to step-2 since then." in cli("history", "orders#step-2").out
    assert "Nothing happened" not in cli("history", "orders#step-1").out
    ran = cli("history", "orders#step-9")
    assert ran.code == 2
    assert "has no item `step-9`" in ran.err


def test_the_chart_as_svg_is_a_document_by_itself(plan: Path, project: Path, cli: Cli) -> None:
    ran = cli("history", "orders", "--svg", "chart.svg")
    assert ran.code == 0
    root = ET.fromstring((project / "chart.svg").read_text("utf-8"))  # noqa: S314
    names = {one.tag.rpartition("}")[2] for one in root.iter()}
    assert names == {"svg", "title", "desc", "style", "text", "line", "path"}
    assert "1 of 2 boxes ticked." in "".join(root.itertext())
    assert cli("history", "orders", "--svg", "no/such/folder.svg").code == 2


def test_words_of_a_plan_cannot_steer_the_terminal(plan: Path, project: Path, cli: Cli) -> None:
    plan.write_text(STEPS.replace("- [ ] 2. Ship", "- [x] 2. Ship \x1b[31m now"))
    commit(project, "Ship \x1b[2J (#9)")
    ran = cli("history", "orders", "--color", "never")
    assert ran.code == 0
    assert "\x1b" not in ran.out


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(
    plan: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    plan.write_text(STEPS + f"- [x] 3. {'Measure everything ' * 12}\n")
    assert max(map(len, cli("history", "orders").out.splitlines())) <= width


def test_where_there_is_no_history_it_says_why(project: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", STEPS)
    ran = cli("history", "orders")
    assert ran.code == 2
    assert "has no history: there is no git repository here" in ran.err
    git(project, "init", "-q")
    assert cli("history", "orders").code == 2
    write("other.txt", "x")
    git(project, "add", "other.txt")
    git(project, "commit", "-q", "-m", "Other")
    ran = cli("history", "orders")
    assert ran.code == 0
    assert "No commit has it yet." in ran.out
    assert cli("history", "nothing").code == 2


def test_a_plan_without_boxes_says_so(plan: Path, write: Write, project: Path, cli: Cli) -> None:
    write("docs/plans/words.md", "# Words\n\n## Goals\n\n* Fewer errors\n")
    commit(project, "Words")
    assert "it has no boxes" in cli("history", "words").out


def test_what_was_added_ticked_is_accounted_for(plan: Path, project: Path, cli: Cli) -> None:
    plan.write_text(plan.read_text() + "- [x] 3. Measure\n- [ ] 4. Tell\n")
    commit(project, "What was done besides")
    ran = cli("history", "orders")
    assert "2 of 4 boxes ticked; 2 added (1 of them ticked)" in ran.out
    assert " +   step-3  [x] 3. Measure" in ran.out
    assert " +   step-4  4. Tell" in ran.out


def test_days_are_in_utc_wherever_a_commit_was_made(
    project: Path, write: Write, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "init", "-q", "-b", "main")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-05-01T00:30:00+14:00")
    write("docs/plans/orders.md", STEPS)
    commit(project, "Plan the orders")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-05-02T22:00:00-11:00")
    write("docs/plans/orders.md", STEPS.replace("[ ] 1", "[x] 1"))
    commit(project, "Read the key")
    ran = cli("history", "orders")
    assert "since 2024-04-30 (" in ran.out
    assert "; days are in UTC" in ran.out
    assert "2024-05-03  " in ran.out


def test_the_chart_goes_to_standard_output_alone(plan: Path, project: Path, cli: Cli) -> None:
    ran = cli("history", "orders", "--svg", "-")
    assert ET.fromstring(ran.out).tag.endswith("svg")  # noqa: S314
    assert "all boxes" in ran.out
    assert not (project / "-").exists()


def test_a_plan_that_came_from_beside_the_project_keeps_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    top = tmp_path / "top"
    (top / "notes").mkdir(parents=True)
    git(top, "init", "-q", "-b", "main")
    (top / "notes/orders.md").write_text(STEPS)
    commit(top, "Plan")
    (top / "notes/orders.md").write_text(STEPS.replace("[ ] 1", "[x] 1"))
    commit(top, "Read the key (#7)")
    (top / "app/docs/plans").mkdir(parents=True)
    (top / "app/planproof.toml").write_text("")
    git(top, "mv", "notes/orders.md", "app/docs/plans/orders.md")
    commit(top, "Move")
    monkeypatch.chdir(top / "app")
    ran = cli("history", "orders")
    assert "was ../notes/orders.md" in ran.out
    assert "#7  [x]  step-1" in ran.out


def test_a_plan_of_a_submodule_is_not_said_to_have_no_commit(
    plan: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    above = tmp_path / "above"
    above.mkdir()
    git(above, "init", "-q", "-b", "main")
    (above / "planproof.toml").write_text("")
    git(above, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(project), "sub")
    commit(above, "Take the orders in")
    monkeypatch.chdir(above)
    ran = cli("history", "sub/docs/plans/orders.md")
    assert ran.code == 2
    assert "sub is a submodule, which has a history of its own" in ran.err
    assert "Run planproof in sub." in ran.err


def test_a_partial_clone_is_not_called_shallow(
    plan: Path, project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    git(project, "config", "uploadpack.allowFilter", "true")
    for name, how, says in (
        ("partial", "--filter=blob:none", "This clone is partial"),
        ("shallow", "--depth=1", "`git fetch --unshallow`"),
    ):
        git(tmp_path, "clone", "-q", how, f"file://{project}", name)
        monkeypatch.chdir(tmp_path / name)
        for verb in (("history", "orders"), ("forecast",), ("report", "--since", "1 year")):
            said = " ".join(cli(*verb).out.split())
            assert says in said
            assert ("unshallow" in said) == (name == "shallow")


def test_parents_that_git_is_told_otherwise_are_not_hidden_by_what_is_kept(
    plan: Path, project: Path, cli: Cli
) -> None:
    assert "#7  [x]  step-1" in cli("history", "orders").out
    (project / ".git/info").mkdir(exist_ok=True)
    (project / ".git/info/grafts").write_text(git(project, "rev-parse", "HEAD") + "\n")
    ran = cli("history", "orders")
    assert "[x]  step-1" not in ran.out
    assert "hint" not in ran.err
