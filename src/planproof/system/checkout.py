"""A commit's files in a folder of their own, for as long as they are needed."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from planproof.system import git
from planproof.system.files import CannotRead


@contextmanager
def checkout(root: str, revision: str) -> Iterator[str]:
    """A folder with the files of a commit below a project's folder. It is no repository, and goes away.

    Args:
        root: the project's folder.
        revision: the full id of the commit.

    Raises:
        CannotRead: git cannot read the commit.
    """
    ran = git.run(root, "archive", "--format=tar", revision)
    if ran is None or ran.code:
        said = ran.said.strip() if ran is not None else "there is no git"
        raise CannotRead(f"commit {revision[:10]} cannot be read: {said}", "Fetch it.")
    with tempfile.TemporaryDirectory(prefix="planproof-") as folder:
        with tarfile.open(fileobj=io.BytesIO(ran.out)) as archive:
            archive.extractall(folder, filter="data")
        yield folder
