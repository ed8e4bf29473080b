"""Many commits asked about at once say what git says of each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from planproof.system.commits import Commits, is_plain
from tests.system.repositories import ODD, Repo


def test_commits_their_trees_and_times(repo: Repo) -> None:
    ids = [repo.commit(f"{number}", a_md=f"{number}") for number in range(5)]
    blob, tree = repo.git("rev-parse", "HEAD:a.md", "HEAD^{tree}").split()
    found = Commits(str(repo)).known([*ids, blob, tree, "0" * 40, "HEAD", "--help", "", "a\nb"])
    assert set(found) == set(ids)
    for one in ids:
        tree, when = repo.git("show", "-s", "--format=%T %ct", one).split()
        assert found[one].tree == tree
        assert found[one].when == datetime.fromtimestamp(int(when), UTC)


def test_files_at_commits(repo: Repo) -> None:
    for name in ODD:
        repo.write(name, name.encode("utf-8", "surrogateescape"))
    repo.write("docs/plans/a.md", "a")
    first = repo.commit()
    repo.write("docs/plans/a.md", "b")
    second = repo.commit()
    asked = [(one, "docs/plans/a.md") for one in (first, second)]
    asked += [(first, name) for name in ODD if is_plain(name)]
    found = Commits(str(repo)).blobs(asked)
    assert len(found) == len(asked)
    for (commit, name), blob in found.items():
        assert blob == repo.git("rev-parse", f"{commit}:{name}")


def test_what_is_no_file_there(repo: Repo) -> None:
    repo.write("docs/a.md", "a")
    (repo.root / "link.md").symlink_to("docs/a.md")
    commit = repo.commit()
    names = ["docs", "docs/b.md", "no/a.md", "docs/a.md/x", "link.md"]
    found = Commits(str(repo)).blobs([(commit, name) for name in names])
    assert found == {(commit, name): "" for name in names}


@pytest.mark.parametrize("name", ["", "/a", "a//b", "../a", "a/../b", "./a", "a\nb", "a\0b", "a/"])
def test_paths_that_are_none_are_not_asked_for(repo: Repo, name: str) -> None:
    commit = repo.commit(a="a")
    assert not is_plain(name)
    assert Commits(str(repo)).blobs([(commit, name)]) == {}


def test_a_shallow_clone_says_that_it_is(repo: Repo, tmp_path: Path) -> None:
    first, second = repo.commit(a_md="1"), repo.commit(a_md="2")
    shallow = Repo(tmp_path / "shallow")
    repo.git("clone", "-q", "--depth=1", f"file://{repo}", str(shallow))
    commits = Commits(str(shallow))
    assert commits.shallow
    assert set(commits.known([first, second])) == {second}
    assert not Commits(str(repo)).shallow


@pytest.mark.parametrize(("what", "there"), [("blob:none", True), ("tree:0", False)])
def test_a_partial_clone_answers_without_contents(
    repo: Repo, tmp_path: Path, what: str, there: bool
) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.write("docs/a.md", "1")
    first = repo.commit()
    repo.write("docs/a.md", "2")
    second = repo.commit()
    partial = Repo(tmp_path / "partial")
    repo.git("clone", "-q", "--bare", f"--filter={what}", f"file://{repo}", str(partial))
    commits = Commits(str(partial))
    assert commits.partial
    assert set(commits.known([first, second, "1" * 40])) == {first, second}
    asked = [(one, "docs/a.md") for one in (first, second)]
    expected = {(one, path): repo.git("rev-parse", f"{one}:{path}") for one, path in asked}
    assert commits.blobs(asked) == (expected if there else {})
    after = partial.git("rev-list", "--all", "--objects", "--missing=print")
    assert "?" in after  # nothing was fetched


def test_replacements_do_not_count(repo: Repo) -> None:
    first, second = repo.commit(a_md="1"), repo.commit(a_md="2")
    repo.git("replace", first, second)
    found = Commits(str(repo)).known([first])
    tree = repo.git("--no-replace-objects", "rev-parse", f"{first}^{{tree}}")
    assert found[first].tree == tree


def test_sha256(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "long", "--object-format=sha256")
    commit = repo.commit(a_md="1")
    assert Commits(str(repo)).blobs([(commit, "a.md")]) == {
        (commit, "a.md"): repo.git("rev-parse", "HEAD:a.md")
    }


def test_nothing_asked_is_nothing_found(repo: Repo) -> None:
    assert Commits(str(repo)).known([]) == {}
    assert Commits(str(repo)).blobs([]) == {}
