"""Which figure of a sentence a figure that was read is for, and how their units convert."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from planproof.evidence.decision import FigureRead
from planproof.evidence.model import Measurement
from planproof.evidence.naming import same_statistic, statistic_of, telling
from planproof.plan.figures.convert import comparable
from planproof.plan.figures.quantities import Quantity, quantities
from planproof.plan.figures.sentence import Figure
from planproof.plan.figures.units import canonical_unit
from planproof.plan.figures.unmarked import lowered, plain

# What people call those who use a system at the same time, as tools and as plans say it.
_CROWD = frozenset(("user", "vu", "client", "connection", "session", "worker", "thread"))


def factor(wanted: str, unit: str, *, named: bool) -> float | None:
    """What to multiply a measurement in `unit` by to have it in the unit wanted; None if nothing will do.

    Beyond what `planproof.plan.figures.convert` says: a count that the plan names may be called anything,
    and users, clients and connections are the same crowd.

    Args:
        wanted: the sentence's unit.
        unit: the measurement's, or a noun, or empty.
        named: whether the plan names the measurement.
    """
    by = comparable(unit, wanted)
    if by is None and _counts(wanted) and _counts(unit):
        crowd = {_noun(wanted), _noun(unit)} <= _CROWD
        return 1.0 if named or crowd else None
    return by


def _counts(unit: str) -> bool:
    return canonical_unit(unit) is None and "/" not in unit and unit not in ("m", "M")


def _noun(words: str) -> str:
    """The last of the words in the singular: `user` for "concurrent users"."""
    last = (words.lower().split() or [""])[-1]
    return last.removesuffix("s")


def needs_baseline(figure: Figure) -> bool:
    """Whether a figure says by how much something is to change, or how near it is to stay."""
    near = figure.comparator == "within" and figure.baseline is not None and figure.start is None
    return figure.relative or figure.comparator == "change" or near


def is_change(figure: Figure, read: FigureRead) -> bool:
    """Whether a figure is to be held against how much a read differs from its baseline.

    "At most 10 % above main" says so though no word for a change stands in it, where the baseline was
    measured and what was measured is no share itself.
    """
    if needs_baseline(figure):
        return True
    unit = canonical_unit(read.runs[0].unit)
    return bool(read.baseline) and is_share(figure) and (unit is None or unit.dimension != "ratio")


def is_share(figure: Figure) -> bool:
    """Whether a change by this figure is a share of a baseline: 30 %, 2x; and not 50 ms or 5 pp."""
    return figure.dimension == "ratio" and figure.unit != "pp"


def unit_of_change(figure: Figure) -> str:
    """The unit of what a figure changes by an amount: percentages change by percentage points."""
    return "%" if figure.unit == "pp" else figure.unit


def is_comparable(figure: Figure, read: FigureRead) -> bool:
    """Whether a read is something that a figure can be held against."""
    measured = read.runs[0]
    if is_change(figure, read):
        return (
            is_share(figure)
            or factor(unit_of_change(figure), measured.unit, named=read.named) is not None
        )
    if not figure.unit and figure.dimension == "count" and measured.unit == "x":
        return max(abs(figure.value), abs(figure.upper or 0)) <= 1
    return factor(figure.unit, measured.unit, named=read.named) is not None


def statistic_fits(figure: Figure, measured: Measurement) -> int:
    """2 where both name the same statistic, 1 where one does not say, 0 where they contradict."""
    said = measured.statistic or statistic_of((measured.name,))
    if figure.statistic is None:
        return 0 if said == "stddev" else 1
    if not said:
        return 1
    return 2 if same_statistic(figure.statistic, said) else 0


def common_words(figure: Figure, measured: Measurement) -> int:
    """How many telling words a figure's metric and a measurement's name and labels have in common."""
    said = telling(" ".join((measured.name, *measured.labels.values())))
    return len(said & _metric(figure.metric))


@lru_cache(maxsize=64)
def _metric(words: str) -> frozenset[str]:
    return telling(words)


def converted(measured: Measurement, by: float) -> Measurement:
    """A measurement in another unit."""
    if by == 1.0:
        return measured
    return msgspec.structs.replace(
        measured,
        value=measured.value * by,
        low=None if measured.low is None else measured.low * by,
        high=None if measured.high is None else measured.high * by,
        values=tuple(value * by for value in measured.values),
    )


class Assigned(NamedTuple):
    """What was read for each figure, in the figures' order, and what is left over."""

    reads: tuple[tuple[FigureRead, ...], ...]
    left: tuple[FigureRead, ...]


def assign(figures: Sequence[Figure], reads: Sequence[FigureRead]) -> Assigned:
    """Give each read to the figure that it is for.

    A read that the plan names goes before one that was looked up; then the same statistic, common words,
    and the order in which they stand decide. What is left and of the same kind as what a figure has
    already is for it as well: with two results files of the same figure, both have to hold.
    """
    pairs = [
        (_rank(figure, read), place, at)
        for place, figure in enumerate(figures)
        for at, read in enumerate(reads)
        if read.runs and is_comparable(figure, read)
    ]
    given: dict[int, list[int]] = {}
    taken: set[int] = set()
    for _, place, at in sorted(pairs, key=lambda pair: ([-one for one in pair[0]], *pair[1:])):
        if place not in given and at not in taken:
            given[place] = [at]
            taken.add(at)
    for _, place, at in pairs:
        if at in taken or not reads[at].named or _is_load(figures[place], reads[at]):
            continue
        if _alike(reads[given[place][0]], reads[at]):
            given[place].append(at)
            taken.add(at)
    return Assigned(
        tuple(tuple(reads[at] for at in given.get(place, ())) for place in range(len(figures))),
        tuple(read for at, read in enumerate(reads) if at not in taken),
    )


def _rank(figure: Figure, read: FigureRead) -> tuple[int, ...]:
    measured = read.runs[0]
    return (
        bool(statistic_fits(figure, measured)),
        read.named,
        statistic_fits(figure, measured),
        common_words(figure, measured),
        not is_change(figure, read),
    )


def _alike(one: FigureRead, other: FigureRead) -> bool:
    """Whether two reads are of the same kind: dimension, statistic, and no load or duration."""
    left, right = one.runs[0], other.runs[0]
    units = [canonical_unit(measured.unit) for measured in (left, right)]
    dimensions = [unit.dimension if unit else "" for unit in units]
    statistics = [
        measured.statistic or statistic_of((measured.name,)) for measured in (left, right)
    ]
    if dimensions[0] != dimensions[1] or not same_statistic(*statistics):
        return False
    counts = not dimensions[0]  # of which a file may hold many that have nothing in common
    return left.role is right.role and (not counts or left.name == right.name)


def _is_load(figure: Figure, read: FigureRead) -> bool:
    """Whether a read can be the load under which a figure is to hold."""
    load = stated(figure.condition)
    return load is not None and factor(load.unit.name, read.runs[0].unit, named=True) is not None


def stated(words: str | None) -> Quantity | None:
    """The first quantity in some words of a sentence: 500 req/s in "at 500 req/s"; None without one."""
    if not words:
        return None
    bare = plain(words)
    return next(quantities(bare, lowered(bare), spelled=True), None)
