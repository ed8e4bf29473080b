"""The plans and items that somebody names: `PLAN`, `PLAN#ITEM`, or nothing for all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import plans_in
from planproof.app.verify import Request
from planproof.plan.ids import quoted, split_named
from planproof.plan.model import Item, Plan
from planproof.plan.naming import names_of
from planproof.plan.wording import nearest_name
from planproof.system.repository import Snapshot


class Target(NamedTuple):
    """A plan, with the items of it that are meant; None for the plan as a whole."""

    plan: Plan
    items: tuple[Item, ...] | None = None


def targets(settings: Settings, snapshot: Snapshot, named: Sequence[str]) -> list[Target]:
    """What is named, plan by plan, in the order of their paths.

    Args:
        settings: the settings in force.
        snapshot: the files to look in.
        named: `PLAN` or `PLAN#ITEM`, where a plan is a file, a folder, a glob or an id; none for all.

    Raises:
        CannotDo: there is no such plan or item.
    """
    templates = templates_in_use(Path(settings.root), settings.config)
    wanted: dict[str, set[str] | None] = {}
    for name in named:
        path, item = split_named(name)
        if item and wanted.get(path, set()) is not None:
            wanted.setdefault(path, set())
            wanted[path].add(item)  # type: ignore[union-attr]
        else:
            wanted[path] = None
    found: dict[str, Target] = {}
    for path, items in (wanted or {"": None}).items():
        request = Request(paths=(path,) if path else ())
        plans = plans_in(snapshot, settings, templates, request).plans
        if items and len(plans) != 1:
            raise CannotDo(f"`{path}` names {len(plans)} plans", "Name one plan before the `#`.")
        for plan in plans:
            chosen = None if items is None else tuple(item_of(plan, one) for one in sorted(items))
            found[plan.document.source.name] = Target(plan, chosen)
    return [found[path] for path in sorted(found)]


def item_of(plan: Plan, name: str) -> Item:
    """The item of a plan that an id means.

    Raises:
        CannotDo: there is none, or there are several.
    """
    found = [item for item in plan.items if item.id == name]
    if len(found) > 1:
        raise CannotDo(
            f"`{plan.id}` has {len(found)} items `{name}`", "Give them labels of their own."
        )
    if not found:
        steps = names_of(plan)
        step = steps.get(name) or steps.get(f"step-{name}")
        close = step.id if step else nearest_name(name, [item.id for item in plan.items])
        hint = f"; did you mean `{close}`?" if close else ""
        raise CannotDo(
            f"`{plan.id}` has no item `{name}`{hint}",
            f"`planproof show {quoted(plan.id)}` lists its items.",
        )
    return found[0]
