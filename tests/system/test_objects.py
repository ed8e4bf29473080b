"""Contents from the object store."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Sequence
from pathlib import Path

from planproof.system.objects import Objects
from planproof.system.parallel import spread
from tests.system.repositories import Repo, git_id

RAW = (b"", b"\n", b"no end", b"a\r\nb\r\n", b"\0\xff\xfe", b"deadbeef missing\n", b"x" * 200_000)


def filled(repo: Repo) -> list[str]:
    for number, content in enumerate(RAW):
        repo.write(f"f{number}", content)
    repo.commit()
    return [git_id(content) for content in RAW]


def test_contents_are_raw_and_in_order(repo: Repo) -> None:
    blobs = filled(repo)
    tree = repo.git("rev-parse", "HEAD^{tree}")
    asked = [*blobs, "f" * 40, "nonsense", "", tree, f"{blobs[0]}\n{blobs[1]}", "HEAD", *blobs] * 20
    expected = [*RAW, None, None, None, None, None, None, *RAW] * 20
    objects = Objects(str(repo))
    assert list(objects.contents(iter(asked))) == expected
    assert objects.missing["f" * 40] == "its content is not in this clone"
    assert objects.missing[tree] == "git cannot read its content"


def test_readers_do_not_get_in_each_others_way(repo: Repo) -> None:
    blobs = filled(repo)
    objects = Objects(str(repo))
    half = objects.contents(blobs * 30)
    assert next(half) == RAW[0]
    assert objects.read(blobs[3]) == RAW[3]
    assert next(half) == RAW[1]
    other = objects.contents(blobs)
    assert [next(other), next(half), next(other)] == [RAW[0], RAW[2], RAW[1]]
    del half
    assert objects.read(blobs[4]) == RAW[4]


def test_a_process_that_dies_is_replaced(repo: Repo) -> None:
    blobs = filled(repo)
    objects = Objects(str(repo))
    for _ in range(3):
        assert objects.read(blobs[2]) == RAW[2]
        assert objects._asked is not None
        os.kill(objects._asked._process.pid, signal.SIGKILL)
    assert list(objects.contents(blobs)) == list(RAW)
    objects.close()
    assert objects.read(blobs[1]) == RAW[1]


def test_a_damaged_object_is_missing_and_the_rest_is_not(repo: Repo) -> None:
    blobs = filled(repo)
    for number, damage in ((2, b"nonsense"), (3, b"")):
        path = repo.root / ".git/objects" / blobs[number][:2] / blobs[number][2:]
        path.chmod(0o644)
        path.write_bytes(damage)
    objects = Objects(str(repo))
    expected = [None if number in (2, 3) else content for number, content in enumerate(RAW)]
    assert list(objects.contents(blobs)) == expected
    assert set(objects.missing) == {blobs[2], blobs[3]}


def test_a_fork_has_a_process_of_its_own(repo: Repo) -> None:
    blobs = filled(repo) * 50
    objects = Objects(str(repo))
    assert objects.read(blobs[0]) == RAW[0]

    def work(share: Sequence[str]) -> bytes:
        found = objects.contents(share)
        ids = [None if content is None else git_id(content) for content in found]
        return b"as asked" if ids == list(share) else b"mixed up"

    assert spread(blobs, work, 3) == [b"as asked"] * 3
    assert objects.read(blobs[3]) == RAW[3]


def test_nothing_is_left_behind(repo: Repo, tmp_path: Path) -> None:
    blobs = filled(repo)
    objects = Objects(str(repo))
    objects._alone = True  # as in a partial clone
    assert objects.read(blobs[2]) == RAW[2]
    asked = objects._asked
    assert asked is not None
    assert Path(asked._stand_in).is_dir()
    del objects
    gc.collect()
    assert asked._process.returncode is not None
    assert not Path(asked._stand_in).exists()


def test_without_git_nothing_is_found(tmp_path: Path) -> None:
    objects = Objects(str(tmp_path))
    assert objects.read("f" * 40) is None
    assert list(objects.missing) == ["f" * 40]
