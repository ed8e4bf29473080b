"""A look at the files on disk: what has changed since git saw it, and what must not be looked at."""

from __future__ import annotations

import hashlib
import os
import random
import time
from pathlib import Path

import pytest

from planproof.system import git
from planproof.system.files import CannotRead
from planproof.system.repository import (
    GitRefuses,
    LeftOut,
    NoSuchRevision,
    at,
    plain,
    snapshot,
    work_tree,
)
from planproof.system.snapshots import CHANGED, LINK
from tests.system.repositories import ODD, Repo, change, git_id


def test_what_has_changed_since_git_saw_it(repo: Repo) -> None:
    repo.write(".gitignore", "*.log\n")
    for name in ("same", "longer", "as_long", "gone", "staged", "assumed", "typed", "f/was_folder"):
        repo.write(name, "one\n")
    repo.commit()
    repo.age()
    old = (repo.root / "as_long").stat()
    repo.write("longer", "one two\n")
    repo.write("as_long", "two\n")
    os.utime(
        repo.root / "as_long", ns=(old.st_atime_ns, old.st_mtime_ns)
    )  # but for the entry's time
    (repo.root / "gone").unlink()
    repo.write("staged", "two\n")
    repo.write("added", "one\n")
    repo.git("add", "staged", "added")
    repo.write("staged", "three\n")
    repo.write("meant", "one\n")
    repo.git("add", "--intent-to-add", "meant")
    repo.git("update-index", "--assume-unchanged", "assumed")
    repo.write("assumed", "two\n")
    (repo.root / "typed").unlink()
    (repo.root / "typed").symlink_to("same")
    (repo.root / "f/was_folder").unlink()
    (repo.root / "f").rmdir()
    repo.write("f", "a file now\n")
    repo.write("new/untracked", "one\n")
    repo.write("some.log", "ignored\n")
    found = work_tree(str(repo))
    texts = {
        path: (content or b"").decode() for path, content in found.read_many(found.entries.items())
    }
    assert texts == {
        ".gitignore": "*.log\n", "same": "one\n", "longer": "one two\n", "as_long": "two\n",
        "staged": "three\n", "added": "one\n", "meant": "one\n", "assumed": "two\n",
        "f": "a file now\n", "new/untracked": "one\n",
    }  # fmt: skip
    assert found.entries == {path: git_id(text.encode()) for path, text in texts.items()}
    assert found.left_out == [LeftOut("typed", LINK)]


def test_a_file_that_changed_right_after_git_saw_it(repo: Repo) -> None:
    """The race that git's index is known for: the same size, and the same times as far as clocks tell."""
    repo.git("hash-object", "-w", "--stdin", given=b"one")
    repo.write("a.py", "two")
    repo.git("add", "a.py")
    index = repo.root / ".git/index"
    one, two = git_id(b"one"), git_id(b"two")
    data = index.read_bytes()[:-20].replace(bytes.fromhex(two), bytes.fromhex(one))
    index.write_bytes(data + hashlib.sha1(data).digest())  # noqa: S324  # git's choice
    changed = (repo.root / "a.py").stat().st_mtime_ns
    os.utime(index, ns=(changed, changed))
    assert work_tree(str(repo)).entries == {"a.py": two}
    os.utime(index, ns=(changed + 1, changed + 1))  # from here on git's word is taken
    assert work_tree(str(repo)).entries == {"a.py": one}


def test_an_index_written_by_something_that_keeps_no_times(repo: Repo) -> None:
    repo.commit(a_py="one\n")
    blob = git_id(b"one\n")
    repo.git("update-index", "--index-info", given=f"100644 {blob} 0\ta.py\n".encode())
    assert work_tree(str(repo)).entries == {"a.py": blob}
    (repo.root / ".git/index").unlink()
    assert work_tree(str(repo)).entries == {"a.py": blob}


def test_a_conflict_is_the_file_on_disk(repo: Repo) -> None:
    repo.commit(a_py="base\n", b_py="base\n")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit(a_py="side\n", b_py="side\n")
    repo.git("checkout", "-q", "main")
    repo.commit(a_py="main\n", b_py="main\n")
    with pytest.raises(AssertionError):
        repo.git("merge", "-q", "side")
    (repo.root / "b.py").unlink()
    found = work_tree(str(repo))
    assert list(found.entries) == ["a.py"]
    assert b"<<<<<<<" in (found.read("a.py") or b"")
    assert found.entries == repo.on_disk()


def test_links_are_never_followed(repo: Repo, tmp_path: Path) -> None:
    secret = tmp_path / "outside"
    secret.mkdir()
    (secret / "key").write_text("secret")
    repo.write("folder/key", "ours")
    repo.write("real.py", "x\n")
    (repo.root / "to_file").symlink_to(secret / "key")
    (repo.root / "to_folder").symlink_to(secret)
    (repo.root / "to_nothing").symlink_to("nowhere")
    repo.commit()
    assert at(str(repo), "HEAD").left_out == [
        LeftOut(name, LINK) for name in ("to_file", "to_folder", "to_nothing")
    ]
    (repo.root / "folder/key").unlink()
    (repo.root / "folder").rmdir()
    (repo.root / "folder").symlink_to(secret)  # `folder/key` is tracked, and leads outside now
    (repo.root / "untracked").symlink_to(secret / "key")
    for found in (work_tree(str(repo)), plain(str(repo))):
        assert list(found.entries) == ["real.py"]
        linked = ["folder", "to_file", "to_folder", "to_nothing", "untracked"]
        assert [path for path, reason in found.left_out if reason == LINK] == linked


def test_a_link_that_takes_a_files_place_before_it_is_read(repo: Repo, tmp_path: Path) -> None:
    repo.commit(a_py="x\n", b_py="x\n", c_py="x\n")
    found = work_tree(str(repo))
    (tmp_path / "secret").write_text("x\n")
    (repo.root / "a.py").unlink()
    (repo.root / "a.py").symlink_to(tmp_path / "secret")
    repo.write("b.py", "y\n")
    (repo.root / "c.py").unlink()
    assert [content for _, content in found.read_many(found.entries.items())] == [None] * 3
    said = dict(found.left_out)
    assert (said["a.py"], said["b.py"], said["c.py"]) == (CHANGED, CHANGED, "there is no such file")


def test_a_sparse_checkout_counts_as_a_whole(repo: Repo) -> None:
    repo.commit(a__x_py="1\n", b__y_py="2\n", top_py="3\n")
    for kind in (("--cone",), ("--cone", "--sparse-index")):
        repo.git("sparse-checkout", "set", *kind, "a")
        assert not (repo.root / "b/y.py").exists()
        found = work_tree(str(repo))
        assert found.entries == at(str(repo), "HEAD").entries
        assert dict(found.read_many(found.entries.items())) == {
            "a/x.py": b"1\n", "b/y.py": b"2\n", "top.py": b"3\n",
        }  # fmt: skip
        assert found.left_out == []


def test_a_filtered_file_is_not_taken_for_what_git_stores(repo: Repo, tmp_path: Path) -> None:
    """`HEAD` and the disk have different contents there, so they must not share an id."""
    ran = tmp_path / "ran"
    repo.commit(plain_py="x\n")
    repo.write("sub/.gitattributes", "*.enc filter=secret\n*.u16 working-tree-encoding=UTF-16LE\n")
    repo.git("config", "filter.secret.clean", "tr a-z b-za")
    repo.git("config", "filter.secret.smudge", "tr b-za a-z")
    repo.write("sub/a.enc", "abc\n")
    repo.write("sub/b.u16", "text".encode("utf-16-le"))
    repo.write("sub/plain.py", "y\n")
    repo.commit()
    repo.age()
    repo.git("config", "filter.secret.clean", f"touch {ran}; cat")
    for root, prefix in ((repo.root, "sub/"), (repo.root / "sub", "")):
        here, there = work_tree(str(root)), at(str(root), "HEAD")
        differ = {path for path in here.entries if here.entries[path] != there.entries[path]}
        assert differ == {f"{prefix}a.enc", f"{prefix}b.u16"}
        assert here.read(f"{prefix}a.enc") == b"abc\n"
        assert there.read(f"{prefix}a.enc") == b"bcd\n"
    repo.write("sub/a.enc", "xyz\n")
    assert work_tree(str(repo)).entries["sub/a.enc"] == git_id(b"xyz\n")
    assert not ran.exists()


def test_line_ends_that_git_converts_make_no_difference(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.write("a.py", "x\r\ny\r\n")
    repo.commit()
    repo.age()
    found = work_tree(str(repo))
    assert found.entries == at(str(repo), "HEAD").entries == {"a.py": git_id(b"x\ny\n")}
    assert found.read("a.py") == b"x\r\ny\r\n"


def test_an_index_without_a_digest(repo: Repo) -> None:
    repo.git("config", "index.skipHash", "true")
    repo.commit(a_py="x\n")
    index = repo.root / ".git/index"
    index.write_bytes(index.read_bytes()[:-20] + bytes(20))
    assert set(work_tree(str(repo)).entries) == {"a.py"}


def test_a_folder_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "folder"
    for name in ("a.py", "src/b.py", "node_modules/m/index.js", ".git/config", ".venv/x.py",
                 "src/__pycache__/b.pyc", ".github/workflows/ci.yml", *ODD):  # fmt: skip
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name.encode("utf-8", "replace").decode())
    os.mkfifo(root / "pipe")
    monkeypatch.setenv("PATH", str(tmp_path))  # no git at all
    found = snapshot(str(root))
    assert set(found.entries) == {"a.py", "src/b.py", ".github/workflows/ci.yml", *ODD}
    assert found.entries["a.py"] == git_id(b"a.py")
    assert found.read("src/b.py") == b"src/b.py"
    assert [path for path, _ in found.left_out] == [
        ".git/", ".venv/", "node_modules/", "pipe", "src/__pycache__/",
    ]  # fmt: skip
    with pytest.raises(NoSuchRevision, match="no git repository"):
        snapshot(str(root), "HEAD")
    with pytest.raises(CannotRead):
        snapshot(str(root / "nowhere"))
    with pytest.raises(GitRefuses):
        work_tree(str(root))
    assert not git.git(str(root), "version")


def test_stamps_spare_reading_but_only_settled_ones(tmp_path: Path, repo: Repo) -> None:
    root = tmp_path / "folder"
    root.mkdir()
    for path in (root / "a.py", repo.root / "a.py"):
        path.write_text("one")
    assert plain(str(root)).stamps == {}  # too fresh to be believed
    time.sleep(2.1)
    first = plain(str(root))
    stamp, blob = first.stamps["a.py"]
    assert blob == git_id(b"one")
    believed = plain(str(root), {"a.py": (stamp, git_id(b"another"))})
    assert believed.entries == {"a.py": git_id(b"another")}
    assert plain(str(root), first.stamps).stamps == first.stamps
    assert plain(str(root), {"a.py": (stamp, "0" * 64)}).entries == first.entries
    (root / "a.py").write_text("two")
    os.utime(root / "a.py", ns=(stamp[0], stamp[0]))
    assert plain(str(root), first.stamps).entries == {"a.py": git_id(b"two")}
    untracked = work_tree(str(repo))
    assert set(untracked.stamps) == {"a.py"}  # git keeps no id of it
    assert work_tree(str(repo), untracked.stamps).entries == untracked.entries


def test_against_git_on_a_tree_that_changes_at_random(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  # repeatable
    repo = Repo.init(tmp_path / "repo")
    repo.write(".gitignore", "ignored*\n")
    for _ in range(40):
        for _ in range(chance.randint(1, 6)):
            change(repo, chance)
        if chance.random() < 0.5:
            repo.git("add", "-A")
        if chance.random() < 0.3:
            repo.commit()
        if chance.random() < 0.3:
            repo.age()
        found = work_tree(str(repo))
        assert found.entries == repo.on_disk()
        for path, content in found.read_many(found.entries.items()):
            assert content == (repo.root / path).read_bytes()
