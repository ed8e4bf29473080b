"""What a run in a forge's CI may do, and the one comment it keeps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from planproof.app.errors import CannotDo
from planproof.app.forge import (
    LONGEST,
    body_of,
    from_where,
    keep_comment,
    marker,
    output_lines,
    run_of,
)
from planproof.gate.events import event_of, of_gitlab
from planproof.report.gate import MARK
from planproof.system.forge import Comments
from tests.forges import BOT, TOKEN, FakeForge, merge_group, pull_request, push, running

BASE, HEAD = "a" * 40, "b" * 40
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_EVENT_NAME": "pull_request",
    "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_REPOSITORY": "acme/orders",
    "GITHUB_REF": "refs/pull/2/merge",
    "PLANPROOF_TOKEN": TOKEN,
}
GITLAB = {
    "GITLAB_CI": "true",
    "CI_API_V4_URL": "https://gitlab.acme.example/api/v4",
    "CI_PROJECT_ID": "7",
    "CI_DEFAULT_BRANCH": "main",
    "CI_MERGE_REQUEST_IID": "2",
    "CI_MERGE_REQUEST_PROJECT_ID": "7",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "7",
    "PLANPROOF_TOKEN": TOKEN,
}


@pytest.fixture
def forge() -> Iterator[FakeForge]:
    with running(FakeForge()) as one:
        yield one


def comments(forge: FakeForge) -> Comments:
    return Comments("github", forge.url, "acme/orders", 2, TOKEN, pause=0)


def test_a_pull_request_of_the_repository_may_be_commented_and_pushes_nothing() -> None:
    run = run_of(GITHUB, event_of(pull_request(BASE, HEAD)), "main")
    assert run.comments is not None
    assert (run.comments.api, run.comments.number) == ("https://api.github.com", 2)
    assert not run.settled


@pytest.mark.parametrize(
    ("environ", "event", "why"),
    [
        (GITHUB, pull_request(BASE, HEAD, fork=True), "comes from a fork"),
        (GITHUB, merge_group(BASE, HEAD), "about no pull request"),
        (GITHUB, push(BASE, HEAD), "about no pull request"),
        ({**GITHUB, "PLANPROOF_TOKEN": ""}, pull_request(BASE, HEAD), "no token"),
        ({**GITHUB, "PLANPROOF_TOKEN": "a\nb"}, pull_request(BASE, HEAD), "no token"),
        ({**GITHUB, "GITHUB_REPOSITORY": "../x"}, pull_request(BASE, HEAD), "does not say"),
    ],
)
def test_where_no_comment_is_written_the_reason_is_said(
    environ: dict[str, str], event: object, why: str
) -> None:
    run = run_of(environ, event_of(event), "main")
    assert run.comments is None
    assert why in run.silent


@pytest.mark.parametrize("name", ["pull_request_target", "workflow_run"])
def test_rights_over_the_repository_are_not_taken_for_a_strangers_change(name: str) -> None:
    with pytest.raises(CannotDo, match=f"`{name}` runs with the repository's own rights"):
        run_of({**GITHUB, "GITHUB_EVENT_NAME": name}, event_of(pull_request(BASE, HEAD)), "main")


@pytest.mark.parametrize(
    ("name", "ref", "default", "settled"),
    [
        ("push", "refs/heads/main", "main", True),
        ("schedule", "refs/heads/main", "main", True),
        ("push", "refs/heads/main", "trunk", False),
        ("push", "refs/heads/", "", False),
        ("push", "refs/tags/main", "main", False),
        ("merge_group", "refs/heads/gh-readonly-queue/main/pr-2-aaa", "main", False),
        ("pull_request", "refs/heads/main", "main", False),
    ],
)
def test_the_ledger_is_pushed_for_the_default_branch_alone(
    name: str, ref: str, default: str, settled: bool
) -> None:
    environ = {**GITHUB, "GITHUB_EVENT_NAME": name, "GITHUB_REF": ref}
    assert run_of(environ, event_of(push(BASE, HEAD)), default).settled is settled


def test_gitlab_says_all_of_it_by_variables() -> None:
    run = run_of(GITLAB, of_gitlab(GITLAB))
    assert run.comments is not None
    assert run.comments.forge == "gitlab"
    assert not run.settled
    assert not run.foreign
    main = {
        "GITLAB_CI": "true",
        "CI_COMMIT_BRANCH": "main",
        "CI_DEFAULT_BRANCH": "main",
        "CI_COMMIT_SHA": HEAD,
    }
    assert run_of(main, of_gitlab(main)).settled


def test_in_a_gitlab_fork_nothing_is_written_and_its_ledger_is_a_strangers() -> None:
    fork = {**GITLAB, "CI_PROJECT_ID": "9", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "9"}
    run = run_of(fork, of_gitlab(fork))
    assert run.comments is None
    assert run.foreign


def test_gitlabs_job_token_is_not_tried() -> None:
    job = {**GITLAB, "PLANPROOF_TOKEN": "", "GITHUB_TOKEN": TOKEN, "CI_JOB_TOKEN": TOKEN}
    assert run_of(job, of_gitlab(job)).silent == "there is no token in the variable PLANPROOF_TOKEN"


def test_a_new_branch_and_a_forced_push_are_judged_from_their_last_commit() -> None:
    assert from_where(event_of(push("0" * 40, HEAD)), known=False) == "HEAD^"
    assert from_where(event_of(push(BASE, HEAD)), known=False) == "HEAD^"
    assert from_where(event_of(push(BASE, HEAD)), known=True) == ""
    assert from_where(event_of(pull_request(BASE, HEAD)), known=False) == ""


def test_one_comment_is_written_and_then_brought_up_to_date(forge: FakeForge) -> None:
    forge.add("ada", "Looks good")
    assert keep_comment(comments(forge), f"{MARK}\none", worth=True) == "a comment is written on #2"
    assert "brought up to date" in keep_comment(comments(forge), f"{MARK}\ntwo", worth=True)
    assert "says so already" in keep_comment(comments(forge), f"{MARK}\ntwo", worth=True)
    assert forge.bodies() == ["Looks good", f"{MARK}\ntwo"]
    assert forge.written() == ["POST", "PATCH"]


def test_a_comment_that_somebody_else_marked_is_not_touched(forge: FakeForge) -> None:
    forge.add("mallory", f"{MARK}\nall is well")
    keep_comment(comments(forge), f"{MARK}\ntrue", worth=True)
    assert forge.bodies("mallory") == [f"{MARK}\nall is well"]
    assert forge.bodies(BOT) == [f"{MARK}\ntrue"]


def test_other_comments_of_the_bot_are_not_touched_and_surplus_ones_go(forge: FakeForge) -> None:
    forge.add(BOT, "Coverage: 91 %")
    forge.add(BOT, f"{marker('shop')}\nanother project's")
    forge.add(BOT, f"{MARK}\r\nfirst")
    forge.add(BOT, f"{MARK}\nof two runs at once")
    keep_comment(comments(forge), f"{MARK}\nnow", worth=True)
    assert forge.bodies() == [
        "Coverage: 91 %",
        f"{marker('shop')}\nanother project's",
        f"{MARK}\nnow",
    ]


def test_nothing_to_say_is_no_comment_but_corrects_one(forge: FakeForge) -> None:
    assert "nothing to say" in keep_comment(comments(forge), f"{MARK}\nok", worth=False)
    assert forge.written() == []
    forge.add(BOT, f"{MARK}\n2 errors")
    keep_comment(comments(forge), f"{MARK}\nok", worth=False)
    assert forge.bodies() == [f"{MARK}\nok"]


def test_a_forge_that_refuses_is_said_and_no_more(forge: FakeForge) -> None:
    forge.refuses = 403
    said = keep_comment(comments(forge), f"{MARK}\nok", worth=True)
    assert said.startswith("no comment is written: ")
    assert said.endswith("answers 403: Resource not accessible by integration")


def test_a_body_is_short_enough_and_marked_by_its_folder() -> None:
    long = body_of(f"{MARK}\n" + "a line of words\n" * 10_000, "")
    assert LONGEST - 100 < len(long) < LONGEST + 100
    assert long.startswith(f"{MARK}\na line")
    assert long.endswith("The rest is in the run's log.\n")
    hostile = body_of("text", "a -->\n@everyone")
    assert hostile == "<!-- planproof gate: a%20--%3E%0A%40everyone -->\ntext"


def test_an_output_cannot_pass_for_another() -> None:
    assert output_lines({"result": "passed", "sarif": ""}) == "result=passed\nsarif=\n"
    with pytest.raises(CannotDo, match="the output sarif cannot be"):
        output_lines({"sarif": "a\nresult=passed"})
