"""What readers of benchmarks and coverage share: gathering figures within bounds, and reading units."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from planproof.evidence.content import number
from planproof.evidence.model import Better, Measurement, Results
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

MOST_MEASUREMENTS = 20_000
"""More figures than this are left out of what a file says."""

_MOST_WARNINGS = 50
_LONGEST_NAME = 200
_LONGEST_PARTS = 1000

_PER_RUN = ("/op", "/iter", "/iteration", "/invocation")
"""What benchmarks write behind a unit to say that it is meant for one round."""

_DIRECTIONS = {
    "time": Better.LESS,
    "bytes": Better.LESS,
    "rate": Better.MORE,
    "bytes/s": Better.MORE,
    "bits/s": Better.MORE,
}


class Gathered:
    """The measurements of a file as they are found, and what is to be said of them.

    Attributes:
        measurements: what was found, no more than `MOST_MEASUREMENTS`.
        warnings: one sentence each without a full stop.
    """

    def __init__(self) -> None:
        self.measurements: list[Measurement] = []
        self.warnings: list[str] = []
        self._left_out = 0
        self._unsaid = 0

    def add(self, measurement: Measurement) -> None:
        """Keeps a measurement, or counts it where there are too many already.

        What contradicts itself is put right, with a warning: an interval without its value, a unit
        that is neither one nor something counted. A figure without a name is left out.
        """
        if len(self.measurements) >= MOST_MEASUREMENTS:
            self._left_out += 1
            return
        name = measurement.name
        if not name:
            self.warn("a figure without a name is left out")
            return
        if not _is_unit(measurement.unit):
            self.warn(f"`{shown(name)}` has a unit that is none, {shown(measurement.unit)!r}")
            measurement = structs.replace(measurement, unit="")
        low, high = measurement.low, measurement.high
        if (low is not None and low > measurement.value) or (
            high is not None and high < measurement.value
        ):
            self.warn(f"`{shown(name)}` lies outside its own interval, which is left out")
            measurement = structs.replace(measurement, low=None, high=None)
        self.measurements.append(measurement)

    def warn(self, warning: str) -> None:
        """Keeps a warning, or counts it where there are too many already."""
        if len(self.warnings) < _MOST_WARNINGS:
            self.warnings.append(warning)
        else:
            self._unsaid += 1

    def finite(self, name: str, value: Any) -> float | None:
        """A figure's value; None, with a warning that names it, where it is no finite number."""
        found = number(value)
        if found is None:
            self.warn(f"`{shown(name)}` is no finite number and is left out")
        return found

    def nameable(self, *parts: str) -> bool:
        """Whether a name of these parts is short enough to be one; else there is a warning.

        Names are put together with every figure's key, so a long one would cost far more memory than
        the file that it stands in.
        """
        if sum(map(len, parts)) <= _LONGEST_PARTS:
            return True
        self.warn(f"`{shown(parts[0])}` has too long a name and is left out")
        return False

    def share(self, name: str, value: Any, most: float) -> float | None:
        """A share between 0 and `most`; None, with a warning, where it is anything else."""
        found = self.finite(name, value)
        if found is not None and not 0 <= found <= most:
            self.warn(f"`{shown(name)}` is {found:g}, which no share can be; left out")
            return None
        return found

    def results(
        self,
        form: str,
        *,
        complete: bool = True,
        void: tuple[str, ...] = (),
        commit: str = "",
        made_at: str = "",
        machine: dict[str, str] | None = None,
    ) -> Results:
        """All of it as the results of a file, with a warning for what was left out."""
        if self._left_out:
            self.warnings.append(
                f"it has more than {MOST_MEASUREMENTS} figures; {self._left_out} are left out"
            )
        if self._unsaid:
            self.warnings.append(f"there are {self._unsaid} more warnings like these")
        return Results(
            format=form,
            measurements=tuple(self.measurements),
            complete=complete,
            warnings=tuple(self.warnings),
            void=void,
            commit=commit,
            made_at=made_at,
            machine={key: value for key, value in (machine or {}).items() if value},
        )


def _is_unit(unit: str) -> bool:
    """Whether it is empty, a unit as planproof spells it, or a noun, per something perhaps."""
    known = canonical_unit(unit)
    if known is not None:
        return known.name == unit
    return not unit or rx(r"[^\W\d_][\w .%-]{0,80}(/[\w .-]{1,40})?").fullmatch(unit) is not None


def shown(name: str) -> str:
    """A name, shortened so that a sentence with it can be read."""
    return name if len(name) <= _LONGEST_NAME else name[:_LONGEST_NAME] + "..."


def unit_said(text: str) -> str:
    """A unit as a tool writes it, spelt as planproof does: `ns/op` is `ns`, `ops/sec` is `ops/s`.

    Returns:
        The text itself, without "per round", where it names no unit: something that is counted.
    """
    text = text.strip()
    for ending in _PER_RUN:
        text = text.removesuffix(ending)
    unit = canonical_unit(text)
    return unit.name if unit else text


def better_by_unit(unit: str) -> Better:
    """Which way a benchmark's figure in a unit is better: less time, fewer bytes, more per second."""
    found = canonical_unit(unit)
    return _DIRECTIONS.get(found.dimension, Better.UNSAID) if found else Better.UNSAID


def median(values: list[float]) -> float:
    """The middle of some values, of which there is at least one."""
    ordered = sorted(values)
    half = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[half]
    return ordered[half - 1] / 2 + ordered[half] / 2


def commit_said(text: str) -> str:
    """A commit's hash, whole or shortened; empty for anything else."""
    return text if rx(r"[0-9a-f]{7,64}").fullmatch(text) else ""


def time_said(text: str) -> str:
    """A moment as RFC 3339, as it is written; empty for anything else."""
    form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)"
    return text if rx(form).fullmatch(text) else ""


def moment(seconds: float | None) -> str:
    """A moment in seconds since 1970 as RFC 3339 in UTC; empty for what is none."""
    if seconds is None:
        return ""
    from datetime import UTC, datetime

    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""
