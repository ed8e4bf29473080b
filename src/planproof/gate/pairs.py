"""Which item of a plan has become which: by its words, its label, its number, or words much like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from planproof.gate.model import Pair, box_of
from planproof.plan.model import Item, Plan, Step
from planproof.text.patterns import rx

ASSERTING = ("criterion", "goal", "target")
"""Kinds of items that assert what the work is to reach."""

ITS_STEP = r"(?i)\((?:steps?|tasks?)\b[^()]*\)"
"""Where an item names its step."""

ALIKE = 0.6
"""How much of two wordings has to be the same for them to be one item's, 0 to 1."""

ALIKE_AT_PLACE = 0.4
"""The same of two items that have the same number or label."""

_MOST = 3_000
"""Comparisons of wordings within one kind of item; beyond that only words, labels and numbers count."""


def ticked_by_both(before: Plan, one: Plan, other: Plan) -> list[Item]:
    """The items of one version of a plan that it ticks, and that another made of the same has ticked, too."""
    theirs = [pair for pair in paired(before, other) if box_of(pair.after)]
    old = {id(pair.before) for pair in theirs if pair.before is not None}
    new = {pair.after.fingerprint for pair in theirs if pair.after is not None}
    return [
        pair.after
        for pair in paired(before, one)
        if pair.after is not None
        and box_of(pair.after)
        and not box_of(pair.before)
        and (id(pair.before) in old or pair.after.fingerprint in new)
    ]


def paired(before: Plan | None, after: Plan | None) -> tuple[Pair, ...]:
    """The items of a plan before and after a change, those that are gone last."""
    old = before.items if before is not None else ()
    new = after.items if after is not None else ()
    if before is after:
        return tuple(Pair(item, item) for item in new)
    became: dict[int, Item] = {}
    for kind in dict.fromkeys(item.kind for item in old):
        olds = [item for item in old if item.kind == kind]
        news = [item for item in new if item.kind == kind]
        for one, other in _of_kind(olds, news):
            became[id(other)] = one
    _of_any_kind(old, new, became)
    taken = {id(one) for one in became.values()}
    pairs = [Pair(became.get(id(item)), item) for item in new]
    return (*pairs, *(Pair(item, None) for item in old if id(item) not in taken))


def _of_any_kind(old: Sequence[Item], new: Sequence[Item], became: dict[int, Item]) -> None:
    """What asserts the same as another kind of item: a goal that has become a criterion."""
    taken = {id(one) for one in became.values()}
    left = {bare(item): item for item in old if item.kind in ASSERTING and id(item) not in taken}
    for item in new:
        if (
            item.kind in ASSERTING
            and id(item) not in became
            and (was := left.pop(bare(item), None))
        ):
            became[id(item)] = was


def _of_kind(old: list[Item], new: list[Item]) -> Iterator[tuple[Item, Item]]:
    for how in (_by_words, _by_bare_words, _by_place, _by_likeness):
        found = list(how(old, new))
        yield from found
        gone = {id(item) for pair in found for item in pair}
        old = [item for item in old if id(item) not in gone]
        new = [item for item in new if id(item) not in gone]


def _by_words(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Items with the same words; of several alike, the one of the same id, then in their order."""
    left: dict[str, list[Item]] = {}
    for item in old:
        left.setdefault(item.fingerprint, []).append(item)
    for item in sorted(new, key=lambda one: not _has_id(left.get(one.fingerprint, ()), one.id)):
        same = left.get(item.fingerprint)
        if same:
            at = next((index for index, one in enumerate(same) if one.id == item.id), 0)
            yield same.pop(at), item


def bare(item: Item) -> str:
    """What an item says, its label and the step that it names aside."""
    text = item.wording.replace(item.label, " ", 1) if item.label else item.wording
    return " ".join(rx(r"\w+").findall(rx(ITS_STEP).sub(" ", text).casefold()))


def _by_bare_words(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Items that say the same under another label, or of another step, in their order."""
    left: dict[str, list[Item]] = {}
    for item in old:
        left.setdefault(bare(item), []).append(item)
    left.pop("", None)
    for item in new:
        if same := left.get(bare(item)):
            yield same.pop(0), item


def _has_id(items: Iterable[Item], name: str) -> bool:
    return any(item.id == name for item in items)


def _by_place(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Items with the same label, or the same number and somewhat the same words."""
    by_name = {_name(item): item for item in new if _name(item)}
    for item in old:
        other = by_name.get(_name(item)) if _name(item) else None
        if other is not None and (item.label or _likeness(item, other) >= ALIKE_AT_PLACE):
            del by_name[_name(item)]
            yield item, other


def _name(item: Item) -> str:
    return item.label or (item.number if isinstance(item, Step) else "")


def _by_likeness(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Item]]:
    """Items with much the same words, the most alike first. A label of one's own stays one's own."""
    if len(old) * len(new) > _MOST:
        return
    graded = sorted(
        (
            (_likeness(one, other), -at, one, other)
            for at, one in enumerate(old)
            for other in new
            if not (one.label and other.label)
        ),
        key=lambda grade: grade[:2],
        reverse=True,
    )
    taken: set[int] = set()
    for grade, _, one, other in graded:
        if grade >= ALIKE and not {id(one), id(other)} & taken:
            taken |= {id(one), id(other)}
            yield one, other


def _likeness(one: Item, other: Item) -> float:
    left, right = one.wording.casefold()[:400], other.wording.casefold()[:400]
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    return 0.0 if matcher.quick_ratio() < ALIKE_AT_PLACE else matcher.ratio()
