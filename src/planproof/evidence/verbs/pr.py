"""Look whether pull requests are merged, which the history of the main branch tells.

pr #128
pr [#128](https://example.org/pull/128)
"""

from __future__ import annotations

from planproof.evidence.verb import Outcome, Stated, Syntax, Tools
from planproof.evidence.verbs import _merged

SYNTAX = Syntax(
    needs="a pull request",
    most=20,
    plain=r"(?P<it>[\w./-]*#\d+|https?://\S+\d)",
    form="its number, as in `pr #128`",
    also=("merged", "pull"),
    tells=True,
)


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Look them up."""
    return _merged.look_up(stated, tools)
