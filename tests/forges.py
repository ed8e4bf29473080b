"""A forge on this machine, for tests: the comments of one pull request, and what it was asked.

GitHub's requests are held against the forge's own OpenAPI description where the variable
PLANPROOF_GITHUB_OPENAPI names that file (`api.github.com.json`, from the npm package `@octokit/openapi`).
The events are written by hand in the shape of the payloads that GitHub's documentation shows.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"
TOKEN = "t0ken-of-the-run"  # noqa: S105  # none that opens anything


class FakeForge:
    """What a forge remembers.

    Attributes:
        comments: id, author and text, in order.
        asked: method and path of each request, with the body's text.
        user: what `/user` answers; None for 403, as GitHub answers the token of a run.
        refuses: the status with which writing is refused; 0 where it is not.
        fails: how many of the next requests end in a fault of the server.
    """

    def __init__(self, kind: str = "github") -> None:
        self.kind = kind
        self.comments: list[tuple[int, str, str]] = []
        self.asked: list[tuple[str, str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.user: str | None = None if kind == "github" else "project_7_bot"
        self.refuses = 0
        self.fails = 0
        self.url = ""

    def add(self, author: str, body: str) -> int:
        number = max((one[0] for one in self.comments), default=100) + 1
        self.comments.append((number, author, body))
        return number

    def bodies(self, author: str = "") -> list[str]:
        return [body for _, who, body in self.comments if not author or who == author]

    def written(self) -> list[str]:
        """The methods of the requests that change something."""
        return [method for method, _, _ in self.asked if method != "GET"]

    @property
    def me(self) -> str:
        return self.user or BOT

    def answer(self, method: str, target: str, body: Any) -> tuple[int, Any]:
        """The status and the body of an answer."""
        if self.fails:
            self.fails -= 1
            return 502, {"message": "Server Error"}
        parts = urlsplit(target)
        if parts.path == "/user":
            key = "login" if self.kind == "github" else "username"
            if self.user is None:
                return 403, {"message": "Resource not accessible by integration"}
            return 200, {key: self.user}
        if method == "GET":
            query = parse_qs(parts.query)
            size, page = int(query["per_page"][0]), int(query["page"][0])
            return 200, [self.shown(*one) for one in self.comments[size * (page - 1) : size * page]]
        if self.refuses:
            return self.refuses, {"message": "Resource not accessible by integration."}
        if method == "POST":
            number = self.add(self.me, body["body"])
            return 201, self.shown(*self.comments[-1][:1], self.me, self.comments[-1][2]) | {
                "id": number
            }
        number = int(parts.path.rpartition("/")[2])
        index = [one[0] for one in self.comments].index(number)
        if method == "DELETE":
            del self.comments[index]
            return 204, None
        self.comments[index] = (number, self.comments[index][1], body["body"])
        return 200, self.shown(*self.comments[index])

    def shown(self, number: int, author: str, body: str) -> dict[str, Any]:
        if self.kind == "github":
            return {"id": number, "body": body, "user": {"login": author, "type": "Bot"}}
        return {"id": number, "body": body, "author": {"username": author}, "system": False}


def _handler(forge: FakeForge) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            forge.asked.append((self.command, self.path, body))
            forge.headers.append({key.lower(): value for key, value in self.headers.items()})
            status, said = forge.answer(self.command, self.path, body)
            data = b"" if said is None else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _do  # noqa: N815  # the server's own names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Nothing."""

    return Handler


@contextmanager
def running(forge: FakeForge) -> Iterator[FakeForge]:
    """The forge, while it serves."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(forge))
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    forge.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield forge
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def against_openapi(description: dict[str, Any], asked: list[tuple[str, str, Any]]) -> list[str]:
    """What of some requests GitHub's own description does not allow, in words."""
    import jsonschema

    faults = []
    for method, target, body in asked:
        parts = urlsplit(target)
        operation = _operation(description, method.lower(), parts.path)
        if operation is None:
            faults.append(f"{method} {parts.path}: there is no such operation")
            continue
        known = [_resolved(description, one) for one in operation.get("parameters", [])]
        names = {one["name"] for one in known if one["in"] == "query"}
        faults += [
            f"{target}: no parameter {one}" for one in parse_qs(parts.query) if one not in names
        ]
        content = operation.get("requestBody", {}).get("content", {})
        if (body is not None) != bool(content):
            faults.append(f"{method} {parts.path}: a body is {'' if content else 'not '}wanted")
        elif content:
            schema = _resolved(description, content["application/json"]["schema"])
            faults += [
                error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(body)
            ]
    return faults


def _operation(description: dict[str, Any], method: str, path: str) -> dict[str, Any] | None:
    for template, operations in description["paths"].items():
        pattern = re.sub(r"\\\{[^{}]*\\\}", "[^/]+", re.escape(template))
        if re.fullmatch(pattern, path) and method in operations:
            found: dict[str, Any] = operations[method]
            return found
    return None


def _resolved(description: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        found: Any = description
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def pull_request(base: str, head: str, *, fork: bool = False, **more: Any) -> dict[str, Any]:
    """The event of a pull request, in GitHub's shape."""
    ours = {"full_name": "acme/orders", "fork": False, "default_branch": "main"}
    theirs = {"full_name": "mallory/orders", "fork": True} if fork else ours
    return {
        "action": "opened",
        "number": 2,
        "pull_request": {
            "number": 2,
            "state": "open",
            "title": "Read the port",
            "body": None,
            "user": {"login": "ada"},
            "head": {"label": "acme:port", "ref": "port", "sha": head, "repo": theirs},
            "base": {"label": "acme:main", "ref": "main", "sha": base, "repo": ours},
            "merged": False,
            "commits": 1,
            **more,
        },
        "repository": ours,
        "sender": {"login": "ada"},
    }


def merge_group(base: str, head: str) -> dict[str, Any]:
    """The event of a merge queue."""
    return {
        "action": "checks_requested",
        "merge_group": {
            "head_sha": head,
            "head_ref": f"refs/heads/gh-readonly-queue/main/pr-2-{base}",
            "base_sha": base,
            "base_ref": "refs/heads/main",
            "head_commit": {"id": head, "message": "Read the port (#2)"},
        },
        "repository": {"full_name": "acme/orders", "default_branch": "main"},
    }


def push(before: str, after: str, branch: str = "main") -> dict[str, Any]:
    """The event of a push."""
    return {
        "ref": f"refs/heads/{branch}",
        "before": before,
        "after": after,
        "created": not before.strip("0"),
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "commits": [{"id": after, "message": "Read the port"}],
        "repository": {"full_name": "acme/orders", "default_branch": "main"},
    }
