"""Whether a figure was measured as its sentence says: "at 500 req/s", "over 10 min".

A load or a length of time that was not reached makes the figure say nothing about the sentence. Where
nothing tells whether it was reached, that is noted and nothing is concluded from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from planproof.evidence.decision import FigureRead
from planproof.evidence.matching import factor, stated
from planproof.evidence.saying import plain_number, printable, rounded, with_unit
from planproof.plan.figures.quantities import Quantity
from planproof.plan.figures.sentence import Figure
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

REACHED = 0.95
"""A load or a duration counts as reached from this share of the stated one: load generators stay a
little below what they are told, and a ramp at either end takes its part."""


class Preconditions(NamedTuple):
    """What is to be said of a figure's load and window.

    Attributes:
        missed: what was not reached, in a sentence; empty where all was, or nobody can tell.
        help: what to do then.
        notes: what nobody can tell.
        used: the reads that told of load or window.
    """

    missed: str
    help: str
    notes: tuple[str, ...]
    used: tuple[FigureRead, ...]


def preconditions(
    figure: Figure,
    left: Sequence[FigureRead],
    loads: Sequence[FigureRead],
    durations: Sequence[FigureRead],
) -> Preconditions:
    """Look at load and window of a figure.

    Args:
        figure: the figure.
        left: reads that are for no figure of the sentence.
        loads: what the sources say of the load.
        durations: what they say of the time.
    """
    notes: list[str] = []
    missed: list[tuple[str, str]] = []
    used: list[FigureRead] = []
    if figure.condition:
        load = stated(figure.condition)
        found = _told(load, left, loads) if load else None
        said = printable(figure.condition, 50)
        if load is None:
            notes.append(f'nothing says whether it was measured "{said}"')
        elif found is None:
            notes.append(f"nothing says whether {_quantity(load)} were reached")
        elif found[0] < REACHED * load.value:
            reached = rounded(found[0], (load.value,))
            missed.append((f"only {reached} of {_quantity(load)} were reached", "under that load"))
        used += [found[1]] if found else []
    if figure.window:
        spell = _spell(figure.window)
        found = _told(spell, left, durations) if spell else None
        if spell is None or found is None:
            said = printable(figure.window, 50)
            over = "" if said.startswith("per ") else "over "
            notes.append(f'nothing says whether it was measured {over}"{said}"')
        elif found[0] < REACHED * spell.value:
            took = rounded(found[0], (spell.value,))
            missed.append((f"only {took} of {_quantity(spell)} were measured", "for that long"))
        used += [found[1]] if found else []
    why = " and ".join(reason for reason, _ in missed)
    cure = f"Measure again {' and '.join(how for _, how in missed)}." if missed else ""
    return Preconditions(why, cure, tuple(notes), tuple(used))


def _quantity(quantity: Quantity) -> str:
    return with_unit(plain_number(quantity.value), printable(quantity.unit.name, 30))


def _told(
    wanted: Quantity, left: Sequence[FigureRead], others: Sequence[FigureRead]
) -> tuple[float, FigureRead] | None:
    """How much was reached of a load or a time, in its unit, and who says so.

    What the plan reads goes before what a file says beside. Of several the greatest counts, as the parts
    of a load are never more than the whole; of its runs the one that reached least.
    """
    for reads in (left, others):
        named = reads is left
        found = [
            (value, read)
            for read in reads
            if (value := _least(wanted.unit.name, read, named=named)) is not None
        ]
        same = [one for one in found if one[1].runs[0].unit == wanted.unit.name]
        if same or found:
            return max(same or found, key=lambda one: one[0])
    return None


def _least(unit: str, read: FigureRead, *, named: bool) -> float | None:
    factors = [factor(unit, run.unit, named=named) for run in read.runs]
    values = [run.value * by for run, by in zip(read.runs, factors, strict=True) if by is not None]
    return min(values) if values and len(values) == len(factors) else None


def _spell(words: str) -> Quantity | None:
    """A window as a quantity: 10 min, and 1 h for "any rolling hour"."""
    found = stated(words)
    if found is not None:
        return found if found.unit.dimension == "time" else None
    one = rx(r"^(?:an?|any|the|each|every|last|past|rolling|full)\b.*?([a-z]+)$").match(
        words.lower()
    )
    unit = canonical_unit(one[1]) if one else None
    if unit is None or unit.dimension != "time":
        return None
    return Quantity(0, 0, 0, "", 1.0, None, unit, "", "")
