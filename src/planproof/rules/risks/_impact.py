"""The scale by which risks are graded."""

from __future__ import annotations

from planproof.rules.base import Context
from planproof.template.schema import IMPACTS


def scale(context: Context) -> tuple[str, ...]:
    """The impact scale, from the least to the worst."""
    return context.template.impacts if context.template else IMPACTS
