"""What `pr` and `commit` have in common."""

from __future__ import annotations

from planproof.evidence.decision import Decision
from planproof.evidence.verb import Lacking, Outcome, Stated, Tools


def look_up(stated: Stated, tools: Tools) -> Outcome:
    """Whether everything that is named is on the main branch."""
    names = stated.proof.texts
    found = tools.merged(names)
    for place, name in enumerate(names):
        commit, reason = found.get(name, ("", ""))
        if not commit and reason:
            raise Lacking(f"whether {name} is merged cannot be told: {reason}", at=place)
    missing = [name for name in names if name not in found]
    if missing:
        return Outcome(
            decision=Decision.NOT_MET,
            reason=f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not on the main branch",
            help="Merge it, or correct the reference.",
        )
    told = ", ".join(f"{name} as {found[name][0][:10]}" for name in names)
    return Outcome(decision=Decision.MET, reason=f"merged: {told}")
