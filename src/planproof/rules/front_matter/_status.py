"""Where a plan says its status."""

from __future__ import annotations

from planproof.plan.model import Plan
from planproof.plan.state import state_word, status_lines
from planproof.rules.base import Context
from planproof.text.source import Span


def status_span(plan: Plan, context: Context) -> Span | None:
    """The words that say the plan's state, where it does not follow from its steps."""
    front = plan.front.get("status")
    if plan.state_from == "front matter" and front is not None:
        return front.value_span
    if plan.state_from == "status line":
        own = context.template.states if context.template else {}
        for line in status_lines(plan.document.source, plan.sections):
            if state_word(line.text, own):
                return line.span
    return None
