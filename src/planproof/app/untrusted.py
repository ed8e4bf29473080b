"""The configuration of the default branch, for what is not trusted."""

from __future__ import annotations

from pathlib import Path

import msgspec

from planproof.app.config import Settings, in_force, load_settings
from planproof.app.errors import CannotDo
from planproof.system import git, repository


def default_branch_settings(settings: Settings, base: str) -> Settings:
    """The configuration of the default branch, which the branch under test cannot change.

    Args:
        settings: those of the work tree.
        base: the default branch, where it is named.

    Raises:
        CannotDo: nobody can tell which branch that is, or its configuration is not right.
    """
    root = settings.root
    if base:
        _refuse_ambiguous(root, base)
    revision = base or _default_branch(root)
    try:
        snapshot = repository.at(root, revision)
    except (repository.NoSuchRevision, repository.GitRefuses) as error:
        raise CannotDo(
            f"the default branch cannot be read: {error}", "Name it with --base."
        ) from None

    def read(name: str) -> bytes:
        data = snapshot.read(name) if name in snapshot.entries else None
        if data is None:
            raise FileNotFoundError(name)
        return data

    found = load_settings(Path(root), {}, {}, "", read)
    return in_force(msgspec.structs.replace(found, revision=snapshot.revision))


def _refuse_ambiguous(root: str, base: str) -> None:
    """A tag, or a branch here, that is called like the default branch would go before it.

    Raises:
        CannotDo: there are two such, of different commits.
    """
    names = [f"refs/{kind}/{base}" for kind in ("tags", "heads", "remotes")]
    listed = git.git(root, "for-each-ref", "--format=%(objectname) %(refname)", *names) or ""
    pairs = [line.split(" ", 1) for line in listed.splitlines()]
    found = {name: commit for commit, name in pairs if name in names}
    if len(set(found.values())) > 1:
        raise CannotDo(
            f"`{base}` can mean {' or '.join(f'`{name}`' for name in sorted(found))}",
            "Name one of them with --base.",
        )


def _default_branch(root: str) -> str:
    """The default branch as the remote has it, which a branch under test cannot name anew."""
    head = (git.git(root, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD") or "").strip()
    for name in (head, "refs/remotes/origin/main", "refs/remotes/origin/master"):
        if name and git.git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
            return name
    raise CannotDo(
        "nobody can tell here which branch is the default one, whose configuration counts",
        "Name it with --base, as in `--base origin/main`.",
    )
