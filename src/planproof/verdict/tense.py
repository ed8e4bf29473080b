"""When a claim is due: absence is a fault only from then on.

A claim is due when a step that names what it is about is ticked: the item says so itself
("(step 3)"), or the step's words name it in a code span, or they name its section ("the metrics of
section 11"). Else it is due when the plan is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from planproof.plan.model import Criterion, Endpoint, Item, Plan, Section, State, Step, Symbol
from planproof.plan.naming import StepNames
from planproof.text.patterns import rx
from planproof.verdict.deeds import Named, named_in

_STEPS = (
    r"(?i)\([^()]{0,30}?\b(?:steps?|tasks?)[\s#-]+"
    r"([\w.]+(?:(?:\s*[,/&–—-]\s*|\s+(?:and|or|to)\s+)[\w.]+)*)[^()]*\)"
)
_NUMBER = r"(?<![\w.])(?:[A-Z]+-?)?\d[\w.]*\b"
_SECTIONS = (
    r"(?i)(?:\bsections\s+(?P<many>(?>\d+(?:\.\d+)*)(?:\s*(?:,|and|&)\s*(?>\d+(?:\.\d+)*))*)"
    r"|(?:\bsection\s|§§?)\s*(?P<one>(?>\d+(?:\.\d+)*)))(?!\s+of\s+(?:RFC|the\s+spec))"
)
_ELSEWHERE = r"(?i)(?:\b(?:see|cf\.?|per|according to|RFC[\s-]*\d+,?)\s*(?:the\s+)?|\(\s*)$"
_METHOD = r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+/"


class Due(msgspec.Struct, frozen=True, gc=False):
    """Whether a claim is due, and what makes it so or will.

    Attributes:
        now: whether it is due.
        when: what makes it so: "step 3 is ticked", "the plan is done".
        steps: the ids of the steps that do; none where it is the plan.
    """

    now: bool
    when: str
    steps: tuple[str, ...] = ()


class Tense:
    """A plan's steps, as claims ask when they are due."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.steps = [item for item in plan.items if isinstance(item, Step)]
        self.done = plan.state is State.DONE
        self.source = plan.document.source.text

    @cached_property
    def names(self) -> StepNames[Step]:
        """The steps by what they are called."""
        return StepNames(self.steps)

    @cached_property
    def named(self) -> list[tuple[Step, tuple[Named, ...]]]:
        """The steps, with what each of them does to what it names."""
        return [(step, named_in(step, self.source)) for step in self.steps]

    @cached_property
    def _making(self) -> list[tuple[Step, frozenset[str]]]:
        """Steps with the names in their words of what is to be there afterwards."""
        return [
            (
                step,
                _names(one for one in named if one.deed in ("makes", "touches") and not one.ends),
            )
            for step, named in self.named
        ]

    @cached_property
    def _sections(self) -> list[tuple[Step, frozenset[str]]]:
        """Steps with the numbers of the sections that they carry out."""
        return [(step, frozenset(_sections(step.text))) for step in self.steps]

    def due(self, item: Item, names: Iterable[str] = (), section: Section | None = None) -> Due:
        """When an item's claims are due.

        Args:
            item: the item.
            names: what it is called in the words of a step.
            section: the section it stands in.
        """
        wanted = frozenset(names)
        making = [step for step, words in self._making if _meets(wanted, words)]
        within = self._numbers(item, section) if section is not None else frozenset()
        making += [step for step, numbers in self._sections if not within.isdisjoint(numbers)]
        due = self._due(item, making)
        if due.now:
            return due
        # Whatever an item says of its step: a ticked one that says plainly that it has made it counts.
        for step, named in self.named:
            if step.done and _meets(wanted, _names(one for one in named if one.creates)):
                return with_step(step)
        return due

    def _numbers(self, item: Item, section: Section) -> frozenset[str]:
        """The numbers of the section that an item is one of, and of the headings in it that it stands under."""
        if not any(numbers for _, numbers in self._sections):
            return frozenset()
        at = item.span.start
        holding = (
            one
            for one in self.plan.sections
            if section.span.start <= one.span.start <= at < one.span.end
        )
        return frozenset(one.number.rstrip(".") for one in holding) - {""}

    def due_gone(self, item: Item, names: Iterable[str]) -> Due:
        """When it is due that something is gone, or lies elsewhere."""
        wanted = frozenset(names)
        return self._due(item, [
            step
            for step, named in self.named
            if _meets(wanted, _names(one for one in named if one.deed in ("removes", "moves")))
        ])  # fmt: skip

    def of_step(self, step: Step) -> Due:
        """When what a step says is due: once it is ticked, or the plan is done."""
        if self.done and not step.done:
            return Due(now=True, when="the plan is done")
        return with_step(step)

    def with_box(self, item: Item) -> Due | None:
        """When what an item with a box says is due; None where its box does not decide that."""
        if isinstance(item, Step):
            return self.of_step(item)
        if isinstance(item, Criterion) and item.task is not None and item.task.done:
            return Due(now=True, when="its box is ticked")
        return None

    def _due(self, item: Item, steps: Sequence[Step]) -> Due:
        explicit = self._explicit(item, steps)
        if explicit:
            if self.done and not all(step.done for step in explicit):
                return Due(now=True, when="the plan is done")
            which = f"{called(explicit[0])} is" if len(explicit) == 1 else _called_all(explicit)
            ids = tuple(step.id for step in explicit)
            return Due(all(step.done for step in explicit), f"{which} ticked", ids)
        for step in steps:
            if step.done:
                return with_step(step)
        if self.done or not steps:
            return Due(now=self.done, when="the plan is done")
        return with_step(steps[0])

    def steps_named_by(self, item: Item) -> list[Step]:
        """The steps that an item names itself, "(steps 3 and 4)"; none where it names none."""
        return self._explicit(item, ())

    def _explicit(self, item: Item, naming: Sequence[Step]) -> list[Step]:
        """The steps that an item names itself: "(step 3)", "(steps 3 and 4)".

        Of several steps of one number those that name it in turn are meant, where there are any.
        """
        those = {id(step) for step in naming}
        found = rx(_STEPS).search(self._words(item))
        numbers = rx(_NUMBER).findall(found[1]) if found else []
        own = getattr(item, "step", "")
        return [
            step
            for number in dict.fromkeys(one.rstrip(".") for one in (*numbers, own) if one)
            for same in (self.numbered(number),)
            for step in [one for one in same if id(one) in those] or same
        ]

    def _words(self, item: Item) -> str:
        """The words in which an item may name its step."""
        if isinstance(item, Endpoint):
            text = self.source[item.span.start : item.span.end]
            rest = text.partition(f"{item.method} {item.path}")[2]
            return rx(_METHOD).split(rest, maxsplit=1)[0]
        if isinstance(item, Symbol):
            return (
                self.source[item.span.end : item.span.end + 200]
                .partition("\n")[0]
                .partition("`")[0]
            )
        row = self.source[item.span.start : item.span.end].partition("\n")[0]
        return row if row.startswith("|") else item.text

    def numbered(self, number: str) -> list[Step]:
        """The steps of a printed number or label; several where numbers begin anew."""
        return self.names.printed(number)

    def removing(self, name: str) -> list[Step]:
        """The steps whose words put an end to something: they remove it, or clean it up."""
        return [
            step
            for step, named in self.named
            if any(one.text == name and one.ends for one in named)
        ]


def _sections(text: str) -> Iterable[str]:
    for match in rx(_SECTIONS).finditer(text):
        if not rx(_ELSEWHERE).search(text[: match.start()]):
            yield from rx(r"\d+(?:\.\d+)*").findall(match["many"] or match["one"])


def _names(named: Iterable[Named]) -> frozenset[str]:
    """Names as they are compared: without a value, labels, `$` or a slash at the end."""
    found: set[str] = set()
    for one in named:
        text = one.text.rstrip("/")
        found.add(text)
        found.add(text.partition("=")[0].lstrip("$"))
        if "/" not in text:
            found.add(text.partition("{")[0])
    return frozenset(found - {""})


def _meets(names: frozenset[str], words: frozenset[str]) -> bool:
    """Whether one of the names is one of the words, or a path and the end of it."""
    if not names or not words:
        return False
    if not names.isdisjoint(words):
        return True
    return any(
        (name.endswith(f"/{word}") or word.endswith(f"/{name}"))
        and not name.startswith("/")
        and not word.startswith("/")
        and " " not in name
        and " " not in word
        for name in names
        for word in words
    )


def with_step(step: Step) -> Due:
    """What is due once a step is ticked."""
    return Due(step.done, f"{called(step)} is ticked", (step.id,))


def _called_all(steps: Sequence[Step]) -> str:
    return (
        f"steps {listed(list(dict.fromkeys(step.label or step.full_number for step in steps)))} are"
    )


def called(step: Step) -> str:
    """A step as people call it: `step 3`."""
    if step.label:
        return f"step {step.label}"
    return f"step {step.full_number}" if step.number else f'the step "{shortened(step.text)}"'


def shortened(text: str, most: int = 40) -> str:
    """The beginning of a text."""
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def listed(words: Sequence[str], most: int = 3) -> str:
    """A few words as people write them: `a, b and 4 more`."""
    shown = list(words[:most])
    left = len(words) - len(shown)
    if left:
        return f"{', '.join(shown)} and {left} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]])) if shown else ""
