"""Changes that the gate judges as labelled.

The labelled changes of `tests/cases/gate`, each made as a repository and judged by `planproof gate`. One counts
as judged as labelled if the gate says all that its labels say, and nothing beyond. Labels are written by
hand, from `docs/gate.md`. A change that is not judged so is named, with what is missing and what is beyond.
"""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from bench.measure import Row
from planproof.cli.main import main
from tests.gate.changes import Judged, arguments_of, cases, held, make


def measure(smoke: bool) -> list[Row]:
    """Cases judged as labelled of all, by kind; for a smoke test the first of each kind."""
    every = cases()
    if smoke:
        every = list({case["kind"]: case for case in reversed(every)}.values())
    agreed, all_, wrong = Counter[str](), Counter[str](), []
    for case in every:
        judged = judge(case)
        all_[case["kind"]] += 1
        agreed[case["kind"]] += judged.agrees
        if not judged.agrees:
            wrong.append(Row(case["title"], _told(judged), met=False))
    total, right = all_.total(), agreed.total()
    return [
        Row("all kinds", f"{right} of {total}", "all", right == total),
        *_by_kind(all_, agreed),
        *wrong,
    ]


def judge(case: dict[str, Any]) -> Judged:
    """What the gate says of a case, held against its labels."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        here = Path(folder)
        env = {name: text for name, text in os.environ.items() if not name.startswith("GIT")}
        env.pop("GITLAB_CI", None)
        env["PLANPROOF_CACHE_DIR"] = str(here / "cache")
        stack.enter_context(mock.patch.dict(os.environ, env, clear=True))
        out, err = io.StringIO(), io.StringIO()
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        made = make(case, here)
        stack.enter_context(contextlib.chdir(made.where))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = main(arguments_of(made, here))
        return held(case, code, out.getvalue(), err.getvalue())


def _by_kind(all_: Counter[str], agreed: Counter[str]) -> Iterator[Row]:
    for kind in sorted(all_):
        yield Row(kind, f"{agreed[kind]} of {all_[kind]}", "all", agreed[kind] == all_[kind])


def _told(judged: Judged) -> str:
    missing = f"missing: {', '.join(judged.missing)}" if judged.missing else ""
    beyond = f"beyond: {', '.join(judged.beyond)}" if judged.beyond else ""
    return "; ".join(filter(None, (missing, beyond)))
