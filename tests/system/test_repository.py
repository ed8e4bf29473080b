"""The files of a project, on disk and at commits, in every kind of repository."""

from __future__ import annotations

from pathlib import Path

import pytest

from planproof.system import git
from planproof.system.repository import (
    GitRefuses,
    LeftOut,
    NoSuchRevision,
    at,
    snapshot,
    work_tree,
)
from planproof.system.snapshots import REPOSITORY, SUBMODULE
from tests.system.repositories import ODD, Repo, git_id


def test_a_clean_tree_has_the_ids_of_the_commit(repo: Repo) -> None:
    for number, name in enumerate(ODD):
        repo.write(name, f"x = {number}\n")
    head = repo.commit()
    repo.age()
    here = work_tree(str(repo))
    there = at(str(repo), "HEAD")
    assert (
        here.entries
        == there.entries
        == {name: git_id(f"x = {number}\n".encode()) for number, name in enumerate(ODD)}
    )
    assert (here.revision, there.revision) == ("", head)
    assert here.left_out == there.left_out == []
    assert dict(here.read_many(here.entries.items())) == dict(
        there.read_many(there.entries.items())
    )
    assert there.read(ODD[6]) == here.read(ODD[6]) == b"x = 6\n"
    assert there.read("nothing.py") is here.read("nothing.py") is None


def test_only_what_lies_below_the_folder_counts(repo: Repo) -> None:
    repo.commit(top_py="1", pkg__a_py="2", pkg__sub__b_py="3", pkgs__c_py="4")
    repo.write(":x/[a]/*.py", "5")
    repo.commit()
    repo.write("pkg/new.py", "6")
    assert set(work_tree(str(repo.root / "pkg")).entries) == {"a.py", "sub/b.py", "new.py"}
    inside = at(str(repo.root / "pkg"), "HEAD")
    assert set(inside.entries) == {"a.py", "sub/b.py"}
    assert inside.read("sub/b.py") == b"3"
    odd = str(repo.root / ":x/[a]")
    assert set(at(odd, "HEAD").entries) == set(work_tree(odd).entries) == {"*.py"}
    assert at(odd, "HEAD~1").entries == {}  # the folder was not there yet


def test_nothing_of_a_repository_is_executed(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = repo.write(".git/evil", f"#!/bin/sh\ntouch '{ran}'\n")
    script.chmod(0o755)
    repo.write(".gitattributes", "* filter=evil diff=evil\n")
    repo.commit(a_py="x\n")
    for name in ("post-index-change", "post-checkout", "fsmonitor-watchman"):
        hook = repo.write(f".git/hooks/{name}", script.read_bytes())
        hook.chmod(0o755)
    for name in ("core.fsmonitor", "filter.evil.clean", "filter.evil.process", "diff.evil.textconv",
                 "diff.evil.command", "diff.external", "core.pager", "core.sshCommand"):  # fmt: skip
        repo.git("config", name, str(script))
    repo.write("a.py", "y\n")
    assert work_tree(str(repo)).read("a.py") == b"y\n"
    assert at(str(repo), "HEAD").read("a.py") == b"x\n"
    assert not ran.exists()


def test_a_linked_work_tree(repo: Repo, tmp_path: Path) -> None:
    repo.commit(a_py="1\n")
    repo.git("worktree", "add", "-q", str(tmp_path / "other"), "-b", "other")
    other = Repo(tmp_path / "other")
    other.commit(b_py="2\n")
    other.write("c.py", "3\n")
    assert set(work_tree(str(other)).entries) == {"a.py", "b.py", "c.py"}
    assert set(at(str(other), "HEAD").entries) == {"a.py", "b.py"}
    assert set(at(str(repo), "HEAD").entries) == {"a.py"}
    assert at(str(repo), "other").read("b.py") == b"2\n"


def test_a_submodule_and_a_repository_inside(repo: Repo, tmp_path: Path) -> None:
    library = Repo.init(tmp_path / "library")
    library.commit(lib__x_py="1\n")
    repo.git("submodule", "add", "-q", str(library), "vendored")
    repo.commit(a_py="x\n")
    nested = Repo.init(repo.root / "nested")
    nested.commit(n_py="x\n")
    assert work_tree(str(repo)).left_out == [
        LeftOut("nested/", REPOSITORY), LeftOut("vendored", SUBMODULE),
    ]  # fmt: skip
    assert set(work_tree(str(repo)).entries) == {".gitmodules", "a.py"}
    assert at(str(repo), "HEAD").left_out == [LeftOut("vendored", SUBMODULE)]
    inside = str(repo.root / "vendored/lib")
    assert work_tree(inside).entries == at(inside, "HEAD").entries == {"x.py": git_id(b"1\n")}


def test_a_bare_repository_needs_a_revision(repo: Repo, tmp_path: Path) -> None:
    repo.commit(a__b_py="x\n")
    repo.git("clone", "-q", "--bare", str(repo), str(tmp_path / "bare.git"))
    bare = str(tmp_path / "bare.git")
    assert snapshot(bare, "main").read("a/b.py") == b"x\n"
    with pytest.raises(GitRefuses, match="bare") as caught:
        snapshot(bare)
    assert "--at" in caught.value.remedy


def test_ids_of_sha_256(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "new", "--object-format=sha256")
    repo.commit(a_py="x\n")
    repo.write("b.py", "y\n")
    expected = repo.git("hash-object", "b.py")
    assert len(expected) == 64
    here, there = work_tree(str(repo)), at(str(repo), "HEAD")
    assert here.entries == {**there.entries, "b.py": expected}
    assert there.read("a.py") == b"x\n"
    assert len(there.revision) == 64


def test_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit(a_py="1\n")
    repo.commit(a_py="2\n")
    repo.git("clone", "-q", "--depth=1", f"file://{repo}", str(tmp_path / "clone"))
    assert at(str(tmp_path / "clone"), "HEAD").read("a.py") == b"2\n"
    with pytest.raises(NoSuchRevision, match="shallow"):
        at(str(tmp_path / "clone"), first)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_a_partial_clone_fetches_nothing(tmp_path: Path, algorithm: str) -> None:
    repo = Repo.init(tmp_path / "repo", f"--object-format={algorithm}")
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.commit(a__a_py="1\n", b__b_py="2\n")
    place = tmp_path / "clone"
    repo.git("clone", "-q", "--filter=blob:none", "--sparse", f"file://{repo}", str(place))
    clone = Repo(place)
    clone.git("sparse-checkout", "set", "a")
    before = sorted((place / ".git/objects").rglob("*"))
    for found in (work_tree(str(clone)), at(str(clone), "HEAD")):
        assert set(found.entries) == {"a/a.py", "b/b.py"}
        assert found.left_out == []
        assert dict(found.read_many(found.entries.items())) == {"a/a.py": b"1\n", "b/b.py": None}
        assert found.left_out == [LeftOut("b/b.py", "its content is not in this clone")]
    assert sorted((place / ".git/objects").rglob("*")) == before


def test_what_git_refuses_is_said(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(**{f"f{number}_py": "x\n" for number in range(20)})
    index = repo.root / ".git/index"
    whole = index.read_bytes()
    for damaged in (b"garbage", whole[:-30], whole[:400], whole[:200] + b"!" + whole[201:]):
        index.write_bytes(damaged)
        with pytest.raises(GitRefuses, match="index") as caught:
            work_tree(str(repo))
        assert "git reset" in caught.value.remedy
        assert len(at(str(repo), "HEAD").entries) == 20
    index.write_bytes(whole)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for rev in ("", "HEAD"):
        with pytest.raises(GitRefuses, match="belongs to another user") as caught:
            snapshot(str(repo), rev)
        assert f"git config --global --add safe.directory {repo}" in caught.value.remedy
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    (tmp_path / "moved").mkdir()
    (tmp_path / "moved/.git").write_text("gitdir: /nowhere/at/all\n")
    with pytest.raises(GitRefuses, match="not a git repository") as caught:
        snapshot(str(tmp_path / "moved"))
    assert "worktree repair" in caught.value.remedy
    with pytest.raises(GitRefuses, match="No such file"):
        snapshot(str(tmp_path / "nothing"))
    repo.write(".git/config", "[core")
    with pytest.raises(GitRefuses, match="config"):
        snapshot(str(repo))


def test_an_empty_repository(repo: Repo) -> None:
    assert work_tree(str(repo)).entries == {}
    repo.write("a.py", "x\n")
    assert work_tree(str(repo)).entries == {"a.py": git_id(b"x\n")}
    for rev in ("HEAD", "main"):
        with pytest.raises(NoSuchRevision, match="no commit yet"):
            at(str(repo), rev)


@pytest.mark.parametrize(
    ("rev", "reason"),
    [
        ("nowhere", "git knows no such commit"),
        ("--all", "no revision has such a name"),
        ("--output=stolen", "no revision has such a name"),
        ("a\0b", "no revision has such a name"),
        (" ", "no revision has such a name"),
        ("HEAD..HEAD", "git knows no such commit"),
        ("^HEAD", "git knows no such commit"),
        ("HEAD:a.py", "git knows no such commit"),
        ("blob", "it is not a commit"),
        ("f" * 40, "git knows no such commit"),
    ],
)
def test_what_names_no_commit(repo: Repo, rev: str, reason: str) -> None:
    repo.commit(a_py="x\n")
    repo.git("tag", "blob", git_id(b"x\n"))
    with pytest.raises(NoSuchRevision) as caught:
        at(str(repo), rev)
    assert (caught.value.rev, caught.value.reason) == (rev, reason)
    assert isinstance(caught.value, LookupError)


def test_what_names_a_commit(repo: Repo) -> None:
    head = repo.commit(a_py="x\n")
    repo.git("tag", "-a", "v1", "-m", "One")
    repo.git("branch", "topic/a")
    for rev in ("HEAD", "@", "main", "v1", "topic/a", "refs/heads/main", head, head[:8], "HEAD^0"):
        assert at(str(repo), rev).revision == head
    many = "".join(
        f"commit refs/heads/m{n}\ncommitter A <a@b> {n} +0000\ndata 0\n" for n in range(999)
    )
    repo.git("fast-import", "--quiet", given=many.encode())
    starts = [one[:4] for one in repo.git("rev-list", "--all").splitlines()]
    twice = next(start for start in starts if starts.count(start) > 1)
    with pytest.raises(NoSuchRevision, match="more than one"):
        at(str(repo), twice)


def test_large_files(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    large = repo.root / "large.bin"
    with large.open("wb") as file:
        file.truncate(16 * 1024 * 1024 + 1)
    assert work_tree(str(repo)).left_out == [LeftOut("large.bin", "it has more than 16 MiB")]
    repo.commit(small_py="x\n")
    repo.age()
    for found in (work_tree(str(repo)), at(str(repo), "HEAD")):
        assert list(found.entries) == ["large.bin", "small.py"]
        contents = dict(found.read_many([*found.entries.items()] * 2))
        assert contents == {"large.bin": None, "small.py": b"x\n"}
        assert [path for path, _ in found.left_out] == ["large.bin"]


def test_the_variables_of_a_hook(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(sub__a_py="1\n")
    other = Repo.init(tmp_path / "other")
    other.commit(o_py="2\n")
    monkeypatch.chdir(repo.root)
    repo.write("sub/new.py", "3\n")
    for folder in (".git", str(repo.root / ".git")):
        monkeypatch.setenv("GIT_DIR", folder)
        monkeypatch.setenv("GIT_INDEX_FILE", f"{folder}/index")
        assert set(work_tree(".").entries) == {"sub/a.py", "sub/new.py"}
        assert set(work_tree("sub").entries) == {"a.py", "new.py"}
        assert set(at(str(repo.root / "sub"), "HEAD").entries) == {"a.py"}
        assert set(work_tree(str(other)).entries) == {"o.py"}
        assert set(at(str(other), "HEAD").entries) == {"o.py"}
    monkeypatch.delenv("GIT_DIR")
    monkeypatch.delenv("GIT_INDEX_FILE")
    # A repository apart from its files, as people keep settings of their own in one.
    repo.git("clone", "-q", "--bare", str(other), str(tmp_path / "apart.git"))
    (tmp_path / "home/in").mkdir(parents=True)
    (tmp_path / "home/in/x.py").write_text("x\n")
    monkeypatch.setenv("GIT_DIR", "../apart.git")
    monkeypatch.setenv("GIT_WORK_TREE", "../home")
    assert set(work_tree(str(tmp_path / "home")).entries) == {"in/x.py"}
    assert set(work_tree(str(tmp_path / "home/in")).entries) == {"x.py"}
    assert set(at(str(tmp_path / "home"), "HEAD").entries) == {"o.py"}
    assert git.locate(str(tmp_path)) is None
    monkeypatch.delenv("GIT_WORK_TREE")
    monkeypatch.setenv("GIT_DIR", "../../apart.git")
    (tmp_path / "home/in/deep").mkdir()
    monkeypatch.chdir(tmp_path / "home/in")
    assert set(at(".", "HEAD").entries) == {"o.py"}
    assert set(at("deep", "HEAD").entries) == set()
