"""Comments by the API of a forge, spoken to over HTTP on this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof.system.forge import Comment, Comments, Refused
from tests.forges import BOT, TOKEN, FakeForge, against_openapi, running


@pytest.fixture
def github() -> Iterator[FakeForge]:
    with running(FakeForge()) as forge:
        yield forge


@pytest.fixture
def gitlab() -> Iterator[FakeForge]:
    with running(FakeForge("gitlab")) as forge:
        yield forge


def of(forge: FakeForge) -> Comments:
    project = "acme/orders" if forge.kind == "github" else "7"
    return Comments(forge.kind, forge.url, project, 2, TOKEN, pause=0)


def test_a_run_own_token_writes_as_the_bot_and_another_as_its_user(github: FakeForge) -> None:
    assert of(github).me() == BOT
    github.user = "plans-bot"
    assert of(github).me() == "plans-bot"


def test_comments_of_all_pages_are_read(github: FakeForge) -> None:
    for number in range(205):
        github.add("ada", f"comment {number}")
    found = of(github).listed()
    assert len(found) == 205
    assert found[204].body == "comment 204"
    assert [path.partition("?")[2] for _, path, _ in github.asked] == [
        "per_page=100&page=1",
        "per_page=100&page=2",
        "per_page=100&page=3",
    ]


def test_github_is_asked_by_its_own_paths_with_the_token_in_a_header(github: FakeForge) -> None:
    comments = of(github)
    comments.create("first ✓")
    (one,) = comments.listed()
    assert (one.author, one.body) == (BOT, "first ✓")
    comments.update(one, "second")
    assert github.bodies() == ["second"]
    comments.delete(one)
    assert github.bodies() == []
    assert [(method, path) for method, path, _ in github.asked] == [
        ("POST", "/repos/acme/orders/issues/2/comments"),
        ("GET", "/repos/acme/orders/issues/2/comments?per_page=100&page=1"),
        ("PATCH", "/repos/acme/orders/issues/comments/101"),
        ("DELETE", "/repos/acme/orders/issues/comments/101"),
    ]
    assert {headers["authorization"] for headers in github.headers} == {f"Bearer {TOKEN}"}
    assert {headers["x-github-api-version"] for headers in github.headers} == {"2022-11-28"}


def test_gitlab_is_asked_by_its_own_paths(gitlab: FakeForge) -> None:
    comments = of(gitlab)
    assert comments.me() == "project_7_bot"
    comments.create("first")
    (one,) = comments.listed()
    comments.update(one, "second")
    assert gitlab.bodies() == ["second"]
    comments.delete(one)
    assert [(method, path) for method, path, _ in gitlab.asked] == [
        ("GET", "/user"),
        ("POST", "/projects/7/merge_requests/2/notes"),
        ("GET", "/projects/7/merge_requests/2/notes?per_page=100&page=1&sort=asc"),
        ("PUT", "/projects/7/merge_requests/2/notes/101"),
        ("DELETE", "/projects/7/merge_requests/2/notes/101"),
    ]
    assert {headers["private-token"] for headers in gitlab.headers} == {TOKEN}


def test_a_refusal_says_what_the_forge_says(github: FakeForge) -> None:
    github.refuses = 403
    with pytest.raises(Refused, match=r"answers 403: Resource not accessible by integration$"):
        of(github).create("text")


def test_a_fault_of_the_server_is_asked_again_but_nothing_is_written_twice(
    github: FakeForge,
) -> None:
    github.fails = 1
    assert of(github).listed() == []
    github.fails = 1
    with pytest.raises(Refused, match="answers 502"):
        of(github).create("text")
    assert [method for method, _, _ in github.asked] == ["GET", "GET", "POST"]


def test_a_forge_that_is_not_there_is_a_refusal() -> None:
    nobody = Comments("github", "http://127.0.0.1:9", "acme/orders", 2, TOKEN, pause=0)
    with pytest.raises(Refused, match="nothing takes connections there"):
        nobody.listed()


def test_every_request_is_one_that_githubs_own_description_allows(github: FakeForge) -> None:
    named = os.environ.get("PLANPROOF_GITHUB_OPENAPI", "")
    if not named:
        pytest.skip("PLANPROOF_GITHUB_OPENAPI does not name GitHub's OpenAPI description")
    description = json.loads(Path(named).read_bytes())
    comments = of(github)
    comments.me()
    comments.create("text")
    comments.update(comments.listed()[0], "other text")
    comments.delete(comments.listed()[0])
    assert against_openapi(description, github.asked) == []
    wrong = [("PATCH", "/repos/acme/orders/issues/comments/1", {"text": 1})]
    assert against_openapi(description, wrong) == ["'body' is a required property"]
    # What it gives as an example of its answers is read as it is meant.
    example = description["components"]["examples"]["issue-comment-items"]["value"]
    assert comments._comment(example[0]) == Comment(1, "octocat", "Me too")
