"""Which file was moved where in one commit, however much of it was ticked or reworded on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from planproof.plan.ids import plan_id

ALIKE = 0.5
"""The share of its lines that a file has to keep to be known under any name."""

ALIKE_BY_NAME = 0.15
"""The same where its name stays; of a name that says nothing (`tasks.md`) with its folder's."""

SAME_WORK = 0.3
"""The share of its boxes that a file has to keep to be known under another name."""

TELLING = 20
"""Files in which a line or a name may be and still tell one from the others."""

CANDIDATES = 20
"""Files that one is held against, those that share the most with it."""

_NAMED = 400
"""What a name in common counts for in characters of lines in common, when candidates are chosen."""


class File(NamedTuple):
    """A file that came or went: its path, and the id of its content."""

    path: str
    blob: str


def moves(
    came: Sequence[File], gone: Sequence[File], read: Callable[[Iterable[str]], dict[str, bytes]]
) -> dict[str, str]:
    """For each path that came the one it was moved from, where there is such a one.

    Args:
        came: the files that the commit made.
        gone: those that it took away.
        read: contents by blob; not asked where nothing but equal contents has to be found.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    by_blob: dict[str, list[File]] = {}
    for file in gone:
        by_blob.setdefault(file.blob, []).append(file)
    for file in came:
        same = [one for one in by_blob.get(file.blob, ()) if one.path not in taken]
        if same:
            best = max(same, key=lambda one: (near(one.path, file.path), one.path))
            found[file.path] = best.path
            taken.add(best.path)
    left = [file for file in gone if file.path not in taken]
    right = [file for file in came if file.path not in found]
    if left and right:
        _by_content(left, right, read, found)
    return found


def near(one: str, other: str) -> float:
    """How much of their names two paths share: the file's own counts most, then the folder's."""
    left, right = one.split("/"), other.split("/")
    score = 2.0 if left[-1] == right[-1] else 0.0
    return score + len(set(left[:-1]) & set(right[:-1])) / 16 + _folder(left, right)


def _folder(left: Sequence[str], right: Sequence[str]) -> float:
    """Whether the folders right above are one, be it that a date was put before the name."""
    if len(left) < 2 or len(right) < 2:
        return 0.0
    one, other = left[-2], right[-2]
    return 1.0 if one == other or one.endswith(f"-{other}") or other.endswith(f"-{one}") else 0.0


def _by_content(
    left: Sequence[File],
    right: Sequence[File],
    read: Callable[[Iterable[str]], dict[str, bytes]],
    found: dict[str, str],
) -> None:
    contents = read(sorted({file.blob for file in (*left, *right)}))
    lines = {blob: _lines(data) for blob, data in contents.items()}
    index = _index(left, lines)
    pairs = []
    for file in right:
        here = lines.get(file.blob, Counter())
        for one in _candidates(file, here, index):
            there = lines[one.blob]
            how = _share(here, there)
            named = near(one.path, file.path)
            sure = named >= _sure(file.path)
            if how >= (ALIKE_BY_NAME if sure else ALIKE) and (sure or _same_work(there, here)):
                pairs.append((-how - named / 8, file.path, one.path))
    taken: set[str] = set()
    for _, path, before in sorted(pairs):
        if path not in found and before not in taken:
            found[path] = before
            taken.add(before)


_Index = dict[str | bytes, list[File]]
"""The files in which a line is, or that have a name."""


def _index(files: Iterable[File], lines: Mapping[str, Counter[bytes]]) -> _Index:
    """Files by what tells them from others, so that a folder of thousands need not be held pair by pair."""
    index: _Index = {}
    for file in files:
        for mark, _ in _marks(file, lines.get(file.blob, Counter())):
            index.setdefault(mark, []).append(file)
    return index


def _candidates(file: File, here: Counter[bytes], index: _Index) -> list[File]:
    """The files that a file may have been: those that share the most of what only few have."""
    shared: Counter[File] = Counter()
    for mark, weight in _marks(file, here):
        same = index.get(mark, ())
        if len(same) <= TELLING:
            for one in same:
                shared[one] += weight
    return [one for one, _ in shared.most_common(CANDIDATES)]


def _marks(file: File, here: Counter[bytes]) -> Iterator[tuple[str | bytes, int]]:
    """What a file is known by, each with its weight: its lines and its names."""
    if here:
        yield from ((line, len(line)) for line in here)
        yield from ((name, _NAMED) for name in _names(file.path))


def _names(path: str) -> Iterator[str]:
    """What a file may go by: its name, and that with its folder's, from any hyphen of that on."""
    folders, _, name = path.rpartition("/")
    yield name
    above = folders.rpartition("/")[2]
    while above:
        yield f"{above}/{name}"
        above = above.partition("-")[2]


def _sure(path: str) -> float:
    """How near a path has to be for its name to say that it is the same file."""
    return 3.0 if "/" in plan_id(path) else 2.0


def _share(here: Counter[bytes], there: Counter[bytes]) -> float:
    """How much of two contents are lines of both, by length."""
    both = sum(len(line) * count for line, count in (here & there).items())
    all_ = sum(len(line) * count for lines in (here, there) for line, count in lines.items())
    return 2 * both / all_ if all_ else 0.0


def _same_work(before: Counter[bytes], after: Counter[bytes]) -> bool:
    """Whether boxes of a content are in the other: headings of a template alone are in every plan."""
    boxes, others = (
        Counter({line: count for line, count in lines.items() if b"[]" in line})
        for lines in (before, after)
    )
    return not boxes or _share(boxes, others) >= SAME_WORK


def _lines(data: bytes) -> Counter[bytes]:
    """A content's lines without marks in boxes and blanks around."""
    plain = _box().sub(b"[]", data)
    return Counter(line.strip() for line in plain.splitlines() if line.strip())


@cache
def _box() -> re.Pattern[bytes]:
    return re.compile(rb"\[[ xX]\]")
