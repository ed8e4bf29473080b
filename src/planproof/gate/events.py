"""What a forge says of the change that its CI runs for.

Sources: GitHub's documentation, "Webhook events and payloads" (pull_request, merge_group, push) and
"Events that trigger workflows"; GitLab's, "Predefined CI/CD variables reference" and "Webhook events"
(merge request events). All of it may be written by a stranger, who opens a pull request from a fork.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from planproof.text.patterns import rx

_NONE = r"0{40,64}"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A change as a forge tells of it.

    Attributes:
        kind: `pull_request`, `merge_group`, `push`.
        forge: `github` or `gitlab`.
        number: `#128`, on GitLab `!128`; empty where it has none.
        title: of the pull request.
        body: its description.
        branch: the branch that it comes from.
        base: the commit that it is compared with; empty where nobody says.
        target: the branch that it is to be merged into.
        head: its last commit; empty where nobody says.
        fork: whether it comes from a fork.
        commits: how many commits it has; 0 where nobody says.
        messages: of its commits, where the event has them: what each is called, and its text.
        cut: whether the description is longer than what is known of it.
    """

    kind: str
    forge: str = "github"
    number: str = ""
    title: str = ""
    body: str = ""
    branch: str = ""
    base: str = ""
    target: str = ""
    head: str = ""
    fork: bool = False
    commits: int = 0
    messages: tuple[tuple[str, str], ...] = ()
    cut: bool = False


class NotAnEvent(ValueError):
    """A file that tells of no change. The message says what it lacks."""


class NoCommits(NotAnEvent):
    """A push that brings no commit to any branch: of a tag, or that a branch is gone."""


OF_A_CHANGE = ("pull_request", "pull_request_target", "merge_group", "push")
"""Events of GitHub, by name, that are about a change."""

_BY_ITSELF = ("schedule", "web", "api", "trigger", "pipeline", "chat")
"""Why GitLab runs a pipeline that is about no change: the clock, somebody by hand, another program."""


def event_of(data: Any) -> Event:
    """The change that a webhook's payload tells of.

    Raises:
        NotAnEvent: it is of another kind.
        NoCommits: it is a push without commits.
    """
    if not isinstance(data, dict):
        raise NotAnEvent("it is no JSON object")
    if data.get("object_kind") == "merge_request":
        return _merge_request(data)
    if isinstance(data.get("pull_request"), dict):
        return _pull_request(data)
    if isinstance(data.get("merge_group"), dict):
        return _merge_group(data["merge_group"])
    if "before" in data and "after" in data:
        return _push(data)
    raise NotAnEvent("it is neither a pull request, a merge group nor a push")


def _pull_request(data: dict[str, Any]) -> Event:
    pull = data["pull_request"]
    base, head = _below(pull, "base"), _below(pull, "head")
    owns = _text(_below(base, "repo"), "full_name")
    return Event(
        kind="pull_request",
        number=_number(pull.get("number", data.get("number"))),
        title=_text(pull, "title"),
        body=_text(pull, "body"),
        branch=_text(head, "ref"),
        base=_commit(base.get("sha")),
        target=_text(base, "ref"),
        head=_commit(head.get("sha")),
        fork=_text(_below(head, "repo"), "full_name") != owns,
        commits=pull["commits"] if type(pull.get("commits")) is int else 0,
    )


def _merge_group(group: dict[str, Any]) -> Event:
    ref = _text(group, "head_ref")
    match = rx(r"/pr-(\d+)-[0-9a-f]+$").search(ref)
    message = _text(_below(group, "head_commit"), "message")
    head = _commit(group.get("head_sha"))
    return Event(
        kind="merge_group",
        number=f"#{match[1]}" if match else "",
        base=_commit(group.get("base_sha")),
        target=_text(group, "base_ref").removeprefix("refs/heads/"),
        head=head,
        messages=((f"commit {head[:10]}", message),) if message else (),
    )


def _push(data: dict[str, Any]) -> Event:
    if data.get("deleted") is True or rx(_NONE).fullmatch(_text(data, "after")):
        raise NoCommits("a branch or a tag is gone")
    if _text(data, "ref").startswith("refs/tags/"):
        raise NoCommits("a tag was pushed")
    said = data.get("commits")
    commits = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    target = _text(data, "base_ref").removeprefix("refs/heads/")
    return Event(
        kind="push",
        branch=_text(data, "ref").removeprefix("refs/heads/"),
        base=_commit(data.get("before")),
        target=target or _text(_below(data, "repository"), "default_branch"),
        head=_commit(data.get("after")),
        commits=len(commits),
        messages=tuple(
            (f"commit {_text(one, 'id')[:10]}", _text(one, "message")) for one in commits
        ),
    )


def _merge_request(data: dict[str, Any]) -> Event:
    about = _below(data, "object_attributes")
    return Event(
        kind="pull_request",
        forge="gitlab",
        number=_number(about.get("iid"), "!"),
        title=_text(about, "title"),
        body=_text(about, "description"),
        branch=_text(about, "source_branch"),
        target=_text(about, "target_branch"),
        head=_commit(_below(about, "last_commit").get("id")),
        fork=about.get("source_project_id") != about.get("target_project_id"),
    )


def of_gitlab(environ: Mapping[str, str]) -> Event | None:
    """The change that GitLab's variables tell of; None where they tell of none, and outside of GitLab's CI."""
    if environ.get("GITLAB_CI") != "true":
        return None
    get = environ.get
    iid = get("CI_MERGE_REQUEST_IID", "")
    if not iid:
        if get("CI_COMMIT_TAG") or get("CI_PIPELINE_SOURCE") in _BY_ITSELF:
            return None
        return Event(
            kind="push",
            forge="gitlab",
            branch=get("CI_COMMIT_BRANCH", ""),
            base=_commit(get("CI_COMMIT_BEFORE_SHA")),
            target=get("CI_DEFAULT_BRANCH", ""),
            head=_commit(get("CI_COMMIT_SHA")),
        )
    return Event(
        kind="pull_request",
        forge="gitlab",
        number=_number(iid, "!"),
        title=get("CI_MERGE_REQUEST_TITLE", ""),
        body=get("CI_MERGE_REQUEST_DESCRIPTION", ""),
        branch=get("CI_MERGE_REQUEST_SOURCE_BRANCH_NAME", ""),
        base=_commit(get("CI_MERGE_REQUEST_TARGET_BRANCH_SHA"))
        or _commit(get("CI_MERGE_REQUEST_DIFF_BASE_SHA")),
        target=get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", ""),
        head=_commit(get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA")) or _commit(get("CI_COMMIT_SHA")),
        fork=get("CI_MERGE_REQUEST_SOURCE_PROJECT_ID") != get("CI_MERGE_REQUEST_PROJECT_ID"),
        cut=get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED") == "true",
    )


def _below(value: Any, key: str) -> dict[str, Any]:
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _number(value: Any, mark: str = "#") -> str:
    return f"{mark}{value}" if rx(r"\d{1,9}").fullmatch(str(value)) else ""


def _commit(value: Any) -> str:
    """The full id of a commit; empty for anything else, and for the zeros that stand for none."""
    text = value if isinstance(value, str) else ""
    if rx(_NONE).fullmatch(text) or not rx(r"[0-9a-f]{40}(?:[0-9a-f]{24})?").fullmatch(text):
        return ""
    return text
