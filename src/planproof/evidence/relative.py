"""Figures that are a change: "by 30 %", "2x faster", "no more than 5 % slower than main"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from planproof.evidence import noise
from planproof.evidence.bounds import Allowed
from planproof.evidence.decision import FigureRead
from planproof.evidence.matching import converted, factor, is_share, stated, unit_of_change
from planproof.evidence.model import Better, Measurement
from planproof.evidence.noise import Interval
from planproof.evidence.saying import printable, rounded, with_unit
from planproof.plan.figures.place import less_is_better
from planproof.plan.figures.quantities import Quantity
from planproof.plan.figures.sentence import Figure
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

_CHANGE = frozenset(("change", "delta", "diff", "difference"))
_AROUND = frozenset(
    ("about", "around", "currently", "now", "today", "today's", "the", "current", "of")
)


class Cannot(NamedTuple):
    """Why a change cannot be judged, in a sentence without a full stop, and what to do."""

    reason: str
    help: str


class Change(NamedTuple):
    """A change as it was measured.

    Attributes:
        interval: what is compared with `allowed`: a quotient, or a difference in the figure's unit.
        allowed: what it may be.
        amount: the same as people say it: by how much, in the figure's unit and its direction.
        way: that direction: `down` or `up`.
        values: what was measured, and what it is compared with, in words; empty where an interval tells more.
        notes: what was not looked at.
    """

    interval: Interval
    allowed: Allowed
    amount: Interval
    way: str
    values: str = ""
    notes: tuple[str, ...] = ()


def change(figure: Figure, read: FigureRead) -> Change | Cannot:
    """Hold what was read against its baseline: the baseline's runs, else a figure in the sentence."""
    alike = _alike(read)
    if alike is None:
        return Cannot("its runs are in different units", "Measure all of them alike.")
    read = alike
    way = direction(figure, read.runs[0])
    if not way:
        return Cannot(
            "it is not clear whether more or less is wanted",
            "State the figure itself: `<= 200 ms`.",
        )
    if is_share(figure):
        return _share(figure, read, way)
    return _difference(figure, read, way)


def _share(figure: Figure, read: FigureRead, way: str) -> Change | Cannot:
    share = figure.value * figure.scale
    if figure.unit == "x" and share <= 0:
        return Cannot("a change has to be more than 0x", "Write by how much it is to change.")
    notes: tuple[str, ...] = ()
    values = ""
    if read.baseline:
        pairs = _pairs(read)
        if min(baseline for _, baseline in pairs) <= 0:
            return _NOTHING_TO_SHARE
        quotient = noise.of_ratio(pairs)
        if len(pairs) == 1:
            notes = ("one run of each says nothing of the noise",)
        values = _told(pairs, read.runs[0].unit)
    elif (base := _base(figure, read.runs[0])) is not None:
        if base[1] <= 0:
            return _NOTHING_TO_SHARE
        quotient = noise.of_runs([converted(run, base[0] / base[1]) for run in read.runs])
        values = _told([(quotient.value * base[1], base[1])], base[2])
    elif _is_change(read.runs[0]):
        unit = canonical_unit(read.runs[0].unit)
        scale = unit.scale if unit else 1.0
        moved = noise.of_runs([converted(run, scale) for run in read.runs])
        quotient = Interval(*(1 + one for one in moved))
    else:
        return _no_baseline(figure)
    allowed = _quotients(figure, way)
    amount = _amount(figure, way, quotient)
    return Change(quotient, allowed, amount, way, "" if quotient.known else values, notes)


def _difference(figure: Figure, read: FigureRead, way: str) -> Change | Cannot:
    """A change by an absolute amount, or a tolerance around a baseline."""
    unit = unit_of_change(figure)
    by = factor(unit, read.runs[0].unit, named=read.named)
    if by is None:
        return Cannot(f"it is in {printable(read.runs[0].unit, 30)}", f"Read it in {unit}.")
    notes: tuple[str, ...] = ()
    base = stated_base = figure.start
    if read.baseline:
        pairs = [(measured * by, baseline * by) for measured, baseline in _pairs(read)]
        moved = noise.of_difference(pairs)
        base = max(abs(baseline) for _, baseline in pairs)
        values = _told(pairs, unit)
        if len(pairs) == 1:
            notes = ("one run of each says nothing of the noise",)
    elif stated_base is not None:
        found = noise.of_runs([converted(run, by) for run in read.runs])
        moved = Interval(*(one - stated_base for one in found))
        values = _told([(found.value, stated_base)], unit)
    else:
        return _no_baseline(figure)
    allowed = _differences(figure, way)._replace(scale=abs(base or 0.0))
    amount = moved if way == "up" else Interval(-moved.value, -moved.high, -moved.low)
    return Change(moved, allowed, amount, way, "" if moved.known else values, notes)


_NOTHING_TO_SHARE = Cannot(
    "the baseline is not above 0, so no share of it can be told", "State the figure itself."
)


def _no_baseline(figure: Figure) -> Cannot:
    said = printable(figure.baseline or "", 40)
    reason = f'it is relative to "{said}", and nothing says what that is'
    reason = reason if said else "it is relative, and nothing says to what"
    return Cannot(reason, "Write `baseline: REV` below it.")


def _alike(read: FigureRead) -> FigureRead | None:
    """A read with all its runs in the unit of the first; None where they do not convert."""
    unit = read.runs[0].unit
    runs, baseline = ([_in_unit(one, unit) for one in some] for some in (read.runs, read.baseline))
    if None in runs or None in baseline:
        return None
    return msgspec.structs.replace(
        read,
        runs=tuple(one for one in runs if one is not None),
        baseline=tuple(one for one in baseline if one is not None),
    )


def _pairs(read: FigureRead) -> list[tuple[float, float]]:
    """Measurement and baseline, run by run."""
    both = zip(read.runs, read.baseline, strict=False)
    return [(measured.value, baseline.value) for measured, baseline in both]


def _in_unit(measured: Measurement, unit: str) -> Measurement | None:
    if measured.unit == unit:
        return measured
    by = factor(unit, measured.unit, named=True)
    return None if by is None else converted(measured, by)


def _base(figure: Figure, measured: Measurement) -> tuple[float, float, str] | None:
    """The baseline that a sentence states in figures: what to multiply the runs by, it, and its unit."""
    found = _stated_base(figure)
    by = factor(found.unit.name, measured.unit, named=True) if found else None
    return None if found is None or by is None else (by, found.value, found.unit.name)


def _stated_base(figure: Figure) -> Quantity | None:
    """The quantity that a baseline's words are: "200 ms", and not the number in "release 2"."""
    found = stated(figure.baseline)
    if found is None or figure.baseline is None:
        return None
    others = figure.baseline[: found.number] + figure.baseline[found.end :]
    return found if set(others.lower().split()) <= _AROUND else None


def _is_change(measured: Measurement) -> bool:
    """Whether the tool itself compared: `change.mean`, as a share."""
    parts = rx(r"[a-z]+").findall(measured.name.lower())
    return not _CHANGE.isdisjoint(parts) and measured.unit in ("x", "%")


def direction(figure: Figure, measured: Measurement) -> str:
    """Which way a figure changes: `down` or `up`, or empty where nothing says, or not clearly.

    "Faster" and "worse" say which way is better, and not which way the number goes, so that a figure has
    no direction from them: twice as fast is half the time and twice the requests a second. What is to be
    reached is an improvement, what must not be exceeded is not.
    """
    less = _less_is_better(figure, measured)
    if less is None:
        return figure.direction or ("up" if figure.comparator == "within" else "")
    meant = "down" if less == (figure.comparator not in ("<", "<=")) else "up"
    if figure.direction in ("", meant):
        return meant
    # Somebody may mean the time that is reduced, and the file tells of the rate.
    fast = _dimension(measured) in ("rate", "bytes/s", "bits/s")
    said = measured.better is not Better.UNSAID and _dimension(measured) in ("", "time")
    return "" if fast or said else figure.direction


def _dimension(measured: Measurement) -> str:
    unit = canonical_unit(measured.unit)
    return unit.dimension if unit else ""


def _less_is_better(figure: Figure, measured: Measurement) -> bool | None:
    if measured.better is not Better.UNSAID:
        return measured.better is Better.LESS
    named = f"{figure.metric} {measured.name}".lower()
    if _dimension(measured) in ("rate", "bytes/s", "bits/s"):
        return bool(rx(r"err|fail").search(named))
    if less_is_better(figure.metric.lower()) or _dimension(measured) == "time":
        return True
    return None


def _quotients(figure: Figure, way: str) -> Allowed:
    """The quotients that a share allows: 0.7 at most for "by 30 %" less."""
    first = _quotient(figure, way, figure.value)
    second = first if figure.upper is None else _quotient(figure, way, figure.upper)
    if figure.comparator == "within":
        share = abs(figure.value) * figure.scale
        return Allowed(1 - share, 1 + share)
    return _beyond(figure, way, first, second)


def _quotient(figure: Figure, way: str, value: float) -> float:
    share = value * figure.scale
    if figure.comparator == "change":
        share = abs(share)
    if figure.unit == "x":
        return 1 / share if way == "down" and share > 1 else share
    if way == "up":
        return 1 + share
    # Nothing shrinks by more than all of it: "150 % faster" is two and a half times as fast.
    return 1 - share if share <= 1 else 1 / (1 + share)


def _differences(figure: Figure, way: str) -> Allowed:
    sign = 1.0 if way == "up" else -1.0
    value = abs(figure.value) if figure.comparator == "change" else figure.value
    if figure.comparator == "within":
        return Allowed(-abs(value), abs(value))
    upper = value if figure.upper is None else figure.upper
    return _beyond(figure, way, sign * value, sign * upper)


def _beyond(figure: Figure, way: str, first: float, second: float) -> Allowed:
    """All from an end on, the way that comparator and direction say together."""
    strict = figure.comparator in ("<", ">")
    if figure.comparator == "between":
        return Allowed(min(first, second), max(first, second))
    if figure.comparator == "==":
        return Allowed(first, first)
    up = (way == "up") == (figure.comparator not in ("<", "<="))
    return Allowed(low=first, strict=strict) if up else Allowed(high=first, strict=strict)


def _amount(figure: Figure, way: str, quotient: Interval) -> Interval:
    """By how much, as the sentence says it: 12.7 % more, 2x less."""
    if figure.unit == "x":
        if way == "up" or figure.value < 1:
            return quotient
        value, low, high = (1 / one if one > 0 else 0.0 for one in quotient)
        return Interval(value, high, low) if low else Interval(value, value, value)
    value, low, high = ((one - 1) / figure.scale for one in quotient)
    return Interval(value, low, high) if way == "up" else Interval(-value, -high, -low)


def _told(pairs: Sequence[tuple[float, float]], unit: str) -> str:
    measured, baseline = (noise.of_mean([pair[place] for pair in pairs]).value for place in (0, 1))
    known = canonical_unit(unit)
    unit = known.name if known else printable(unit, 20)
    return f"{with_unit(rounded(measured, (baseline,)), unit)}, was {with_unit(rounded(baseline), unit)}"
