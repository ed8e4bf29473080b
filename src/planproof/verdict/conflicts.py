"""Plans that get in each other's way: two that are not finished and claim the same.

Two plans conflict where both make the same new component, list the same variable with different
defaults, introduce the same flag or endpoint, or where one removes what the other uses.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from planproof.facts.model import Value
from planproof.facts.served import canonical
from planproof.plan.model import Component, Plan, Variable
from planproof.text.source import Span
from planproof.verdict.base import broken
from planproof.verdict.claims._defaults import Said, is_empty, said_of, same_default
from planproof.verdict.claims.flag import flags_of_plan
from planproof.verdict.model import Judged, Rest, Verdict
from planproof.verdict.tense import Tense

KIND = "conflict"
TITLE = "Another plan that is not finished claims the same."


class Mark(NamedTuple):
    """Something a plan claims for itself.

    Attributes:
        what: `component`, `variable`, `flag`, `endpoint`.
        name: as two plans' names are compared.
        way: `new`, `uses`, `removes`.
        detail: a variable's default.
    """

    plan: Plan
    what: str
    name: str
    way: str
    span: Span
    detail: Said = Said("")

    @property
    def line(self) -> int:
        """The line it stands on."""
        return self.plan.document.source.line_number(self.span.start)


def conflicts(
    plans: Sequence[Plan], judged: Mapping[str, Sequence[Judged]]
) -> dict[str, list[Judged]]:
    """The conflicts of plans that are not finished, by the path of the plan.

    Args:
        plans: the plans.
        judged: their claims, by path: an endpoint is new where it is not served yet.
    """
    marks: dict[tuple[str, str], dict[str, Mark]] = {}
    for plan in plans:
        if not plan.state.closed:
            name = plan.document.source.name
            claims = judged.get(name, ())
            for mark in (*_marks(plan), *_flags(plan, claims), *_endpoints(plan, claims)):
                marks.setdefault((mark.what, mark.name), {}).setdefault(name, mark)
    found: dict[str, list[Judged]] = {}
    for same in (*marks.values(), *_below_removed(marks)):
        if len(same) > 1:
            for path, conflict in _between(list(same.values())):
                ours = found.setdefault(path, [])
                if all(one.key != conflict.key for one in ours):
                    ours.append(conflict)
    return found


def _marks(plan: Plan) -> Iterator[Mark]:
    for item in plan.items:
        if isinstance(item, Component) and item.form:
            way = {"new": "new", "removed": "removes", "moved": "removes"}.get(item.change, "uses")
            yield Mark(plan, "component", _path(item.name.text), way, item.name.span)
            if item.change == "moved" and "/" in item.moved_to:
                yield Mark(plan, "component", _path(item.moved_to), "new", item.name.span)
        elif isinstance(item, Variable):
            for name, said in said_of(item):
                yield Mark(plan, "variable", name, "uses", item.span, said)


def _path(name: str) -> str:
    return posixpath.normpath(name.strip("` ").rstrip("/") or ".")


def _flags(plan: Plan, claims: Sequence[Judged]) -> Iterator[Mark]:
    """The flags of a plan: it introduces them, unless it only removes one that is there."""
    judged = {one.subject: one.verdict for one in claims if one.kind == "flag"}
    there = {name for name, verdict in judged.items() if verdict is Verdict.HOLDS}
    unclear = {name for name, verdict in judged.items() if verdict is Verdict.UNKNOWN}
    tense = Tense(plan)
    for name, span in flags_of_plan(plan):
        ending = tense.removing(name)
        naming = [step for step, named in tense.named if any(one.text == name for one in named)]
        removes = name in there and ending and len(ending) == len(naming)
        way = "removes" if removes else "uses" if name in there | unclear else "new"
        yield Mark(plan, "flag", name, way, span)


def _endpoints(plan: Plan, claims: Sequence[Judged]) -> Iterator[Mark]:
    """The endpoints that a plan is to add."""
    for one in claims:
        if one.kind == "endpoint" and one.verdict in (Verdict.PENDING, Verdict.BROKEN):
            method, _, path = one.subject.partition(" ")
            if one.says.endswith("is served"):
                yield Mark(plan, "endpoint", f"{method} {canonical(path)}", "new", one.span)


def _below_removed(
    marks: Mapping[tuple[str, str], Mapping[str, Mark]],
) -> Iterator[dict[str, Mark]]:
    """Folders that one plan removes, each with a path in it that another one uses or makes."""
    gone = [
        mark
        for (what, _), same in marks.items()
        if what == "component"
        for mark in same.values()
        if mark.way == "removes"
    ]
    for mark in gone:
        for (what, name), same in marks.items():
            if what == "component" and name.startswith(f"{mark.name}/"):
                for path, other in same.items():
                    if other.plan is not mark.plan and other.way != "removes":
                        yield {mark.plan.document.source.name: mark, path: other}


def _between(same: Sequence[Mark]) -> Iterator[tuple[str, Judged]]:
    for mark in same:
        for other in same:
            reason = _conflict(mark, other) if other.plan is not mark.plan else ""
            if reason:
                yield mark.plan.document.source.name, _judged(mark, other, reason)
                break


def _conflict(ours: Mark, other: Mark) -> str:
    """Why two marks of two plans cannot both be, or empty."""
    ways = (ours.way, other.way)
    it = "it" if ours.name == other.name else f"`{other.name}`"
    if ours.what == "variable":
        if is_empty(ours.detail.text) or is_empty(other.detail.text):
            return ""
        different = [
            same_default(one, Value("literal", another.text)) is False
            for one, another in ((ours.detail, other.detail), (other.detail, ours.detail))
        ]
        return f"gives it the default `{other.detail.text}`" if all(different) else ""
    if ways == ("new", "new"):
        return f"introduces {it}, too"
    if ways in (("uses", "removes"), ("new", "removes")):
        return f"removes {it}"
    if ways == ("removes", "uses"):
        return f"uses {it}"
    return f"introduces {it}" if ways == ("removes", "new") else ""


def _judged(ours: Mark, other: Mark, reason: str) -> Judged:
    source = other.plan.document.source
    rest = Rest(source.name, other.line, f"the plan `{other.plan.id}` {reason}")
    judged = broken(
        ours.span, ours.name, f"the {ours.what} `{ours.name}` is this plan's alone",
        f"the plan `{other.plan.id}` {reason} ({rest.place})", rest,
        help="Agree on one of the two plans, or mark one as done, superseded or withdrawn.",
    )  # fmt: skip
    sections = {"component": "components", "variable": "configuration", "flag": "rollout"}
    section = sections.get(ours.what, "contracts")
    return msgspec.structs.replace(judged, kind=KIND, item=section, section=section)


def merged(
    judged: Mapping[str, tuple[Judged, ...]], found: Mapping[str, Sequence[Judged]]
) -> dict[str, tuple[Judged, ...]]:
    """The claims of plans with their conflicts among them, in the order of the text."""
    return {
        path: tuple(
            sorted((*claims, *found.get(path, ())), key=lambda one: (one.span.start, one.kind))
        )
        for path, claims in judged.items()
    }
