"""What is staged for the next commit: files of git's index that differ from the last commit.

In a hook git may name an index of its own (`git commit FILE`); that is the one that is read.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.system import git
from planproof.system.git import GitRefuses
from planproof.system.objects import Objects


def staged(root: str, suffixes: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """The regular files below a folder that the next commit adds or changes, with their content.

    Args:
        root: the folder.
        suffixes: how their names end.

    Raises:
        GitRefuses: there is no repository, or git does not work with it.
    """
    if git.locate(root) is None:
        raise GitRefuses("there is no git repository here", "Run it inside one.")
    # Against the empty tree before the first commit; nothing of the work tree is looked at.
    options = ("--raw", "-z", "--no-renames", "--no-abbrev", "--relative", "--diff-filter=AMT")
    ran = git.run(root, "diff", "--cached", "--ignore-submodules", *options, "--")
    if ran is None or ran.code:
        raise git.refusal(ran.said if ran else "")
    parts = ran.text.split("\0")
    blobs = {}
    for about, name in zip(parts[0::2], parts[1::2], strict=False):
        _, mode, _, blob, _ = about.split(" ")
        if mode.startswith("100") and name.endswith(suffixes):
            blobs[name] = blob
    objects = Objects(root)
    try:
        found = list(objects.contents(blobs.values()))
    finally:
        objects.close()
    for name, data in zip(blobs, found, strict=True):
        if data is None:
            raise GitRefuses(f"git cannot read {name!a} as it is staged", "Run `git fsck`.")
        yield name, data
