"""What came of items, as `prove` reports it: with the verdict that `verify` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from planproof.app import allowing
from planproof.app.config import Settings
from planproof.app.history import Past
from planproof.app.judge import excerpt_of, place_of
from planproof.app.recorded import LedgerView
from planproof.app.work import Work
from planproof.evidence.freshness import Inputs
from planproof.evidence.proving import Proven
from planproof.evidence.record import Evidence
from planproof.facts.inventory import Inventory
from planproof.plan.model import Plan
from planproof.report.proving import ProofLine
from planproof.text.source import Span
from planproof.verdict.base import Case
from planproof.verdict.claims.proof import claims
from planproof.verdict.model import Judged
from planproof.verdict.tense import Tense
from planproof.verdict.world import World


class Lines:
    """Makes the lines of a run. Not for several threads at once.

    Attributes:
        wanting: what the settings lack for what was refused, or could not be done.
    """

    def __init__(
        self,
        settings: Settings,
        plans: Sequence[Plan],
        inputs: Mapping[str, Inputs],
        view: LedgerView,
        *,
        dry_run: bool,
        untrusted: bool,
    ) -> None:
        """`inputs` are those of each plan, by its path; `view` has what was recorded so far."""
        self.wanting: list[allowing.Wanting] = []
        self._settings = settings
        self._inputs = inputs
        self._dry_run = dry_run
        self._untrusted = untrusted
        past = Past(settings.root, "", plans, view.entries)
        self._world = World(view.entries, Inventory({}, {}), {}, past, None, view)
        self._tenses = {plan.document.source.name: Tense(plan) for plan in plans}

    def line(
        self,
        work: Work,
        proven: Proven | None = None,
        kept: Evidence | None = None,
        seconds: float = 0.0,
    ) -> ProofLine:
        """The line of an item.

        Args:
            work: the item.
            proven: what came of it; None where nothing was carried out.
            kept: the record of that; None where there was nothing to record.
            seconds: how long it took.
        """
        judged = self._judged(work)
        source = work.plan.document.source
        state, reason, remedy, at = self._came_of(work, proven, kept, judged)
        if (self._dry_run or state in ("refused", "unknown")) and not self._untrusted:
            self.wanting += allowing.wanting(work.task.proofs, self._settings.config)
        place = place_of(source, at)
        return ProofLine(
            path=source.name,
            plan=work.plan.id,
            item=work.item.id,
            says=" ".join(work.item.text.split()),
            state=state,
            reason=reason,
            help=remedy,
            verdict=judged.verdict.value,
            verdict_reason=judged.reason,
            place=place,
            excerpt=excerpt_of(source, place.line, place.column - 1),
            record=kept.digest if kept else "",
            seconds=round(seconds, 3),
            notes=tuple(self._notes(work, proven)),
        )

    def _came_of(
        self, work: Work, proven: Proven | None, kept: Evidence | None, judged: Judged
    ) -> tuple[str, str, str, Span]:
        """State and reason of an item, what to do, and the words that it is about."""
        if work.problem is not None:
            return "unreadable", work.problem.message, work.problem.help, work.problem.span
        if proven is not None:
            reason = kept.record.reason if kept else proven.reason
            return _state(proven, kept), reason, proven.help, proven.at or judged.span
        if self._dry_run and work.task.proofs:
            refused = allowing.refusal(work.task.proofs, self._settings.config)
            if refused is not None:
                proof, (reason, remedy) = refused
                return "refused", reason, remedy, proof.arguments[0].span
            return "would run", ", ".join(one.says for one in work.task.proofs), "", judged.span
        return "looked up", judged.reason, judged.help, judged.span

    def _notes(self, work: Work, proven: Proven | None) -> list[str]:
        notes = [note for held in (proven.held if proven else ()) for note in held.notes]
        lacking = self._inputs[work.plan.document.source.name].lacking(work.item)
        if lacking and work.can_be_done:
            named = ", ".join(f"`{name}`" for name in lacking)
            notes.append(f"`inputs:` names {named}, where git knows of no file")
        return notes

    def _judged(self, work: Work) -> Judged:
        """The verdict on an item, as `verify` gives it."""
        plan = work.plan
        name = plan.document.source.name
        section = next((one for one in plan.sections if work.item in one.items), None)
        known = {"inputs": self._inputs[name]}
        return next(
            iter(claims(work.item, Case(plan, self._world, self._tenses[name], section, known)))
        )


def _state(proven: Proven, kept: Evidence | None) -> str:
    if kept is not None:
        return kept.record.decision.value
    return "refused" if proven.refused else "unknown"
