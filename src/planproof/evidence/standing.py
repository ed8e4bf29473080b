"""Which evidence an item has, and whether it still says anything.

Evidence belongs to an item by its wording. An item that stands elsewhere now, for something was put
before it, keeps its evidence, which is said; one that has other words loses it, and both wordings are
shown. Of several records that are still fresh the latest counts that says met or not met: one that was
measured without telling, or with files that no commit has, hides no good one and never passes.
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
        return _said(self.evidence)


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
        records: those of its plan, in any order; boxes that were ticked by force prove nothing.
        inputs: what the plan's evidence rests on now.
    """
    mine = evidence_of(item, records, inputs)
    if not mine:
        return Standing()
    last = mine[-1]
    if last.record.fingerprint != item.fingerprint:
        return Standing(last, f'it was "{_cut(last.record.wording)}" when it was proven')
    fallback = Standing()
    for one in reversed(mine):
        stale, changed = _stale(item, one, inputs)
        found = Standing(one, stale, _note(item, one, inputs), changed)
        if not stale and _said(one) is not Decision.INCONCLUSIVE:
            return found
        if fallback.evidence is None or (fallback.stale and not stale):
            fallback = found
    return fallback


def evidence_of(item: Item, records: Iterable[Evidence], inputs: Inputs) -> list[Evidence]:
    """The records that an item has, in order: for its words, or else for the words that it had.

    Where several items have the same words, each has those under its own id or, without, of its own proof.
    """
    mine: list[Evidence] = []
    reworded: list[Evidence] = []
    fingerprint = item.fingerprint
    for one in records:
        if one.record.role or one.record.of_box:
            continue
        if one.record.fingerprint == fingerprint:
            mine.append(one)
        elif one.record.item == item.id:
            reworded.append(one)
    if not mine:
        return in_order([one for one in reworded if one.record.fingerprint not in inputs.worded])
    if inputs.worded[fingerprint] > 1:
        own = [one for one in mine if one.record.item == item.id]
        alike = [one for one in mine if _of_proof(item, one)]
        mine = [one for one in own if _of_proof(item, one)] or alike or own
    return in_order(mine)


def in_order(records: Sequence[Evidence]) -> list[Evidence]:
    """Records from the earliest to the latest."""
    return sorted(records, key=lambda one: (one.record.finished, one.digest))


def _note(item: Item, one: Evidence, inputs: Inputs) -> str:
    if one.record.item == item.id:
        return ""
    has = "has" if inputs.worded[item.fingerprint] > 1 else "had"
    when = "too" if has == "has" else "then"
    return f"recorded for `{one.record.item}`, which {has} these words {when}"


def _said(one: Evidence) -> Decision:
    """What a record says; nothing sure where files took part that no commit has, the plan's own apart."""
    if any(path != one.path and not one.path.endswith(f"/{path}") for path in one.record.dirty):
        return Decision.INCONCLUSIVE
    return one.record.decision


def _of_proof(item: Item, one: Evidence) -> bool:
    field = item.field("proof")
    return normalised(one.record.proof) == (normalised(field.value) if field is not None else "")


def _stale(item: Item, one: Evidence, inputs: Inputs) -> tuple[str, tuple[str, ...]]:
    """Why evidence no longer says anything, and which inputs changed."""
    if not _of_proof(item, one):
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
