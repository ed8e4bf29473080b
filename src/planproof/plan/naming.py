"""Which step of a plan a name means: wherever somebody writes one, it means the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from planproof.plan.after import STEP, own_steps
from planproof.plan.model import Plan, Step
from planproof.text.patterns import rx


class _Called(Protocol):
    """Something that is called as steps are."""

    @property
    def id(self) -> str: ...
    @property
    def label(self) -> str | None: ...
    @property
    def full_number(self) -> str: ...


S = TypeVar("S", bound=_Called)


class StepNames(Mapping[str, S]):
    """Steps by what they are called: by id, label or number, the last as `step-1.2`; in any case.

    An id and a label go before a number, and the first step of a name has it. Noughts before a number may
    be left out, or be there beyond those of the plan. What comes out when one goes through the names is in
    lower case.
    """

    def __init__(self, steps: Iterable[S]) -> None:
        self._steps: dict[str, S] = {}
        self._printed: dict[str, list[S]] = {}
        for step in steps:
            for name in _own(step):
                self._steps.setdefault(name.casefold(), step)
            for printed in filter(None, dict.fromkeys((step.label, step.full_number))):
                self._printed.setdefault(printed.casefold(), []).append(step)
        for name, those in self._printed.items():
            for step in those:
                if step.full_number.casefold() == name:
                    self._steps.setdefault(f"step-{name}", step)
        for name, step in list(self._steps.items()):
            self._steps.setdefault(_without_noughts(name), step)

    def __getitem__(self, name: str) -> S:
        """The step of a name, as `named_after` and `steps_in` give them."""
        name = name.casefold()
        found = self._steps.get(name)
        return self._steps[_without_noughts(name)] if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._steps)

    def __len__(self) -> int:
        return len(self._steps)

    def printed(self, number: str) -> list[S]:
        """All steps that have a number or label as people print it, `1.2`; several where numbers begin anew."""
        return self._printed.get(number.casefold(), [])


def _own(step: _Called) -> Iterator[str]:
    """A step's id and its label, the latter also as who names it is understood: `TASK-7` is `step-7`."""
    yield step.id
    if step.label:
        yield step.label
        if rx(rf"(?i){STEP}").match(step.label):
            yield from own_steps(step.label)


def names_of(plan: Plan) -> StepNames[Step]:
    """The steps of a plan by what they are called."""
    return StepNames(item for item in plan.items if isinstance(item, Step))


def _without_noughts(name: str) -> str:
    return rx(r"^step-0+(?=\d)").sub("step-", name) if name.startswith("step-0") else name
