"""With what other runs kept or without, by any way of walking through the history: the same verdicts."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from planproof.app.config import Config, Settings
from planproof.app.gather import Kept
from planproof.app.timeline import Timeline
from planproof.app.verify import Request, verify
from planproof.report.truth import Truth

PLAN = "docs/plans/example.md"
PLAN_TEXT = """# Orders

## Components / Modules Affected

* `src/a.py`
* `src/new.py` (new) (step 1)

## Data Model / Contracts

`GET /orders` lists them.

## Configuration & Env Vars

| Variable | Purpose | Default | Required |
|----------|---------|---------|----------|
| `A_PORT` | Port | `8080` | No |
| `B_HOST` | Host | | Yes |

## Migration / Rollout Strategy

Behind the flag `fast-orders`.

## Incremental Implementation Checklist

* [{one}] 1. Add `src/new.py`, read `A_PORT`
* [{two}] 2. Remove the flag `fast-orders`
"""
PLANS = [PLAN_TEXT.format(one=one, two=two) for one, two in ((" ", " "), ("x", " "), ("x", "x"))]
CODE = [
    'import os\n\nPORT = os.environ.get("A_PORT", "8080")\n',
    'import os\n\nPORT = os.environ.get("A_PORT", "9090")\n',
    "import os\n\ndef setting(name, default=None):\n    return os.environ.get(name, default)\n",
    'from config import setting\n\nPORT = setting("A_PORT", 8080)\nHOST = setting("B_HOST")\n',
    "import os\n\nfrom names import HOST_NAME\n\nhost = os.environ[HOST_NAME]\n",
    'HOST_NAME = "B_HOST"\nFLAG = "fast-orders"\n',
    'if flags.is_enabled("fast-orders"):\n    pass\n',
    '@router.get("/orders")\ndef orders():\n    pass\n',
    'app.include_router(router, prefix="/v1")\n',
    'def broken(:\n  x = os.environ["B_HOST"\n',
    "",
]
NAMES = ("src/a.py", "src/new.py", "src/names.py", "src/config.py", "tests/test_a.py")
EDIT = st.tuples(st.sampled_from(NAMES), st.none() | st.sampled_from(CODE)) | st.tuples(
    st.just(PLAN), st.sampled_from(PLANS)
)
ROUNDS = st.lists(st.lists(EDIT, min_size=1, max_size=4), min_size=1, max_size=5)


def git(folder: str, *arguments: str) -> None:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", folder, *who, *arguments], check=True, capture_output=True)


def write(folder: str, edits: list[tuple[str, str | None]]) -> None:
    for name, text in edits:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, "utf-8")


def told(truth: Truth) -> list[tuple[str, str, str]]:
    return [(claim.key, claim.verdict, claim.reason) for _, claim in truth.claims]


@given(ROUNDS)
@bounds(max_examples=25, deadline=None)
def test_incremental_equals_full(rounds: list[list[tuple[str, str | None]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLANPROOF_CACHE_DIR", f"{folder}/.cache")
        with_cache = Settings(folder, Config(jobs=1), "", {})
        without = Settings(folder, Config(jobs=1, cache=False), "", {})
        git(folder, "init", "-q")
        write(folder, [(PLAN, PLANS[0]), (".gitignore", ".cache\n")])
        for edits in rounds:
            write(folder, edits)
            assert verify(with_cache, Request()) == verify(without, Request())


@given(ROUNDS)
@bounds(max_examples=15, deadline=None)
def test_walking_through_the_history_equals_judging_each_commit(
    rounds: list[list[tuple[str, str | None]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(folder, Config(jobs=1, cache=False), "", {})
        git(folder, "init", "-q", "-b", "main")
        write(folder, [(PLAN, PLANS[0])])
        for number, edits in enumerate(rounds):
            write(folder, edits)
            git(folder, "add", "-A")
            git(folder, "commit", "-q", "--allow-empty", "-m", f"Change {number}")
        timeline = Timeline(settings, PLAN, Kept(folder, use=False))
        moments = list(timeline.walk("HEAD", 100))
        assert len(moments) == len(rounds)
        for moment in moments:
            full = verify(settings, Request(at=moment.commit.id))
            expected = [(key, verdict) for key, verdict, _ in told(full)]
            assert [(one.key, one.verdict.value) for one in moment.claims or ()] == expected


@pytest.mark.parametrize("spoil", [b"", b"nonsense", None])
def test_a_cache_that_is_damaged_or_gone_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: bytes | None
) -> None:
    folder = str(tmp_path / "project")
    cache = tmp_path / "cache"
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(cache))
    write(folder, [(PLAN, PLANS[1]), ("src/a.py", CODE[1]), ("src/names.py", CODE[6])])
    settings = Settings(folder, Config(), "", {})
    before = verify(settings, Request())
    files = [file for file in cache.iterdir() if file.name.startswith("facts-")]
    assert files
    for file in files:
        if spoil is None:
            file.unlink()
        else:
            file.write_bytes(spoil + file.read_bytes()[: len(spoil) * 3])
    assert verify(settings, Request()) == before
    assert verify(settings, Request()) == before
