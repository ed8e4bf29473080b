"""Carrying proofs out: the verbs one after the other, as often as asked, and what comes of it all.

Tasks that begin with the same commands are carried out together, so that a benchmark which holds the
figures of five criteria runs once. Where a sentence compares with a baseline, the runs of the baseline
and of the code alternate on the same machine, so that both meet the same noise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from planproof.evidence.decide import decide
from planproof.evidence.decision import Decision, FigureRead, Held, worst
from planproof.evidence.freshness import normal
from planproof.evidence.model import Measurement
from planproof.evidence.record import Step
from planproof.evidence.verb import Lacking, Outcome, Proof, Ran, Stated, Tools, verbs
from planproof.plan.figures.sentence import Figure
from planproof.plan.figures.units import canonical_unit
from planproof.text.source import Span


class Task(NamedTuple):
    """An item to be proven.

    Attributes:
        proofs: what its `proof:` field says, in order.
        figures: what its sentence says in figures.
        runs: how often it is to be done.
        baseline: the commit whose runs alternate with its own; empty for none.
    """

    proofs: tuple[Proof, ...]
    figures: tuple[Figure, ...]
    runs: int = 1
    baseline: str = ""

    @property
    def commands(self) -> tuple[tuple[str, ...], ...]:
        """The commands that it begins with; empty where a command follows after something was read."""
        leading: list[tuple[str, ...]] = []
        for proof in self.proofs:
            if proof.verb != "run":
                break
            leading.append(proof.argv)
        if any(proof.verb == "run" for proof in self.proofs[len(leading) :]):
            return ()
        return tuple(leading)

    @property
    def runs_nothing(self) -> bool:
        """Whether no command belongs to it."""
        return all(proof.verb != "run" for proof in self.proofs)

    @property
    def reads(self) -> frozenset[str]:
        """The results files that it reads."""
        return frozenset(normal(proof.texts[0]) for proof in self.proofs if proof.verb == "read")


class Proven(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of a task.

    Attributes:
        reason: in one sentence without a full stop.
        help: what to do where it is not met.
        held: the figures of the sentence, held against what was read.
        steps: the verbs as they were carried out.
        at: the words of the plan at fault, where it could not be carried out.
        refused: whether something was not allowed.
        stuck: whether something could not be carried out: a program that is missing, a time-out.
    """

    decision: Decision
    reason: str
    help: str = ""
    held: tuple[Held, ...] = ()
    steps: tuple[Step, ...] = ()
    at: Span | None = None
    refused: bool = False
    stuck: bool = False


def together(tasks: Iterable[Task]) -> list[list[int]]:
    """The places of the tasks, in groups to be carried out together, in the order of the first of each.

    A task that only reads what another one's command writes is carried out behind it, so that it does not
    read what an earlier run has left.
    """
    tasks = list(tasks)
    groups: dict[object, list[int]] = {}
    writers: dict[str, object] = {}
    for place, task in enumerate(tasks):
        if not task.runs_nothing:
            key: object = (task.commands, task.runs, task.baseline) if task.commands else place
            groups.setdefault(key, []).append(place)
            for path in task.reads:
                writers.setdefault(path, key)
    for place, task in enumerate(tasks):
        if task.runs_nothing:
            key = next((writers[path] for path in sorted(task.reads) if path in writers), place)
            groups.setdefault(key, []).append(place)
    return sorted(groups.values(), key=min)


class _Once:
    """Tools that run a command once in a round, whoever asks for it."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._ran: dict[tuple[str, ...], Ran | Lacking] = {}

    def run(self, argv: tuple[str, ...]) -> Ran:
        if argv not in self._ran:
            try:
                self._ran[argv] = self._tools.run(argv)
            except Lacking as error:
                self._ran[argv] = error
        found = self._ran[argv]
        if isinstance(found, Lacking):
            raise found
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self._tools, name)


class _Work:
    """A task, while it is carried out."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.outcomes: list[list[Outcome]] = []
        self.before: list[list[Outcome]] = []
        self.ended: Proven | None = None

    def round(self, tools: Tools) -> None:
        """Do every verb once."""
        if self.ended is not None:
            return
        done: list[Outcome] = []
        self.outcomes.append(done)
        for proof in self.task.proofs:
            try:
                outcome = self._outcome(proof, tools)
            except Lacking as error:
                self.ended = self._lacking(proof, error, done)
                return
            done.append(outcome)
            if outcome.decision not in (None, Decision.MET):
                unknown = outcome.decision is Decision.UNKNOWN  # a test that was skipped
                self.ended = Proven(
                    decision=outcome.decision,
                    reason=outcome.reason,
                    help=outcome.help,
                    steps=self.steps,
                    at=proof.span if unknown else None,
                )
                return

    def round_before(self, tools: Tools) -> None:
        """Run and read once at the baseline. What goes wrong there says nothing of the code itself."""
        if self.ended is not None:
            return
        done: list[Outcome] = []
        self.before.append(done)
        for proof in self.task.proofs:
            if proof.verb not in ("run", "read"):  # a server or a test is the same here and there
                done.append(Outcome(reason=""))
                continue
            try:
                outcome = self._outcome(proof, tools)
                failed = outcome.decision not in (None, Decision.MET)
                help_ = "Name a baseline at which it can be measured."
                lacking = Lacking(outcome.reason, help_) if failed else None
            except Lacking as error:
                lacking = error
            if lacking is not None:
                ended = self._lacking(proof, lacking, [])
                reason = f"at the baseline: {ended.reason}"
                self.ended = msgspec.structs.replace(ended, reason=reason)
                return
            done.append(outcome)

    def _outcome(self, proof: Proof, tools: Tools) -> Outcome:
        return verbs()[proof.verb].carry_out(Stated(proof, self.task.figures), tools)

    def _lacking(self, proof: Proof, error: Lacking, done: list[Outcome]) -> Proven:
        at = proof.span
        if error.at is not None and error.at < len(proof.arguments):
            at = proof.arguments[error.at].span
        return Proven(
            decision=Decision.UNKNOWN,
            reason=error.reason,
            help=error.help,
            steps=self.steps if done else (),
            at=at,
            refused=error.refused,
            stuck=proof.verb == "run" and not error.refused,
        )

    @property
    def steps(self) -> tuple[Step, ...]:
        """The verbs as the last round carried them out."""
        if not self.outcomes:
            return ()
        pairs = zip(self.task.proofs, self.outcomes[-1], strict=False)
        return tuple(_step(proof, outcome, len(self.outcomes)) for proof, outcome in pairs)

    def reads(self) -> list[FigureRead]:
        """The figures that were read, each with its runs."""
        return [
            FigureRead(
                source=outcome.reason,
                file=outcome.file,
                runs=_of(self.outcomes, place),
                baseline=_of(self.before, place),
                named=outcome.named,
            )
            for place, outcome in enumerate(self.outcomes[-1])
            if outcome.measurement is not None
        ]

    def beside(self, what: str) -> list[FigureRead]:
        """What the sources say of load or duration, each with all of its runs."""
        runs: dict[tuple[object, ...], list[Measurement]] = {}
        for done in self.outcomes:
            seen: Counter[tuple[object, ...]] = Counter()
            for place, outcome in enumerate(done):
                for one in getattr(outcome, what):
                    key = (place, outcome.file, one.name, one.aliases, *sorted(one.labels.items()))
                    seen[key] += 1
                    runs.setdefault((seen[key], *key), []).append(one)
        return [
            FigureRead(source=f"{key[2]} `{told[0].name}`", file=str(key[2]), runs=tuple(told))
            for key, told in runs.items()
        ]

    def proven(self, least: int) -> Proven:
        """What came of it."""
        if self.ended is not None:
            return self.ended
        outcomes, figures = self.outcomes[-1], self.task.figures
        reads = self.reads()
        if reads and not figures:
            return self._no_figure(reads)
        if reads:
            held = decide(
                figures,
                reads,
                least_runs=least,
                loads=self.beside("loads"),
                durations=self.beside("durations"),
            )
            decision = worst([one.decision for one in held])
            telling = [one for one in held if one.decision is decision] or list(held)
            return Proven(
                decision=decision,
                reason="; ".join(one.reason for one in telling),
                help=next((one.help for one in telling if one.help), ""),
                held=held,
                steps=self.steps,
                at=self._read_at() if decision is Decision.UNKNOWN else None,
            )
        told = [proof for proof in self.task.proofs if verbs()[proof.verb].syntax.tells]
        if figures and not told:
            return self._figure_not_read()
        reason = "; ".join(outcome.reason for outcome in outcomes)
        if figures:
            reason += "; its figure was not read"
        return Proven(decision=Decision.MET, reason=reason, steps=self.steps)

    def _read_at(self) -> Span:
        """Where the plan names the figure that was read first."""
        proof = next(
            proof
            for proof, outcome in zip(self.task.proofs, self.outcomes[-1], strict=False)
            if outcome.measurement is not None
        )
        return proof.arguments[-1].span

    def _no_figure(self, reads: list[FigureRead]) -> Proven:
        read = reads[0]
        value = f"{read.runs[-1].value:g} {read.runs[-1].unit}".rstrip()
        unit = canonical_unit(read.runs[-1].unit)
        timed = unit is not None and unit.dimension == "time"
        example = "200 ms" if timed else f"10 {read.runs[-1].unit}".rstrip()
        return Proven(
            decision=Decision.UNKNOWN,
            reason=f"the sentence states no figure to hold {read.source} ({value}) against",
            help=f"Write what it is to be into the sentence: `<= {example}`.",
            steps=self.steps,
            at=self.task.proofs[-1].span,
        )

    def _figure_not_read(self) -> Proven:
        return Proven(
            decision=Decision.UNKNOWN,
            reason="the sentence states a figure, and its proof reads none",
            help="Add `read` with the file that holds the figure.",
            steps=self.steps,
            at=self.task.proofs[-1].span,
        )


def prove_together(
    tasks: Sequence[Task], tools: Tools, before: Tools | None = None
) -> list[Proven]:
    """Carry tasks out that begin with the same commands, and say what came of each.

    Args:
        tasks: as `together` groups them.
        tools: what the verbs ask of the world.
        before: the same for the baseline, where the tasks compare with one.
    """
    whole = [_Work(task) for task in tasks]
    works = sorted(whole, key=lambda work: work.task.runs_nothing)  # these read what others write
    runs = max((task.runs for task in tasks), default=1)
    for _ in range(runs):
        if before is not None:
            once: Tools = _Once(before)  # type: ignore[assignment]
            for work in works:
                work.round_before(once)
        once = _Once(tools)  # type: ignore[assignment]
        for work in works:
            work.round(once)
        if all(work.ended is not None for work in works):
            break
    return [work.proven(work.task.runs) for work in whole]


def _of(rounds: list[list[Outcome]], place: int) -> tuple[Measurement, ...]:
    """The measurements that a verb gave, round by round."""
    found = (done[place].measurement for done in rounds if place < len(done))
    return tuple(one for one in found if one is not None)


def _step(proof: Proof, outcome: Outcome, runs: int) -> Step:
    return Step(
        verb=proof.verb,
        says=proof.says,
        decision=outcome.decision or Decision.UNKNOWN,
        reason=outcome.reason,
        runs=runs,
        exit=outcome.exit,
        seconds=None if outcome.seconds is None else round(outcome.seconds, 3),
        files=outcome.files,
        output=outcome.output,
    )
