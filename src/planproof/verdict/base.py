"""What makes claims: one kind a file in `claims/`.

A file there has a docstring (one line that says what is claimed, then `## What it claims`,
`## When it is broken`, `## What to do`) and

    def claims(item: Variable, case: Case) -> Iterator[Judged]

whose first parameter's annotation says what makes such claims: a kind of item, `Section` or `Plan`. It may have

    def sought(item: Variable) -> Iterator[str]

the names whose definitions and uses have to be looked for in the repository before the claims can be
judged, and

    def named(item: Variable) -> Iterator[str]

names of which only the files matter in which they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from types import ModuleType
from typing import Any, TypeVar

import msgspec

from planproof.discovery import modules
from planproof.plan.model import Criterion, Item, Plan, Section, Step
from planproof.plan.wording import says_none
from planproof.text.source import Span
from planproof.verdict.model import Judged, Rest, Verdict
from planproof.verdict.tense import Due, Tense
from planproof.verdict.world import World

T = TypeVar("T")


class Case(msgspec.Struct, frozen=True):
    """What a claim is judged by.

    Attributes:
        plan: the plan.
        world: the repository.
        tense: when claims are due.
        section: the section that the item stands in.
        known: what was worked out for the plan already; see `once`.
    """

    plan: Plan
    world: World
    tense: Tense
    section: Section | None = None
    known: dict[str, Any] = {}

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Something about the plan and the world that several claims ask for, worked out once."""
        if name not in self.known:
            self.known[name] = make()
        found: T = self.known[name]
        return found

    def due(self, item: Item, *names: str) -> Due:
        """When an item's claims are due."""
        return self.tense.due(item, names, self.section)


def holds(span: Span, subject: str, says: str, reason: str, *rests: Rest) -> Judged:
    """A claim that holds."""
    return Judged(
        verdict=Verdict.HOLDS, span=span, subject=subject, says=says, reason=reason, rests=rests
    )


def broken(
    span: Span,
    subject: str,
    says: str,
    reason: str,
    *rests: Rest,
    help: str,  # noqa: A002
) -> Judged:
    """A claim that does not hold, with what to do."""
    return Judged(
        verdict=Verdict.BROKEN,
        span=span,
        subject=subject,
        says=says,
        reason=reason,
        rests=rests,
        help=help,
    )


def unknown(span: Span, subject: str, says: str, reason: str, *rests: Rest) -> Judged:
    """A claim that cannot be judged, with the reason."""
    return Judged(
        verdict=Verdict.UNKNOWN, span=span, subject=subject, says=says, reason=reason, rests=rests
    )


def absent(
    span: Span,
    subject: str,
    says: str,
    reason: str,
    due: Due,
    *rests: Rest,
    help: str,  # noqa: A002
) -> Judged:
    """What is not there: broken once it is due, pending until then."""
    if due.now:
        found = broken(span, subject, says, f"{due.when}, but {reason}", *rests, help=help)
        return msgspec.structs.replace(found, due=due.steps, lacking=reason)
    yet = "" if " still " in reason else " yet"
    return Judged(
        verdict=Verdict.PENDING,
        span=span,
        subject=subject,
        says=says,
        reason=f"{reason}{yet}; due when {due.when}",
        rests=rests,
        due=due.steps,
        lacking=f"{reason}{yet}",
    )


class ClaimKind(msgspec.Struct, frozen=True, gc=False):
    """A kind of claim as it was found: its name, what makes it, its words for people."""

    name: str
    target: type
    claims: Callable[[Any, Case], Iterator[Judged]]
    sought: Callable[[Any], Iterator[str]] | None
    named: Callable[[Any], Iterator[str]] | None
    doc: str

    @property
    def title(self) -> str:
        """The first line of its docs."""
        return self.doc.strip().partition("\n")[0]


@cache
def claim_kinds() -> dict[str, ClaimKind]:
    """Every kind of claim by name."""
    from planproof.verdict import claims

    return {kind.name: kind for kind in map(_kind, modules(claims))}


def _kind(module: ModuleType) -> ClaimKind:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    annotation = next(iter(module.claims.__annotations__.values()))
    target = annotation if isinstance(annotation, type) else getattr(module, annotation)
    return ClaimKind(
        name,
        target,
        module.claims,
        getattr(module, "sought", None),
        getattr(module, "named", None),
        module.__doc__ or "",
    )


@cache
def _by_target() -> dict[type, list[ClaimKind]]:
    found: dict[type, list[ClaimKind]] = {}
    for kind in claim_kinds().values():
        found.setdefault(kind.target, []).append(kind)
    return found


def kinds_of(target: type) -> Iterator[ClaimKind]:
    """The kinds of claims that a type of item makes; those of its base types included."""
    for one in target.__mro__:
        yield from _by_target().get(one, ())


def sought_by(plan: Plan) -> frozenset[str]:
    """The names that have to be looked for before the claims of a plan can be judged."""
    return _names(plan, "sought")


def named_by(plan: Plan) -> frozenset[str]:
    """The names of which only the files matter in which they stand."""
    return _names(plan, "named") - sought_by(plan)


def _names(plan: Plan, which: str) -> frozenset[str]:
    found: set[str] = set()
    for target in _targets(plan):
        for kind in kinds_of(type(target)):
            give = getattr(kind, which)
            if give is not None:
                found.update(give(target))
    return frozenset(one for one in found if len(one) > 1)


def _targets(plan: Plan) -> Iterator[Plan | Section | Item]:
    yield plan
    yield from plan.sections
    yield from plan.items


def judge(plan: Plan, world: World) -> tuple[Judged, ...]:
    """Every claim of a plan, with its verdict, in the order of the text."""
    tense = Tense(plan)
    found: list[Judged] = []
    known: dict[str, Any] = {}
    holder = {id(item): section for section in plan.sections for item in section.items}
    for target in _targets(plan):
        section = target if isinstance(target, Section) else holder.get(id(target))
        case = Case(plan, world, tense, section, known)
        role = section.role if section is not None else ""
        for kind in kinds_of(type(target)):
            found += (
                _with_step(_named(one, kind.name, target, role), target, case)
                for one in kind.claims(target, case)
            )
    return tuple(sorted(_distinct(found), key=lambda one: (one.span.start, one.kind)))


def _named(judged: Judged, kind: str, target: Plan | Section | Item, role: str) -> Judged:
    item = target.id if isinstance(target, Item) else judged.item or role
    fingerprint = target.fingerprint if isinstance(target, Item) else ""
    return msgspec.structs.replace(
        judged, kind=kind, item=item, section=role or judged.section, fingerprint=fingerprint
    )


def _with_step(judged: Judged, target: Plan | Section | Item, case: Case) -> Judged:
    """A claim that is broken whatever is ticked, with the steps that what it is about comes with.

    Whoever ticks one of these says of it that it is as the plan has it.
    """
    if judged.verdict is not Verdict.BROKEN or judged.due or not judged.subject:
        return judged
    if not isinstance(target, Item) or isinstance(target, Step | Criterion):
        return judged  # boxes of their own
    path = judged.subject.rpartition(" ")[2]  # of `GET /orders`; steps name the path alone as well
    return msgspec.structs.replace(judged, due=case.due(target, judged.subject, path).steps)


def _distinct(found: list[Judged]) -> Iterator[Judged]:
    seen: set[str] = set()
    for one in found:
        if one.key not in seen:
            seen.add(one.key)
            yield one


def nothing_said(text: str) -> bool:
    """Whether words say that there is nothing: empty, dashes, "none", "n/a"."""
    return not text.strip(" \t-–—_") or says_none(text)
