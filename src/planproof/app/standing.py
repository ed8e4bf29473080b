"""How every plan of a project stands: read, judged, and looked up in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from planproof.app.config import Settings
from planproof.app.course import courses
from planproof.app.gather import Kept, Progress
from planproof.app.status import Board, Movement
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import judge_all, plans_in, set_aside
from planproof.app.verify import Request, recalled
from planproof.plan.model import Plan
from planproof.progress.dates import second_of
from planproof.progress.model import Course
from planproof.progress.standing import Claim, owner_of, standing_of
from planproof.progress.steps import steps_of
from planproof.report.truth import ClaimLine
from planproof.system.repository import Snapshot
from planproof.template.schema import IMPACTS
from planproof.verdict.model import Judged


def board_of(settings: Settings, snapshot: Snapshot, progress: Progress | None) -> Board:
    """How all plans stand, those included that nobody keeps up any more, whose claims are not judged."""
    templates = templates_in_use(Path(settings.root), settings.config)
    found = plans_in(snapshot, settings, templates, Request(take_all=True))
    aside = {plan.path: set_aside(plan) for plan in found.plans}
    judged = [plan for plan in found.plans if not aside[plan.path]]
    claims, unreadable = _claims(settings, snapshot, judged, progress)
    known = courses(settings, found.plans)
    scales = {template.name: template.impacts for template in templates}
    return Board(
        standings=tuple(
            standing_of(
                plan,
                claims.get(plan.path, ()),
                aside[plan.path],
                scales.get(plan.written.template, IMPACTS),
            )
            for plan in found.plans
        ),
        steps=tuple(steps_of(plan, owner_of(plan)) for plan in found.plans),
        movements=tuple(_movement(known[plan.path]) for plan in found.plans),
        points=tuple(known[plan.path].points for plan in found.plans),
        passed_over=found.passed_over,
        problems=found.problems,
        unreadable=unreadable,
    )


def _claims(
    settings: Settings, snapshot: Snapshot, plans: Sequence[Plan], progress: Progress | None
) -> tuple[Mapping[str, Sequence[Claim]], bool]:
    """What plans claim, by path, and whether files could not be read that they may rest on."""
    truth = recalled(settings, snapshot)
    if truth is not None:
        return {plan.path: [_claim(one) for one in plan.claims] for plan in truth.plans}, False
    kept = Kept(settings.root, use=settings.config.cache)
    judged, gathered, _ = judge_all(settings, snapshot, plans, kept, progress)
    kept.store()
    left_out = set(gathered.coverage.left_out) | {reason for _, reason in snapshot.left_out}
    return {
        path: [_claim(one) for one in found] for path, found in judged.items()
    }, "unreadable" in left_out


def _claim(one: Judged | ClaimLine) -> Claim:
    """A claim, judged now or recalled."""
    verdict = "accepted" if one.accepted and one.verdict == "broken" else str(one.verdict)
    return Claim(one.item, one.kind, verdict, one.subject, one.reason)


def _movement(course: Course) -> Movement:
    """When a plan last changed, and when a box of it did."""
    moments = [one.moment for one in course.flips] + [one.moment for one in course.scope]
    committed = [one for one in moments if one.when]
    moved = max(committed, key=lambda one: second_of(one.when)) if committed else course.began
    last = course.last
    return Movement(
        changed=last.when if last is not None else "",
        changed_by=last.author if last is not None else "",
        moved=moved.when if moved is not None else "",
        moved_by=moved.author if moved is not None else "",
        moved_in=moved.commit if moved is not None else "",
    )
