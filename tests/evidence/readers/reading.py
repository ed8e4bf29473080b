"""Reading samples in tests of readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from planproof.evidence.model import Measurement, Results, TestResult
from planproof.evidence.reader import read_results

SAMPLES = Path(__file__).parent.parent / "samples"


def sample(path: str) -> str:
    """A sample's text, by its path below the samples."""
    return (SAMPLES / path).read_text("utf-8")


def read(path: str) -> Results:
    """What a sample says, by whatever reader recognises it."""
    return read_results(path, sample(path).encode())


def read_text(text: str) -> Results:
    """What a text says, by whatever reader recognises it."""
    return read_results("results", text.encode())


def read_json(value: Any) -> Results:
    """What a value says once it is written as JSON."""
    return read_text(json.dumps(value))


def named(results: Results, name: str) -> Measurement:
    """The one measurement of this name or alias."""
    found = [one for one in results.measurements if name == one.name or name in one.aliases]
    assert len(found) == 1, (name, [one.name for one in found])
    return found[0]


def names(results: Results) -> set[str]:
    """The names of all measurements."""
    return {one.name for one in results.measurements}


def result_of(results: Results, name: str) -> TestResult:
    """The one test of this id or alias."""
    found = [one for one in results.tests if name == one.id or name in one.aliases]
    assert len(found) == 1, (name, [one.id for one in found])
    return found[0]
