"""Trivy's JSON report, `SchemaVersion` 2 (form of Trivy 0.69, from its source and golden files).

Figures: `CRITICAL`, `HIGH`, `MEDIUM`, `LOW`, `UNKNOWN` in `findings`, over vulnerabilities, failed
misconfigurations, secrets and licences; the same for each of these: `Vulnerabilities.CRITICAL` in
`vulnerabilities`, `Misconfigurations.HIGH`, `Secrets.LOW`, `Licenses.UNKNOWN`, and their totals
`Vulnerabilities` and so on. `fixable` counts the vulnerabilities for which a fixed version is out,
`suppressed` what an ignore file or a VEX document took away.

Traps: Trivy leaves out whatever is empty. Without `Results` nobody can tell a clean target from one
that was never looked at: no figures. A kind is counted only where some result shows that it was
looked for: packages, a configuration file with its checks, a secret. So no file ever shows that
there are no secrets. `--severity` and `--ignore-unfixed` leave no trace: a zero is a zero of what was
asked for. A misconfiguration counts with `Status` `FAIL` only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from planproof.evidence.content import Content, Unreadable, at, listed, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._series import few

_SEVERITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN")
_KINDS = {
    "Vulnerabilities": "vulnerabilities",
    "Misconfigurations": "misconfigurations",
    "Secrets": "secrets",
    "Licenses": "licenses",
}
_CLASSES = {
    "os-pkgs": "Vulnerabilities",
    "lang-pkgs": "Vulnerabilities",
    "config": "Misconfigurations",
    "secret": "Secrets",
    "license": "Licenses",
    "license-file": "Licenses",
}
_LONGEST = 200


def recognises(content: Content) -> bool:
    """Whether it has Trivy's schema version beside an artifact or results."""
    if '"SchemaVersion"' not in content.head or not content.is_json:
        return False
    report = content.json
    return isinstance(at(report, "SchemaVersion"), int) and (
        isinstance(at(report, "ArtifactName"), str)
        or isinstance(at(report, "Results", 0, "Target"), str)
    )


def read(content: Content) -> Results:
    """The counts of what was found.

    Raises:
        Unreadable: it is of another schema version than 2.
    """
    report = content.json
    if at(report, "SchemaVersion") != 2:
        raise Unreadable("its SchemaVersion is not 2, the only one that is known")
    warnings: list[str] = []
    results = [one for one in listed(at(report, "Results")) if words(at(one, "Target"))]
    found: dict[str, Counter[str]] = {}
    fixable = suppressed = 0
    for result in results:
        _take(result, found, warnings)
        fixable += sum(
            bool(words(at(one, "FixedVersion"))) for one in listed(at(result, "Vulnerabilities"))
        )
        suppressed += len(listed(at(result, "ExperimentalModifiedFindings")))
    measurements: list[Measurement] = []
    if found:
        measurements = list(_measurements(found))
        measurements.append(_count("suppressed", "findings", suppressed, better=Better.UNSAID))
        if "Vulnerabilities" in found:
            measurements.append(_count("fixable", "vulnerabilities", fixable))
        if any(not measurement.value for measurement in measurements):
            warnings.append(
                "the report does not say which severities were asked for: "
                "a count of 0 may be one that `--severity` or `--ignore-unfixed` left out"
            )
    else:
        warnings.append("it has no results: a clean target and one never looked at look the same")
    return Results(
        format="trivy",
        measurements=tuple(measurements),
        warnings=few(warnings),
        commit=words(at(report, "Metadata", "Commit"))[:_LONGEST],
        made_at=words(at(report, "CreatedAt"))[:40],
        machine=_machine(report),
    )


def _take(result: Any, found: dict[str, Counter[str]], warnings: list[str]) -> None:
    """Count the findings of one target, each kind by itself."""
    looked = _CLASSES.get(words(at(result, "Class")))
    if looked and (looked != "Misconfigurations" or at(result, "MisconfSummary") is not None):
        found.setdefault(looked, Counter())
    for kind in _KINDS:
        for one in listed(at(result, kind)):
            counts = found.setdefault(kind, Counter())
            if kind == "Misconfigurations" and at(one, "Status") == "PASS":
                continue
            severity = words(at(one, "Severity")).upper()
            if severity not in _SEVERITIES:
                warnings.append(f"severity `{severity[:20]}` is unknown to Trivy: read as UNKNOWN")
                severity = "UNKNOWN"
            counts[severity] += 1


def _measurements(found: dict[str, Counter[str]]) -> Iterator[Measurement]:
    whole: Counter[str] = Counter()
    for counts in found.values():
        whole += counts
    yield _count("findings", "findings", sum(whole.values()), ("total",))
    for severity in _SEVERITIES:
        also = (severity.lower(), severity.capitalize())
        yield _count(severity, "findings", whole[severity], also, {"severity": severity})
    for kind, noun in _KINDS.items():
        if kind in found:
            yield _count(kind, noun, sum(found[kind].values()), (noun,), {"kind": kind})
            for severity in _SEVERITIES:
                labels = {"kind": kind, "severity": severity}
                name, lower = f"{kind}.{severity}", f"{noun}.{severity.lower()}"
                yield _count(name, noun, found[kind][severity], (lower,), labels)


def _count(
    name: str,
    noun: str,
    value: int,
    aliases: tuple[str, ...] = (),
    labels: dict[str, str] | None = None,
    better: Better = Better.LESS,
) -> Measurement:
    return Measurement(
        name=name,
        value=float(value),
        unit=noun,
        better=better,
        aliases=aliases,
        labels=labels or {},
    )


def _machine(report: Any) -> dict[str, str]:
    said = {
        "Trivy": words(at(report, "Trivy", "Version")),
        "artifact": words(at(report, "ArtifactName")),
        "artifact type": words(at(report, "ArtifactType")),
    }
    return {key: value[:_LONGEST] for key, value in said.items() if value}
