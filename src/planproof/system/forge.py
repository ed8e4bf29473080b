"""Comments on a pull request or merge request, by the API of GitHub or GitLab over plain HTTP.

Sources: GitHub's REST API description, version 2022-11-28 (`/repos/{owner}/{repo}/issues/{issue_number}/comments`
and `/repos/{owner}/{repo}/issues/comments/{comment_id}`, `/user`); GitLab's REST API v4, "Notes API"
(`/projects/:id/merge_requests/:iid/notes`) and "Users API" (`/user`).

Nothing is sent but to the address that is given, no redirect is followed, and the token stands in a header.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import msgspec

from planproof.evidence.redact import plain
from planproof.evidence.verb import Answer
from planproof.system.web import NoAnswer, request

_SECONDS = 20.0
_A_PAGE = 100
_PAGES = 50
_NOBODY = "github-actions[bot]"
"""Who a run's own token writes as. It may not ask who it is; every other token may."""


class Comment(NamedTuple):
    """A comment: what the forge calls it, who wrote it, and its text."""

    id: int
    author: str
    body: str


class Refused(Exception):
    """The forge did not do what was asked. The message says why, without a full stop."""


class Comments:
    """The comments of one pull request.

    Args:
        forge: `github` or `gitlab`.
        api: the API's address, without a slash at its end.
        project: GitHub's `owner/name`, or the number of GitLab's project.
        number: of the pull request.
        token: what gives the right to write.
        pause: seconds to wait before a question is asked once more.
    """

    def __init__(
        self, forge: str, api: str, project: str, number: int, token: str, pause: float = 1.0
    ) -> None:
        self.forge = forge
        self.api = api
        self.number = number
        self._pause = pause
        if forge == "github":
            self._all = f"/repos/{project}/issues/{number}/comments"
            self._one = f"/repos/{project}/issues/comments"
            self._headers = {
                "Accept": "application/vnd.github+json",
                "X-GitHub-Api-Version": "2022-11-28",
                "Authorization": f"Bearer {token}",
            }
        else:
            self._all = self._one = f"/projects/{project}/merge_requests/{number}/notes"
            self._headers = {"Accept": "application/json", "PRIVATE-TOKEN": token}

    def me(self) -> str:
        """Who the token writes as.

        Raises:
            Refused: nobody says.
        """
        try:
            found = self._ask("GET", "/user")
        except Refused:
            if self.forge == "github":
                return _NOBODY
            raise
        key = "login" if self.forge == "github" else "username"
        return str(found.get(key) or "") if isinstance(found, dict) else ""

    def listed(self) -> list[Comment]:
        """The comments there are, oldest first.

        Raises:
            Refused: they may not be read.
        """
        found: list[Comment] = []
        order = "" if self.forge == "github" else "&sort=asc"
        for page in range(1, _PAGES + 1):
            query = f"?per_page={_A_PAGE}&page={page}{order}"
            answer = self._ask("GET", f"{self._all}{query}")
            entries = answer if isinstance(answer, list) else []
            found += [one for one in map(self._comment, entries) if one is not None]
            if len(entries) < _A_PAGE:
                break
        return found

    def create(self, body: str) -> None:
        """Write a new one.

        Raises:
            Refused: it may not be written.
        """
        self._ask("POST", self._all, body)

    def update(self, comment: Comment, body: str) -> None:
        """Replace one's text.

        Raises:
            Refused: it may not be written.
        """
        method = "PATCH" if self.forge == "github" else "PUT"
        self._ask(method, f"{self._one}/{comment.id}", body)

    def delete(self, comment: Comment) -> None:
        """Take one away.

        Raises:
            Refused: it may not be.
        """
        self._ask("DELETE", f"{self._one}/{comment.id}")

    def _comment(self, entry: Any) -> Comment | None:
        if not isinstance(entry, dict) or not isinstance(entry.get("id"), int):
            return None
        author = entry.get("user" if self.forge == "github" else "author")
        name = (author or {}).get("login" if self.forge == "github" else "username")
        return Comment(entry["id"], str(name or ""), str(entry.get("body") or ""))

    def _ask(self, method: str, path: str, body: str | None = None) -> Any:
        answer = self._answer(method, path, body)
        again = isinstance(answer, NoAnswer) or answer.status >= 500
        if again and method != "POST":  # which would write twice what arrived though nobody said so
            time.sleep(self._pause)
            answer = self._answer(method, path, body)
        if isinstance(answer, NoAnswer):
            raise Refused(f"{self.api}: {answer.reason}")
        if not 200 <= answer.status < 300:
            raise Refused(f"{self.api} answers {answer.status}{_said(answer)}")
        return _decoded(answer.body)

    def _answer(self, method: str, path: str, body: str | None) -> Answer | NoAnswer:
        headers, data = dict(self._headers), None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = msgspec.json.encode({"body": body})
        return request(method, self.api + path, headers=headers, body=data, seconds=_SECONDS)


def _decoded(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body) if body else None
    except msgspec.DecodeError:
        return None


def _said(answer: Answer) -> str:
    found = _decoded(answer.body)
    words = found.get("message") if isinstance(found, dict) else None
    short = " ".join(plain(words).split())[:160] if isinstance(words, str) else ""
    return f": {short.rstrip('.')}" if short else ""
