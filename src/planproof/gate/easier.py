"""What of an assertion a change makes easier to meet: its figures, the load, the statistic, its proof."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from planproof.evidence.bounds import Allowed, allowed, same
from planproof.evidence.matching import stated
from planproof.gate.pairs import ITS_STEP
from planproof.plan.figures.convert import comparable
from planproof.plan.figures.sentence import Figure, Reading
from planproof.plan.model import Criterion, Goal, Item, Target
from planproof.text.patterns import rx


def reading_of(item: Item | None) -> Reading | None:
    """What an item asserts in figures; None where it is of a kind that asserts nothing so."""
    return item.reading if isinstance(item, Goal | Criterion | Target) else None


def easier(before: Item, after: Item) -> list[str]:
    """In what an item asserts less than it did, each as words that follow "the criterion"."""
    found: list[str] = []
    old, new = reading_of(before), reading_of(after)
    if old is not None and new is not None:
        found += _figures(old.figures, new.figures)
        if len(new.hedges) > len(old.hedges):
            start, end = new.hedges[-1]
            found.append(f'is hedged now ("{after.text[start:end]}")')
    if before.field("proof") is not None and after.field("proof") is None:
        found.append("lost its `proof:`")
    return found


def differs_in_words(before: Item, after: Item) -> bool:
    """Whether an assertion gets other words, its figures aside, of which `easier` can tell."""
    return before.fingerprint != after.fingerprint and _words(before) != _words(after)


def _words(item: Item) -> list[str]:
    """An assertion's words, without its label, its step and its figures, of which `easier` tells."""
    text, reading = item.wording, reading_of(item)
    for figure in reversed(reading.figures if reading is not None else ()):
        text = f"{text[: figure.span[0]]} {text[figure.span[1] :]}"
    if item.label:
        text = text.replace(item.label, " ", 1)
    text = rx(ITS_STEP).sub(" ", text)
    words = rx(r"\w+").findall(text.casefold())
    return [word for word in words if not rx(r"p?\d[\d_]*").fullmatch(word)]


def _figures(old: Sequence[Figure], new: Sequence[Figure]) -> Iterator[str]:
    left = list(new)
    for figure in old:
        now = _same_figure(figure, left)
        if now is None:
            yield f"lost its figure {told(figure)}"
            continue
        left.remove(now)
        yield from _eased(figure, now)


def _same_figure(figure: Figure, among: Sequence[Figure]) -> Figure | None:
    """The figure that one has become: of a comparable unit, and rather with the same statistic."""
    fitting = [one for one in among if comparable(one.unit, figure.unit) is not None]
    alike = [one for one in fitting if one.statistic == figure.statistic]
    return next(iter(alike or fitting), None)


def _eased(old: Figure, new: Figure) -> Iterator[str]:
    times = comparable(new.unit, old.unit) or 1.0
    if _is_wider(old, new, times):
        yield f"allows {told(new)} instead of {told(old)}"
    ranks = _rank(old.statistic), _rank(new.statistic)
    if None not in ranks and ranks[1] < ranks[0]:  # type: ignore[operator]
        yield f"speaks of {new.statistic} instead of {old.statistic}"
    yield from _load(old.condition, new.condition)


def _is_wider(old: Figure, new: Figure, times: float) -> bool:
    if old.relative != new.relative:
        return False  # one is a change and the other a value: nobody can compare them
    if old.relative:
        return abs(new.value * times) < abs(old.value) and not same(new.value * times, old.value)
    first, second = allowed(old), _scaled(allowed(new), times)
    lower = second.low < first.low and not same(second.low, first.low)
    higher = second.high > first.high and not same(second.high, first.high)
    return lower or higher


def _scaled(one: Allowed, times: float) -> Allowed:
    low = one.low if math.isinf(one.low) else one.low * times
    high = one.high if math.isinf(one.high) else one.high * times
    return Allowed(low, high, one.strict)


def _rank(statistic: str | None) -> float | None:
    """How much of what is measured a statistic speaks for; None for one that has no place among them."""
    if statistic in ("max", "median"):
        return 100.0 if statistic == "max" else 50.0
    match = rx(r"p(\d+(?:\.\d+)?)").fullmatch(statistic or "")
    return float(match[1]) if match else None


def _load(old: str | None, new: str | None) -> Iterator[str]:
    """Whether what was to hold under a load is to hold under less."""
    if not old:
        return
    first, second = stated(old), stated(new)
    if first is None:
        return
    if second is None:
        yield f'is no longer to hold "{old}"'
        return
    times = comparable(second.unit.name, first.unit.name)
    if times is not None and second.value * times < first.value:
        yield f'is to hold "{new}" instead of "{old}"'


def told(figure: Figure) -> str:
    """A figure in a few words: `<= 200 ms`."""
    value = f"{figure.value:g}" if figure.upper is None else f"{figure.value:g} to {figure.upper:g}"
    unit = figure.unit if figure.unit.startswith("%") else f" {figure.unit}"
    comparator = {"between": "", "change": "a change by", "within": "within"}.get(
        figure.comparator, figure.comparator
    )
    said = " ".join(f"{figure.statistic or ''} {comparator} {value}".split())
    return f"`{said}{unit.rstrip()}`"
