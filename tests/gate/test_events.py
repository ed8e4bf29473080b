"""What a forge says of a change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.gate.events import Event, NoCommits, NotAnEvent, event_of, of_gitlab

A, B = "a" * 40, "b" * 40
REPO = {"full_name": "acme/orders"}


def test_a_pull_request() -> None:
    found = event_of({"action": "opened", "number": 7, "pull_request": {
        "number": 7, "title": "T", "body": None, "commits": 3,
        "base": {"ref": "main", "sha": A, "repo": REPO},
        "head": {"ref": "x", "sha": B, "repo": {"full_name": "stranger/orders"}},
    }})  # fmt: skip
    assert found == Event(
        kind="pull_request", number="#7", title="T", branch="x", base=A, target="main", head=B,
        fork=True, commits=3,
    )  # fmt: skip


def test_a_pull_request_whose_fork_is_gone() -> None:
    found = event_of({"pull_request": {
        "number": 7, "base": {"sha": A, "repo": REPO}, "head": {"sha": B, "repo": None},
    }})  # fmt: skip
    assert (found.fork, found.head) == (True, B)


def test_a_merge_group() -> None:
    ref = f"refs/heads/gh-readonly-queue/main/pr-104-{A}"
    found = event_of({"merge_group": {
        "head_sha": B, "head_ref": ref, "base_sha": A, "base_ref": "refs/heads/main",
        "head_commit": {"message": "Merge"},
    }})  # fmt: skip
    assert (found.kind, found.number, found.base, found.head) == ("merge_group", "#104", A, B)
    assert found.target == "main"


def test_a_push_of_a_new_branch_has_no_base() -> None:
    found = event_of({
        "ref": "refs/heads/x", "before": "0" * 40, "after": B,
        "repository": {"default_branch": "trunk"}, "commits": [{"id": B, "message": "Plan: a"}],
    })  # fmt: skip
    assert (found.base, found.target, found.branch) == ("", "trunk", "x")
    assert found.messages == ((f"commit {B[:10]}", "Plan: a"),)


def test_gitlab() -> None:
    assert of_gitlab({}) is None
    found = of_gitlab({
        "GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "12", "CI_MERGE_REQUEST_TITLE": "T",
        "CI_MERGE_REQUEST_DESCRIPTION": "Plan: a", "CI_COMMIT_SHA": B,
        "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "x", "CI_MERGE_REQUEST_DIFF_BASE_SHA": A,
        "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "2",
        "CI_MERGE_REQUEST_PROJECT_ID": "1",
    })  # fmt: skip
    assert found is not None
    assert (found.number, found.base, found.head, found.fork) == ("!12", A, B, True)
    pushed = of_gitlab({"GITLAB_CI": "true", "CI_COMMIT_SHA": B, "CI_COMMIT_BEFORE_SHA": "0" * 40})
    assert pushed is not None
    assert (pushed.kind, pushed.base) == ("push", "")


@pytest.mark.parametrize("source", ["schedule", "web", "api", "trigger", "pipeline"])
def test_gitlabs_pipelines_by_the_clock_or_by_hand_are_about_no_change(source: str) -> None:
    job = {"GITLAB_CI": "true", "CI_COMMIT_SHA": B, "CI_COMMIT_BEFORE_SHA": A, "CI_COMMIT_BRANCH": "main"}  # fmt: skip
    assert of_gitlab({**job, "CI_PIPELINE_SOURCE": source}) is None
    assert of_gitlab({**job, "CI_PIPELINE_SOURCE": "push"}) is not None
    # Somebody ran the pipeline of a merge request by hand: it is about that.
    assert of_gitlab({**job, "CI_PIPELINE_SOURCE": source, "CI_MERGE_REQUEST_IID": "3"}) is not None


def test_a_tag_and_a_branch_that_is_gone_bring_no_commit() -> None:
    tag = {"ref": "refs/tags/v1", "before": "0" * 40, "after": B, "deleted": False}
    gone = {"ref": "refs/heads/x", "before": A, "after": "0" * 40, "deleted": True}
    for data in (tag, gone):
        with pytest.raises(NoCommits):
            event_of(data)
    assert of_gitlab({"GITLAB_CI": "true", "CI_COMMIT_SHA": B, "CI_COMMIT_TAG": "v1"}) is None


def test_gitlab_says_that_it_cut_a_description() -> None:
    job = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_IID": "3", "CI_MERGE_REQUEST_DESCRIPTION": "Why"}
    cut, whole = (
        of_gitlab({**job, "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED": said})
        for said in ("true", "false")
    )
    assert cut is not None
    assert cut.cut
    assert whole is not None
    assert not whole.cut


def test_gitlabs_webhook() -> None:
    found = event_of({"object_kind": "merge_request", "object_attributes": {
        "iid": 3, "title": "T", "description": "D", "source_branch": "x", "target_branch": "main",
        "last_commit": {"id": B}, "source_project_id": 1, "target_project_id": 1,
    }})  # fmt: skip
    assert (found.number, found.body, found.head, found.fork) == ("!3", "D", B, False)


@pytest.mark.parametrize("data", [None, [], {}, {"issue": {}}, {"pull_request": None}])
def test_other_events_tell_of_no_change(data: object) -> None:
    with pytest.raises(NotAnEvent):
        event_of(data)


def test_what_is_no_commit_is_none() -> None:
    found = event_of({"before": "--output=x", "after": "HEAD; rm", "ref": "refs/heads/x"})
    assert (found.base, found.head) == ("", "")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["pull_request", "merge_group", "base", "head", "repo", "sha", "commits", "before", "after", "object_kind"]),
        inner, max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(JSON)
def test_any_json_is_an_event_or_is_refused(data: object) -> None:
    try:
        found = event_of(data)
    except NotAnEvent:
        return
    assert isinstance(found, Event)
