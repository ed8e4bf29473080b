"""What a run in a forge's CI may do and write, and the one comment it keeps on a pull request.

Sources: GitHub's documentation, "Variables reference" (default environment variables) and "Workflow commands"
(environment files); GitLab's, "Predefined CI/CD variables reference". The variables are the runner's own
word; the event, and the names of branches in it, may be a stranger's.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import msgspec

from planproof.app.errors import CannotDo
from planproof.gate.events import Event
from planproof.report.gate import MARK
from planproof.system.forge import Comment, Comments, Refused
from planproof.text.patterns import rx

LONGEST = 60_000
"""The most characters of a comment: GitHub takes 65,536, and GitLab a million."""

TOKENS = ("PLANPROOF_TOKEN", "GITHUB_TOKEN")
"""Variables that hold the token; the first that is set counts."""

LAST_COMMIT = "HEAD^"
"""The base of a change that is the last commit alone."""


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A run in a forge's CI.

    Attributes:
        forge: `github`, `gitlab`; empty elsewhere.
        comments: those of the pull request, where one may be written; else None, and `silent` says why.
        silent: why no comment is written, in a sentence without a full stop.
        settled: whether it is about the default branch itself, whose commits were agreed to.
        foreign: whether it runs in a stranger's repository, whose ledger is a stranger's too.
        summary: the file that takes the run's summary; empty where there is none.
        outputs: the file that takes the step's outputs; empty where there is none.
    """

    forge: str = ""
    comments: Comments | None = None
    silent: str = ""
    settled: bool = False
    foreign: bool = False
    summary: str = ""
    outputs: str = ""


def run_of(environ: Mapping[str, str], event: Event | None, default_branch: str = "") -> Run:
    """The run that the environment tells of.

    Args:
        environ: the environment.
        event: what the run is about; None for one by hand or by the clock.
        default_branch: of the repository, where the event says so; GitLab's variables do themselves.

    Raises:
        CannotDo: it runs as no run for a stranger's change should.
    """
    if environ.get("GITHUB_ACTIONS") == "true":
        return _github(environ, event, default_branch)
    if environ.get("GITLAB_CI") == "true":
        return _gitlab(environ, event)
    return Run(silent="this is no run in GitHub Actions or GitLab's CI")


def _github(environ: Mapping[str, str], event: Event | None, default_branch: str) -> Run:
    name = environ.get("GITHUB_EVENT_NAME", "")
    if name in ("pull_request_target", "workflow_run"):
        raise CannotDo(
            f"`{name}` runs with the repository's own rights on what a stranger may have written",
            "Use `on: pull_request`; see SECURITY.md.",
        )
    comments = _comments(
        environ, event, "github", "GITHUB_API_URL", environ.get("GITHUB_REPOSITORY", "")
    )
    on_default = environ.get("GITHUB_REF") == f"refs/heads/{default_branch}"
    return Run(
        forge="github",
        comments=comments if isinstance(comments, Comments) else None,
        silent="" if isinstance(comments, Comments) else comments,
        settled=name in ("push", "schedule", "workflow_dispatch")
        and bool(default_branch)
        and on_default,
        summary=environ.get("GITHUB_STEP_SUMMARY", ""),
        outputs=environ.get("GITHUB_OUTPUT", ""),
    )


def _gitlab(environ: Mapping[str, str], event: Event | None) -> Run:
    project = environ.get("CI_MERGE_REQUEST_PROJECT_ID", "")
    comments = _comments(environ, event, "gitlab", "CI_API_V4_URL", project)
    branch = environ.get("CI_COMMIT_BRANCH", "")
    return Run(
        forge="gitlab",
        comments=comments if isinstance(comments, Comments) else None,
        silent="" if isinstance(comments, Comments) else comments,
        settled=bool(branch) and branch == environ.get("CI_DEFAULT_BRANCH"),
        foreign=bool(project) and project != environ.get("CI_PROJECT_ID"),
    )


def _comments(
    environ: Mapping[str, str], event: Event | None, forge: str, api_in: str, project: str
) -> Comments | str:
    """The comments of the pull request, or why none is written."""
    if event is None or event.kind != "pull_request":
        return "the run is about no pull request"
    if event.fork:
        return "the change comes from a fork, and a run for one has no right to write"
    names = TOKENS if forge == "github" else TOKENS[:1]
    token = next((found for name in names if (found := environ.get(name, ""))), "")
    if not rx(r"[\x21-\x7e]+").fullmatch(token):
        return f"there is no token in the variable {TOKENS[0]}"
    shape = r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+" if forge == "github" else r"\d+"
    number, api = event.number.lstrip("#!"), environ.get(api_in, "").rstrip("/")
    if not number or not api or not rx(f"(?a:{shape})").fullmatch(project):
        return "the environment does not say which pull request it is"
    return Comments(forge, api, project, int(number), token)


def from_where(event: Event | None, known: bool, target: str = "") -> str:
    """The base to judge a push from, where its event names none that is in this clone; else empty.

    A new branch has none, and a forced push leaves one that nobody has any more.

    Args:
        event: what the run is about.
        known: whether the commit that the event names is in this clone.
        target: the branch that the change is to be merged into, where this clone has it.
    """
    if event is None or event.kind != "push" or (event.base and known):
        return ""
    if target and event.branch != event.target:
        return target  # a branch that is new here: all of its commits, not only the last
    return LAST_COMMIT


def marker(folder: str) -> str:
    """The first line of a comment, for a project in a folder of the repository."""
    return MARK if not folder else f"<!-- planproof gate: {quote(folder, safe='/')} -->"


def body_of(markdown: str, folder: str) -> str:
    """A comment's text: the gate's, under its marker, short enough for any forge."""
    rest = markdown.removeprefix(MARK).lstrip("\n").encode("utf-8", "replace").decode()
    if len(rest) > LONGEST:
        rest = f"{rest[:LONGEST].rpartition(chr(10))[0]}\n\nThe rest is in the run's log.\n"
    return f"{marker(folder)}\n{rest}"


def keep_comment(comments: Comments, body: str, *, worth: bool) -> str:
    """Have one comment of ours say this, and none say anything else.

    Only what the token's own user wrote is touched: the marker can be copied by everybody.

    Args:
        comments: of the pull request.
        body: the comment, its marker in the first line.
        worth: whether it says something that is worth a new comment. One that is there is brought up to
            date in any case.

    Returns:
        What was done, in a sentence without a full stop. A forge that refuses is said there, too: what
        the gate found does not depend on it.
    """
    mark = body.partition("\n")[0]
    try:
        me = comments.me()
        ours = [one for one in comments.listed() if one.author == me and _has(one, mark)]
        if not ours and not worth:
            return "there is nothing to say, and no comment is written"
        if not ours:
            comments.create(body)
            return f"a comment is written on #{comments.number}"
        for surplus in ours[1:]:
            comments.delete(surplus)
        if ours[0].body.replace("\r\n", "\n").strip() == body.strip():
            return f"the comment on #{comments.number} says so already"
        comments.update(ours[0], body)
    except Refused as refused:
        return f"no comment is written: {refused}"
    return f"the comment on #{comments.number} is brought up to date"


def _has(comment: Comment, mark: str) -> bool:
    return comment.body.partition("\n")[0].strip() == mark


def output_lines(values: Mapping[str, str]) -> str:
    """A step's outputs as GitHub's file takes them.

    Raises:
        CannotDo: a value has a line break, by which it could pass for another output.
    """
    for name, value in values.items():
        if not value.isprintable():
            raise CannotDo(f"the output {name} cannot be {value!r}", "Name another file.")
    return "".join(f"{name}={value}\n" for name, value in values.items())
