"""`prove`: carry out the proofs that plans name, and record what came of them. Only this executes anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from planproof.app.config import Settings
from planproof.app.dirtiness import Dirtiness, held_back
from planproof.app.errors import CannotDo
from planproof.app.history import Past
from planproof.app.judge import excerpt_of, place_of
from planproof.app.recorded import LedgerView
from planproof.app.recording import Recorder, now
from planproof.app.targets import targets
from planproof.app.verify import open_snapshot
from planproof.app.workbench import Rules, Shared, Workbench
from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.proofs import Problem, read_proofs
from planproof.evidence.proving import Proven, Task, prove_together, together
from planproof.evidence.record import Evidence, Record
from planproof.evidence.standing import standing, wants_proof
from planproof.evidence.verb import Proof
from planproof.facts.inventory import Inventory
from planproof.plan.model import Item, Plan
from planproof.report.proving import ProofLine, Proved
from planproof.system import git, repository
from planproof.text.source import Span
from planproof.verdict.base import Case
from planproof.verdict.claims.proof import claims
from planproof.verdict.model import Judged
from planproof.verdict.tense import Tense
from planproof.verdict.world import World
from planproof.version import __version__

_ELSEWHERE = ("sign-off", "pr", "commit")


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


class _Work(NamedTuple):
    """An item that wants a proof.

    Attributes:
        proofs: those that can be carried out; others are looked up when it is judged.
        problem: what is wrong with the field's words.
    """

    plan: Plan
    item: Item
    proofs: tuple[Proof, ...]
    problem: Problem | None
    waits: bool


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
        self.entries = self.snapshot.entries
        self.recorder = Recorder(settings, self.entries)
        self.inputs: dict[str, Inputs] = {}
        self.lines: list[ProofLine] = []
        self.lock = threading.Lock()
        self.total = 0
        self._dirtiness = Dirtiness(self.snapshot, settings.root, self.recorder.commit)

    def whole(self) -> Proved:
        """Do it."""
        works = list(self._works())
        left_out = sum(not (work.proofs or work.problem or work.waits) for work in works)
        works = [work for work in works if work.proofs or work.problem or work.waits]
        fresh = 0
        if self.request.only_stale:
            stale = [work for work in works if not self._is_fresh(work)]
            fresh, works = len(works) - len(stale), stale
        self.total = len(works)
        stopped = 0 if self.request.dry_run else self._carry_out(works)
        if self.request.dry_run:
            for work in works:
                self._tell(self._planned(work))
        return Proved(
            version=__version__,
            root=self.settings.root,
            commit=self.recorder.commit,
            dry_run=self.request.dry_run,
            plans=len(self.inputs),
            lines=tuple(self.lines),
            fresh=fresh,
            unnamed=left_out,
            stopped=stopped,
        )

    def _works(self) -> Iterator[_Work]:
        """The items that want a proof, as they were named."""
        for target in targets(self.settings, self.snapshot, self.request.named):
            plan = target.plan
            self.inputs[plan.document.source.name] = Inputs(plan, self.entries)
            chosen = plan.items if target.items is None else target.items
            for item in chosen:
                if wants_proof(item):
                    yield _work(plan, item)
                elif target.items is not None:
                    raise CannotDo(
                        f"`{plan.id}#{item.id}` claims nothing that is proven",
                        "Add `proof:` below it.",
                    )

    def _inputs(self, plan: Plan) -> Inputs:
        return self.inputs[plan.document.source.name]

    def _is_fresh(self, work: _Work) -> bool:
        if work.problem is not None or not work.proofs:
            return False
        records = self.recorder.records(work.plan.id)
        found = standing(work.item, records, self._inputs(work.plan))
        return found.decision in (Decision.MET, Decision.NOT_MET)

    def _carry_out(self, works: Sequence[_Work]) -> int:
        """Carry out everything, in groups; how many were not begun since something could not be done."""
        doable = [work for work in works if work.proofs and work.problem is None]
        for work in works:
            if work not in doable:
                self._tell(self._line(work, None, None))
        if not doable:
            return 0
        tasks = [self._task(work) for work in doable]
        shared = self._shared(doable)
        groups = [[(doable[at], tasks[at]) for at in group] for group in together(tasks)]
        return (
            self._in_turn(groups, shared)
            if self.request.jobs < 2
            else self._at_once(groups, shared)
        )

    def _in_turn(self, groups: _Groups, shared: Shared) -> int:
        for place, group in enumerate(groups):
            if self._group(group, shared) and not self.request.keep_going:
                return sum(len(one) for one in groups[place + 1 :])
        return 0

    def _at_once(self, groups: _Groups, shared: Shared) -> int:
        from concurrent.futures import ThreadPoolExecutor
        from contextvars import copy_context

        stop = threading.Event()
        left: list[int] = []

        def one(group: list[tuple[_Work, Task]]) -> None:
            if stop.is_set():
                left.append(len(group))
            elif self._group(group, shared) and not self.request.keep_going:
                stop.set()

        with ThreadPoolExecutor(self.request.jobs) as pool:
            # Each thread knows what this one does: the project's own units, for one.
            futures = [pool.submit(copy_context().run, one, group) for group in groups]
            try:
                for future in futures:
                    future.result()
            except BaseException:
                stop.set()
                shared.stopped.set()  # the commands that run are ended
                raise
        return sum(left)

    def _shared(self, works: Sequence[_Work]) -> Shared:
        config = self.settings.config
        rules = Rules(config, config.time_limit, self.request.untrusted)
        plans = list({work.plan.document.source.name: work.plan for work in works}.values())
        past = Past(self.settings.root, "", plans, self.entries)
        names = (
            name
            for work in works
            for proof in work.proofs
            if proof.verb == "test"
            for name in proof.texts
        )

        def told(what: str) -> None:
            self.watch.doing(what, len(self.lines), self.total)

        return Shared(self.settings, rules, past, names, told)

    def _group(self, group: Sequence[tuple[_Work, Task]], shared: Shared) -> bool:
        """Carry out tasks together, and record what came of them; whether something could not be done."""
        started = now()
        tasks = [task for _, task in group]
        results = self._inputs(group[0][0].plan).results
        revision = self._baseline(group[0][0].item) if tasks[0].compare else ""
        tools = Workbench(shared, self.recorder.commit, results)
        before = time.monotonic()
        if revision:
            from planproof.system.checkout import checkout

            with checkout(self.settings.root, revision) as folder:
                base = Workbench(shared, "", results, folder, revision)
                proven = prove_together(tasks, tools, base)
        else:
            proven = prove_together(tasks, tools)
        seconds = time.monotonic() - before
        for (work, task), one in zip(group, proven, strict=True):
            kept = self._keep(work, task, one, started)
            self._tell(self._line(work, one, kept, seconds))
        return any(one.stuck for one in proven)

    def _baseline(self, item: Item) -> str:
        field = item.field("baseline")
        name = field.value.strip().strip("`") if field is not None else ""
        try:
            return repository.resolve(self.settings.root, name)
        except (repository.NoSuchRevision, repository.GitRefuses) as error:
            raise CannotDo(
                f"`baseline: {name}`: {error}", "Name a branch, tag or commit."
            ) from None

    def _task(self, work: _Work) -> Task:
        reading = getattr(work.item, "reading", None)
        figures = tuple(reading.figures) if reading is not None else ()
        field = work.item.field("runs")
        runs = self.settings.config.runs
        if field is not None and field.value.strip().isdigit():
            runs = max(1, min(1000, int(field.value)))
        compare = work.item.field("baseline") is not None and any(
            figure.relative and figure.start is None for figure in figures
        )
        measured = any(proof.verb in ("run", "http", "prom") for proof in work.proofs) and figures
        return Task(work.proofs, figures, runs if measured else 1, compare)

    def _keep(self, work: _Work, task: Task, proven: Proven, started: str) -> Evidence | None:
        """Record what came of an item, where there is anything to record."""
        if proven.decision is Decision.UNKNOWN:
            return None
        plan, item = work.plan, work.item
        field = item.field("proof")
        dirty = self._dirtiness.of(self._inputs(plan))
        others = [path for path in dirty if path != plan.document.source.name]
        decision: Decision = proven.decision
        reason = proven.reason
        if any(proof.verb not in _ELSEWHERE for proof in task.proofs):
            decision, reason = held_back(decision, reason, others)
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

    def _judged(self, work: _Work) -> Judged:
        """The verdict on an item, as `verify` gives it."""
        view = LedgerView(self.settings, self.entries)
        view._known = {work.plan.id: self.recorder.records(work.plan.id)}  # noqa: SLF001
        past = Past(self.settings.root, "", (work.plan,), self.entries)
        world = World(self.entries, Inventory({}, {}), {}, past, None, view)
        plan = work.plan
        section = next((one for one in plan.sections if work.item in one.items), None)
        return next(iter(claims(work.item, Case(plan, world, Tense(plan), section, {}))))

    def _planned(self, work: _Work) -> ProofLine:
        return self._line(work, None, None)

    def _line(
        self, work: _Work, proven: Proven | None, kept: Evidence | None, seconds: float = 0.0
    ) -> ProofLine:
        """What came of an item, as it is reported."""
        judged = self._judged(work)
        source = work.plan.document.source
        at: Span = judged.span
        state, reason, remedy = "looked up", judged.reason, judged.help
        if work.problem is not None:
            state, reason, remedy = "unreadable", work.problem.message, work.problem.help
            at = work.problem.span
        elif proven is not None:
            state = (
                kept.record.decision.value if kept else "refused" if proven.refused else "unknown"
            )
            reason = kept.record.reason if kept else proven.reason
            remedy = proven.help
            at = proven.at or at
        elif self.request.dry_run and work.proofs:
            state, reason = "would run", ", ".join(proof.says for proof in work.proofs)
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
            notes=tuple(note for held in (proven.held if proven else ()) for note in held.notes),
        )

    def _tell(self, line: ProofLine) -> None:
        with self.lock:
            self.lines.append(line)
            self.watch.done(line)


_Groups = Sequence[list[tuple[_Work, Task]]]


def _work(plan: Plan, item: Item) -> _Work:
    """An item with its proofs, sorted into those that are carried out and those that are looked up."""
    field = item.field("proof")
    if field is None:
        return _Work(plan, item, (), None, False)
    found = read_proofs(field, plan.document.source)
    doable = tuple(proof for proof in found.proofs if proof.verb not in _ELSEWHERE)
    problem = found.problems[0] if found.problems else None
    return _Work(plan, item, doable, problem, len(doable) < len(found.proofs))


def exit_code(proved: Proved) -> int:
    """0 all well; 1 something is not met or does not tell; 2 something could not be done, or nothing was."""
    states = [line.state for line in proved.lines]
    if proved.dry_run:
        return 0 if states else 2
    if not states and not proved.fresh:
        return 2
    if proved.stopped or any(state in ("unknown", "refused", "unreadable") for state in states):
        return 2
    return (
        1
        if any(line.verdict == "broken" or line.state == "inconclusive" for line in proved.lines)
        else 0
    )


def default_branch_settings(settings: Settings, base: str) -> Settings:
    """The configuration of the default branch, which the branch under test cannot change.

    Args:
        settings: those of the work tree.
        base: the default branch, where it is named.

    Raises:
        CannotDo: nobody can tell which branch that is, or its configuration is not right.
    """
    from pathlib import Path

    from planproof.app.config import in_force, load_settings

    root = settings.root
    revision = base or _default_branch(root)
    try:
        snapshot = repository.at(root, revision)
    except (repository.NoSuchRevision, repository.GitRefuses) as error:
        raise CannotDo(
            f"the default branch cannot be read: {error}", "Name it with --base."
        ) from None

    def read(name: str) -> bytes:
        data = snapshot.read(name) if name in snapshot.entries else None
        if data is None:
            raise FileNotFoundError(name)
        return data

    found = load_settings(Path(root), {}, {}, "", read)
    return in_force(msgspec.structs.replace(found, revision=snapshot.revision))


def _default_branch(root: str) -> str:
    """The default branch as the remote has it, which a branch under test cannot name anew."""
    head = (git.git(root, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD") or "").strip()
    for name in (head, "refs/remotes/origin/main", "refs/remotes/origin/master"):
        if name and git.git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"):
            return name
    raise CannotDo(
        "nobody can tell here which branch is the default one, whose configuration counts",
        "Name it with --base, as in `--base origin/main`.",
    )
