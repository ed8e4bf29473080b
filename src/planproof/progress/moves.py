"""Which file was moved where in one commit, however much of it was ticked or reworded on the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from planproof.template.read import plan_id

ALIKE = 0.5
"""The share of its lines that a file has to keep to be known under any name."""

ALIKE_BY_NAME = 0.15
"""The same where its name stays; of a name that says nothing (`tasks.md`) with its folder's."""

SAME_WORK = 0.3
"""The share of its boxes that a file has to keep to be known under another name."""

MOST_PAIRS = 10_000
"""Pairs of files above which only those with the same content are looked for."""


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
    if left and right and len(left) * len(right) <= MOST_PAIRS:
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
    pairs = []
    for file in right:
        for one in left:
            here, there = lines.get(file.blob), lines.get(one.blob)
            if not here or not there:
                continue
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
