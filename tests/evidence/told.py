"""What was read, and what was decided, as literate cases write them: a line each."""

from __future__ import annotations

import re

from planproof.evidence.decision import FigureRead, Held
from planproof.evidence.model import Better, Measurement, Role

READ = re.compile(
    r"(?P<kind>read|found|load|duration) (?P<file>\S+) `(?P<name>[^`]+)`"
    r"(?: (?P<statistic>p[0-9.]+|mean|median|max|min|stddev))?"
    r" = (?P<values>-?[0-9][0-9.]*(?:, ?-?[0-9][0-9.]*)*)(?: ?(?P<unit>[^\s;,0-9][^\s;]*))?"
    r"(?:; (?P<low>[0-9.e+-]+) to (?P<high>[0-9.e+-]+))?"
    r"(?:; rounds (?P<rounds>[0-9., ]+))?"
    r"(?:; baseline (?P<baseline>[0-9., ]+))?"
    r"(?:; (?P<better>more|less) is better)?"
)


def numbers(text: str | None) -> list[float]:
    return [float(one) for one in (text or "").replace(" ", "").split(",") if one]


def read_from(line: str) -> tuple[str, FigureRead]:
    """A read and its kind: ``read k6.json `http_reqs.rate` = 480, 500 req/s``."""
    match = READ.fullmatch(line)
    assert match, f"cannot be read: {line}"
    better = {"more": Better.MORE, "less": Better.LESS}.get(match["better"] or "", Better.UNSAID)
    role = {"load": Role.LOAD, "duration": Role.DURATION}.get(match["kind"], Role.NONE)

    def measured(value: float) -> Measurement:
        return Measurement(
            name=match["name"],
            value=value,
            unit=match["unit"] or "",
            statistic=match["statistic"] or "",
            better=better,
            low=float(match["low"]) if match["low"] else None,
            high=float(match["high"]) if match["high"] else None,
            values=tuple(numbers(match["rounds"])),
            role=role,
        )

    return match["kind"], FigureRead(
        source=f"{match['file']} `{match['name']}`",
        file=match["file"],
        runs=tuple(map(measured, numbers(match["values"]))),
        baseline=tuple(map(measured, numbers(match["baseline"]))),
        named=match["kind"] == "read",
    )


def told(held: Held) -> list[str]:
    """What was decided of a figure: the decision and why, then notes, then what to do."""
    lines = [f"{held.decision}: {held.reason}"]
    lines += [f"  note: {note}" for note in held.notes]
    return [*lines, f"  help: {held.help}"] if held.help else lines
