"""The items that want a proof, each with what is to be carried out for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.targets import Target
from planproof.evidence.proofs import Problem, figures_of, read_proofs
from planproof.evidence.proving import Task
from planproof.evidence.standing import wants_proof
from planproof.plan.figures.sentence import Figure
from planproof.plan.model import Item, Plan
from planproof.system import repository
from planproof.verdict.claims.proof import ELSEWHERE

_MOST_RUNS = 1000
_MEASURING = ("run", "http", "prom")


class Work(NamedTuple):
    """An item that wants a proof.

    Attributes:
        task: what can be carried out; other proofs are looked up when the item is judged.
        problem: what is wrong with the words of its fields.
        waits: whether something is looked up: a sign-off, a pull request.
    """

    plan: Plan
    item: Item
    task: Task
    problem: Problem | None
    waits: bool

    @property
    def names_proof(self) -> bool:
        """Whether it says how it is proven."""
        return bool(self.task.proofs or self.problem or self.waits)

    @property
    def can_be_done(self) -> bool:
        """Whether there is something to carry out."""
        return bool(self.task.proofs) and self.problem is None


def works(settings: Settings, target: Target) -> Iterator[Work]:
    """The items of a plan that want a proof, or those that were named.

    Raises:
        CannotDo: one was named that claims nothing.
    """
    plan = target.plan
    for item in plan.items if target.items is None else target.items:
        if wants_proof(item):
            yield _work(settings, plan, item)
        elif target.items is not None:
            raise CannotDo(
                f"`{plan.id}#{item.id}` claims nothing that is proven", "Add `proof:` below it."
            )


def _work(settings: Settings, plan: Plan, item: Item) -> Work:
    field = item.field("proof")
    if field is None:
        return Work(plan, item, Task((), ()), None, waits=False)
    found = read_proofs(field, plan.document.source)
    proofs = tuple(proof for proof in found.proofs if proof.verb not in ELSEWHERE)
    figures = figures_of(item, proofs)
    runs = _runs(settings, item)
    baseline = _baseline(settings, item, figures)
    stated = (one for one in (runs, baseline) if isinstance(one, Problem))
    measured = bool(figures) and any(proof.verb in _MEASURING for proof in proofs)
    return Work(
        plan,
        item,
        Task(
            proofs,
            figures,
            runs if measured and isinstance(runs, int) else 1,
            baseline if isinstance(baseline, str) else "",
        ),
        next(iter(found.problems), None) or next(stated, None),
        waits=len(proofs) < len(found.proofs),
    )


def _runs(settings: Settings, item: Item) -> int | Problem:
    """How often an item is measured."""
    field = item.field("runs")
    if field is None:
        return settings.config.runs
    said = field.value.strip().strip("`")
    if said.isascii() and said.isdigit() and 1 <= int(said[:9]) <= _MOST_RUNS:
        return int(said)
    return Problem(
        field.value_span,
        f"`runs:` is no number from 1 to {_MOST_RUNS:,}",
        "Write how often it is measured, as in `runs: 5`.",
    )


def _baseline(settings: Settings, item: Item, figures: tuple[Figure, ...]) -> str | Problem:
    """The commit that relative figures of an item are compared with; empty where none are."""
    field = item.field("baseline")
    relative = any(figure.relative and figure.start is None for figure in figures)
    if field is None or not relative:
        return ""
    name = field.codes[0].text if field.codes else field.value.strip().strip("`")
    try:
        return repository.resolve(settings.root, name)
    except repository.NoSuchRevision as error:
        reason = error.reason
    except repository.GitRefuses as error:
        reason = error.reason
    return Problem(
        field.value_span,
        f"`baseline:` names no commit: {reason}",
        "Name a branch, a tag or a commit.",
    )
