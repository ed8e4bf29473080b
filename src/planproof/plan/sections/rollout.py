"""How the change reaches its users: phases in order, flags, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from planproof.markdown.tree import List, ListItem, Paragraph
from planproof.plan.model import Item, Phase
from planproof.plan.roles import Role
from planproof.plan.scope import Scope, words_of

ROLE = Role(
    title="Migration / Rollout Strategy",
    names=(
        "upgrade downgrade strategy",
        "feature enablement and rollback",
        "rollout upgrade and rollback planning",
        "migration path",
        "rollback plan",
        "rollout plan",
        "migration plan",
        "migration strategy",
        "rollout",
        "migration",
        "rollback",
        "upgrade path",
        "rollout strategy",
        "migration and rollout",
        "upgrade downgrade",
        "migration and backward compatibility",
        "rollout and deprecation policy",
        "phased rollout",
        "existing user migration",
        "backwards compatibility and migration",
        "migration path for users",
        "rollback strategy",
        "rollback procedure",
        "rollback and degradation",
        "migration strategy overview",
        "migration overview",
        "migration rollout strategy",
        "migration rollout",
        "migration rollout plan",
        "migration and rollout strategy",
        "migration and rollout plan",
        "rollout and migration",
        "rollout and migration plan",
        "rollout and rollback",
        "rollout and rollback plan",
        "deployment plan",
        "deployment strategy",
        "deployment and rollout",
        "release plan",
        "release strategy",
        "launch plan",
        "backout plan",
        "transition plan",
        "adoption strategy",
        "adoption plan",
        "phased rollout plan",
        "rollout phases",
        "deployment and rollback",
        "migration and deployment",
    ),
    kinds=("phase",),
)


_ABOUT_PHASES = re.compile(r"phase|stage|step|roll|order|sequence|plan|migrat", re.IGNORECASE)
COLUMNS = {"phase": ("phase", "stage", "step", "wave", "milestone", "order")}


def read(scope: Scope) -> Iterator[Item]:
    """The phases: sub-headings that say so, else rows and bullets that are not the way back."""
    named = [(part, heading) for part, heading in scope.headings() if is_phase(heading.text)]
    for part, heading in named:
        yield Phase(**scope.plain("phase", part.span, words_of(heading)))
    if named:
        return
    own = scope.own()
    for span, cells in own.rows(COLUMNS, "phase"):
        yield Phase(**scope.plain("phase", span, cells["phase"]))
    bullets = list(_bullets(own))
    if any(is_phase(bullet.text) for bullet in bullets):
        bullets = [bullet for bullet in bullets if is_phase(bullet.text)]
    for bullet in bullets:
        yield Phase(**scope.base("phase", bullet))


def _bullets(scope: Scope) -> Iterator[ListItem]:
    """The section's numbered and plain bullets, but for the way back, questions and other lists.

    A plain list after a paragraph is one of phases only where the paragraph speaks of them.
    """
    title = ""
    for block in scope.blocks:
        if isinstance(block, Paragraph):
            title = block.text
        elif isinstance(block, List) and _may_be_phases(block, title):
            for bullet in Scope(scope.source, (block,), (), scope.ids).bullets():
                if not says_backout(bullet.text[:40]) and "?" not in bullet.text:
                    yield bullet


def _may_be_phases(block: List, title: str) -> bool:
    if says_backout(title):
        return False
    return block.ordered or not title or bool(_ABOUT_PHASES.search(title))


@cache
def _phase() -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:(?:phase|stage|step|wave|week|day|milestone|sprint|release|part|pr)s?(?:\s*#?\d|\s+(?:[a-e]|one|two|three)\b)"
        r"|\d+[.)]\s|alpha\b|beta\b|ga\b|canary\b)",
        re.IGNORECASE,
    )


@cache
def _backout() -> re.Pattern[str]:
    return re.compile(
        r"roll(?:s|ed|ing)?[ -]?back|back(?:s|ed|ing)?[ -]?out|\brevert|\bdowngrad|\bundo\b"
        r"|kill[ -]?switch|fall(?:s|ing)?[ -]?back|switch(?:ed|ing)? back|\bdisabl|\brestor"
        r"|turn(?:ed|ing)? (?:it )?off",
        re.IGNORECASE,
    )


def is_phase(text: str) -> bool:
    """Whether words begin as a phase does: "Phase 2", "Week 1", "1. "."""
    return _phase().match(text) is not None


def says_backout(text: str) -> bool:
    """Whether words speak of the way back: rollback, backout, revert, downgrade, kill switch ..."""
    return _backout().search(text) is not None
