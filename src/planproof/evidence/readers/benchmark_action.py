"""github-action-benchmark's own JSON for custom benchmarks (v1, from its documentation).

    [{"name": "place order", "unit": "ms", "value": 12.5, "range": "0.8", "extra": "..."}]

A figure has its entry's name. Units are free text. Which way a figure is better stands in the
workflow (`customBiggerIsBetter`), not in the file, so it is unsaid. `range` is free text ("variance")
and no interval, so it is not read.
"""

from __future__ import annotations

from planproof.evidence.content import Content, at, listed, pointer, words
from planproof.evidence.model import Measurement, Results
from planproof.evidence.readers._gather import Gathered, unit_said


def recognises(content: Content) -> bool:
    """Whether it is a list of nothing but entries with a name, a unit and a value."""
    if not content.head.startswith("[") or not content.is_json or not content.json:
        return False
    return all(
        isinstance(at(entry, "name"), str)
        and isinstance(at(entry, "unit"), str)
        and "value" in entry
        for entry in content.json
    )


def read(content: Content) -> Results:
    """Every entry's value."""
    gathered = Gathered()
    for place, entry in enumerate(listed(content.json)):
        name = words(at(entry, "name"))
        value = gathered.finite(name, at(entry, "value"))
        if value is not None:
            gathered.add(
                Measurement(
                    name=name,
                    value=value,
                    unit=unit_said(words(at(entry, "unit"))),
                    aliases=(f"{name}.value", pointer(place, "value")),
                )
            )
    return gathered.results("benchmark-action")
