"""What makes judgements: one kind a file in `judgements/`.

A file there has a docstring (one line that says what is judged, then `## What it finds`, `## When`,
`## What to do`), its usual severity

    SEVERITY: Severity = "error"

and

    def judge(change: ChangeCase) -> Iterator[Judgement]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import msgspec

from planproof.discovery import modules
from planproof.gate.model import ChangeCase, Judgement, Severity


class Kind(msgspec.Struct, frozen=True, gc=False):
    """A kind of judgement as it was found: its name, its usual severity, its words for people."""

    name: str
    severity: Severity
    judge: Callable[[ChangeCase], Iterator[Judgement]]
    doc: str

    @property
    def title(self) -> str:
        """The first line of its docs."""
        return self.doc.strip().partition("\n")[0]


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of judgement by name."""
    from planproof.gate import judgements

    found = {}
    for module in modules(judgements):
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        found[name] = Kind(name, module.SEVERITY, module.judge, module.__doc__ or "")
    return found


def judge(change: ChangeCase, off: frozenset[str] = frozenset()) -> list[Judgement]:
    """All that there is to say of a change, kind by kind, but for the kinds that are off."""
    return [
        msgspec.structs.replace(one, kind=kind.name)
        for kind in kinds().values()
        if kind.name not in off
        for one in kind.judge(change)
    ]
