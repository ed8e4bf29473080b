"""`check`: is the plan well written? Reads the text alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from planproof.app.baseline import Baseline
from planproof.app.config import Settings
from planproof.app.discover import Candidate, candidate_of, candidates, name_of
from planproof.app.errors import CannotDo
from planproof.app.kept import Judged, Kept
from planproof.report.model import PassedOver, Problem, Report, RuleInfo
from planproof.report.words import SEVERITIES
from planproof.system.files import SUFFIXES
from planproof.system.git import GitRefuses
from planproof.system.parallel import processes, spread, uncollected
from planproof.system.staged import staged
from planproof.text.globs import lies_in
from planproof.version import __version__

if TYPE_CHECKING:
    from planproof.app.judge import Judge

Progress = Callable[[int, int], None]
"""Told how many files of how many are done."""


class Request(msgspec.Struct, frozen=True):
    """What to check.

    Attributes:
        paths: files, folders, globs, ids; none for the whole project.
        take_all: take every Markdown file for a plan.
        only: names of files; others are left out. None for no such limit.
        baseline: known findings.
        stdin: a text to check in place of the file named `stdin_name`, or None.
        staged: check what is staged for the next commit, as it is staged.
    """

    paths: tuple[str, ...] = ()
    take_all: bool = False
    only: frozenset[str] | None = None
    baseline: Baseline | None = None
    stdin: bytes | None = None
    stdin_name: str = ""
    staged: bool = False


def judge_for(settings: Settings) -> Judge:
    """The judge that the configuration asks for. Imports everything that reading plans takes.

    Raises:
        CannotDo: a template or a rule it names does not exist.
    """
    from planproof.app.judge import Judge
    from planproof.app.selecting import selection
    from planproof.app.templates import templates_in_use

    config = settings.config
    root = Path(settings.root)
    templates = templates_in_use(root, config)
    return Judge(root, templates, selection(config), config)


def check(settings: Settings, request: Request, progress: Progress | None = None) -> Report:
    """Check plans.

    Raises:
        CannotDo: the configuration names something that does not exist.
    """
    if request.stdin is not None:
        judge = judge_for(settings)
        one = Candidate(request.stdin_name, request.stdin_name, taken=True)
        judged = [judge.content(one, request.stdin)]
        return report_of(settings, judged, (), request, judge.rules())
    if request.staged:
        judge = judge_for(settings)
        return report_of(settings, list(_staged(settings, judge)), (), request, judge.rules())
    found, problems = wanted(settings, request)
    judged, rules = judge_all(settings, found, progress)
    return report_of(settings, judged, problems, request, rules)


def _staged(settings: Settings, judge: Judge) -> Iterator[Judged]:
    """What is said of the plans in git's index that the next commit changes.

    Raises:
        CannotDo: there is no repository, or git does not work with it.
    """
    try:
        found = list(staged(settings.root, SUFFIXES))
    except GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None
    for staged_name, data in found:
        path = os.path.join(settings.root, staged_name)
        name = name_of(Path(settings.root), path)
        if not lies_in(name, settings.config.exclude):
            yield judge.content(candidate_of(path, name, settings.config), data)


def wanted(settings: Settings, request: Request) -> tuple[list[Candidate], list[Problem]]:
    """The files that a request is about, and what it names and is not there."""
    found, problems = candidates(
        Path(settings.root), request.paths, settings.config, take_all=request.take_all
    )
    if request.only is not None:
        found = [one for one in found if one.name in request.only]
    return found, problems


def judge_all(
    settings: Settings, found: Sequence[Candidate], progress: Progress | None = None
) -> tuple[list[Judged], tuple[RuleInfo, ...]]:
    """Judge files, in several processes where that helps, and keep what was found for other runs.

    Returns:
        The judgements, in the order of the files, and the rules that were applied.
    """
    kept = Kept(settings) if settings.config.cache and len(found) > 1 else None
    done: dict[str, Judged] = {}
    left: list[Candidate] = []
    for one in found:
        before = kept.of(one) if kept else None
        if before is None:
            left.append(one)
        else:
            done[one.name] = before
    rules = kept.rules if kept else ()
    if left or not rules:
        judge = judge_for(settings)
        rules = judge.rules()
        stamps = {one.name: kept.stamp(one) for one in left} if kept else {}
        for judged in _judge(judge, left, settings.config.jobs, len(found), progress):
            done[judged.name] = judged
        if kept:
            for one in left:
                kept.add(one, done[one.name], stamps[one.name])
    if kept:
        kept.store(rules)
    return [done[one.name] for one in found], rules


def _judge(
    judge: Judge, left: list[Candidate], jobs: int, total: int, progress: Progress | None
) -> Iterator[Judged]:
    """Judge the files that nothing is known of."""
    known = total - len(left)

    def work(share: Sequence[Candidate]) -> list[Judged]:
        results = []
        for index, one in enumerate(share):
            results.append(judge.file(one))
            if progress is not None and index % 16 == 0:
                progress(known + len(left) * index // len(share), total)
        return results

    count = processes(jobs, len(left))
    with uncollected():
        if count <= 1:
            yield from work(left)
            return
        # So that every share gets as many large files as small.
        left = sorted(left, key=_size, reverse=True)
        for packed in spread(left, lambda share: msgspec.msgpack.encode(work(share)), count):
            yield from msgspec.msgpack.decode(packed, type=list[Judged])


def _size(candidate: Candidate) -> int:
    try:
        return os.stat(candidate.path).st_size
    except OSError:
        return 0


def report_of(
    settings: Settings,
    judged: Sequence[Judged],
    problems: Sequence[Problem],
    request: Request,
    rules: tuple[RuleInfo, ...],
    fixed: int = 0,
) -> Report:
    """What is said of the judged files together."""
    findings = [finding for one in judged for finding in one.findings]
    baselined = 0
    if request.baseline is not None:
        findings, baselined = request.baseline.new(findings)
    passed = tuple(PassedOver(one.name, one.passed_over) for one in judged if one.passed_over)
    return Report(
        version=__version__,
        root=settings.root,
        plans=tuple(one.plan for one in judged if one.plan),
        findings=tuple(findings),
        suppressed=tuple(finding for one in judged for finding in one.suppressed),
        baselined=baselined,
        problems=(*problems, *(one.problem for one in judged if one.problem)),
        passed_over=passed,
        rules=rules,
        fixed=fixed,
    )


def exit_code(report: Report, fail_on: str) -> int:
    """0 all well; 1 findings that fail the run; 2 something could not be read, or there was no plan."""
    if report.problems or not report.plans:
        return 2
    failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if any(finding.severity in failing for finding in report.findings) else 0
