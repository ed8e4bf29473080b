"""Merging two versions of a plan, box by box.

git merges by lines, and takes changes in neighbouring lines for a conflict: two branches that tick two
steps below each other cannot be merged by it. Here a line of a list with a box is two things, its box and
its words, and each is merged by itself: where one side rewords a step and the other ticks it, both come
through, as long as the words are recognisably those of that step. A reference that one side puts under a
step (`pr: #128`) is an addition to that step. Whatever else both sides changed in the same place is a
conflict, as it is in git; and so is a step that one side moved and the other moved elsewhere or removed, also
where git would have it twice.

Works on lines, whatever ends them, and leaves every byte of every line's box and of its words as one of the
sides has it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from planproof.progress.pairing import MOST_PAIRS, alike
from planproof.text.patterns import rx

_BOX = r"((?:\ufeff)?[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+)\[([ xX])\](?=\s|$)"
_PULL = r"[ \t>]+[-*+][ \t]+pr:[ \t]"
_BULLET = r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]"
_LINES = r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z"

SAME_STEP = 0.7
"""How alike a line's words have to be for a tick of the one to be a tick of the other; a conflict is safer."""


class Merged(NamedTuple):
    """What a merge came to: the text, and how many conflicts are marked in it."""

    text: str
    conflicts: int


class Labels(NamedTuple):
    """What conflict markers call the two sides, and how long they are."""

    ours: str = "ours"
    theirs: str = "theirs"
    size: int = 7


class _Region(NamedTuple):
    """The same place in the three versions, as ranges of lines."""

    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]
    same: bool


def merge(base: str, ours: str, theirs: str, labels: Labels | None = None) -> Merged:
    """Merge what two sides made of a text.

    Args:
        base: the text that both began with.
        ours: what one side made of it.
        theirs: what the other did.
        labels: for conflict markers.
    """
    if theirs in (ours, base):
        return Merged(ours, 0)
    if base == ours:
        return Merged(theirs, 0)
    three = _Three(base, ours, theirs, labels or Labels())
    return Merged("".join(three.pieces()), three.conflicts)


class _Three:
    """Three versions of a text, by lines."""

    def __init__(self, base: str, ours: str, theirs: str, labels: Labels) -> None:
        self.base, self.ours, self.theirs = (
            rx(_LINES).findall(one) for one in (base, ours, theirs)
        )
        self.labels = labels
        self.conflicts = 0

        crlf = any(one.endswith("\r\n") for one in self.ours)
        self.newline = "\r\n" if crlf else "\n"

    def pieces(self) -> Iterator[str]:
        keys = _keys(self.base, self.ours, self.theirs)
        regions = list(_regions(*keys))
        torn = _torn(keys, regions)
        for region in regions:
            base = self.base[slice(*region.base)]
            ours = self.ours[slice(*region.ours)]
            theirs = self.theirs[slice(*region.theirs)]
            if region.same:
                yield from map(_line, base, ours, theirs)
            elif torn and ours != theirs and not torn.isdisjoint(_steps(keys, region)):
                yield from self.conflict(ours, theirs)
            else:
                yield from self.changed(base, ours, theirs)

    def changed(self, base: list[str], ours: list[str], theirs: list[str]) -> Iterator[str]:
        """A place where one side, or both, changed more than boxes."""
        if theirs in (ours, base):
            yield from ours
        elif ours == base:
            yield from theirs
        elif not base and (both := _added(ours, theirs)):
            yield from both
        else:
            yield from self.conflict(ours, theirs)

    def conflict(self, ours: list[str], theirs: list[str]) -> Iterator[str]:
        self.conflicts += 1
        size, end = self.labels.size, self.newline
        yield f"{'<' * size} {self.labels.ours}{end}"
        yield from self.ended(ours)
        yield f"{'=' * size}{end}"
        yield from self.ended(theirs)
        yield f"{'>' * size} {self.labels.theirs}{end}"

    def ended(self, lines: list[str]) -> Iterator[str]:
        for line in lines:
            yield line if _ended(line) else f"{line}{self.newline}"


def _steps(keys: list[list[str]], region: _Region) -> Iterator[str]:
    """The steps that either side has in a place, by what they are told by."""
    for side, place in zip(keys[1:], region[1:3], strict=True):
        yield from filter(rx(_BOX).match, side[slice(*place)])


def _torn(keys: list[list[str]], regions: Iterable[_Region]) -> set[str]:
    """The steps that one side moved and the other moved elsewhere, or removed.

    Each of these changes may stand in a place of its own. Taken together they would have the step twice, or
    have it come back.
    """
    added: list[set[str]] = [set(), set()]
    removed: list[set[str]] = [set(), set()]
    for region in regions:
        if region.same:
            continue
        was, *sides = (
            Counter(filter(rx(_BOX).match, side[slice(*place)]))
            for side, place in zip(keys, region[:3], strict=True)
        )
        for number, now in enumerate(sides):
            added[number] |= (now - was).keys()
            removed[number] |= (was - now).keys()
    return removed[0] & removed[1] & (added[0] | added[1])


def _added(ours: list[str], theirs: list[str]) -> list[str]:
    """What both sides added in one place, where it goes together: references of the step above.

    References come first, for they belong to what stands above; those of both sides, where they differ.
    Where both added other things as well nobody can say what comes first.
    """
    a, b = _leading(ours), _leading(theirs)
    rest = [ours[a:], theirs[b:]]
    if not (a or b) or (rest[0] and rest[1] and rest[0] != rest[1]):
        return []
    follows = rest[0] or rest[1]
    if follows and not rx(_BULLET).match(follows[0]):
        return []
    lines = list(dict.fromkeys([*ours[:a], *theirs[:b]])) + follows
    if not all(map(_ended, lines[:-1])):
        return []
    return lines


def _leading(lines: Sequence[str]) -> int:
    """How many lines at the start are references."""
    for count, line in enumerate(lines):
        if not rx(_PULL).match(line):
            return count
    return len(lines)


def _neutral(line: str) -> str:
    """A line with its box open, so that lines which differ in nothing else are the same."""
    found = rx(_BOX).match(line)
    if found is None:
        return line
    return f"{found[1]}[ ]{line[found.end() :]}"


def _line(base: str, ours: str, theirs: str) -> str:
    """A line that is the same step everywhere: the words of the side that changed them, and so with the box."""
    if base == theirs:
        return ours
    words = theirs if _neutral(ours) == _neutral(base) else ours
    box, found = _box(base, ours, theirs), rx(_BOX).match(words)
    return words if found is None else f"{words[: found.start(2)]}{box}{words[found.end(2) :]}"


def _box(base: str, ours: str, theirs: str) -> str:
    """What stands in the box: what the side put there that ticked or unticked it."""
    was, here, there = (_inside(one) for one in (base, ours, theirs))
    if (there == " ") is not (was == " "):
        return there if (here == " ") is (was == " ") else here
    return here if here != was else there


def _inside(line: str) -> str:
    found = rx(_BOX).match(line)
    return found[2] if found is not None else " "


def _keys(base: list[str], ours: list[str], theirs: list[str]) -> list[list[str]]:
    """By what lines of the three versions are told to be the same: their words, whatever is in their boxes.

    A step that one side reworded goes by the words that it had, unless the other side gave it others.
    """
    keys = [[_neutral(one) for one in side] for side in (base, ours, theirs)]
    became = [_reworded(keys[0], side) for side in keys[1:]]
    for place in became[0].keys() | became[1].keys():
        here, there = (found.get(place) for found in became)
        if here is None or there is None or keys[1][here] == keys[2][there]:
            for side, at in zip(keys[1:], (here, there), strict=True):
                if at is not None:
                    side[at] = keys[0][place]
    return keys


def _reworded(base: list[str], side: list[str]) -> dict[int, int]:
    """Lines with a box that a side reworded: where each was, and where it is.

    Between two lines that stay, those that are most like each other, and in the same order. Lines that are
    word for word in both were moved, and nothing else.
    """
    moved = frozenset(base) & frozenset(side)
    found: dict[int, int] = {}
    start = begin = 0
    for at, in_side, size in [*_matching(base, side), (len(base), len(side), 0)]:
        if 0 < (at - start) * (in_side - begin) <= MOST_PAIRS:
            old, new = (
                {place: lines[place] for place in places if lines[place] not in moved}
                for lines, places in ((base, range(start, at)), (side, range(begin, in_side)))
            )
            found |= _most_alike(old, new)
        start, begin = at + size, in_side + size
    return found


def _most_alike(old: dict[int, str], new: dict[int, str]) -> dict[int, int]:
    """For lines by their places, which became which: the pairs of which each is most like the other alone."""
    before, after = ({place: _words(line) for place, line in one.items()} for one in (old, new))
    likes = {
        (one, other): how
        for one, left in before.items()
        for other, right in after.items()
        if left
        and right
        and ((how := alike(left, right)) >= SAME_STEP or right.startswith(f"{left} "))
        # Words that end a text cannot stand where something follows.
        and _ended(new[other]) >= _ended(old[one])
    }
    most: dict[tuple[str, int], list[float]] = {}
    for (one, other), how in likes.items():
        for end in (("old", one), ("new", other)):
            most.setdefault(end, []).append(how)
    found: dict[int, int] = {}
    last = -1
    for (one, other), how in likes.items():
        rivals = most["old", one] + most["new", other]
        if max(rivals) == how and rivals.count(how) == 2 and other > last:  # itself, in both lists
            found[one] = last = other
    return found


def _words(line: str) -> str:
    """What a line with a box says, for comparing; empty for any other."""
    found = rx(_BOX).match(line)
    if found is None:
        return ""
    said = rx(r"[ \t]*\d{1,9}[.):][ \t]").sub("", line[found.end() :], count=1)
    return " ".join(rx(r"\w+").findall(said.casefold()))


def _ended(line: str) -> bool:
    return line[-1:] in ("\n", "\r")


def _regions(base: list[str], ours: list[str], theirs: list[str]) -> Iterator[_Region]:
    """The three versions cut where all agree: places that are the same, and those between them."""
    b = o = t = 0
    for at, in_ours, in_theirs, size in _agreed(base, ours, theirs):
        if (at, in_ours, in_theirs) != (b, o, t):
            yield _Region((b, at), (o, in_ours), (t, in_theirs), same=False)
        b, o, t = at + size, in_ours + size, in_theirs + size
        if size:
            yield _Region((at, b), (in_ours, o), (in_theirs, t), same=True)


def _agreed(
    base: list[str], ours: list[str], theirs: list[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Runs of lines that are the same in all three: where they begin in each, and how many they are.

    The last one is empty, and lies at the ends.
    """
    left, right = _matching(base, ours), _matching(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        a, b = left[i], right[j]
        start = max(a[0], b[0])
        end = min(a[0] + a[2], b[0] + b[2])
        if start < end:
            yield start, a[1] + start - a[0], b[1] + start - b[0], end - start
        if a[0] + a[2] < b[0] + b[2]:
            i += 1
        else:
            j += 1
    yield len(base), len(ours), len(theirs), 0


def _matching(one: list[str], other: list[str]) -> list[tuple[int, int, int]]:
    """Runs of lines that two versions have in common, in order: where in each, and how many."""
    shortest = min(len(one), len(other))
    head = next((n for n in range(shortest) if one[n] != other[n]), shortest)
    room = shortest - head
    tail = next((n for n in range(room) if one[-1 - n] != other[-1 - n]), room)
    inner = SequenceMatcher(
        None, one[head : len(one) - tail], other[head : len(other) - tail], autojunk=False
    )
    found = [(0, 0, head)] if head else []
    found += [(a + head, b + head, size) for a, b, size in inner.get_matching_blocks() if size]
    if tail:
        found.append((len(one) - tail, len(other) - tail, tail))
    return found
