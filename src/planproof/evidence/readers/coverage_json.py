"""coverage.py's JSON report (format 3, coverage.py 7.17; formats 1 and 2 have the same totals).

Of the whole: `percent_covered`, `percent_statements_covered`, `percent_branches_covered` in per cent,
and the counts beside them; of a file the same percentages, `shop/orders.py.percent_covered`.

Traps: where branches were measured, `percent_covered` is the share of lines *and* branches together;
`percent_statements_covered` is that of lines alone. Versions before 7.11 do not write the latter, so
it is worked out from the counts. Nothing to cover is 100 % to coverage.py and no figure here. The
timestamp has no time zone and is not read. Functions and classes are not read.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, number, pointer, whole, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered

_KNOWN_FORMAT = 3

_COUNTS = {
    "covered_lines": ("lines", Better.MORE),
    "missing_lines": ("lines", Better.LESS),
    "num_statements": ("lines", Better.UNSAID),
    "excluded_lines": ("lines", Better.UNSAID),
    "covered_branches": ("branches", Better.MORE),
    "missing_branches": ("branches", Better.LESS),
    "num_branches": ("branches", Better.UNSAID),
}


def recognises(content: Content) -> bool:
    """Whether it has files, totals of statements and what coverage.py says of itself."""
    return (
        content.head.startswith("{")
        and content.is_json
        and at(content.json, "totals", "num_statements") is not None
        and isinstance(at(content.json, "files"), dict)
        and isinstance(at(content.json, "meta"), dict)
    )


def read(content: Content) -> Results:
    """The coverage of the whole, then of each file."""
    gathered, meta = Gathered(), at(content.json, "meta")
    totals = at(content.json, "totals")
    version = whole(at(meta, "format"))
    if version is not None and version > _KNOWN_FORMAT:
        gathered.warn(f"it is of format {version}; format {_KNOWN_FORMAT} and older are known")
    if not whole(at(totals, "num_statements")):
        gathered.warn("nothing was measured, so there is no coverage")
    else:
        _totals(gathered, totals)
    bare = 0
    for path, file in entries(at(content.json, "files")):
        summary = at(file, "summary")
        if whole(at(summary, "num_statements")):
            place = ("files", path, "summary")
            for key, value, samples in _percentages(summary):
                aliases = (f"files.{path}.{key}", *((path,) if key == "percent_covered" else ()))
                _percentage(
                    gathered, f"{path}.{key}", (*aliases, pointer(*place, key)), value, samples
                )
        else:
            bare += 1
    if bare:
        gathered.warn(f"files with nothing to measure, which have no figure: {bare}")
    return gathered.results("coverage-json", machine={"coverage.py": words(at(meta, "version"))})


def _totals(gathered: Gathered, totals: Any) -> None:
    """The percentages and counts of the whole."""
    for key, value, samples in _percentages(totals):
        aliases = [f"totals.{key}", pointer("totals", key)]
        if key == "percent_covered":
            aliases += ["totals", "total", "coverage"]
        _percentage(gathered, key, tuple(aliases), value, samples)
    if whole(at(totals, "num_branches")):
        gathered.warn(
            "`percent_covered` counts lines and branches together; `percent_statements_covered` is "
            "that of lines alone"
        )
    for key, (unit, better) in _COUNTS.items():
        if at(totals, key) is None:
            continue
        value = gathered.finite(key, at(totals, key))
        if value is not None:
            aliases = [f"totals.{key}", pointer("totals", key)]
            gathered.add(
                Measurement(name=key, value=value, unit=unit, better=better, aliases=tuple(aliases))
            )


def _percentages(summary: Any) -> list[tuple[str, Any, int]]:
    """Name, per cent as said, and how many statements and branches it is of; nothing that is of none."""
    statements = whole(at(summary, "num_statements")) or 0
    branches = whole(at(summary, "num_branches")) or 0
    lines_said = at(summary, "percent_statements_covered")
    if lines_said is None:
        lines_said = _share(at(summary, "covered_lines"), statements)
    found = [
        ("percent_covered", at(summary, "percent_covered"), statements + branches),
        ("percent_statements_covered", lines_said, statements),
    ]
    if branches:
        branches_said = at(summary, "percent_branches_covered")
        if branches_said is None:
            branches_said = _share(at(summary, "covered_branches"), branches)
        found.append(("percent_branches_covered", branches_said, branches))
    return found


def _share(part: Any, of: int) -> float | None:
    covered = number(part)
    return None if covered is None else 100 * covered / of


def _percentage(
    gathered: Gathered, name: str, aliases: tuple[str, ...], said: Any, samples: int
) -> None:
    value = gathered.share(name, said, 100)
    if value is not None:
        gathered.add(
            Measurement(
                name=name,
                value=value,
                unit="%",
                better=Better.MORE,
                aliases=aliases,
                samples=samples,
            )
        )
