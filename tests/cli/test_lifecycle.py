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
    assert cli("sign", "orders", "--as", "QA", "--yes").code == 0
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


def test_a_template_that_nobody_filled_in_is_not_accepted(repo: Path, cli: Cli) -> None:
    assert cli("new", "Keys").code == 0
    path = repo / "docs/plans/keys.md"
    path.write_text(path.read_text().replace("* Q1?\n* Q2?\n", "* None\n"))
    ran = cli("accept", "keys")
    assert ran.code == 1
    told = " ".join(ran.out.split())
    assert 'finding line 11: "Summary" is not filled in: ' in told
    assert 'Nobody is named for "QA"' in told
    assert ran.out.count("  finding  ") == 10
    assert "more findings; `planproof check docs/plans/keys.md` lists them" in told
    missing = json.loads(cli("accept", "keys", "--format", "json").out)["missing"]
    assert {one["kind"] for one in missing} == {"finding"}
    # As many as `check` finds errors in it once it says that it is accepted; warnings are none of them.
    path.write_text(path.read_text().replace("status: draft", "status: accepted"))
    checked = json.loads(cli("check", "docs/plans/keys.md", "--format", "json").out)["findings"]
    severities = [one["severity"] for one in checked]
    assert len(missing) == severities.count("error") > 10
    assert "warning" in severities


FAULTY = """---
status: draft
---
# Orders

## Stakeholders

| Role | Person / Team | Responsibility |
|------|---------------|----------------|
| QA | Ada | Signs off the test plan |

## Open Questions

* Which queue?
  * answer:

## Goals

* Answer as [the guide](guide.md) says
"""


def test_who_is_to_sign_is_told_what_comes_first(repo: Path, write: Write, cli: Cli) -> None:
    def last(text: str) -> list[str]:
        write("docs/plans/orders.md", text)
        missing = json.loads(cli("accept", "orders", "--format", "json").out)["missing"]
        return [*(one["kind"] for one in missing), missing[-1]["help"].partition("`. ")[2]]

    both = "Do so after the questions are answered and the findings are mended, for that changes the words."
    assert last(FAULTY) == ["question", "finding", "sign-off", both]
    mended = FAULTY.replace("[the guide](guide.md)", "the guide")
    asked = "Do so after the questions are answered, for that changes the words."
    assert last(mended) == ["question", "sign-off", asked]
    assert last(mended.replace("answer:", "answer: none")) == ["sign-off", ""]


def test_known_findings_do_not_keep_a_plan_from_being_accepted(
    repo: Path, write: Write, cli: Cli
) -> None:
    plan = FAULTY.replace("answer:", "answer: none").replace("Signs off the", "The")
    write("docs/plans/orders.md", plan)
    assert cli("accept", "orders", "--dry-run").code == 1
    assert cli("check", "--baseline", "known.json").code == 0
    write("planproof.toml", 'baseline = "known.json"\n')
    assert cli("accept", "orders", "--dry-run").code == 0


def test_what_finish_will_ask_for_is_told_early(repo: Path, write: Write, cli: Cli) -> None:
    write(
        "docs/plans/orders.md",
        "# Orders\n\n## Goals\n\n* Fewer calls\n\n## Acceptance Criteria\n\n"
        "* AC-1: Support has read it\n  * proof: sign-off by QA\n* AC-2: Nobody loses an order\n",
    )
    said = "2 items name no proof; `finish` will ask for them: goal-1, AC-2"
    ran = cli("accept", "orders", "--dry-run")
    assert (ran.code, f"note: {said}\n" in ran.out) == (0, True)
    assert json.loads(cli("accept", "orders", "--format", "json").out)["notes"] == [said]
    assert json.loads(cli("start", "orders", "--format", "json").out)["notes"] == []
    assert "`goal-1` is unproven: it names no proof" in " ".join(
        cli("finish", "orders").out.split()
    )


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
    assert cli("sign", "orders", "--as", "security", "--yes").code == 0
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
    assert "`component-1` is broken: there is nothing at this path (claimed: " in told
    assert "the plan is done" not in told
    assert "step 1 is ticked" not in told
    unproven = "`criterion-1` is unproven: it names no proof"
    assert f"{unproven} Say with `proof:` how it is proven, and prove it." in told
    assert "`criterion-2` is unproven: no evidence of it is recorded `planproof prove" in told
    assert "`planproof prove due#criterion-2` proves it" in told


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


def test_a_step_named_by_another_name_is_suggested_by_its_id(
    repo: Path, write: Write, cli: Cli
) -> None:
    write("docs/plans/a.md", "# A\n\n## Implementation Checklist\n\n1. [ ] **T001** One\n")
    for name in ("t001", "step-1", "1"):
        assert "did you mean `T001`?" in cli("tick", f"a#{name}").err


def test_a_file_that_is_no_plan_keeps_its_text(repo: Path, write: Write, cli: Cli) -> None:
    write("README.md", "# Orders\n\nTakes orders.\n")
    ran = cli("accept", "README.md")
    assert ran.code == 2
    assert "is no plan" in ran.err
    assert Path("README.md").read_text() == "# Orders\n\nTakes orders.\n"


def test_a_successor_whose_id_several_plans_have_is_named_by_its_file(
    repo: Path, cli: Cli, write: Write
) -> None:
    write("docs/plans/cli-init/spec.md", "# Init\n\n## Goals\n\n* Be fast\n")
    write("docs/plans/old/cli-init/spec.md", "# Init\n\n## Goals\n\n* Be slow\n")
    assert cli("supersede", "orders", "--by", "docs/plans/cli-init/spec.md").code == 0
    assert "superseded-by: docs/plans/cli-init/spec.md\n" in text_of(repo)
    assert "already" in cli("supersede", "orders", "--by", "docs/plans/cli-init/spec.md").out
