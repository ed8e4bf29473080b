"""Questions to git. Every answer may be "there is no git here", which is None.

Nothing of a repository is ever executed by asking: no hook, no file system monitor, no pager, nothing
that fetches. What `filter.*.clean` of its configuration names is run by git when it compares files with
its index, so nothing here has it do that, but for `changed_since`.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from typing import NamedTuple

from planproof.system.files import CannotRead

_SETTINGS = (
    "core.quotePath=false",  # names come as they are
    "core.fsmonitor=false",  # may name a program
    f"core.hooksPath={os.devnull}",
    "advice.graftFileDeprecated=false",  # a hint that would come with every answer
)
_BEFORE = [part for setting in _SETTINGS for part in ("-c", setting)]
_CALM = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",  # git 2.39.4 and later; those before it are stopped by the next line
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",  # messages in English
    "LANGUAGE": "",
}
_PATHSPECS = (
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
)
_INDEX_AND_OBJECTS = (
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
)
_POINTING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", *_INDEX_AND_OBJECTS)


class GitRefuses(CannotRead):
    """There is a repository, but git does not work with it. `reason` says why, `remedy` what to do."""


class Ran(NamedTuple):
    """What came of a git command: its exit code, what it printed, and its complaints."""

    code: int
    out: bytes
    said: str

    @property
    def text(self) -> str:
        """What it printed, in a form that keeps bytes which are no UTF-8."""
        return self.out.decode("utf-8", "surrogateescape")


class Place(NamedTuple):
    """Where a folder stands in its repository.

    Attributes:
        folder: the repository's own folder, in a linked work tree that work tree's part of it.
        prefix: the folder's path from the top of the work tree, with a slash at its end, or empty.
        bare: whether the repository has no work tree.
        inside: whether the folder lies in a work tree.
        algorithm: what object ids are made with, `sha1` or `sha256`.
    """

    folder: str
    prefix: str
    bare: bool
    inside: bool
    algorithm: str


def start(
    root: str,
    *arguments: str,
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.PIPE,
    more: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a git command in a folder, with `more` in its environment.

    Raises:
        OSError: there is no git.
    """
    return subprocess.Popen(  # noqa: S603  # an argument list, no shell
        ["git", "-C", root, *_BEFORE, *arguments],  # noqa: S607
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env={**environment(root), **(more or {})},
    )


def run(root: str, *arguments: str, given: bytes | None = None) -> Ran | None:
    """Run a git command to its end, with `given` as its input; None where there is no git."""
    stdin = subprocess.DEVNULL if given is None else subprocess.PIPE
    try:
        process = start(root, *arguments, stdin=stdin)
    except OSError:
        return None
    with process:
        out, said = process.communicate(given)
    return Ran(process.returncode, out, said.decode("utf-8", "replace"))


def environment(root: str) -> dict[str, str]:
    """The environment for questions about the repository of a folder.

    git tells hooks by variables which repository they serve. These count only for a folder of that very
    repository, and whatever git's working folder is by then; another one is found from its own place.
    """
    env = {name: value for name, value in os.environ.items() if name not in _PATHSPECS}
    env.update(_CALM)
    pointing = tuple((name, env.pop(name)) for name in _POINTING if name in env)
    if pointing:
        env.update(_still_pointing(root, os.getcwd(), pointing))
    return env


@cache
def _still_pointing(
    root: str, here: str, pointing: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    env = {name: value for name, value in os.environ.items() if name not in _POINTING} | _CALM
    meant = _git_folder(here, {**env, **dict(pointing)})
    own = _git_folder(root, env)
    full = {name: os.path.join(here, value) for name, value in pointing}
    if meant is None or (own is not None and own != meant):
        return ()
    if own == meant:  # git finds it by itself
        return tuple((name, full[name]) for name in _INDEX_AND_OBJECTS if name in full)
    tree = os.path.realpath(full.get("GIT_WORK_TREE", here))
    whole = os.path.realpath(root)
    if os.path.commonpath([tree, whole]) != tree:
        return ()
    if whole != tree:
        full["GIT_WORK_TREE"] = tree
    return tuple(full.items())


def _git_folder(folder: str, env: dict[str, str]) -> str | None:
    try:
        found = subprocess.run(  # noqa: S603
            ["git", "-C", folder, "rev-parse", "--absolute-git-dir"],  # noqa: S607
            capture_output=True,
            check=False,
            env=env,
        )
    except OSError:
        return None
    if found.returncode:
        return None
    return os.path.realpath(os.fsdecode(found.stdout.rstrip(b"\n")))


def locate(root: str) -> Place | None:
    """Where a folder stands in its repository; None where there is none, or no git.

    Raises:
        GitRefuses: there is one, but git does not work with it, or there is no such folder.
    """
    questions = ("--is-bare-repository", "--is-inside-work-tree", "--show-object-format")
    ran = run(root, "rev-parse", *questions, "--show-prefix", "--absolute-git-dir")
    if ran is None or "not a git repository (or any" in ran.said:
        if not os.path.isdir(root):
            raise GitRefuses("there is no such folder", "Check the path.")
        return None
    if ran.code:
        raise refusal(ran.said)
    bare, inside, algorithm, rest = ran.text.split("\n", 3)
    prefix, folder = rest.removesuffix("\n").rsplit("\n", 1)
    return Place(folder, prefix, bare == "true", inside == "true", algorithm)


def refusal(said: str) -> GitRefuses:
    """What git complains of as an error that says what to do."""
    for line in said.splitlines():
        if "safe.directory" in line and line.lstrip().startswith("git config"):
            reason = "git does not trust this repository, for it belongs to another user"
            return GitRefuses(reason, f"If you trust it, run: {line.strip()}")
    lines = [line for line in said.splitlines() if line.strip()]
    fatal = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    words = (fatal or lines or ["nothing"])[-1].removeprefix("fatal: ").removeprefix("error: ")
    if "index" in words:
        remedy = "Move the repository's index file away and run `git reset`, which makes it anew."
    elif words.startswith("not a git repository: "):
        remedy = "The file `.git` leads nowhere: run `git worktree repair`, or remove it."
    else:
        remedy = "Run `git status` there: it should say the same."
    return GitRefuses(f"git says: {words}", remedy)


def git(root: str, *arguments: str) -> str | None:
    """What a git command prints; None where it fails or there is no git.

    Names come as they are (no quoting), whatever the user's settings.
    """
    ran = run(root, *arguments)
    return None if ran is None or ran.code else ran.text


def listed(root: str, folder: str, suffixes: tuple[str, ...]) -> list[str] | None:
    """The files below a folder that git tracks or would track, by path from `root`; None without git."""
    globs = [
        f":(glob){folder}/**/*{suffix}" if folder else f":(glob)**/*{suffix}" for suffix in suffixes
    ]
    out = git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *globs)
    return None if out is None else sorted({name for name in out.split("\0") if name})


def changed_since(root: str, base: str) -> list[str] | None:
    """The files that differ from where the work left `base`, untracked ones included; None without git.

    Raises:
        LookupError: git does not know `base`.
    """
    if git(root, "rev-parse", "--git-dir") is None:
        return None
    if git(root, "rev-parse", "--verify", "--quiet", f"{base}^{{commit}}") is None:
        raise LookupError(base)
    fork = (git(root, "merge-base", base, "HEAD") or base).strip()
    changed = git(root, "diff", "--name-only", "-z", "--relative", "--no-renames", fork, "--") or ""
    new = git(root, "ls-files", "-z", "--others", "--exclude-standard") or ""
    return sorted({name for name in (changed + new).split("\0") if name})


def default_branch(root: str) -> str:
    """The branch that work is merged into: the remote's head, else `main` or `master`, else `HEAD`."""
    head = git(root, "symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD")
    if head:
        return head.strip()
    for name in ("main", "master"):
        if git(root, "rev-parse", "--verify", "--quiet", f"refs/heads/{name}") is not None:
            return name
    return "HEAD"


def user(root: str) -> str:
    """The name in git's configuration, or empty."""
    return (git(root, "config", "user.name") or "").strip()
