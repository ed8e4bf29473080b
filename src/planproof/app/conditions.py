"""What has to hold for a plan to be accepted: `accept` asks it before it writes, the gate of what was written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from planproof.app.baseline import Baseline
from planproof.app.config import Config
from planproof.app.discover import Candidate
from planproof.app.judge import Judge
from planproof.evidence.sign_offs import SignOff
from planproof.evidence.signers import nobody_for, people_of
from planproof.plan.model import Plan
from planproof.plan.wording import normalised
from planproof.progress.lifecycle import Missing, asked_sign_offs, open_questions
from planproof.verdict.world import Recorded


class Asked(NamedTuple):
    """Who is asked whether a plan can be accepted.

    Attributes:
        judge: what `check` finds in it.
        known: the findings that are known; None where the project has no such file.
        evidence: who has signed it.
        config: which roles have to sign every plan, and who may sign for which.
    """

    judge: Judge
    known: Baseline | None
    evidence: Recorded
    config: Config


def missing_to_accept(plan: Plan, asked: Asked, before: Plan | None = None) -> list[Missing]:
    """What is missing for a plan to be accepted: what changes its words comes before the sign-offs.

    Args:
        plan: the plan as it says that it is accepted.
        asked: who is asked.
        before: the plan before a change that must not choose for itself who has to sign.
    """
    questions, findings = open_questions(plan), list(_findings(plan, asked))
    first = ["the questions are answered"] if questions else []
    first += ["the findings are mended"] if findings else []
    sign_offs = [*_unsigned(plan, asked), *_let_off(plan, before, asked)]
    if first:
        last = f" Do so after {' and '.join(first)}, for that changes the words."
        sign_offs = [msgspec.structs.replace(one, help=one.help + last) for one in sign_offs]
    return [*questions, *findings, *sign_offs]


def _findings(plan: Plan, asked: Asked) -> Iterator[Missing]:
    """The errors that `check` finds in the plan, but for those that are known."""
    source = plan.document.source
    content = source.text.encode("utf-8", "surrogatepass")
    found = asked.judge.content(Candidate(source.name, source.name, taken=True), content).findings
    for one in found if asked.known is None else asked.known.new(found)[0]:
        if one.severity == "error":
            reason = f"line {one.place.line}: {one.message}"
            yield Missing("finding", "", reason, one.help)


def _unsigned(plan: Plan, asked: Asked) -> Iterator[Missing]:
    """The sign-offs that are asked for and are not there, or are for other words."""
    for role in asked_sign_offs(plan, asked.config.sign_offs):
        standing = asked.evidence.sign_off(plan, None, role)
        if standing.sign_off is not SignOff.SIGNED:
            named = people_of(plan, role, asked.config.signers)
            remedy = standing.help if named else nobody_for(role).help
            yield Missing("sign-off", "", standing.reason, remedy)


def _let_off(plan: Plan, before: Plan | None, asked: Asked) -> Iterator[Missing]:
    """The sign-offs that were asked for before the change, and are no longer."""
    still = {normalised(role) for role in asked_sign_offs(plan, asked.config.sign_offs)}
    for role in asked_sign_offs(before, ()) if before is not None else ():
        signed = asked.evidence.sign_off(plan, None, role).sign_off is SignOff.SIGNED
        if normalised(role) not in still and not signed:
            reason = f"it no longer asks for the sign-off of {role}"
            remedy = "Say in a pull request of its own who has to sign."
            yield Missing("sign-off", "", reason, remedy)
