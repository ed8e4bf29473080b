"""Plans and records for tests of evidence, made in a line."""

from __future__ import annotations

from typing import Any

from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.record import Evidence, Record, decode, statement
from planproof.plan.model import Item, Plan
from tests.support import read

PATH = "docs/plans/example.md"


def plan(*criteria: str, components: tuple[str, ...] = ("src/api.py",)) -> Plan:
    """A plan with components and criteria, whose fields stand on lines of their own."""
    named = "".join(f"* `{name}`\n" for name in components)
    listed = "".join(f"* {one}\n" for one in criteria)
    return read(
        f"# Example\n\n## Components / Modules Affected\n\n{named}\n## Acceptance Criteria\n\n{listed}"
    )


def item(made: Plan, name: str = "criterion-1") -> Item:
    return next(one for one in made.items if one.id == name)


def record(made: Plan, name: str = "criterion-1", at: int = 1, **more: Any) -> Evidence:
    """Evidence for an item as it is in a plan; `at` is the minute in which it was made."""
    one = item(made, name)
    field = one.field("proof")
    time = f"2026-03-01T12:{at:02d}:00.000000Z"
    said = {
        "decision": Decision.MET,
        "inputs": Inputs(made, more.pop("files", {})).of(one),
        "proof": field.value if field is not None else "",
        "item": one.id,
        "nonce": str(at),
    } | more
    full = Record(
        plan=made.id, fingerprint=one.fingerprint, wording=one.wording, reason="as it is",
        started=time, finished=time, **said,
    )  # fmt: skip
    return decode(statement(full, commit="c" * 40, tree="d" * 40, path=PATH, blob="b" * 40))
