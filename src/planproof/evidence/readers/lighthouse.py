"""Lighthouse's report (LHR) as JSON, also the single runs of Lighthouse CI (Lighthouse 12.8).

Figures: of each category its score as a share of 1, `performance` (also
`categories.performance.score`), in `x`, so that both "at least 0.9" and "at least 90 %" can be read
against it; and as the report shows it, out of 100, `performance.points` in `points`. Of each audit
that measures something its value: `largest-contentful-paint` (also `LCP`), `total-byte-weight`, in
the unit that the audit states. Of each audit that has one, its score: `color-contrast.score`.

Traps: with a `runtimeError` the page did not load: void. A score can be null, where an audit of the
category failed. One run says little: values differ by several per cent from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planproof.evidence.content import Content, at, entries, listed, number, pointer, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._series import few

_UNITS = {
    "millisecond": "ms",
    "second": "s",
    "byte": "B",
    "unitless": "",
    "element": "elements",
    "percent": "%",
}
_MOST = 5_000
_LONGEST = 200
_NOT_MEASURED = frozenset({"notApplicable", "error", "manual"})
_NOT_SCORED = frozenset({"informative"})


def recognises(content: Content) -> bool:
    """Whether it has Lighthouse's version with audits and categories."""
    if not content.head.startswith("{") or '"lighthouseVersion"' not in content.text:
        return False
    return (
        content.is_json
        and isinstance(at(content.json, "lighthouseVersion"), str)
        and isinstance(at(content.json, "audits"), dict)
        and isinstance(at(content.json, "categories"), dict)
    )


def read(content: Content) -> Results:
    """The scores and values of one run."""
    report = content.json
    warnings = [f"Lighthouse says: {words(one)}" for one in listed(at(report, "runWarnings"))]
    void: list[str] = []
    code = words(at(report, "runtimeError", "code"))
    if at(report, "runtimeError") is not None and code != "NO_ERROR":
        void.append(f"the page could not be measured: {code or 'a runtime error'}")
    measurements = [*_scores(report, warnings), *_audits(report, warnings)]
    if len(measurements) > _MOST:
        warnings.append(f"it holds more than {_MOST} figures; the rest is left out")
    return Results(
        format="lighthouse",
        measurements=tuple(measurements[:_MOST]),
        warnings=few(warnings),
        void=few(void),
        made_at=words(at(report, "fetchTime"))[:40],
        machine=_machine(report),
    )


def _scores(report: Any, warnings: list[str]) -> Iterator[Measurement]:
    """Each category's score, as a share and out of 100."""
    for name, category in entries(at(report, "categories")):
        score = number(at(category, "score"))
        if score is None or not 0 <= score <= 1 or not 0 < len(name) <= _LONGEST:
            warnings.append(f"category `{name[:_LONGEST]}` has no score")
            continue
        where = pointer("categories", name, "score")
        title = words(at(category, "title"))[:_LONGEST]
        yield Measurement(
            name=name,
            value=score,
            unit="x",
            better=Better.MORE,
            aliases=_others(name, f"categories.{name}.score", f"{name}.score", title, where),
            samples=1,
            labels={"category": name},
        )
        yield Measurement(
            name=f"{name}.points",
            value=round(score * 100, 6),
            unit="points",
            better=Better.MORE,
            samples=1,
            labels={"category": name},
        )


def _audits(report: Any, warnings: list[str]) -> Iterator[Measurement]:
    """What audits measured, and their scores."""
    short = _acronyms(report)
    categories = {name for name, _ in entries(at(report, "categories"))}
    for name, audit in entries(at(report, "audits")):
        mode = words(at(audit, "scoreDisplayMode"))
        if not 0 < len(name) <= _LONGEST or mode in _NOT_MEASURED:
            if mode == "error":
                says = words(at(audit, "errorMessage"))
                warnings.append(f"audit `{name[:_LONGEST]}` failed: {says}")
            continue
        value, written = number(at(audit, "numericValue")), words(at(audit, "numericUnit"))
        # The audit `metrics` holds the others of its kind and has a value of no meaning.
        if value is not None and name != "metrics":
            shown = f"audits.{name}" if name in categories else name
            full = f"audits.{name}.numericValue"
            where = pointer("audits", name, "numericValue")
            yield Measurement(
                name=shown,
                value=value,
                unit=_UNITS.get(written, ""),
                better=Better.LESS if written in _UNITS else Better.UNSAID,
                aliases=_others(shown, short.get(name, ""), full, f"{name}.numericValue", where),
                samples=1,
                labels={"audit": name},
            )
            if written not in _UNITS:
                warnings.append(f"audit `{name}` has the unit `{written[:40]}`, which is unknown")
        score = number(at(audit, "score"))
        if score is not None and 0 <= score <= 1 and mode not in _NOT_SCORED:
            shown = f"audits.{name}.score" if name in categories else f"{name}.score"
            yield Measurement(
                name=shown,
                value=score,
                unit="x",
                better=Better.MORE,
                aliases=_others(shown, f"audits.{name}.score", pointer("audits", name, "score")),
                samples=1,
                labels={"audit": name},
            )


def _others(name: str, *aliases: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name))


def _acronyms(report: Any) -> dict[str, str]:
    """What audits are called for short, as the categories say: `LCP`."""
    found: dict[str, str] = {}
    for _, category in entries(at(report, "categories")):
        for reference in listed(at(category, "auditRefs")):
            name, short = words(at(reference, "id")), words(at(reference, "acronym"))
            if name and 0 < len(short) <= 20:
                found[name] = short
    return found


def _machine(report: Any) -> dict[str, str]:
    said = {
        "Lighthouse": at(report, "lighthouseVersion"),
        "url": at(report, "requestedUrl"),
        "form factor": at(report, "configSettings", "formFactor"),
        "throttling": at(report, "configSettings", "throttlingMethod"),
        "benchmark index": at(report, "environment", "benchmarkIndex"),
        "browser": at(report, "environment", "hostUserAgent"),
    }
    return {key: words(value)[:_LONGEST] for key, value in said.items() if words(value)}
