"""Writers that are killed lose nothing that they said was recorded. `bench/kills.py` does it 1,000 times."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench.kills import kill_writers
from bench.kills_prove import LONGEST_LIFE, PROVER, audits, prepare


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
def test_killed_writers_lose_nothing(tmp_path: Path) -> None:
    came = kill_writers(tmp_path, kills=40, seed=4)
    assert came.faults == []
    assert came.lost == set()
    assert len(came.printed) >= 40  # else they were killed before they did anything
    assert came.kills == 40


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
def test_what_is_lost_is_noticed(tmp_path: Path) -> None:
    """A writer that says what it did not do."""
    came = kill_writers(tmp_path, kills=4, command=f"sh -c 'echo {'a' * 64}; sleep 0.1'")
    assert came.lost == {"a" * 64}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
def test_prove_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """`bench/kills_prove.py` does it 1,000 times."""
    came = kill_writers(
        tmp_path, kills=16, seed=7, command=PROVER, longest=LONGEST_LIFE, prepare=prepare
    )
    assert came.faults == []
    assert came.lost == set()
    assert len(came.printed) >= 16
    assert audits(tmp_path) == []
