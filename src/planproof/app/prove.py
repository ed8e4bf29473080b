"""`prove`: carry out the proofs that plans name, and record what came of them. Only this executes anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

import msgspec

from planproof.app import allowing
from planproof.app.config import Settings
from planproof.app.dirtiness import Dirtiness, held_back
from planproof.app.errors import CannotDo
from planproof.app.history import Past
from planproof.app.proof_lines import Lines
from planproof.app.recording import Recorder, now
from planproof.app.targets import targets
from planproof.app.verify import open_snapshot
from planproof.app.work import Work, works
from planproof.app.workbench import Rules, Shared, Workbench
from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.proving import Proven, prove_together, together
from planproof.evidence.record import Evidence, Record
from planproof.evidence.standing import standing
from planproof.evidence.stray import stray_proofs
from planproof.plan.model import Plan
from planproof.report.proving import ProofLine, Proved
from planproof.system.files import CannotRead
from planproof.version import __version__


class Request(msgspec.Struct, frozen=True):
    """What to prove.

    Attributes:
        named: `PLAN` or `PLAN#ITEM`; none for all plans.
        only_stale: leave out what has evidence that is fresh.
        dry_run: say what would be done, and do nothing.
        jobs: how many proofs are carried out at once.
        keep_going: go on after a proof that could not be carried out.
        untrusted: run nothing, ask nobody, and believe only the default branch's configuration.
        key: the SSH key to sign evidence with, or empty.
    """

    named: tuple[str, ...] = ()
    only_stale: bool = False
    dry_run: bool = False
    jobs: int = 1
    keep_going: bool = False
    untrusted: bool = False
    key: str = ""


class Watch(NamedTuple):
    """Who is told how it goes.

    Attributes:
        doing: hears what is being run, and how many of how many items are done.
        done: hears of each item as soon as something came of it.
    """

    doing: Callable[[str, int, int], None]
    done: Callable[[ProofLine], None]


def prove(settings: Settings, request: Request, watch: Watch) -> Proved:
    """Carry out the proofs of plans and record the evidence.

    Raises:
        CannotDo: there is no repository or no commit, or no such plan or item; or what is not trusted would
            be signed.
    """
    if request.untrusted and request.key:
        raise CannotDo(
            "evidence of what is not trusted is not signed", "Leave out --untrusted, or the key."
        )
    return _Run(settings, request, watch).whole()


class _Run:
    """One run of `prove`."""

    def __init__(self, settings: Settings, request: Request, watch: Watch) -> None:
        self.settings = settings
        self.request = request
        self.watch = watch
        self.snapshot = open_snapshot(settings.root, "")
        self.entries = self.snapshot.stored
        self.recorder = Recorder(settings, self.entries)
        self.inputs: dict[str, Inputs] = {}
        self.done: list[ProofLine] = []
        self.lock = threading.Lock()
        self.total = 0
        self._dirtiness = Dirtiness(self.snapshot, settings.root, self.recorder.commit)

    def whole(self) -> Proved:
        """Do it."""
        found = targets(self.settings, self.snapshot, self.request.named)
        plans = [target.plan for target in found]
        self.inputs = {plan.document.source.name: Inputs(plan, self.entries) for plan in plans}
        self.lines = Lines(
            self.settings,
            plans,
            self.inputs,
            self.recorder.view,
            dry_run=self.request.dry_run,
            untrusted=self.request.untrusted,
        )
        wanted = [work for target in found for work in works(self.settings, target)]
        named = [work for work in wanted if work.names_proof]
        begun = [work for work in named if not (self.request.only_stale and self._is_fresh(work))]
        self.total = len(begun)
        return Proved(
            version=__version__,
            root=self.settings.root,
            commit=self.recorder.commit,
            dry_run=self.request.dry_run,
            plans=len(plans),
            stopped=self._carry_out(begun),
            lines=tuple(self.done),
            fresh=len(named) - len(begun),
            unnamed=len(wanted) - len(named),
            stray=sum(
                1 for target in found if target.items is None for _ in stray_proofs(target.plan)
            ),
            allow=allowing.as_toml(self.lines.wanting, self.settings),
            settings_file=self.settings.file or "planproof.toml",
        )

    def _inputs(self, plan: Plan) -> Inputs:
        return self.inputs[plan.document.source.name]

    def _is_fresh(self, work: Work) -> bool:
        if not work.can_be_done:
            return False
        records = self.recorder.records(work.plan.id)
        found = standing(work.item, records, self._inputs(work.plan))
        return found.decision in (Decision.MET, Decision.NOT_MET)

    def _carry_out(self, begun: Sequence[Work]) -> int:
        """Carry out everything, in groups; how many were not begun since something could not be done."""
        doable = [] if self.request.dry_run else [work for work in begun if work.can_be_done]
        for work in begun:
            if self.request.dry_run or not work.can_be_done:
                self._tell(work)
        if not doable:
            return 0
        shared = self._shared(doable)
        groups = [
            [doable[place] for place in group] for group in together(work.task for work in doable)
        ]
        if self.request.jobs < 2:
            return self._in_turn(groups, shared)
        return self._at_once(groups, shared)

    def _in_turn(self, groups: Sequence[Sequence[Work]], shared: Shared) -> int:
        for place, group in enumerate(groups):
            if self._group(group, shared) and not self.request.keep_going:
                return sum(len(one) for one in groups[place + 1 :])
        return 0

    def _at_once(self, groups: Sequence[Sequence[Work]], shared: Shared) -> int:
        from concurrent.futures import ThreadPoolExecutor
        from contextvars import copy_context

        stop = threading.Event()
        left: list[int] = []

        def one(group: Sequence[Work]) -> None:
            if stop.is_set():
                left.append(len(group))
            elif self._group(group, shared) and not self.request.keep_going:
                stop.set()

        with ThreadPoolExecutor(self.request.jobs) as pool:
            try:
                # Each thread knows what this one does: the project's own units, for one.
                futures = [pool.submit(copy_context().run, one, group) for group in groups]
                for future in futures:
                    future.result()
            except BaseException:
                stop.set()
                shared.stopped.set()  # the commands that run are ended
                raise
        return sum(left)

    def _shared(self, doable: Sequence[Work]) -> Shared:
        config = self.settings.config
        rules = Rules(config, config.time_limit, self.request.untrusted)
        past = Past(self.settings.root, "", (), self.entries)
        names = (
            name
            for work in doable
            for proof in work.task.proofs
            if proof.verb == "test"
            for name in proof.texts
        )

        def told(what: str) -> None:
            self.watch.doing(what, len(self.done), self.total)

        return Shared(self.settings, rules, past, names, told)

    def _group(self, group: Sequence[Work], shared: Shared) -> bool:
        """Carry out items together, and record what came of them; whether something could not be done."""
        started = now()
        before = time.monotonic()
        proven = self._proven(group, shared)
        seconds = time.monotonic() - before
        entries = self.entries
        if any(one.decision is not Decision.UNKNOWN for one in proven):
            entries = open_snapshot(self.settings.root, "").stored
        after = {work.plan.document.source.name: Inputs(work.plan, entries) for work in group}
        stuck = False
        for work, one in zip(group, proven, strict=True):
            meanwhile = self._changed(work, after[work.plan.document.source.name])
            line = self._tell(work, one, self._keep(work, one, started, meanwhile), seconds)
            stuck |= one.stuck and not (self.request.only_stale and _too_early(line))
        return stuck

    def _proven(self, group: Sequence[Work], shared: Shared) -> list[Proven]:
        tasks = [work.task for work in group]
        results = {path for work in group for path in self._inputs(work.plan).written}
        tools = Workbench(shared, self.recorder.commit, results)
        revision = next((task.baseline for task in tasks if task.baseline), "")
        if not revision or self.request.untrusted:
            return prove_together(tasks, tools)
        from planproof.system.checkout import checkout

        try:
            with checkout(self.settings.root, revision) as folder:
                base = Workbench(shared, "", results, folder, revision[:10])
                return prove_together(tasks, tools, base)
        except CannotRead as error:
            raise CannotDo(f"the baseline: {error.reason}", error.remedy) from None

    def _changed(self, work: Work, after: Inputs) -> list[str]:
        """The inputs of an item that are no longer what they were when the run began: files, by path."""
        inputs = self._inputs(work.plan)
        then, now_ = inputs.of(work.item), after.of(work.item)
        names = [name for name in {**then, **now_} if then.get(name) != now_.get(name)]
        paths = {path for name in names for one in (inputs, after) for path in one.files(name)}
        return sorted(path for path in paths if inputs.entries.get(path) != after.entries.get(path))

    def _keep(
        self, work: Work, proven: Proven, started: str, meanwhile: Sequence[str]
    ) -> Evidence | None:
        """Record what came of an item, where there is anything to record."""
        if proven.decision is Decision.UNKNOWN:
            return None
        plan, item = work.plan, work.item
        field = item.field("proof")
        with self.lock:
            dirty = self._dirtiness.of(self._inputs(plan))
        others = [path for path in dirty if path != plan.document.source.name]
        decision, reason = held_back(proven.decision, proven.reason, others, meanwhile)
        record = Record(
            plan=plan.id,
            item=item.id,
            fingerprint=item.fingerprint,
            wording=item.wording,
            decision=decision,
            reason=reason,
            started=started,
            finished=now(),
            nonce="",
            held=proven.held,
            steps=proven.steps,
            proof=field.value if field is not None else "",
            inputs=self._inputs(plan).of(item),
            dirty=tuple(dirty[:50]),
        )
        return self.recorder.keep(record, plan, self.request.key)

    def _tell(
        self,
        work: Work,
        proven: Proven | None = None,
        kept: Evidence | None = None,
        seconds: float = 0.0,
    ) -> ProofLine:
        with self.lock:
            line = self.lines.line(work, proven, kept, seconds)
            self.done.append(line)
            self.watch.done(line)
        return line


def _too_early(line: ProofLine) -> bool:
    """Whether there is nothing to judge an item by, and nobody says yet that it is done."""
    return line.state == "unknown" and line.verdict == "pending"


def exit_code(proved: Proved, *, only_stale: bool = False) -> int:
    """0 all well; 1 something is not met or does not tell; 2 something could not be done, or nothing was.

    Args:
        proved: what came of it.
        only_stale: whether evidence is to be kept up to date, and no more: then nothing may have to be done,
            and what is not due yet may lack what it is to be judged by.
    """
    states = [line.state for line in proved.lines if not (only_stale and _too_early(line))]
    if proved.dry_run:
        return 0 if states else 2
    if not states and not proved.fresh and not only_stale:
        return 2
    if proved.stopped or any(state in ("unknown", "refused", "unreadable") for state in states):
        return 2
    return (
        1
        if any(
            line.verdict == "broken" or line.state in ("not met", "inconclusive")
            for line in proved.lines
        )
        else 0
    )
