"""The plans of a commit, and every claim of theirs with its verdict."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from planproof.app.config import Settings
from planproof.app.discover import candidate_of
from planproof.app.errors import CannotDo
from planproof.app.gather import Coverage, Gathered, How, Kept, gather
from planproof.app.history import Past
from planproof.app.judge import excerpt_of, place_of
from planproof.app.recorded import LedgerView
from planproof.app.since import Earlier, counterparts
from planproof.app.templates import templates_in_use
from planproof.app.verify import Request
from planproof.evidence.ref import REF
from planproof.plan.model import Plan
from planproof.report.model import Problem, RuleInfo
from planproof.report.truth import ClaimLine, PlanTruth, Read, RestPlace, Truth
from planproof.system.repository import Snapshot
from planproof.template.match import GOOD_FIT
from planproof.template.read import read_plan
from planproof.template.schema import Template
from planproof.text.source import NotText, Source
from planproof.verdict.accept import accepted
from planproof.verdict.base import claim_kinds, judge, named_by, sought_by
from planproof.verdict.conflicts import KIND as CONFLICT
from planproof.verdict.conflicts import TITLE as CONFLICT_TITLE
from planproof.verdict.conflicts import conflicts, merged
from planproof.verdict.model import Judged, Rest, Verdict
from planproof.verdict.world import World
from planproof.version import __version__

Progress = Callable[[int, int], None]


class Found(msgspec.Struct, frozen=True):
    """The plans of a commit.

    Attributes:
        plans: those that are judged.
        set_aside: those that are not, with the reason.
        passed_over: how many Markdown files were not taken for plans.
    """

    plans: tuple[Plan, ...]
    set_aside: tuple[tuple[str, str], ...]
    passed_over: int
    problems: tuple[Problem, ...]


def judged_truth(
    settings: Settings,
    request: Request,
    snapshot: Snapshot,
    earlier: Snapshot | None,
    progress: Progress | None = None,
) -> Truth:
    """Hold plans against a commit, and tell which verdicts are not what they were at an earlier one.

    Raises:
        CannotDo: a plan that is named does not exist.
    """
    templates = templates_in_use(Path(settings.root), settings.config)
    kept = Kept(settings.root, use=settings.config.cache)
    found = plans_in(snapshot, settings, templates, request)
    judged, gathered, _ = judge_all(settings, snapshot, found.plans, kept, progress)
    before: dict[str, Earlier] | None = None
    if earlier is not None:
        then = _plans_then(earlier, settings, templates, request, found.plans)
        past, _, _ = judge_all(settings, earlier, then, kept, progress)
        moved = counterparts(found.plans, then, snapshot.entries)
        before = {path: Earlier(past[old]) for path, old in moved.items()}
    kept.store()
    lines = _Lines(snapshot)
    return Truth(
        version=__version__,
        root=settings.root,
        at=snapshot.revision,
        since=earlier.revision if earlier is not None else "",
        plans=tuple(
            plan_truth(plan, judged[plan.document.source.name], lines, before)
            for plan in found.plans
        ),
        set_aside=found.set_aside,
        passed_over=found.passed_over,
        problems=found.problems,
        read=read_of(snapshot, gathered.coverage),
        kinds=kind_infos(),
    )


def _plans_then(
    earlier: Snapshot,
    settings: Settings,
    templates: Sequence[Template],
    request: Request,
    plans: Sequence[Plan],
) -> tuple[Plan, ...]:
    """What plans are compared with: all plans of the earlier revision, or what was there of those named."""
    paths = [plan.document.source.name for plan in plans]
    there = tuple(str(Path(settings.root, path)) for path in paths if path in earlier.entries)
    chosen: dict[str, Plan] = {}
    if not request.paths or len(there) < len(paths):
        every = plans_in(earlier, settings, templates, Request(take_all=True)).plans
        chosen.update((plan.document.source.name, plan) for plan in every)
    if there:
        named = plans_in(earlier, settings, templates, Request(paths=there, take_all=True)).plans
        chosen.update((plan.document.source.name, plan) for plan in named)
    return tuple(chosen.values())


def plans_in(
    snapshot: Snapshot, settings: Settings, templates: Sequence[Template], request: Request
) -> Found:
    """The plans of a commit that a request is about.

    Raises:
        CannotDo: a plan that is named does not exist.
    """
    config = settings.config
    wanted = _wanted(snapshot, settings, request)
    plans: list[Plan] = []
    aside: list[tuple[str, str]] = []
    problems: list[Problem] = []
    passed = 0
    for name, taken, named in wanted:
        data = snapshot.read(name)
        if data is None:
            problems.append(Problem(name, 0, "cannot be read", "Make it readable, or exclude it."))
            continue
        try:
            source = Source.from_bytes(name, data)
        except NotText as error:
            if taken:
                problems.append(
                    Problem(name, 0, f"cannot be read: {error.reason}", "Save it as UTF-8 text.")
                )
            else:
                passed += 1
            continue
        plan = read_plan(source, templates, config.template_of(name))
        if not taken and plan.written.fit < GOOD_FIT and not plan.written.declared:
            passed += 1
            continue
        reason = "" if request.take_all or named else set_aside(plan)
        if reason:
            aside.append((name, reason))
        else:
            plans.append(plan)
    return Found(tuple(plans), tuple(aside), passed, tuple(problems))


def set_aside(plan: Plan) -> str:
    """Why a plan is not judged, or empty: nobody keeps it up any more, so that it rots by design."""
    if plan.state.laid_aside:
        return f"it is {plan.state.value}"
    if plan.state.closed and plan.state_from == "folder":
        return f"its folder says that it is {plan.state.value}"
    return ""


class _Wanted(NamedTuple):
    """A Markdown file to look at: whether it is a plan whatever its headings, and was named itself."""

    name: str
    taken: bool
    named: bool = False


def _wanted(snapshot: Snapshot, settings: Settings, request: Request) -> list[_Wanted]:
    """The Markdown files to look at."""
    from planproof.plan.ids import plan_id
    from planproof.system.files import SUFFIXES
    from planproof.text.globs import lies_in

    config, root = settings.config, Path(settings.root)
    names = [path for path in snapshot.entries if path.endswith(SUFFIXES)]
    found: dict[str, _Wanted] = {}
    for name in sorted(names):
        if not lies_in(name, config.exclude):
            one = candidate_of(str(root / name), name, config)
            if not one.passed_over:
                found[name] = _Wanted(name, one.taken)
    if not request.paths:
        return list(found.values())
    chosen: dict[str, _Wanted] = {}
    for path in request.paths:
        by_id = [name for name in found if plan_id(name) == path]
        inside = _named(path, snapshot, settings, found)
        if not inside and not by_id:
            raise CannotDo(
                f"there is no plan `{path}`" + (f" at {request.at}" if request.at else ""),
                "Name a file, a folder, a glob, or the id of a plan of this project.",
            )
        chosen |= inside or {name: _Wanted(name, True, True) for name in by_id}
    return sorted(chosen.values())


def _named(
    path: str, snapshot: Snapshot, settings: Settings, found: Mapping[str, _Wanted]
) -> dict[str, _Wanted]:
    """The plans at a file, folder or glob that somebody named."""
    from planproof.app.discover import name_of
    from planproof.text.globs import lies_in

    name = name_of(Path(settings.root), path)
    for one in (name, path):
        if one in snapshot.entries:
            return {one: _Wanted(one, True, True)}
    below = {
        one: there for one, there in found.items() if one.startswith(f"{name}/") or name == "."
    }
    matching = [one for one in found if lies_in(one, (name, path))] if not below else []
    return below or {one: _Wanted(one, True) for one in matching}


class Beside(NamedTuple):
    """What else is looked at while plans are judged.

    Attributes:
        plans: further plans, whose claims the world that is given back can judge, too.
        people: for plans by path, the version of each whose stakeholders say who may sign.
    """

    plans: Sequence[Plan] = ()
    people: Mapping[str, Plan] = {}


def judge_all(
    settings: Settings,
    snapshot: Snapshot,
    plans: Sequence[Plan],
    kept: Kept,
    progress: Progress | None = None,
    beside: Beside | None = None,
) -> tuple[dict[str, tuple[Judged, ...]], Gathered, World]:
    """Every claim of the plans of a commit, with its verdict, by the plan's path.

    Args:
        settings: the settings in force.
        snapshot: the files.
        plans: the plans.
        kept: what other runs read.
        progress: told how far the reading is.
        beside: what else to look at.
    """
    beside = beside or Beside()
    words: set[str] = set()
    named: set[str] = set()
    for plan in (*plans, *beside.plans):
        words |= sought_by(plan)
        named |= named_by(plan)
    gathered = gather(snapshot, words, How(kept, settings.config.jobs, progress), named)
    world = World(
        (*snapshot.entries, *(path for path, _ in snapshot.left_out)),
        gathered.inventory,
        gathered.mentions,
        Past(settings.root, snapshot.revision, plans, snapshot.entries),
        Anchors(snapshot.read),
        LedgerView(settings, snapshot.stored, beside.people),
    )
    judged = {plan.document.source.name: judge(plan, world) for plan in plans}
    judged = merged(judged, conflicts(plans, judged))
    often = Counter(plan.id for plan in plans)
    for plan in plans:
        name = plan.document.source.name
        if often[plan.id] > 1:
            judged[name] = tuple(_of_whom(one, plan.id, often[plan.id]) for one in judged[name])
        judged[name] = accepted(plan, judged[name])
    return judged, gathered, world


def _of_whom(claim: Judged, name: str, many: int) -> Judged:
    """A claim that evidence proves, where several plans have the name by which evidence is kept."""
    if claim.kind not in ("proof", "signed") or claim.verdict is not Verdict.HOLDS:
        return claim
    if all(rest.path != REF for rest in claim.rests):
        return claim
    reason = f"{many} plans are called `{name}`, by which evidence is kept: {claim.reason}"
    return msgspec.structs.replace(claim, verdict=Verdict.UNKNOWN, reason=reason, lacking=reason)


class Anchors(Mapping[str, "frozenset[str]"]):
    """The fragments that links to Markdown files can have, read when they are asked for."""

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        """`read` gives a file's content."""
        self.read = read

    def __getitem__(self, path: str) -> frozenset[str]:
        from planproof.markdown.outline import anchors
        from planproof.markdown.parse import parse

        data = self.read(path) if path.endswith((".md", ".markdown")) else None
        if data is None:
            raise KeyError(path)
        try:
            return anchors(parse(Source.from_bytes(path, data)))
        except NotText:
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Lines:
    """Lines of the repository's files, for showing."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.known: dict[str, list[str]] = {}

    def of(self, path: str, line: int) -> str:
        """A line's text, cut where it is very long."""
        if path not in self.known:
            data = self.snapshot.read(path) or b""
            self.known[path] = data.decode("utf-8", "replace").split("\n")
        lines = self.known[path]
        return lines[line - 1].rstrip("\r")[:400] if 0 < line <= len(lines) else ""


def plan_truth(
    plan: Plan,
    judged: Sequence[Judged],
    lines: _Lines,
    before: Mapping[str, Earlier] | None,
) -> PlanTruth:
    """A plan's claims as they are reported; `before` has the plans' verdicts to compare them with."""
    source = plan.document.source
    titles = _titles(plan)
    earlier = None if before is None else before.get(source.name, Earlier())
    return PlanTruth(
        path=source.name,
        id=plan.id,
        title=plan.title,
        template=plan.written.template,
        state=plan.state.value,
        claims=tuple(_line(source, one, titles, lines, earlier) for one in judged),
    )


def _titles(plan: Plan) -> list[tuple[int, str]]:
    return [
        (section.span.start, f"{section.number} {section.title}".strip())
        for section in plan.sections
        if section.heading is not None
    ]


def _line(
    source: Source,
    judged: Judged,
    titles: Sequence[tuple[int, str]],
    lines: _Lines,
    before: Earlier | None,
) -> ClaimLine:
    place = place_of(source, judged.span)
    seed = f"{source.name}\0{judged.kind}\0{judged.subject or judged.item}"
    title = next((title for start, title in reversed(titles) if start <= judged.span.start), "")
    show = judged.verdict is Verdict.BROKEN
    return ClaimLine(
        key=judged.key,
        kind=judged.kind,
        item=judged.item,
        section=title,
        verdict=judged.verdict.value,
        subject=judged.subject,
        says=judged.says,
        reason=judged.reason,
        help=judged.help,
        place=place,
        excerpt=excerpt_of(source, place.line, place.column - 1),
        fingerprint=hashlib.blake2b(seed.encode("utf-8", "replace"), digest_size=8).hexdigest(),
        rests=tuple(_rest(rest, lines, show=show) for rest in judged.rests),
        accepted=judged.accepted,
        was="" if before is None else before.verdict_of(judged),
    )


def _rest(rest: Rest, lines: _Lines, *, show: bool) -> RestPlace:
    excerpt = lines.of(rest.path, rest.line) if show and rest.line else ""
    return RestPlace(rest.path, rest.line, rest.says, rest.contradicts, excerpt)


def read_of(snapshot: Snapshot, coverage: Coverage) -> Read:
    """What was read of a snapshot, and what was not, the most first."""
    left_out = Counter(coverage.left_out)
    # Of files that could not be read when it came to it, the probes have told.
    left_out.update(reason for path, reason in snapshot.left_out if path not in snapshot.entries)
    return Read(
        files=len(snapshot.entries),
        languages=_most_first(coverage.languages),
        unread=_most_first(coverage.unread),
        left_out=_most_first(left_out),
        partly=coverage.partly,
    )


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def kind_infos() -> tuple[RuleInfo, ...]:
    """The kinds of claims, as reports name them."""
    infos = [
        RuleInfo(f"verify/{kind.name}", kind.title, kind.doc, "error")
        for kind in claim_kinds().values()
    ]
    return (*infos, RuleInfo(f"verify/{CONFLICT}", CONFLICT_TITLE, CONFLICT_TITLE, "error"))
