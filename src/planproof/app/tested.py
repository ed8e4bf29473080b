"""`pytest --planproof`: what marked tests prove, held against the plans and recorded as evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.dirtiness import Dirtiness, held_back
from planproof.app.errors import CannotDo
from planproof.app.recording import Recorder, now
from planproof.app.targets import item_of
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import plans_in
from planproof.app.verify import Request, open_snapshot
from planproof.evidence.decision import Decision
from planproof.evidence.freshness import WHOLE, Inputs
from planproof.evidence.marked import Marker, markers
from planproof.evidence.model import TestResult, TestStatus
from planproof.evidence.proofs import figures_of, read_proofs
from planproof.evidence.proving import Proven
from planproof.evidence.record import Evidence, Record
from planproof.evidence.standing import in_order, wants_proof
from planproof.evidence.tested import Ended, Test, Wanted, came_of, says
from planproof.evidence.verbs.test import matching
from planproof.plan.ids import split_named
from planproof.plan.model import Criterion, Item, Plan
from planproof.plan.wording import nearest
from planproof.report.tested import MarkerFault, Tested, TestedItem, Unproven
from planproof.verdict.tense import shortened

_MOST_FILES = 150
"""Files of tests that a record lists; where there are more, it rests on the whole repository."""


class Marked(NamedTuple):
    """A test with what its markers name: `PLAN#ITEM`, as it is written."""

    test: Test
    names: tuple[str, ...]


class Run(NamedTuple):
    """How the tests were run.

    Attributes:
        dry: why nothing is to be recorded, in words; empty where it is.
        stopped: whether the run was stopped before its end.
        whole: whether all tests that were collected are known.
    """

    dry: str = ""
    stopped: bool = False
    whole: bool = True


class _Proving(NamedTuple):
    """An item with the tests that prove it; `ids` are those that were collected."""

    plan: Plan
    item: Item
    tests: list[Test]


class TestRun:
    """A project as it was when the tests began to run; what they prove is told at their end."""

    __test__ = False

    def __init__(self, settings: Settings) -> None:
        """Read the plans.

        Raises:
            CannotDo: there is no repository or no commit, or a setting is not right.
        """
        self.settings = settings
        self.snapshot = open_snapshot(settings.root, "")
        self.recorder = Recorder(settings, self.snapshot.stored)
        templates = templates_in_use(Path(settings.root), settings.config)
        found = plans_in(self.snapshot, settings, templates, Request(take_all=True))
        self.plans = found.plans
        self.inputs: dict[str, Inputs] = {}
        self.dirtiness = Dirtiness(self.snapshot, settings.root, self.recorder.commit)
        self.started = now()

    def finish(self, marked: Sequence[Marked], run: Run) -> Tested:
        """Hold the tests against the items that they name, and record what they prove.

        Args:
            marked: the marked tests that were collected, those that did not run included.
            run: how they were run.

        Raises:
            CannotDo: the ledger cannot be read or written.
        """
        faults: dict[tuple[str, str], MarkerFault] = {}
        proving: dict[tuple[str, str], _Proving] = {}
        for test, names in marked:
            for name in names or ("",):
                try:
                    plan, item = self._named(name)
                except CannotDo as error:
                    place = f"{test.file}:{test.line}"
                    faults[place, name] = MarkerFault(place, error.message, error.help)
                else:
                    self._joined(proving, plan, item, test)
        for marker, path in self._uncollected(marked):
            for plan, item in self._resolved(marker.items):
                test = Test(id=marker.id, file=path, line=marker.line)
                self._joined(proving, plan, item, test)
        items: list[TestedItem] = []
        left_out = 0
        for one in sorted(proving.values(), key=_place):
            fault = self._moved(one)
            if fault is not None:
                faults[fault.place, f"{one.plan.id}#{one.item.id}"] = fault
            elif all(test.ended is Ended.NOT_RUN for test in one.tests):
                left_out += 1
            else:
                items.append(self._came_of(one, run))
        return Tested(
            commit=self.recorder.commit,
            marked=len(marked),
            items=tuple(items),
            faults=tuple(faults[key] for key in sorted(faults)),
            unproven=tuple(self._unproven(proving.values())),
            left_out=left_out,
            dry=run.dry,
        )

    @staticmethod
    def _joined(
        proving: dict[tuple[str, str], _Proving], plan: Plan, item: Item, test: Test
    ) -> None:
        key = plan.document.source.name, item.id
        tests = proving.setdefault(key, _Proving(plan, item, [])).tests
        if all(test.id != other.id for other in tests[-1:]):  # named by two of its markers
            tests.append(test)

    # What a marker names

    def _named(self, name: str) -> tuple[Plan, Item]:
        """The item that a marker names.

        Raises:
            CannotDo: there is none, or it claims nothing that is proven.
        """
        path, wanted = split_named(name)
        if not (path and wanted):
            shown = f"`{shortened(name, 60)}`" if name else "it"
            raise CannotDo(
                f"{shown} names no item of a plan", 'Write `planproof("PLAN#ITEM")`, one or more.'
            )
        found = [one for one in self.plans if path in (one.id, one.document.source.name)]
        if len(found) > 1:
            raise CannotDo(f"`{path}` names {len(found)} plans", "Name the plan's file.")
        if not found:
            close = nearest(path, [plan.id for plan in self.plans])
            hint = f"; did you mean `{close}#{wanted}`?" if close else ""
            raise CannotDo(
                f"there is no plan `{path}`{hint}", "`planproof verify` lists the plans."
            )
        item = item_of(found[0], wanted)
        if not wants_proof(item):
            raise CannotDo(
                f"`{name}` claims nothing that is proven", "Add `proof:` with the test below it."
            )
        return found[0], item

    def _resolved(self, names: Iterable[str]) -> Iterator[tuple[Plan, Item]]:
        for name in names:
            try:
                yield self._named(name)
            except CannotDo:
                continue  # told where the test is collected

    def _uncollected(self, marked: Sequence[Marked]) -> Iterator[tuple[Marker, str]]:
        """The markers of tests that were not collected, with the files they stand in."""
        lines: dict[str, list[int]] = {}
        for test, _ in marked:
            lines.setdefault(test.file, []).append(test.line)
        for path, found in self._markers.items():
            known = lines.get(path, ())
            for marker in found:
                if not any(marker.line <= line <= marker.end for line in known):
                    yield marker, path

    @cached_property
    def _markers(self) -> Mapping[str, list[Marker]]:
        """The markers that stand in the project's files."""
        files = [one for one in self.snapshot.entries.items() if one[0].endswith(".py")]
        found = {
            path: markers(path, text)
            for path, text in self.snapshot.read_many(files)
            if text is not None
        }
        return {path: told for path, told in found.items() if told}

    def _moved(self, one: _Proving) -> MarkerFault | None:
        """What is wrong where a marker goes by a place at which something else stood when it was last proven."""
        last = self._last(one)
        if last is None or last.record.fingerprint == one.item.fingerprint:
            return None
        was = [item for item in one.plan.items if item.fingerprint == last.record.fingerprint]
        if not was:
            return None
        test = one.tests[0]
        name = f"{one.plan.id}#{one.item.id}"
        return MarkerFault(
            f"{test.file}:{test.line}",
            f'`{name}` was "{shortened(last.record.wording, 60)}" when this last proved it,'
            f" and that is `{was[0].id}` now",
            f"Name `{one.plan.id}#{was[0].id}`, or give the items labels of their own and name those.",
        )

    def _last(self, one: _Proving) -> Evidence | None:
        """The latest evidence that these tests gave of what had the item's id."""
        ours = {says(test.function) for test in one.tests}
        records = [
            record
            for record in self.recorder.records(one.plan.id)
            if record.record.item == one.item.id
            and not record.record.role
            and any(step.says in ours for step in record.record.steps)
        ]
        return in_order(records)[-1] if records else None

    # What came of it

    def _came_of(self, one: _Proving, run: Run) -> TestedItem:
        plan, item = one.plan, one.item
        name = f"{plan.id}#{item.id}"
        words = " ".join(item.text.split())
        another = _another_proof(one)
        if another is not None:
            return TestedItem(
                name=name,
                says=words,
                state="not recorded",
                reason=another.message,
                help=another.help,
            )
        proven = came_of(one.tests, _wanted(item, run))
        if run.stopped and not run.whole:
            reason = "the run was stopped, and nobody can tell which of its tests did not run"
            proven = Proven(decision=Decision.UNKNOWN, reason=reason, help="Run all of its tests.")
        notes = [note for held in proven.held for note in held.notes]
        last = self._last(one)
        if last is not None and last.record.fingerprint != item.fingerprint:
            notes.append(
                f'it was "{shortened(last.record.wording, 60)}" when this last proved it;'
                " see that the test still does"
            )
        decision, reason, dirty = self._held_back(one, proven)
        record = ""
        if decision is not Decision.UNKNOWN and not run.dry:
            record = self._keep(one, proven, (decision, reason), dirty).digest
        return TestedItem(
            name=name,
            says=words,
            state="not recorded" if decision is Decision.UNKNOWN else decision.value,
            reason=reason,
            help=proven.help,
            notes=tuple(notes),
            record=record,
        )

    def _held_back(self, one: _Proving, proven: Proven) -> tuple[Decision, str, list[str]]:
        """The decision as it can be recorded, why, and the files that differ from the commit."""
        dirty = self.dirtiness.of(self._inputs(one.plan), self._files(one.tests))
        decision, reason = proven.decision, proven.reason
        if decision is not Decision.UNKNOWN:
            own = one.plan.document.source.name
            others = [path for path in dirty if path != own]
            decision, reason = held_back(decision, reason, others)
        return decision, reason, dirty

    def _keep(
        self, one: _Proving, proven: Proven, came: tuple[Decision, str], dirty: Sequence[str]
    ) -> Evidence:
        plan, item = one.plan, one.item
        inputs = self._inputs(plan)
        names = inputs.of(item)
        if WHOLE not in names:
            files = self._files(one.tests)
            more = files if len(files) <= _MOST_FILES else (WHOLE,)
            names |= {name: inputs.digest(name) for name in more}
        field = item.field("proof")
        record = Record(
            plan=plan.id,
            item=item.id,
            fingerprint=item.fingerprint,
            wording=item.wording,
            decision=came[0],
            reason=came[1],
            started=self.started,
            finished=now(),
            nonce="",
            held=proven.held,
            steps=proven.steps,
            proof=field.value if field is not None else "",
            inputs=names,
            dirty=tuple(dirty[:50]),
        )
        return self.recorder.keep(record, plan, self.settings.config.sign_key)

    def _inputs(self, plan: Plan) -> Inputs:
        name = plan.document.source.name
        if name not in self.inputs:
            self.inputs[name] = Inputs(plan, self.snapshot.stored)
        return self.inputs[name]

    def _files(self, tests: Sequence[Test]) -> Collection[str]:
        """The files that tests lie in, with the `conftest.py` files above them."""
        found: dict[str, None] = {}
        for test in tests:
            for path in (test.id.partition("::")[0], test.file):
                found[path] = None
                folder = path
                while folder:
                    folder = folder.rpartition("/")[0]
                    found[f"{folder}/conftest.py".lstrip("/")] = None
        return [path for path in sorted(found) if path in self.snapshot.entries]

    def _unproven(self, proving: Collection[_Proving]) -> Iterator[Unproven]:
        """The criteria that nothing proves, of the plans that markers name."""
        plans = {one.plan.document.source.name: one.plan for one in proving}
        named = {(one.plan.document.source.name, one.item.id) for one in proving}
        for path in sorted(plans):
            plan = plans[path]
            for item in plan.items:
                if (
                    isinstance(item, Criterion)
                    and item.field("proof") is None
                    and (path, item.id) not in named
                ):
                    yield Unproven(f"{plan.id}#{item.id}", " ".join(item.text.split()))


def _place(one: _Proving) -> tuple[str, int]:
    return one.plan.document.source.name, one.item.span.start


def _wanted(item: Item, run: Run) -> Wanted:
    field = item.field("runs")
    said = field.value.strip() if field is not None else ""
    return Wanted(
        figures=figures_of(item, ()),
        runs=max(1, min(1000, int(said))) if said.isdecimal() else 1,
        stopped=run.stopped,
    )


def _another_proof(one: _Proving) -> CannotDo | None:
    """Why tests do not settle an item: its `proof:` says something else. Evidence is of the proof that is written."""
    field = one.item.field("proof")
    if field is None:
        return None
    found = read_proofs(field, one.plan.document.source)
    if found.problems:
        return CannotDo(f"its `proof:`: {found.problems[0].message}", found.problems[0].help)
    results = [TestResult(id=test.id, status=TestStatus.PASSED) for test in one.tests]
    for proof in found.proofs:
        if proof.verb != "test" or not all(matching(name, results) for name in proof.texts):
            return CannotDo(
                f"its `proof:` says {proof.says or proof.verb}, which no marked test carries out",
                f"`planproof prove {one.plan.id}#{one.item.id}` does. For the test alone to prove"
                " it, take the `proof:` away, or have it name the test.",
            )
    return None
