"""What claims ask of the history, put to a real repository."""

from __future__ import annotations

from pathlib import Path

from planproof.app.history import Past
from planproof.verdict.world import Gone
from tests.system.repositories import Repo


def test_a_deletion_that_is_not_committed(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo")
    commit = repo.commit(src__a_py="1\n", src__b_py="2\n", gone_py="3\n")
    repo.git("rm", "-q", "gone.py")
    deleted = repo.commit("Delete")
    (repo.root / "src" / "a.py").unlink()
    past = Past(str(repo), "")
    assert past.gone("src/a.py") == Gone("")
    assert past.gone("gone.py") == Gone(deleted)
    assert past.gone("never.py") is None
    assert Gone("").says == "it was deleted, which is not committed yet"
    assert Gone(deleted, "x.py").says == f"commit {deleted[:10]} moved it to `x.py`"
    assert Past(str(repo), commit).gone("src/a.py") is None


def test_a_long_history_that_names_no_pull_requests_says_nothing_of_them(tmp_path: Path) -> None:
    repo = Repo.init(tmp_path / "repo")
    repo.commit("First", a_py="0\n")
    assert not Past(str(repo), "").merged(["#7"])
    for number in range(100):
        repo.git("commit", "-q", "--allow-empty", "-m", f"Change {number}")
    past = Past(str(repo), "")
    assert "do not name" in past.merged(["#7"])["#7"].reason
    repo.git("commit", "-q", "--allow-empty", "-m", "Take orders (#9)")
    assert not Past(str(repo), "").merged(["#7"])
    assert "do not name" in Past(str(repo), "").merged(["#70"])["#70"].reason
