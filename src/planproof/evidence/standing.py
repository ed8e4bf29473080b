"""Which evidence an item has, and whether it still says anything.

Evidence belongs to an item by its wording. An item that stands elsewhere now, for something was put
before it, keeps its evidence, which is said; one that has other words loses it, and both wordings are
shown. Of several records that are still fresh the latest counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from planproof.evidence.decision import Decision
from planproof.evidence.freshness import WHOLE, Inputs
from planproof.evidence.record import Evidence
from planproof.plan.model import Criterion, Goal, Item, Target


class Standing(NamedTuple):
    """How an item stands with its evidence.

    Attributes:
        evidence: the record that counts, or the latest that no longer does; None without any.
        stale: why it no longer says anything, in a sentence without a full stop; empty where it does.
        note: what else to know: that it was recorded under another id.
        changed: the inputs that are not what they were.
    """

    evidence: Evidence | None = None
    stale: str = ""
    note: str = ""
    changed: tuple[str, ...] = ()

    @property
    def decision(self) -> Decision:
        """What the evidence says now; unknown without any, or where it is stale."""
        if self.evidence is None or self.stale:
            return Decision.UNKNOWN
        return self.evidence.record.decision


def wants_proof(item: Item) -> bool:
    """Whether only a proof can tell what an item claims: goals, criteria, targets with a figure, and whatever has `proof:`."""
    if item.field("proof") is not None:
        return True
    if isinstance(item, Target):
        return bool(item.reading.figures)
    return isinstance(item, Goal | Criterion)


def standing(item: Item, records: Iterable[Evidence], inputs: Inputs) -> Standing:
    """How an item stands with its evidence; sign-offs are not looked at.

    Args:
        item: the item.
        records: those of its plan, in any order.
        inputs: what the plan's evidence rests on now.
    """
    mine: list[Evidence] = []
    reworded: list[Evidence] = []
    fingerprint = item.fingerprint
    for one in records:
        if one.record.role:
            continue
        if one.record.fingerprint == fingerprint:
            mine.append(one)
        elif one.record.item == item.id:
            reworded.append(one)
    if mine:
        return _of_wording(item, in_order(mine), inputs)
    others = {other.fingerprint for other in inputs.plan.items}
    reworded = [one for one in in_order(reworded) if one.record.fingerprint not in others]
    if not reworded:
        return Standing()
    last = reworded[-1]
    return Standing(last, f'it was "{_cut(last.record.wording)}" when it was proven')


def in_order(records: Sequence[Evidence]) -> list[Evidence]:
    """Records from the earliest to the latest."""
    return sorted(records, key=lambda one: (one.record.finished, one.digest))


def _of_wording(item: Item, mine: Sequence[Evidence], inputs: Inputs) -> Standing:
    """Of evidence for these very words, the latest that is fresh, else the latest."""
    here = [one for one in mine if one.record.item == item.id]
    note = ""
    if not here:
        note = f"recorded for `{mine[-1].record.item}`, which had these words then"
        here = list(mine)
    fallback: Standing | None = None
    for one in reversed(here):
        stale, changed = _stale(item, one, inputs)
        found = Standing(one, stale, note, changed)
        if not stale and not _is_dirty(one):
            return found
        if fallback is None or (fallback.stale and not stale):
            fallback = found
    return fallback or Standing()


def _is_dirty(one: Evidence) -> bool:
    return any(path != one.path for path in one.record.dirty)


def _stale(item: Item, one: Evidence, inputs: Inputs) -> tuple[str, tuple[str, ...]]:
    """Why evidence no longer says anything, and which inputs changed."""
    field = item.field("proof")
    proof = normalised(field.value) if field is not None else ""
    if normalised(one.record.proof) != proof:
        return f"its proof was {_cut(one.record.proof) or 'another'}", ()
    changed = inputs.changed(item, one.record.inputs)
    if not changed:
        return "", ()
    if changed == (WHOLE,):
        return "something in the repository changed since; `inputs:` can say what matters", changed
    named = ", ".join(f"`{name}`" for name in changed[:3])
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"{named}{more} changed since", changed


def normalised(text: str) -> str:
    """A proof's words without what does not matter: backticks and white space."""
    return " ".join(text.replace("`", "").split())


def _cut(text: str, most: int = 80) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
