"""A commit's files in a folder of their own, for as long as they are needed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from planproof.system import git
from planproof.system.files import CannotRead


@contextmanager
def checkout(root: str, revision: str) -> Iterator[str]:
    """A folder with the files of a commit, as git would check them out. It is no repository, and goes away.

    Not by `git archive`, from which the commit's own attributes (`export-ignore`, `export-subst`) take
    files away and in which they alter others. The repository's index stays as it is. As with any
    checkout, filters that the clone's configuration names are run; no hook is.

    Args:
        root: the project's folder. What lies below it is checked out, nothing beside it.
        revision: the full id of the commit.

    Yields:
        The copy of the project's folder.

    Raises:
        CannotRead: git cannot read the commit, or the project's folder is not in it.
    """
    place = git.locate(root)
    if place is None:
        raise CannotRead("there is no git repository here", "Run `git init`.")
    with tempfile.TemporaryDirectory(prefix="planproof-", ignore_cleanup_errors=True) as made:
        index = {"GIT_INDEX_FILE": os.path.join(made, "index")}
        folder = os.path.join(made, "files")
        _run(root, index, revision, "read-tree", revision)
        _run(root, index, revision, "checkout-index", "--all", f"--prefix={folder}/")
        project = os.path.join(folder, place.prefix)
        if not os.path.isdir(project):
            said = f"commit {revision[:10]} has no files in {place.prefix or 'it'}"
            raise CannotRead(said, "Name a commit that has.")
        yield project


def _run(root: str, index: dict[str, str], revision: str, *arguments: str) -> None:
    try:
        process = git.start(root, "-c", "core.sparseCheckout=false", *arguments, more=index)
    except OSError:
        raise CannotRead("there is no git", "Install it.") from None
    with process:
        try:
            _, said = process.communicate()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        lines = said.decode("utf-8", "replace").strip().splitlines()
        why = lines[-1] if lines else "git says nothing"
        raise CannotRead(f"commit {revision[:10]} cannot be read: {why}", "Fetch it.")
