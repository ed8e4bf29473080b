"""Look whether commits are on the main branch.

commit `1a2b3c4d`
"""

from __future__ import annotations

from planproof.evidence.verb import Outcome, Stated, Syntax, Tools
from planproof.evidence.verbs import _merged

SYNTAX = Syntax(
    needs="a commit",
    most=20,
    plain=r"(?P<it>[0-9a-f]{7,40})\b",
    form="its hash, as in `commit 1a2b3c4d`",
    tells=True,
)


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Look them up."""
    return _merged.look_up(stated, tools)
