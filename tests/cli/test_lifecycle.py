"""`accept`, `start`, `finish`, `supersede`, `withdraw`, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Cli, Write
from tests.cli.test_verify import commit, git

PLAN = """---
owner: ada # hers
status: Draft
---
# Orders

## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| Owner | Ada | Delivery |
| QA | Ada | Signs off the test plan |

## Components / Modules Affected

* `src/api.py` (new)

## Open Questions

* Which queue?

## Incremental Implementation Checklist

* [x] 1. Write it
* [ ] 2. Ship it
"""


@pytest.fixture
def repo(project: Path, write: Write) -> Path:
    git(project, "init", "-q", "-b", "main")
    git(project, "config", "user.name", "Ada")
    git(project, "config", "user.email", "ada@acme.example")
    write("docs/plans/orders.md", PLAN)
    write("docs/plans/next.md", "# Next\n\n## Goals\n\n* Fewer than 3 errors a day\n")
    commit(project, "Plan it")
    return project


def text_of(repo: Path) -> str:
    return (repo / "docs/plans/orders.md").read_text()


def test_a_plan_from_draft_to_done(repo: Path, cli: Cli) -> None:
    ran = cli("accept", "orders")
    assert ran.code == 1
    assert "2 things missing" in ran.out
    assert "Which queue?" in ran.out
    assert "QA has not signed it" in ran.out
    assert cli("start", "orders").code == 1
    assert text_of(repo) == PLAN

    answered = PLAN.replace("Which queue?", "Which queue?\n  * answer: none")
    (repo / "docs/plans/orders.md").write_text(answered)
    assert cli("sign", "orders", "--as", "QA").code == 0
    assert cli("accept", "orders").code == 0
    assert text_of(repo) == answered.replace("status: Draft", "status: Accepted")
    # Nothing of what was signed has changed.
    assert "holds    the QA signed this wording" in cli("verify", "orders").out
    assert cli("start", "orders").code == 0
    assert cli("start", "orders").out == "orders is active already\n"

    ran = cli("finish", "orders", "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["state"], told["written"]) == (1, "done", False)
    assert [(one["kind"], one["item"]) for one in told["missing"]] == [
        ("step", "step-2"),
        ("claim", "component-1"),
    ]
    (repo / "src").mkdir()
    (repo / "src/api.py").write_text("x = 1\n")
    assert cli("tick", "orders#step-2").code == 0
    assert cli("finish", "orders").code == 0
    assert "status: Done\n" in text_of(repo)
    assert cli("withdraw", "orders", "too late").code == 1


def test_roles_of_the_settings_have_to_sign(repo: Path, write: Write, cli: Cli) -> None:
    write("planproof.toml", 'sign-offs = ["Ops"]\n')
    ran = cli("accept", "next")
    assert ran.code == 1
    assert "Ops has not signed it" in ran.out


def test_a_role_that_only_front_matter_names_can_sign(repo: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", "---\nsign-offs: [Security]\n---\n# Orders\n\n## Goals\n\n* A\n")
    advice = 'in the settings: signers = { "Security" ='
    assert advice in " ".join(cli("accept", "orders").out.split())
    ran = cli("sign", "orders", "--as", "security")
    assert ran.code == 2
    assert "nobody is named who may sign for Security" in ran.err
    assert f'{advice} ["ada@acme.example"] }}' in " ".join(ran.err.split())

    write("planproof.toml", 'signers = { "Security" = ["ada@acme.example"] }\n')
    assert "`planproof sign orders --as Security`" in cli("accept", "orders").out
    assert cli("sign", "orders", "--as", "security").code == 0
    assert cli("accept", "orders").code == 0


def test_superseded_by_another_plan_that_there_is(repo: Path, cli: Cli) -> None:
    assert cli("supersede", "orders").code == 2
    assert cli("supersede", "orders", "--by", "nothing").code == 2
    assert "does not supersede itself" in cli("supersede", "orders", "--by", "orders").err
    assert text_of(repo) == PLAN
    assert cli("supersede", "orders", "--by", "next").code == 0
    assert text_of(repo) == PLAN.replace(
        "status: Draft\n", "status: Superseded\nsuperseded-by: next\n"
    )
    assert "superseded itself" in cli("supersede", "next", "--by", "orders").err


def test_withdrawn_with_a_reason_and_dry_runs(repo: Path, cli: Cli) -> None:
    assert "would be withdrawn" in cli("withdraw", "orders", "no money", "--dry-run").out
    assert "+status: Withdrawn\n+withdrawn-because: no money\n" in (
        cli("withdraw", "orders", "no money", "--diff").out
    )
    assert text_of(repo) == PLAN
    assert cli("withdraw", "orders", "no\nmoney").code == 0
    assert text_of(repo) == PLAN.replace(
        "status: Draft\n", "status: Withdrawn\nwithdrawn-because: no money\n"
    )


def test_a_reason_is_wanted_and_none_is_lost(repo: Path, write: Write, cli: Cli) -> None:
    for blank in ("", " \n"):
        ran = cli("withdraw", "orders", blank)
        assert (ran.code, "it is not said why" in ran.err) == (2, True)
    assert text_of(repo) == PLAN

    withdrawn = PLAN.replace("status: Draft\n", "status: Abandoned\n")
    write("docs/plans/orders.md", withdrawn)
    assert "the plan says more of it now" in cli("withdraw", "orders", "no money").out
    with_reason = withdrawn.replace("Abandoned\n", "Abandoned\nwithdrawn-because: no money\n")
    assert text_of(repo) == with_reason
    assert cli("withdraw", "orders", "No money").out == "orders is withdrawn already\n"
    ran = cli("withdraw", "orders", "no time")
    assert (ran.code, 'is withdrawn already, and says "no money"' in ran.err) == (2, True)
    assert text_of(repo) == with_reason


def test_a_successor_is_not_exchanged_in_silence(repo: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/later.md", "# Later\n\n## Goals\n\n* Fewer than 2 errors a day\n")
    write(
        "docs/plans/orders.md",
        "# Orders\n\nStatus: Superseded by [next](next.md)\n\n## Goals\n\n* A\n",
    )
    assert cli("supersede", "orders", "--by", "next").out == "orders is superseded already\n"
    ran = cli("supersede", "orders", "--by", "later")
    assert (ran.code, "is superseded already, and says" in ran.err) == (2, True)


def test_a_state_that_planproof_does_not_know_is_not_replaced(
    repo: Path, write: Write, cli: Cli
) -> None:
    text = PLAN.replace("status: Draft", "status: on hold")
    write("docs/plans/orders.md", text)
    for verb in (["accept", "orders"], ["start", "orders"], ["withdraw", "orders", "no money"]):
        ran = cli(*verb)
        assert ran.code == 1
        assert 'its status says "on hold", which is no state that planproof knows' in ran.out
        assert "Write one of `draft`, `review`, `accepted`" in ran.out
    assert text_of(repo) == text


def test_a_state_that_stands_in_another_file_is_changed_there(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("keps/1-keys/README.md", "# KEP-1: Keys\n\n## Summary\n\n## Motivation\n\n## Proposal\n")
    write("keps/1-keys/kep.yaml", "title: Keys\nstatus: provisional\n")
    ran = cli("accept", "keps/1-keys/README.md")
    assert ran.code == 2
    assert "the state of keps/1-keys/README.md stands in keps/1-keys/kep.yaml" in ran.err


def test_a_plan_in_conflict_is_left(repo: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/orders.md", f"{PLAN}\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n")
    ran = cli("withdraw", "orders", "no money")
    assert (ran.code, "docs/plans/orders.md:27: a merge conflict" in ran.err) == (2, True)


def test_what_cannot_be_edited_is_left(repo: Path, write: Write, cli: Cli) -> None:
    write("docs/plans/odd.md", "---\nstatus: [draft, old]\n---\n# Odd\n\n## Goals\n\n* A\n")
    ran = cli("accept", "odd")
    assert (ran.code, "holds more than a word" in ran.err) == (2, True)


DUE = """---
status: accepted
---
# Orders

## Components / Modules Affected

* `src/api.py` (new) (step 1)

## Incremental Implementation Checklist

* [ ] 1. Write it

## Acceptance Criteria

* The API answers
* The API is fast
  * proof: read `bench.json` `p95_ms`
"""


def test_finish_says_what_to_do_and_claims_no_tick_that_there_is_not(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/due.md", DUE)
    ran = cli("finish", "due")
    told = " ".join(ran.out.split())
    assert ran.code == 1
    assert "will be there: the plan is done, but there is nothing at this path" in told
    assert "step 1 is ticked" not in told
    assert "it names no proof Say with `proof:` how it is proven, and prove it." in told
    assert "`planproof prove 'due#criterion-2'` proves it." in told


def test_a_closed_plan_says_from_which_states_there_is_a_way(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/due.md", DUE.replace("accepted", "superseded"))
    ran = cli("withdraw", "due", "nobody needs it", "--format", "json")
    said = json.loads(ran.out)
    assert ran.code == 1
    assert said["schema"] == "planproof/lifecycle/1"
    assert (
        "only a plan that is draft, review, accepted or active can" in said["missing"][0]["reason"]
    )


def test_a_plan_in_a_folder_of_its_own_is_suggested_by_the_folder(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("openspec/changes/add-keys/tasks.md", "## 1. Keys\n\n- [ ] 1.1 Read them\n")
    write(
        "openspec/changes/add-keys/proposal.md", "## Why\n\nRetries.\n\n## What Changes\n\n- Keys\n"
    )
    assert "did you mean `add-keys/tasks`?" in cli("start", "add-keys").err
    assert "did you mean `step-1.1`?" in cli("tick", "add-keys/tasks#1.1").err


def test_a_file_that_is_no_plan_keeps_its_text(repo: Path, write: Write, cli: Cli) -> None:
    write("README.md", "# Orders\n\nTakes orders.\n")
    ran = cli("accept", "README.md")
    assert ran.code == 2
    assert "is no plan" in ran.err
    assert Path("README.md").read_text() == "# Orders\n\nTakes orders.\n"
