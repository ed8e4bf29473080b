"""Changes of every kind, each judged as its labels say; `tests.gate.changes` says what a case is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from planproof.cli.main import main
from planproof.gate.base import kinds
from tests.gate.changes import arguments_of, cases, held, make

ISSUE_KINDS = {
    "squash", "rebase", "merge", "queue", "fork", "revert", "rename", "concurrent", "several plans",
    "docs only", "plan only", "no plan named", "typo", "shallow", "push", "forced push", "stacked", "proof",
}  # fmt: skip


THICK = {
    "squash", "rebase", "merge", "queue", "fork", "revert", "rename", "concurrent", "push", "stacked",
}  # fmt: skip


def test_there_are_cases_of_every_kind() -> None:
    found = cases()
    assert len(found) >= 60
    assert len({case["title"] for case in found}) == len(found)
    assert {case["kind"] for case in found} >= ISSUE_KINDS
    count = Counter(case["kind"] for case in found)
    assert min(count[kind] for kind in THICK) >= 8, count
    expected = {line.partition(" ")[0] for case in found for line in case.get("expect", ())}
    assert expected >= set(kinds()) - {"voided-sign-off"}  # that needs a person


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["title"])
def test_changes_are_judged_as_labelled(
    case: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("GITHUB_ACTIONS", "GITLAB_CI"):
        monkeypatch.delenv(name, raising=False)
    made = make(case, tmp_path)
    monkeypatch.chdir(made.where)
    capsys.readouterr()
    code = main(arguments_of(made, tmp_path))
    out, err = capsys.readouterr()
    judged = held(case, code, out, err)
    assert (judged.missing, judged.beyond) == ((), ()), judged.words
