"""Holding what was read against the figures of a sentence: met, not met, inconclusive, unknown.

    reads -> assigned to figures -> units converted -> interval of the runs -> load and window -> Held

Nothing is ever met without a read, and noise, a load that was not reached or too few runs make it
inconclusive: see `planproof.evidence.decision`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from planproof.evidence import noise, relative, saying
from planproof.evidence.bounds import Allowed, allowed, same
from planproof.evidence.decision import Decision, FigureRead, Held, worst
from planproof.evidence.matching import (
    Assigned,
    assign,
    converted,
    factor,
    is_change,
    statistic_fits,
)
from planproof.evidence.model import Measurement
from planproof.evidence.naming import statistic_of
from planproof.evidence.noise import Interval
from planproof.evidence.preconditions import Preconditions, preconditions
from planproof.evidence.relative import Cannot
from planproof.evidence.saying import printable
from planproof.plan.figures.sentence import Figure

NARROW = 0.01
"""An interval that holds the value which a measurement is to equal proves it only if it is no wider, on
either side, than this share of the value."""


class _Compared(NamedTuple):
    """A figure beside what was read for it.

    Attributes:
        interval: what is judged.
        allowed: what it may be.
        shown: the same in the sentence's unit, as people say it.
        runs: the runs in the sentence's unit; empty for a change.
        times: how many runs count.
        way: of a change: `down` or `up`.
        aside: what stands behind the value in parentheses.
        notes: what was not looked at.
    """

    interval: Interval
    allowed: Allowed
    shown: Interval
    runs: tuple[Measurement, ...]
    times: int
    way: str = ""
    aside: str = ""
    notes: tuple[str, ...] = ()


class _Ruling(NamedTuple):
    """A decision, why where the value alone does not tell, and what to do."""

    decision: Decision
    why: str = ""
    help: str = ""


_NOISE = _Ruling(
    Decision.INCONCLUSIVE, "too noisy to tell", "Run it more often, or where nothing else runs."
)


def decide(
    figures: Sequence[Figure],
    reads: Sequence[FigureRead],
    *,
    least_runs: int = 1,
    loads: Sequence[FigureRead] = (),
    durations: Sequence[FigureRead] = (),
) -> tuple[Held, ...]:
    """Hold the figures of a sentence against what was read.

    Args:
        figures: the sentence's.
        reads: what the proof read, in its order.
        least_runs: with fewer runs nothing is decided.
        loads: what the sources say beside of the load under which they measured.
        durations: what they say of how long they did.

    Returns:
        One for each figure, in the same order.
    """
    assigned = assign(figures, reads)
    told = [preconditions(figure, assigned.left, loads, durations) for figure in figures]
    idle = _idle(assigned, told)
    held = []
    for figure, mine, beside in zip(figures, assigned.reads, told, strict=True):
        each = [_held(figure, read, beside, least_runs) for read in mine]
        each = each or [_not_read(figure, idle)]
        gravest = worst([one.decision for one in each])
        held.append(next(one for one in each if one.decision is gravest))
    if held and idle and all(assigned.reads):
        notes = (*held[0].notes, *map(_not_held, idle))
        held[0] = msgspec.structs.replace(held[0], notes=notes)
    return tuple(held)


def _idle(assigned: Assigned, told: Sequence[Preconditions]) -> list[FigureRead]:
    """The reads that the plan names and that told of no figure, load or window."""
    used = [read for one in told for read in one.used]
    return [
        read
        for read in assigned.left
        if read.named and read.runs and not any(read is one for one in used)
    ]


def _not_held(read: FigureRead) -> str:
    return f"no figure of the sentence is about `{_name(read)}`, which was read"


def _name(read: FigureRead) -> str:
    return printable(read.runs[0].name) or printable(read.source)


def _held(figure: Figure, read: FigureRead, told: Preconditions, least_runs: int) -> Held:
    """One figure against one read."""
    compared = _contradiction(figure, read) or _compared(figure, read)
    if isinstance(compared, _Compared) and not _finite(compared, read):
        reason = f"`{_name(read)}` is too large, or too near to 0, to be compared"
        compared = Cannot(reason, "Look at what measured it.")
    if isinstance(compared, Cannot):
        return _unknown(figure, compared, _name(read))
    ruling = _Ruling(_decision(figure, compared))
    if ruling.decision is Decision.INCONCLUSIVE:
        ruling = _NOISE
    if told.missed:
        ruling = _Ruling(Decision.INCONCLUSIVE, told.missed, told.help)
    if compared.times < least_runs:
        few = f"only {compared.times} of {least_runs} runs"
        ruling = _Ruling(Decision.INCONCLUSIVE, few, f"Run it {least_runs} times.")
    notes = (*compared.notes, *told.notes)
    return Held(
        decision=ruling.decision,
        reason=_reason(figure, read, compared, ruling.why),
        wanted=saying.wanted(figure, _name(read), compared.way),
        name=_name(read),
        value=_clean(compared.shown.value),
        unit=figure.unit,
        low=_clean(compared.shown.low) if compared.shown.known else None,
        high=_clean(compared.shown.high) if compared.shown.known else None,
        runs=compared.times,
        samples=min((run.samples for run in read.runs if run.samples is not None), default=None),
        comparator=figure.comparator,
        limit=figure.value,
        upper=figure.upper,
        notes=notes,
        help=ruling.help,
    )


def _unknown(figure: Figure, why: Cannot, name: str = "") -> Held:
    return Held(
        decision=Decision.UNKNOWN,
        reason=why.reason,
        wanted=saying.wanted(figure, name, figure.direction if figure.relative else ""),
        name=name,
        unit=figure.unit,
        comparator=figure.comparator,
        limit=figure.value,
        upper=figure.upper,
        help=why.help,
    )


def _not_read(figure: Figure, idle: Sequence[FigureRead]) -> Held:
    """A figure for which nothing was read, or nothing in a unit that converts."""
    if idle:
        return _unknown(figure, _unlike(figure, idle[0].runs[0]), _name(idle[0]))
    reason = f"nothing is read for `{saying.wanted(figure)}`"
    return _unknown(figure, Cannot(reason, "Add `read` with the file that holds it."))


def _unlike(figure: Figure, measured: Measurement) -> Cannot:
    """Why units do not compare, and how to say which is meant."""
    name, unit = printable(measured.name), printable(measured.unit, 30)
    limit = saying.plain_number(figure.value)
    if not figure.dimension:
        said = saying.with_unit(limit, figure.unit)
        return Cannot(f"`{said}` can mean more than one unit", "Write the unit in full.")
    if not figure.unit:
        say = "a share" if unit == "x" else f"in {unit}"
        meant = f"{limit} %" if unit in ("x", "%") else saying.with_unit(limit, unit)
        return Cannot(
            f"`{name}` is {say}, and the sentence names no unit",
            f"Write `{meant}` into the sentence, if that is meant.",
        )
    if not unit:
        suffix = {"%": "_percent", "x": "_ratio", "req/s": "_per_s"}.get(figure.unit, "")
        suffix = suffix or (f"_{figure.unit.lower()}" if figure.unit.isascii() else "")
        other = f", or name it `{name}{suffix}`" if suffix.replace("_", "").isalpha() else ""
        return Cannot(
            f"`{name}` has no unit, and the sentence is in {figure.unit}",
            f"Write `in {figure.unit}` behind it{other}, if that is its unit.",
        )
    return Cannot(
        f"`{name}` is in {unit}, and the sentence in {figure.unit}",
        f"Read a figure in {figure.unit}, or write {unit} into the sentence.",
    )


def _contradiction(figure: Figure, read: FigureRead) -> Cannot | None:
    """Why a read is not of the statistic that the sentence names."""
    measured = read.runs[0]
    said = measured.statistic or statistic_of((measured.name,))
    if not statistic_fits(figure, measured):
        which = {"stddev": "a standard deviation"}.get(said, f"the {said}")
        if figure.statistic is None:
            return Cannot(f"`{_name(read)}` is {which}", "Read the figure itself.")
        return Cannot(
            f"`{_name(read)}` is {which}, and the sentence says {figure.statistic}",
            f"Read the {figure.statistic}, or write {said} into the sentence.",
        )
    if figure.statistic and not said and not read.named:
        return Cannot(
            f"nothing says that `{_name(read)}` is the {figure.statistic}",
            "Name the figure behind its file.",
        )
    return None


def _compared(figure: Figure, read: FigureRead) -> _Compared | Cannot:
    if is_change(figure, read):
        change = relative.change(figure, read)
        if isinstance(change, Cannot):
            return change
        times = min(len(read.runs), len(read.baseline) or len(read.runs))
        return _Compared(
            change.interval,
            change.allowed,
            change.amount,
            (),
            times,
            change.way,
            change.values,
            change.notes,
        )
    runs = []
    for run in read.runs:
        by = factor(figure.unit, run.unit, named=read.named)
        if by is None:
            return _unlike(figure, run)
        runs.append(converted(run, by))
    interval = noise.of_runs(runs)
    return _Compared(interval, allowed(figure), interval, tuple(runs), len(runs))


def _finite(compared: _Compared, read: FigureRead) -> bool:
    measured = all(math.isfinite(run.value) for run in (*read.runs, *read.baseline))
    return measured and compared.interval.finite and compared.shown.finite


def _decision(figure: Figure, compared: _Compared) -> Decision:
    """What an interval says; an equality is judged by itself."""
    interval = compared.interval
    if figure.comparator != "==" or figure.tolerance or not compared.runs:
        return compared.allowed.decide(interval)
    if _is_exact(figure):
        equal = all(same(run.value, figure.value) for run in compared.runs)
        return Decision.MET if equal else Decision.NOT_MET
    decision = compared.allowed.decide(interval)
    wide = max(interval.high - interval.value, interval.value - interval.low)
    if decision is Decision.INCONCLUSIVE and wide <= NARROW * abs(figure.value):
        return Decision.MET
    return decision


def _is_exact(figure: Figure) -> bool:
    """Whether every run has to equal the figure: "no errors" means none in any run, whatever their mean."""
    counts = figure.dimension in ("count", "ratio")
    return figure.comparator == "==" and counts and not figure.tolerance


def _reason(figure: Figure, read: FigureRead, compared: _Compared, why: str) -> str:
    """What was read, what was wanted, and where from: "p95 231 ms, wanted <= 200 ms (k6.json, 3 runs)"."""
    said = saying.subject(figure, _name(read))
    ends = (figure.value, figure.upper, compared.allowed.low, compared.allowed.high)
    bounds = [end for end in (ends[:2] if compared.way else ends) if end is not None]
    shown, way = compared.shown, compared.way
    if way:
        bounds = [abs(end) for end in bounds]
        if shown.value < 0:
            shown = Interval(-shown.value, -shown.high, -shown.low)
            bounds = [-end for end in bounds]
            way = {"up": "down", "down": "up"}[way]
    if compared.runs and _is_exact(figure):
        values = [run.value for run in compared.runs]
        value = saying.span(min(values), max(values), figure.unit, bounds)
    else:
        value = saying.measured(shown, figure.unit, bounds)
    value += f" {saying.more_or_less(figure, way)}".rstrip()
    value += f" ({compared.aside})" if compared.aside else ""
    reason = f"{said} {value}".strip() + f", wanted {saying.limit(figure, compared.way)}"
    reason += f": {why}" if why else ""
    source = [printable(read.file, 40)] if read.file else []
    source += [f"{compared.times} runs"] if compared.times > 1 and "runs" not in why else []
    return f"{reason} ({', '.join(source)})" if source else reason


def _clean(value: float) -> float:
    """A value without what conversions and differences add behind the twelfth digit."""
    return float(f"{value:.12g}")
