"""Who is named in a plan, and as what."""

from __future__ import annotations

from planproof.plan.model import Plan, Stakeholder
from planproof.plan.people import is_nobody


def stakeholders(plan: Plan) -> list[Stakeholder]:
    """The plan's stakeholders."""
    return [item for item in plan.items if isinstance(item, Stakeholder)]


def named_in_front(plan: Plan, *keys: str) -> bool:
    """Whether front matter names somebody under one of some keys."""
    values = [plan.front.get(key) for key in keys]
    return any(value is not None and not is_nobody(value.value) for value in values)
