"""The marks that git leaves in a file where two sides of a merge changed the same lines."""

from __future__ import annotations

from planproof.text.patterns import rx

_LINES = r"\r\n|\r|\n"
_FENCE = r" {0,3}(`{3,}|~{3,})([^\r\n]*)"
_WANTED = (r"<{7}(?: |$)", r"={7}$", r">{7}(?: |$)")


def conflict_markers(text: str) -> int | None:
    """The line, from 1, at which the first conflict begins that nobody has resolved; None without one.

    A conflict is the three marks in their order, each at the start of a line: `<<<<<<< ours`, `=======`,
    `>>>>>>> theirs`. In a fence of code they are an example; a fence that begins between the marks is one of
    the two sides, and hides nothing.
    """
    if "<<<<<<<" not in text:
        return None  # so nearly always
    began, seen, fence = 0, 0, ""
    for number, line in enumerate(rx(_LINES).split(text), 1):
        if not seen:
            fence = _fence_after(line, fence)
        if not fence and rx(_WANTED[0]).match(line):
            began, seen = number, 1
        elif seen and rx(_WANTED[seen]).match(line):
            seen += 1
        if seen == len(_WANTED):
            return began
    return None


def _fence_after(line: str, fence: str) -> str:
    """The mark of the fence of code that is open behind a line; empty where none is."""
    found = rx(_FENCE).match(line)
    if found is None:
        return fence
    mark, info = found[1], found[2]
    if not fence:
        return "" if mark[0] == "`" and "`" in info else mark
    closes = mark[0] == fence[0] and len(mark) >= len(fence) and not info.strip()
    return "" if closes else fence
