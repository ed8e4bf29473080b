"""Samples of benchmarks' and coverage's results, as their readers' tests read and change them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from planproof.evidence.content import Content, Unreadable
from planproof.evidence.model import Measurement, Results

SAMPLES = Path(__file__).parents[1] / "samples"


def sample(path: str) -> str:
    """A sample's text."""
    return (SAMPLES / path).read_text(encoding="utf-8")


def content(text: str, name: str = "results") -> Content:
    return Content(name, text.encode())


def figure(results: Results, name: str) -> Measurement:
    """The only measurement that has a name, or an alias."""
    found = [one for one in results.measurements if name == one.name or name in one.aliases]
    assert len(found) == 1, f"{name}: {[one.name for one in results.measurements]}"
    return found[0]


def names(results: Results) -> list[str]:
    return [one.name for one in results.measurements]


def holds_when_cut(reader: ModuleType, text: str) -> None:
    """Whatever is left of a file, its reader says that it is unreadable or reads it."""
    data = text.encode()
    step = max(1, len(data) // 97)
    for end in range(0, len(data), step):
        cut = Content("results", data[:end])
        reader.recognises(cut)
        try:
            reader.read(Content("results", data[:end]))
        except Unreadable:
            continue


def refuses(reader: ModuleType, text: str) -> str:
    """The reason for which a file cannot be read."""
    with pytest.raises(Unreadable) as caught:
        reader.read(content(text))
    return caught.value.reason
