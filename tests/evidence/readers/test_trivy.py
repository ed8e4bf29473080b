from __future__ import annotations

import json
from typing import Any

import pytest

from planproof.evidence.content import Unreadable
from planproof.evidence.model import Better
from tests.evidence.readers.reading import named, names, read, read_json, sample


def report() -> Any:
    return json.loads(sample("trivy/repository.json"))


def test_counts_over_all_kinds() -> None:
    # By eye: CVEs CRITICAL, MEDIUM, MEDIUM; a check HIGH that failed, one LOW that passed; a secret CRITICAL.
    results = read("trivy/repository.json")
    found = [named(results, one).value for one in ("CRITICAL", "HIGH", "MEDIUM", "LOW", "UNKNOWN")]
    assert found == [2, 1, 2, 0, 0]
    critical = named(results, "critical")
    assert (critical.name, critical.unit, critical.better) == ("CRITICAL", "findings", Better.LESS)


def test_counts_of_each_kind() -> None:
    results = read("trivy/repository.json")
    medium = named(results, "Vulnerabilities.MEDIUM")
    assert (medium.value, medium.unit) == (2, "vulnerabilities")
    assert medium.labels == {"kind": "Vulnerabilities", "severity": "MEDIUM"}
    assert named(results, "vulnerabilities").value == 3
    assert named(results, "Misconfigurations.HIGH").value == 1
    assert named(results, "Misconfigurations.LOW").value == 0
    assert named(results, "secrets.critical").value == 1
    assert named(results, "fixable").value == 2
    assert named(results, "suppressed").value == 1
    assert "Licenses" not in names(results)


def test_where_it_was_made() -> None:
    results = read("trivy/repository.json")
    assert results.commit == "4f2a9c1d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39"
    assert results.made_at == "2026-11-20T08:15:30.123456789Z"
    assert results.machine["Trivy"] == "0.69.1"


def test_a_clean_image_counts_zero_of_what_was_looked_for() -> None:
    results = read("trivy/clean-image.json")
    assert named(results, "CRITICAL").value == 0
    assert named(results, "Vulnerabilities").value == 0
    assert not {"Secrets", "Misconfigurations"} & names(results)
    assert any("--severity" in one for one in results.warnings)


@pytest.mark.parametrize("found", [None, [], [{"Class": "os-pkgs"}], "x"])
def test_without_results_nothing_is_counted(found: Any) -> None:
    results = read_json(report() | {"Results": found})
    assert results.measurements == ()
    assert results.warnings


def test_no_results_at_all() -> None:
    assert read("trivy/no-results.json").measurements == ()


def test_a_configuration_without_checks_shows_nothing() -> None:
    value = report()
    value["Results"] = [{"Target": "Dockerfile", "Class": "config", "Type": "dockerfile"}]
    assert read_json(value).measurements == ()


def test_a_severity_that_nobody_knows_is_not_lost() -> None:
    value = report()
    value["Results"][0]["Vulnerabilities"][0]["Severity"] = "APOCALYPTIC"
    results = read_json(value)
    assert named(results, "Vulnerabilities.UNKNOWN").value == 1
    assert any("APOCALYPTIC" in one for one in results.warnings)


def test_another_schema_is_refused() -> None:
    with pytest.raises(Unreadable, match="SchemaVersion"):
        read_json(report() | {"SchemaVersion": 3})
