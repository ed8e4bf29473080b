"""Which box of a version is which of the version before: by label and words, whatever moved between."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher

from planproof.progress.boxes import Box

ALIKE = 0.5
"""How alike two items' words have to be, wherever they stand, to be one item that was reworded."""

ALIKE_HERE = 0.3
"""The same for items that stand in the same place among their neighbours, or have one label."""

FEW = 3
"""Words from which on one item that begins as another does is that one with a note behind it."""

MOST_PAIRS = 40_000
"""Pairs of left-over boxes above which only those that say the same are looked for."""

_SAY_NOTHING = frozenset(("a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"))


def paired(old: Sequence[Box], new: Sequence[Box]) -> list[int | None]:
    """For each box of a version the place of the same box in the version before, None for a new one.

    First boxes that say the same, in order; then the same out of order; then those that stand between
    the same neighbours and are alike; then those of one label, and last the most alike anywhere.
    """
    if [_placed(box) for box in old] == [_placed(box) for box in new]:
        return list(range(len(new)))
    found: list[int | None] = [None] * len(new)
    _in_order(old, new, found, _placed)
    _equal(old, new, found, _placed)
    _in_order(old, new, found, _said)
    for key in (_labelled, _said):
        _equal(old, new, found, key)
    _between(old, new, found)
    _reworded(old, new, found)
    return found


def alike(one: str, other: str) -> float:
    """How many of their words two keys share, 0 to 1; enough where something was only put behind."""
    if one == other:
        return 1.0
    left, right = _telling(one), _telling(other)
    if not left or not right:
        return 0.0
    rest = list(right)
    shared = 0
    for word in left:
        if word in rest:
            rest.remove(word)
            shared += 1
    both = 2 * shared / (len(left) + len(right))
    short = min(one, other, key=len)
    if len(short.split()) >= FEW and f"{max(one, other, key=len)} ".startswith(f"{short} "):
        return max(both, ALIKE)
    return both


def _telling(key: str) -> list[str]:
    """The words of a key that say something."""
    words = key.split()
    return [word for word in words if word not in _SAY_NOTHING] or words


def _labelled(box: Box) -> Hashable:
    return (box.label, box.key) if box.label and box.key else None


def _placed(box: Box) -> Hashable:
    return (box.above, box.key) if box.key else None


def _said(box: Box) -> Hashable:
    return box.key or None


def _in_order(
    old: Sequence[Box],
    new: Sequence[Box],
    found: list[int | None],
    key: Callable[[Box], Hashable],
) -> None:
    """The left-over boxes with equal keys, as far as they come in the same order."""
    left = _free(old, found)
    right = [place for place, one in enumerate(found) if one is None]
    keys = [key(old[place]) for place in left], [key(new[place]) for place in right]
    for start, other, size in SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks():
        for step in range(size):
            if old[left[start + step]].key:
                found[right[other + step]] = left[start + step]


def _equal(
    old: Sequence[Box],
    new: Sequence[Box],
    found: list[int | None],
    key: Callable[[Box], Hashable],
) -> None:
    """The left-over boxes with equal keys, in order."""
    waiting: dict[Hashable, list[int]] = {}
    for place in _free(old, found):
        waiting.setdefault(key(old[place]), []).append(place)
    waiting.pop(None, None)
    for place, box in enumerate(new):
        if found[place] is None and (same := waiting.get(key(box))):
            found[place] = same.pop(0)


def _between(old: Sequence[Box], new: Sequence[Box], found: list[int | None]) -> None:
    """Left-over boxes between the same neighbours: as many of them before as after, each like its own."""
    free = set(_free(old, found))
    place = 0
    while place < len(new):
        if found[place] is not None:
            place += 1
            continue
        end = place
        while end < len(new) and found[end] is None:
            end += 1
        before = found[place - 1] if place else -1
        start = before + 1 if before is not None else 0
        stop = start
        while stop in free:
            stop += 1
        after = found[end] if end < len(new) else len(old)
        if stop - start == end - place and stop == after:
            for step in range(end - place):
                one, other = old[start + step], new[place + step]
                same = one.label == other.label or not (one.label and other.label)
                if same and (
                    alike(one.key, other.key) >= ALIKE_HERE or not (one.key and other.key)
                ):
                    found[place + step] = start + step
        place = end


def _reworded(old: Sequence[Box], new: Sequence[Box], found: list[int | None]) -> None:
    """The most alike of what is left over, one label making up for fewer common words."""
    left = _free(old, found)
    right = [place for place, one in enumerate(found) if one is None]
    if not left or not right or len(left) * len(right) > MOST_PAIRS:
        return
    pairs = []
    for place in right:
        for candidate in left:
            one, other = old[candidate], new[place]
            how = alike(one.key, other.key)
            labelled = bool(one.label) and one.label == other.label
            if how >= (ALIKE_HERE if labelled else ALIKE):
                pairs.append((-how - 0.2 * labelled, abs(place - candidate), place, candidate))
    taken: set[int] = set()
    for _, _, place, candidate in sorted(pairs):
        if found[place] is None and candidate not in taken:
            found[place] = candidate
            taken.add(candidate)


def _free(old: Sequence[Box], found: Sequence[int | None]) -> list[int]:
    taken = set(found)
    return [place for place in range(len(old)) if place not in taken]
