"""Reading and writing files."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from planproof.system import cache
from planproof.system.files import (
    MOST_BYTES,
    CannotRead,
    Changed,
    markdown_files,
    read_bytes,
    root_of,
    taking_turns,
    write_atomically,
)
from planproof.system.parallel import processes, spread


def test_a_write_keeps_mode_and_link_and_leaves_nothing_behind(tmp_path: Path) -> None:
    real = tmp_path / "real.md"
    real.write_bytes(b"old")
    real.chmod(0o604)
    link = tmp_path / "link.md"
    link.symlink_to(real)
    write_atomically(link, b"new", b"old")
    assert real.read_bytes() == b"new"
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o604
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.md", "real.md"]


def test_a_file_that_changed_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"somebody else's")
    with pytest.raises(Changed, match="has changed"):
        write_atomically(path, b"new", b"old")
    with pytest.raises(Changed, match="exists already"):
        write_atomically(path, b"new", None)
    with pytest.raises(Changed, match="is gone"):
        write_atomically(tmp_path / "b.md", b"new", b"old")
    assert path.read_bytes() == b"somebody else's"
    assert [one.name for one in tmp_path.iterdir()] == ["a.md"]


def test_what_is_not_a_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md") if hasattr(os, "mkfifo") else None
    with pytest.raises(CannotRead, match="folder"):
        read_bytes(tmp_path)
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(CannotRead, match="MB"):
        read_bytes(tmp_path / "big.md")


def test_folders_of_tools_and_links_to_folders_are_passed_by(tmp_path: Path) -> None:
    for name in (
        "a.md",
        "b/c.markdown",
        "node_modules/x.md",
        ".hidden/y.md",
        ".kiro/specs/z.md",
        "b/d.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")
    (tmp_path / "b" / "again").symlink_to(tmp_path)
    found = [os.path.relpath(path, tmp_path) for path in markdown_files(str(tmp_path))]
    assert sorted(found) == [".kiro/specs/z.md", "a.md", "b/c.markdown"]


def test_the_root_is_where_the_settings_or_the_repository_are(tmp_path: Path) -> None:
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    assert root_of(inner) == inner
    (tmp_path / "one" / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    assert root_of(inner) == inner
    (tmp_path / "one" / "pyproject.toml").write_text("[tool.planproof]\n")
    assert root_of(inner) == tmp_path / "one"
    (inner / ".git").mkdir()
    assert root_of(inner) == inner


def test_the_cache_gives_back_what_was_kept_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "cache"
    assert cache.load(path) is None
    cache.store(path, b"body")
    assert cache.load(path) == b"body"
    whole = path.read_bytes()
    for index in range(len(whole)):
        path.write_bytes(whole[:index] + bytes([whole[index] ^ 1]) + whole[index + 1 :])
        assert cache.load(path) is None


def test_what_rests_on_something_else_is_not_recalled(tmp_path: Path) -> None:
    path = tmp_path / "cache"
    assert cache.recalled(path, b"one", list[int]) is None
    cache.keep(path, b"one", [1, 2])
    assert cache.recalled(path, b"one", list[int]) == [1, 2]
    assert cache.recalled(path, b"two", list[int]) is None
    assert cache.recalled(path, b"one", list[str]) is None  # of another version of planproof
    cache.keep(None, b"one", [1, 2])
    assert cache.recalled(None, b"one", list[int]) is None


def test_a_cache_that_cannot_be_written_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache.store(tmp_path / "file" / "cache", b"body")


def test_work_is_spread_and_nothing_is_lost() -> None:
    things = list(range(101))
    for count in (1, 2, 3):
        shares = spread(things, lambda share: ",".join(map(str, share)).encode(), count)
        numbers = sorted(int(number) for share in shares for number in share.decode().split(","))
        assert numbers == things


def test_a_process_that_dies_is_noticed() -> None:
    def work(share: object) -> bytes:
        if 1 in share:  # type: ignore[operator]
            os._exit(7)
        return b""

    with pytest.raises(ChildProcessError):
        spread([0, 1], work, 2)


def test_few_things_are_not_spread() -> None:
    assert processes(0, 3) == 1
    assert processes(4, 3) == 3


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_bytes(b"0")

    def add(_: int) -> None:
        while True:
            before = path.read_bytes()
            try:
                write_atomically(path, str(int(before) + 1).encode(), before)
            except Changed:
                continue
            return

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(40)))
    assert path.read_bytes() == b"40"
    assert [one.name for one in tmp_path.iterdir()] == ["count"]


def test_two_who_wait_for_the_same_folders_never_wait_for_each_other(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    done: list[int] = []

    def work(number: int) -> None:
        with taking_turns((one, other) if number % 2 else (other, one)):
            before = list(done)
            done.append(number)
            assert done == [*before, number]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(40)))
    assert sorted(done) == list(range(40))


def test_who_has_its_turn_writes_without_waiting_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    with taking_turns((tmp_path,)):
        write_atomically(path, b"new", b"old", in_turn=True)
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        write_atomically(path, b"new", b"old")
    assert path.read_bytes() == b"old"
