"""Real repositories for tests."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import stat
import subprocess
from pathlib import Path

WHO = ("-c", "user.name=Ada Writer", "-c", "user.email=ada@example.org")
CALM = (
    *WHO, "-c", "commit.gpgSign=false", "-c", "init.defaultBranch=main", "-c", "gc.auto=0",
    "-c", "protocol.file.allow=always", "-c", "advice.detachedHead=false",
)  # fmt: skip

ODD = (
    "with space.py",
    "new\nline.py",
    'tab\tand "quotes".py',
    "-dash.py",
    ":(glob)magic.py",
    "ünï/cödé.py",
    os.fsdecode(b"latin-\xe9.py"),
    "deep/er/and/deeper.py",
)
"""Names that are hard on those who split, quote or decode them."""


class Repo:
    """A repository in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @classmethod
    def init(cls, root: Path, *options: str) -> Repo:
        root.mkdir(parents=True, exist_ok=True)
        made = cls(root)
        made.git("init", "-q", *options)
        return made

    def __str__(self) -> str:
        return str(self.root)

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1"}
        ran = subprocess.run(
            ["git", "-C", str(self.root), *CALM, *arguments],
            input=given,
            capture_output=True,
            check=False,
            env=env,
        )
        assert ran.returncode == 0, ran.stderr.decode()
        return ran.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def commit(self, message: str = "Change", **files: str) -> str:
        """Commit everything, with more files by name (`a__b_py` is `a/b.py`)."""
        for name, content in files.items():
            self.write(name.replace("__", "/").replace("_", "."), content)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "--allow-empty-message", "-m", message)
        return self.git("rev-parse", "HEAD")

    def age(self) -> None:
        """Let git see all files anew and have its index be younger than they are."""
        old = 1_700_000_000
        for path in self.root.rglob("*"):
            if path.is_file() and not path.is_symlink() and ".git" not in path.parts:
                os.utime(path, (old, old))
        self.git("update-index", "-q", "--really-refresh")

    def on_disk(self) -> dict[str, str]:
        """The ids of the files that git tracks or would track, by git's own listing and our own reading."""
        names = self.git("ls-files", "-z", "-c", "-o", "--exclude-standard").split("\0")
        found = {}
        for name in names:
            path = os.path.join(self.root, name)
            linked = any(Path(self.root, above).is_symlink() for above in Path(name).parents)
            if name and not linked and os.path.lexists(path) and _regular(path):
                found[name] = git_id(Path(path).read_bytes())
        return found


def _regular(path: str) -> bool:
    return stat.S_ISREG(os.lstat(path).st_mode)


def git_id(content: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324  # git's choice


def change(repo: Repo, chance: random.Random) -> None:
    """Do something to a file, whatever it was."""
    path = repo.root / chance.choice(("a", "b", "c/d", "c/e", "c", "f g/h", "ignored", "i/ignored"))
    for above in (path.parent, path):
        if above != repo.root and (above.is_symlink() or above.is_file()):
            above.unlink()
    if path.is_dir():
        shutil.rmtree(path)
    kind = chance.random()
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind < 0.6:
        path.write_text(chance.choice("xyz"))
        path.chmod(chance.choice((0o644, 0o755)))
    elif kind < 0.75:
        path.symlink_to(chance.choice(("a", "nowhere", "c")))
