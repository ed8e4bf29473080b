"""The states that a change gives to plans: what is missing for them, by the conditions of `accept` and `finish`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from planproof.app.changing import Change
from planproof.app.config import Settings
from planproof.gate.model import ChangeCase, PlanCase
from planproof.gate.support import is_own_number
from planproof.plan.model import State
from planproof.progress.lifecycle import Missing, out_of_turn, passed, undone
from planproof.template.schema import Template
from planproof.verdict.conflicts import KIND as CONFLICT
from planproof.verdict.model import Judged

if TYPE_CHECKING:
    from planproof.app.conditions import Asked


def asked_of(
    settings: Settings, before: Settings, templates: Sequence[Template], change: Change
) -> Callable[[ChangeCase], Asked]:
    """Who is asked whether a plan of a change can be accepted, made when it is needed.

    Args:
        settings: those in force, with those who may sign, and have to, as they were before the change.
        before: the settings before it, which say what is well written.
        templates: those in use after it.
        change: the change.
    """

    def make(case: ChangeCase) -> Asked:
        from planproof.app.conditions import Asked
        from planproof.app.judge import Judge
        from planproof.app.missing_ticks import known_judgements
        from planproof.app.selecting import selection
        from planproof.system.surroundings import OfSnapshot

        judge = Judge(Path(settings.root), templates, selection(before.config), settings.config)
        judge.disk = OfSnapshot(change.after)
        named = before.config.baseline
        known = known_judgements(settings, named, change) if named else None
        return Asked(judge, known, case.world.evidence, settings.config)

    return make


def find_unmet(
    case: ChangeCase,
    claims: Mapping[str, Sequence[Judged]],
    asking: Callable[[ChangeCase], Asked],
) -> None:
    """Find what is missing for the states that a change gives to plans, and put it down with each.

    Args:
        case: the change.
        claims: those of the plans after it, by the plan's path, all of them.
        asking: says who is asked whether a plan can be accepted.
    """
    asked: Asked | None = None
    for plan in case.plans:
        states = (
            passed(plan.before, plan.after) if plan.after is not None and not plan.aside else ()
        )
        if plan.after is None or not states:
            continue
        found = _no_way(plan) if not case.reverts else []
        if State.ACCEPTED in states:
            from planproof.app.conditions import missing_to_accept

            asked = asked or asking(case)
            found += missing_to_accept(plan.after, asked, plan.before)
        if State.DONE in states:
            found += undone(plan.after, _own(case, plan, claims.get(plan.path, ())))
        plan.unmet = tuple(found)


def _no_way(plan: PlanCase) -> list[Missing]:
    """Whether the plan was laid aside before, from where no verb leads back."""
    if plan.before is None or not plan.before.state.laid_aside:
        return []
    return out_of_turn(plan.before, plan.plan.state)


def _own(case: ChangeCase, plan: PlanCase, claims: Sequence[Judged]) -> list[Judged]:
    """The claims that `finish` looks at: not what other plans say, nor that this very change is merged."""
    return [one for one in claims if one.kind != CONFLICT and not is_own_number(case, plan, one)]
