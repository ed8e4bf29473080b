"""Waiting for changes, in a real repository."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from planproof.system.watch import changes


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nothing: whoever would have to wait a third time gives up."""
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            waited.clear()
            raise TimeoutError

    monkeypatch.setattr("planproof.system.watch.time.sleep", pause)


def nothing_comes(watched: Iterator[None]) -> None:
    with pytest.raises(TimeoutError):
        next(watched)


@pytest.mark.parametrize(
    "change",
    [
        ("commit", "-q", "--allow-empty", "-m", "More"),
        ("update-ref", "refs/planproof/ledger", "HEAD"),
        ("checkout", "-q", "-b", "other"),
    ],
)
def test_the_history_is_watched_where_it_is_asked_for(
    tmp_path: Path, change: tuple[str, ...]
) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "Begin")
    watched, files_only = changes(str(tmp_path), history=True), changes(str(tmp_path))
    next(watched)
    next(files_only)
    git(tmp_path, *change)
    next(watched)
    nothing_comes(watched)
    nothing_comes(files_only)


def test_a_plan_that_changes_is_seen_without_a_repository(tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# A\n")
    watched = changes(str(tmp_path), history=True)
    next(watched)
    plan.write_text("# Another\n")
    next(watched)
    nothing_comes(watched)
