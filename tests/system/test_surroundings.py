"""The files around a plan: of a commit they are those of the commit, whatever is checked out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from planproof.system import repository
from planproof.system.surroundings import OfSnapshot, Watched
from tests.system.repositories import Repo


@pytest.fixture
def around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> OfSnapshot:
    """Those of a project below the top of its repository, of whose commit nothing is left on disk."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    repo = Repo.init(tmp_path / "repo")
    repo.write("README.md", "# All\n")
    repo.write("service/docs/guide.md", "# Guide\n\n## How to\n")
    repo.write("service/latin.md", b"\xff\xfe")
    repo.commit()
    (repo.root / "service/docs/guide.md").unlink()
    (repo.root / "service/new.md").write_text("# New\n")
    return OfSnapshot(repository.at(str(repo.root / "service"), "HEAD"))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("docs/guide.md", "file"),
        ("docs", "folder"),
        ("docs/../docs/", "folder"),
        (".", "folder"),
        ("new.md", ""),  # nobody has committed it
        ("guide.md", ""),
        ("../README.md", "file"),  # lies outside of the project
        ("../none.md", ""),
    ],
)
def test_what_there_is_in_a_commit(around: OfSnapshot, path: str, kind: str) -> None:
    assert around.kind(path) == kind


def test_the_fragments_of_a_file_in_a_commit(around: OfSnapshot) -> None:
    assert around.anchors("docs/guide.md") == frozenset({"guide", "how-to"})
    assert around.anchors("new.md") is None
    assert around.anchors("latin.md") is None
    watched = Watched(around)
    watched.anchors("docs/guide.md")
    ((question, path, digest),) = watched.taken()
    assert (question, path, bool(digest)) == ("anchors", "docs/guide.md", True)
