"""Have it signed off by a person; only `planproof sign` records that.

    sign-off by Reviewer
    sign-off by Owner, Support and QA

The roles are those of the plan's stakeholders, or of the setting `signers`. A sign-off is pinned to the
item's wording: ticking a box does not undo it, another wording does.
"""

from __future__ import annotations

from planproof.evidence.verb import Lacking, Outcome, Stated, Syntax, Tools

SYNTAX = Syntax(
    needs="a role",
    most=20,
    plain=r"by\s+(?P<it>[^;()]*[^\s,;().])",
    also=("signoff", "signed", "sign", "approval", "approved"),
    tells=True,
)


def carry_out(stated: Stated, tools: Tools) -> Outcome:  # noqa: ARG001
    """Nothing that can be run: people sign.

    Raises:
        Lacking: always. What was signed is looked up in the ledger, not here.
    """
    roles = ", ".join(stated.proof.texts)
    raise Lacking(f"it waits for the sign-off by {roles}", "`planproof sign` records it.")
