"""Mend what rules know how to mend, by the smallest edits."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec

from planproof.app.check import Request, judge_all, judge_for, report_of, wanted
from planproof.app.config import Settings
from planproof.app.discover import Candidate
from planproof.app.judge import Judge
from planproof.app.kept import Judged
from planproof.report.model import Located, Problem, Report
from planproof.system.files import CannotRead, Changed, read_bytes, write_atomically
from planproof.text.edit import EditRefused, splice, without_overlaps

MOST_ROUNDS = 10
"""A fix may uncover another; after so many rounds the rest is left for the next run."""


class FixedText(msgspec.Struct, frozen=True):
    """A plan's text before and after."""

    name: str
    before: str
    after: str


class Fixed(msgspec.Struct, frozen=True):
    """What fixing did, and what is left to say."""

    report: Report
    texts: tuple[FixedText, ...]


def fix(settings: Settings, request: Request, *, unsafe: bool, write: bool) -> Fixed:
    """Mend findings in all plans that are asked for.

    Args:
        settings: the configuration in force.
        request: which plans.
        unsafe: whether to make edits that may change a plan's meaning, too.
        write: whether to write the files, or only to say what would change.
    """
    judge = judge_for(settings)
    problems: list[Problem] = []
    if request.stdin is not None:
        found = [Candidate(request.stdin_name, request.stdin_name, taken=True)]
        judged = [judge.content(found[0], request.stdin)]
    else:
        found, problems = wanted(settings, request)
        judged, _ = judge_all(settings, found)
    results: list[Judged] = []
    texts: list[FixedText] = []
    count = 0
    for candidate, before in zip(found, judged, strict=True):
        if not before.plan or not any(_wanted(one, unsafe) for one in before.findings):
            results.append(before)
            continue
        try:
            data = read_bytes(candidate.path) if request.stdin is None else request.stdin
            after, mended, result = _mend(judge, candidate, data, before, unsafe=unsafe)
            if mended and write and request.stdin is None:
                write_atomically(Path(candidate.path), after, data)
        except (CannotRead, Changed, OSError) as error:
            problems.append(Problem(candidate.name, 0, f"was not fixed: {error}", "Run again."))
            results.append(before)
            continue
        count += mended
        results.append(result if write else before)
        if mended:
            texts.append(FixedText(candidate.name, data.decode("utf-8"), after.decode("utf-8")))
    report = report_of(settings, results, problems, request, judge.rules(), fixed=count)
    return Fixed(report, tuple(texts))


def _wanted(finding: Located, unsafe: bool) -> bool:
    return bool(finding.fix) and (unsafe or finding.safe)


def _mend(
    judge: Judge, candidate: Candidate, data: bytes, judged: Judged, *, unsafe: bool
) -> tuple[bytes, int, Judged]:
    """A file's content with everything mended, how many findings that took, and what is left."""
    mended = 0
    for _ in range(MOST_ROUNDS):
        groups = [one.edits for one in judged.findings if _wanted(one, unsafe)]
        chosen = without_overlaps(groups)
        if not chosen:
            break
        try:
            text = splice(data.decode("utf-8"), [edit for group in chosen for edit in group])
        except EditRefused:
            break
        if text.encode("utf-8") == data:
            break
        data = text.encode("utf-8")
        mended += len(chosen)
        judged = judge.content(candidate, data)
    return data, mended, judged


def _lines(text: str) -> list[str]:
    """The lines as patches have them, which end with a line feed and with nothing else."""
    *lines, last = text.split("\n")
    return [f"{line}\n" for line in lines] + ([last] if last else [])


def diff(text: FixedText, around: int = 3) -> str:
    """The change as a unified diff that `git apply` takes, with some unchanged lines around each change."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in difflib.unified_diff(
            _lines(text.before),
            _lines(text.after),
            f"a/{text.name}",
            f"b/{text.name}",
            n=around,
        )
    )
