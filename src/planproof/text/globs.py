"""Paths and globs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

_PIECES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_FEW = 3
_SHORT = 250


def lies_in(path: str, globs: Sequence[str]) -> bool:
    """Whether a path matches one of the globs, from the root or from any folder in it.

    `*` stays within a folder, `**/` stands for any number of folders. The time that it takes is in
    proportion to the path's length, whatever the globs are.
    """
    plain, costly = _patterns(tuple(globs))
    if len(path) > _SHORT:  # backtracking takes the path's length to the power of the wildcards
        return any(_walked(tuple(_split(glob)), path) for glob in globs)
    if plain is not None and plain.search(path) is not None:
        return True
    return any(_walked(pieces, path) for pieces in costly)


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """Every folder that one of the paths lies in, at any depth."""
    found: set[str] = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(found)


@cache
def _patterns(
    globs: tuple[str, ...],
) -> tuple[re.Pattern[str] | None, tuple[tuple[str, ...], ...]]:
    """The globs with few wildcards as one pattern, and the pieces of each of the others."""
    split = [tuple(_split(glob)) for glob in globs]
    few = [pieces for pieces in split if sum(piece in _PIECES for piece in pieces) <= _FEW]
    regexes = ("".join(_PIECES.get(one, re.escape(one)) for one in pieces) for pieces in few)
    pattern = "|".join(rf"(?:^|/){regex}$" for regex in regexes)
    rest = tuple(pieces for pieces in split if pieces not in few)
    return (re.compile(pattern) if few else None), rest


def _split(glob: str) -> list[str]:
    """A glob as its wildcards and what stands between them. Wildcards that say the same twice are one."""
    pieces: list[str] = []
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", glob.strip("/")):
        if piece and not (pieces and piece == pieces[-1] and piece in ("**/", "**")):
            pieces.append(piece)
    return pieces


def _walked(pieces: tuple[str, ...], path: str) -> bool:
    """Whether a path matches, found by keeping all the places of the glob that it may be at."""
    places = [one for piece in pieces for one in ([piece] if piece in _PIECES else piece)]
    end = len(places)
    at: set[int] = set()
    inside: set[int] = set()  # the `**/` that are within a folder
    for number, character in enumerate(f"/{path}"):
        if number:
            at, inside = _stepped(places, at, inside, character)
        if character == "/":
            at.add(0)
        for place in sorted(at):
            while place < end and places[place] in ("*", "**", "**/"):
                place += 1  # noqa: PLW2901  # it may stand for nothing
                at.add(place)
    return end in at


def _stepped(
    places: Sequence[str], at: set[int], inside: set[int], character: str
) -> tuple[set[int], set[int]]:
    """Where a glob may be after one more character."""
    after: set[int] = set()
    folders = inside | {place for place in at if place < len(places) and places[place] == "**/"}
    if character == "/":
        after = {place + 1 for place in folders}
    for place in at:
        piece = places[place] if place < len(places) else ""
        if piece == "**" or (piece == "*" and character != "/"):
            after.add(place)
        elif piece == character or (piece == "?" and character != "/"):
            after.add(place + 1)
    return after, folders
