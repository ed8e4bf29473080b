"""`gate`, as CI and a user run it. What it judges is in `tests/gate`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from planproof.cli.main import main
from tests.gate.repository import FILES, Repository, git

BAD = """Use it \x1b[31m @all

Plan: orders-store
---
replace src/config.py 8080 => 9090
tick orders-store 3
"""
DONE = """Add the store
---
write src/store.py S = 1\\n
"""


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """No run of a forge's."""
    for name in ("GITHUB_ACTIONS", "GITHUB_EVENT_PATH", "GITLAB_CI", "CI", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository on a branch without a commit."""
    repository = Repository(tmp_path / "repository")
    git(repository.folder, "checkout", "-q", "-b", "change")
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    return repository


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["gate", *arguments])
    return (code, *capsys.readouterr())


def test_text_says_what_why_and_where(
    made: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made.commit(BAD)
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(capsys, "--base", "main")
    assert code == 1
    assert "error[unsupported-tick]: step 3 is ticked here, but step 2 is not\n" in out
    assert "  --> docs/plans/orders-store.md:27:7\n" in out
    assert "orders-store: `ORDERS_PORT` is `8080` by default: holds -> broken" in out
    assert "orders-store: step 3, Use the store in src/api.py: open -> ticked (2 of 5)" in out
    assert out.endswith("Judged 2 changed files in 1 commit against 2 plans: 2 errors.\n")
    assert max(map(len, out.splitlines())) <= 80


def test_nothing_to_object_to(made: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    made.commit("Mend\n---\nwrite README.md # New\\n")
    code, out, _ = run(capsys, "--base", "main")
    said = "Judged 1 changed file in 1 commit against 2 plans: nothing to object to.\n"
    assert (code, out) == (0, said)


def test_words_of_a_plan_neither_steer_a_terminal_nor_call_anybody(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    evil = "Tell @acme/all <img src=x> [y](http://evil.example) \\x1b[2J | pipe"
    made.commit(
        f"Evil\n---\nreplace docs/plans/orders-store.md [ ] 5. Tell the clients => [x] 5. {evil}"
    )
    text = (made.folder / "docs/plans/orders-store.md").read_text().replace("\\x1b", "\x1b")
    made.write("docs/plans/orders-store.md", text)
    made.commit("More\n---\nnothing")
    _, out, _ = run(capsys, "--base", "main", "--color", "never")
    assert "\x1b" not in out
    _, out, _ = run(capsys, "--base", "main", "--format", "markdown")
    row = next(line for line in out.splitlines() if "Tell" in line and line.startswith("| "))
    assert row.count(" | ") == 3
    for raw in ("@acme", "<img", "](", "http://"):
        assert raw not in row
    assert "\x1b" not in out


def test_markdown_is_short_whatever_there_is(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "\\n".join(f"* `src/missing_{n}.py`" for n in range(60))
    made.commit(f"Much\n---\nreplace docs/plans/orders-store.md * `src/api.py` => {rows}\n")
    code, out, _ = run(capsys, "--base", "main", "--format", "markdown")
    assert code == 1
    assert out.startswith("<!-- planproof gate -->\n### ❌ planproof: ")
    assert "more errors" in out
    assert len(out.splitlines()) < 60


def test_github_and_sarif(made: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    made.commit(BAD.replace("Plan: orders-store", "Plan: order-store"))
    code, out, _ = run(capsys, "--base", "main", "--format", "github")
    assert code == 1
    assert "::error file=docs/plans/orders-store.md,line=27," in out
    assert "title=gate/unsupported-tick::" in out
    _, out, _ = run(capsys, "--base", "main", "--format", "sarif")
    log = json.loads(out)["runs"][0]
    ids = {rule["id"] for rule in log["tool"]["driver"]["rules"]}
    assert {one["ruleId"] for one in log["results"]} <= ids
    places = [one["locations"][0]["physicalLocation"] for one in log["results"]]
    assert all((made.folder / one["artifactLocation"]["uri"]).is_file() for one in places)


def test_that_nothing_could_be_judged_is_said_everywhere(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(DONE)
    code, out, err = run(capsys, "--base", "nowhere", "--format", "github")
    assert code == 2
    assert out.startswith("::error title=planproof::")
    assert "nowhere" in err
    code, out, _ = run(capsys, "--base", "nowhere", "--format", "sarif")
    assert code == 2
    assert json.loads(out)["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_suggest_prints_a_diff_that_git_takes(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made.commit(DONE)
    code, out, _ = run(capsys, "--base", "main", "--suggest", "--format", "json")
    assert code == 0
    patch = tmp_path / "ticks.patch"
    patch.write_text(json.loads(out)["suggestion"])
    git(made.folder, "apply", str(patch))
    assert git(made.folder, "diff", "--numstat") == "1\t1\tdocs/plans/orders-store.md"


def test_suggest_writes_the_box_and_nothing_else(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = made.folder / "docs/plans/orders-store.md"
    plan.write_bytes(plan.read_bytes().replace(b"\n", b"\r\n"))
    made.commit(DONE)
    before = plan.read_bytes()
    code, _, err = run(capsys, "--base", "main", "--suggest", "--write")
    assert code == 0
    assert "docs/plans/orders-store.md: 1 box ticked" in err
    assert plan.read_bytes() == before.replace(b"[ ] 2.", b"[x] 2.")
    made.commit("Tick\n---\nnothing")
    _, out, err = run(capsys, "--base", "main", "--suggest", "--write")
    assert "There is nothing to tick." in err
    assert "not-ticked" not in out


def test_suggest_leaves_a_plan_alone_that_is_being_edited(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(DONE)
    plan = made.folder / "docs/plans/orders-store.md"
    plan.write_text(plan.read_text() + "\nMore.\n")
    before = plan.read_bytes()
    code, _, err = run(capsys, "--base", "main", "--suggest", "--write")
    assert code == 2
    assert "nothing is written" in err
    assert plan.read_bytes() == before


def test_in_ci_no_baseline_is_recorded(
    made: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit("Tick\n---\ntick orders-store 2")
    monkeypatch.setenv("CI", "true")
    code, _, err = run(capsys, "--base", "main", "--baseline", "known.json")
    assert code == 1
    assert "known.json: there is none, and in CI none is recorded" in err
    assert not (made.folder / "known.json").exists()


def test_a_baseline_that_the_change_itself_writes_does_not_count(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made.commit(BAD)
    name = "planproof-gate-baseline.json"
    code, _, err = run(capsys, "--base", "main", "--baseline")
    assert (code, "recorded 2 judgements" in err) == (0, True)
    assert run(capsys, "--base", "main", "--baseline")[0] == 0  # beside the repository's files
    made.commit("Excuse me\n---\nnothing")
    assert git(made.folder, "ls-files", name) == name
    assert run(capsys, "--base", "main", "--baseline")[0] == 1
    code, out, _ = run(capsys, "--base", "HEAD~1", "--baseline")  # it changes nothing else
    assert (code, out.count("error[")) == (0, 0)


@pytest.mark.parametrize("spelled", ["./{}", "docs/../{}", "{root}/{}", "{link}/{}"])
def test_no_spelling_of_the_baseline_makes_it_count(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path, spelled: str
) -> None:
    made.commit(BAD)
    name = "planproof-gate-baseline.json"
    run(capsys, "--base", "main", "--baseline")
    (tmp_path / "link").symlink_to(made.folder)
    given = spelled.format(name, root=made.folder, link=tmp_path / "link")
    assert run(capsys, "--base", "main", "--baseline", given)[0] == 0  # beside what git tracks
    made.commit("Excuse me\n---\nnothing")
    assert run(capsys, "--base", "main", "--baseline", given)[0] == 1


def test_a_baseline_of_the_base_counts_however_it_is_spelled(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(BAD)
    run(capsys, "--base", "main", "--baseline", "known.json")
    recorded = (made.folder / "known.json").read_text()
    (made.folder / "known.json").unlink()
    git(made.folder, "checkout", "-q", "-b", "with", "main")
    made.write("known.json", recorded)
    start = made.commit("Accept it\n---\nnothing")
    made.commit(BAD)
    made.write("known.json", "{}")
    made.commit("Worse\n---\nnothing")
    for given in ("known.json", "./known.json", str(made.folder / "known.json")):
        code, out, _ = run(capsys, "--base", start, "--baseline", given)
        assert (code, "error[" in out) == (0, False), given


def test_a_link_that_the_change_brings_leads_to_no_baseline(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made.commit(BAD)
    known = tmp_path / "known.json"
    run(capsys, "--base", "main", "--baseline", str(known))
    assert run(capsys, "--base", "main", "--baseline", str(known))[0] == 0  # nobody's but ours
    (made.folder / "known.json").symlink_to(known)
    (made.folder / "folder").symlink_to(tmp_path)
    made.commit("Excuse me\n---\nnothing")
    for given in ("known.json", "folder/known.json"):
        assert run(capsys, "--base", "main", "--baseline", given)[0] == 1, given


def test_a_baseline_above_the_project_is_the_changes_own_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = Repository(tmp_path / "repository", {f"shop/{one}": FILES[one] for one in FILES})
    monkeypatch.chdir(shop.folder / "shop")
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    shop.commit("Bad\n---\ntick shop/docs/plans/orders-store.md 3")
    run(capsys, "--base", "HEAD~1", "--baseline", "../known.json")
    assert run(capsys, "--base", "HEAD~1", "--baseline", "../known.json")[0] == 0
    shop.commit("Excuse me\n---\nnothing")
    code, out, _ = run(
        capsys, "--base", "HEAD~2", "--baseline", "../known.json", "--format", "github"
    )
    assert code == 1
    # A forge finds files from the top of the repository.
    assert "::error file=shop/docs/plans/orders-store.md,line=27," in out
    broken = "shop/src/config.py"
    shop.commit(f"Break it\n---\nreplace {broken} 8080 => 9090")
    capsys.readouterr()
    for form, said in (("github", f"file={broken},"), ("sarif", f'"{broken}"')):
        assert main(["verify", "--format", form]) == 1
        assert said in capsys.readouterr().out
    shop.commit(
        "Rot\n---\nwrite shop/docs/plans/x.md # X\\n\\n## Goals\\n\\n[a link](nowhere.md)\\n"
    )
    main(["check", "--format", "github", "docs/plans/x.md"])
    assert "file=shop/docs/plans/x.md," in capsys.readouterr().out


def test_a_baseline_that_cannot_be_written_is_said(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(BAD)
    code, _, err = run(capsys, "--base", "main", "--baseline", "no/such/folder/known.json")
    assert code == 2
    assert "the baseline no/such/folder/known.json cannot be written: No such file" in err
    assert "fault in planproof" not in err


@pytest.mark.parametrize("verb", ["gate", "check", "verify"])
def test_a_baseline_is_recorded_anew_only_where_one_is_named(
    made: Repository, capsys: pytest.CaptureFixture[str], verb: str
) -> None:
    assert main([verb, "--update-baseline"]) == 2
    assert "`--update-baseline` goes with `--baseline`" in capsys.readouterr().err


def test_ticks_are_not_written_beside_code_that_lacks_the_work(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(DONE)
    git(made.folder, "checkout", "-q", "main")
    plan = made.folder / "docs/plans/orders-store.md"
    before = plan.read_bytes()
    code, _, err = run(capsys, "--base", "main", "--head", "change", "--suggest", "--write")
    assert code == 2
    assert "something else is checked out; nothing is written" in err
    assert plan.read_bytes() == before
    git(made.folder, "merge", "-q", "--squash", "change")
    git(made.folder, "commit", "-q", "-m", "The same files in another commit")
    code, _, _ = run(capsys, "--base", "main~1", "--head", "change", "--suggest", "--write")
    assert code == 0
    assert plan.read_bytes() == before.replace(b"[ ] 2.", b"[x] 2.")


def test_suggested_ticks_are_said_where_a_format_has_a_place_for_them(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(DONE)
    _, out, _ = run(capsys, "--base", "main", "--suggest", "--format", "github")
    (told,) = (line for line in out.splitlines() if "missing ticks" in line)
    assert told.startswith("::notice title=planproof%3A missing ticks::--- ")
    assert "%0A+* [x] 2. Add `src/store.py`" in told
    _, out, err = run(capsys, "--base", "main", "--suggest", "--format", "sarif")
    assert json.loads(out)["runs"]
    assert "SARIF has no place for the missing ticks" in err


def test_a_description_that_gitlab_cut_is_noted(
    made: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = made.commit(DONE)
    job = {
        "GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "3", "CI_COMMIT_SHA": head,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": made.start,
        "CI_MERGE_REQUEST_DESCRIPTION": "Plan: orders-store",
        "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED": "true",
    }  # fmt: skip
    for name, value in job.items():
        monkeypatch.setenv(name, value)
    _, out, _ = run(capsys, "--format", "json")
    (note,) = json.loads(out)["notes"]
    assert "trailers further down are not read" in note
    monkeypatch.setenv("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED", "false")
    assert json.loads(run(capsys, "--format", "json")[1])["notes"] == []


def test_the_event_is_found_in_github_actions(
    made: Repository,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    head = made.commit(DONE)
    event = tmp_path / "event.json"
    pull = {
        "number": 7, "title": "Docs", "body": "Plan: orders-store\r\nPlan-Step: 5",
        "base": {"sha": made.start, "ref": "main", "repo": {"full_name": "a/b"}},
        "head": {"sha": head, "ref": "x", "repo": {"full_name": "a/b"}},
    }  # fmt: skip
    event.write_text(json.dumps({"pull_request": pull}))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(event))
    code, out, _ = run(capsys, "--format", "json")
    found = json.loads(out)
    assert (code, found["number"], found["base"]) == (0, "#7", made.start)
    assert [one["subject"] for one in found["judgements"]] == ["step-2", "step-5"]
    code, _, err = run(capsys, "--event", "none")
    assert (code, "nobody says what the change is compared with" in err) == (2, True)


def test_a_checkout_of_the_base_is_not_taken_for_the_change(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """`pull_request_target` checks out the base: judging that would pass everything."""
    head = made.commit(BAD)
    event = tmp_path / "event.json"
    repo = {"full_name": "a/b"}
    pull = {
        "number": 7, "base": {"sha": made.start, "ref": "main", "repo": repo},
        "head": {"sha": head, "ref": "x", "repo": repo},
    }  # fmt: skip
    event.write_text(json.dumps({"pull_request": pull}))
    git(made.folder, "checkout", "-q", "main")
    code, out, _ = run(capsys, "--event", str(event))
    assert code == 1
    assert f"{head[:10]} is judged, which the event is about" in " ".join(out.split())
    pull["head"] = {"sha": "c" * 40, "ref": "x", "repo": repo}
    event.write_text(json.dumps({"pull_request": pull}))
    code, _, err = run(capsys, "--event", str(event))
    assert code == 2
    assert "git fetch origin refs/pull/7/head" in err


def test_events_that_are_none(
    made: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    made.commit(DONE)
    file = tmp_path / "event.json"
    for text, words in (("{", "is not JSON"), ("{}", "tells of no change")):
        file.write_text(text)
        code, _, err = run(capsys, "--base", "main", "--event", str(file))
        assert code == 2
        assert words in err
    assert run(capsys, "--base", "main", "--event", str(tmp_path / "no"))[0] == 2


def qa_is(made: Repository, person: str) -> None:
    """Have the plan on main say who is QA."""
    table = f"## Stakeholders\\n\\n| Role | Person | Responsibility |\\n|---|---|---|\\n| QA | {person} | Tests |"
    made.commit(
        f"Who\n---\nreplace docs/plans/orders-store.md ## Non-Goals => {table}\\n\\n## Non-Goals"
    )
    git(made.folder, "branch", "-f", "main")


def test_a_sign_off_is_voided_by_new_words(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    qa_is(made, "Grace")
    git(made.folder, "config", "user.name", "Grace")
    git(made.folder, "config", "user.email", "grace@acme.example")
    assert main(["sign", "docs/plans/orders-store.md#step-4", "--as", "QA", "--yes"]) == 0, (
        capsys.readouterr()
    )
    made.commit("Tick\n---\ntick orders-store 4")
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    assert (code, json.loads(out)["judgements"]) == (0, [])
    made.commit(
        "Words\n---\nreplace docs/plans/orders-store.md Have the runbook read => Have the runbook read twice"
    )
    code, out, _ = run(capsys, "--base", "HEAD~1", "--format", "json")
    found = [(one["kind"], one["subject"]) for one in json.loads(out)["judgements"]]
    assert found == [("voided-sign-off", "step-4/proof")]
    assert code == 0


def test_a_sign_off_of_the_whole_plan_is_voided_by_another_name(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    qa_is(made, "Ada")
    git(made.folder, "config", "user.name", "Ada")
    assert main(["sign", "docs/plans/orders-store.md", "--as", "QA", "--yes"]) == 0, (
        capsys.readouterr()
    )
    capsys.readouterr()
    made.commit("Rename\n---\nmove docs/plans/orders-store.md docs/plans/store.md")
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    (one,) = (one for one in json.loads(out)["judgements"] if one["kind"] == "voided-sign-off")
    assert "the plan is called `store` now" in one["message"]
    assert code == 0


STATED = """---
status: draft
sign-offs: QA
---
# Keys

See [the guide](guide.md).

## Goals

* Keys are rotated

## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| QA | Ada | Tests |
"""


def test_a_state_is_shown_and_holds_where_who_has_to_has_signed(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.write("docs/plans/keys.md", STATED)
    made.commit("Plan it\n---\nwrite docs/plans/guide.md # Guide\\n")
    git(made.folder, "branch", "-f", "main")
    made.commit("Accept\n---\nreplace docs/plans/keys.md draft => accepted")
    code, out, _ = run(capsys, "--base", "main")
    assert code == 0
    said = "warning[unsupported-state]: the plan `keys` becomes accepted here, but QA has not signed it"
    assert said in " ".join(out.split())
    assert "--> docs/plans/keys.md:2:9\n" in out
    assert "What changes\n  keys: state: draft -> accepted\n" in out

    git(made.folder, "config", "user.name", "Ada")
    git(made.folder, "config", "user.email", "ada@acme.example")
    assert main(["sign", "keys", "--as", "QA", "--yes"]) == 0
    assert run(capsys, "--base", "main")[0] == 0
    _, out, _ = run(capsys, "--base", "main", "--format", "json")
    assert json.loads(out)["states"] == [
        {"plan": "keys", "path": "docs/plans/keys.md", "was": "draft", "now": "accepted"}
    ]
    _, out, _ = run(capsys, "--base", "main", "--format", "markdown")
    assert "| keys | state | draft | accepted |" in out


def test_a_state_is_held_against_the_commit_and_not_against_what_is_checked_out(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.write("docs/plans/keys.md", STATED.replace("sign-offs: QA\n", ""))
    made.commit("Plan it\n---\nnothing")
    git(made.folder, "branch", "-f", "main")
    made.commit(
        "Accept\n---\nreplace docs/plans/keys.md draft => accepted\nwrite docs/plans/guide.md # G\\n"
    )
    git(made.folder, "checkout", "-q", "main")
    assert run(capsys, "--base", "main", "--head", "change")[0] == 0


def test_new_plans_show_a_state_that_somebody_gave_them(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(
        "Plans\n---\n"
        "write docs/plans/keys.md ---\\nstatus: accepted\\n---\\n# Keys\\n\\n## Goals\\n\\n* A\\n\n"
        "write docs/plans/locks.md ---\\nstatus: draft\\n---\\n# Locks\\n\\n## Goals\\n\\n* A\\n\n"
        "write docs/plans/done/doors.md # Doors\\n\\n## Goals\\n\\n* A\\n\n"
    )
    code, out, _ = run(capsys, "--base", "main")
    assert code == 0
    assert "What changes\n  keys: state: new -> accepted\n" in out
    assert "locks: state" not in out
    assert "doors: state" not in out


def test_who_may_sign_is_said_before_the_change(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit('Who\n---\nwrite planproof.toml [signers]\\nQA = ["Grace"]\\n')
    git(made.folder, "branch", "-f", "main")
    made.commit(
        'Tick\n---\nwrite planproof.toml [signers]\\nQA = ["Mallory"]\\n\ntick orders-store 4'
    )
    git(made.folder, "config", "user.name", "Mallory")
    assert main(["sign", "docs/plans/orders-store.md#step-4", "--as", "QA", "--yes"]) == 0
    capsys.readouterr()
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    found = [(one["kind"], one["subject"]) for one in json.loads(out)["judgements"]]
    assert (code, found) == (1, [("unsupported-tick", "step-4")])


def test_a_partial_clone_is_not_judged_by_what_it_happens_to_have(
    made: Repository,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made.commit(
        "Limits\n\nPlan: orders-store\n---\nreplace src/limits.py import os => import os\\nimport sys"
    )
    git(made.folder, "config", "uploadpack.allowFilter", "true")
    there = tmp_path / "part"
    git(made.folder, "clone", "-q", "--filter=blob:none", f"file://{made.folder}", str(there))
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    assert "inside-non-goal" in [one["kind"] for one in json.loads(out)["judgements"]]
    assert code == 1
    monkeypatch.chdir(there)
    code, _, err = run(capsys, "--base", "origin/main")
    assert code == 2
    assert "this clone lacks the contents of" in err


def test_a_merge_request_ticks_its_own_step(
    made: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made.commit(
        "Tell\n---\ntick orders-store 5\n"
        "replace docs/plans/orders-store.md Tell the clients => Tell the clients\\n  * pr: !13"
    )
    said = {
        "GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "13", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "b", "CI_COMMIT_SHA": git(made.folder, "rev-parse", "HEAD").strip(),
    }  # fmt: skip
    for name, value in said.items():
        monkeypatch.setenv(name, value)
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    said = json.loads(out)
    assert (code, said["number"], said["judgements"]) == (0, "!13", [])


def test_nobody_names_himself_among_those_who_sign(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    qa_is(made, "Grace")
    made.commit("Me\n---\nreplace docs/plans/orders-store.md Grace => Mallory\ntick orders-store 4")
    git(made.folder, "config", "user.name", "Mallory")
    assert main(["sign", "docs/plans/orders-store.md#step-4", "--as", "QA", "--yes"]) == 0
    capsys.readouterr()
    code, out, _ = run(capsys, "--base", "main", "--format", "json")
    found = [(one["kind"], one["subject"]) for one in json.loads(out)["judgements"]]
    assert (code, found) == (1, [("unsupported-tick", "step-4")])


def test_evidence_of_one_plan_is_none_of_another_of_its_name(
    made: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    git(made.folder, "config", "user.name", "Ada")
    qa_is(made, "Ada")
    assert main(["sign", "docs/plans/orders-store.md#step-4", "--as", "QA", "--yes"]) == 0
    capsys.readouterr()
    text = (made.folder / "docs/plans/orders-store.md").read_text()
    (made.folder / "docs/plans/more").mkdir()
    copy = text.replace("* [ ] 4.", "* [x] 4.")
    (made.folder / "docs/plans/more/orders-store.md").write_text(copy)
    git(made.folder, "add", "-A")
    git(made.folder, "commit", "-q", "-m", "Copy")
    _, out, _ = run(capsys, "--base", "main", "--format", "json")
    refused = [one for one in json.loads(out)["judgements"] if one["subject"] == "step-4"]
    assert "2 plans are called `orders-store`" in refused[0]["message"]


def test_no_plan_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Repository(tmp_path / "empty", {"README.md": "# Nothing\n", "planproof.toml": ""})
    made.commit("More\n---\nwrite a.py A = 1")
    monkeypatch.chdir(made.folder)
    code, _, err = run(capsys, "--base", "HEAD~1", "--event", "none", "--no-cache")
    assert (code, "there is no plan here" in err) == (2, True)


def test_a_repository_that_git_does_not_trust_is_no_fault_of_planproof(
    made: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for verb in (["gate", "--base", "main"], ["verify"]):
        assert main(verb) == 2
        err = capsys.readouterr().err
        assert err.startswith("planproof: git does not trust this repository")
        assert "safe.directory" in err
