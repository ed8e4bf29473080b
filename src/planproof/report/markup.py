"""Words of a plan in a forge's Markdown: shown as they are, code spans as code, and without any effect.

No markup, no mention of people, no reference to an issue, no link but our own. GitHub finds people,
issues and addresses in the text as it is shown, where no backslash is left; a space of no width keeps it
from that.

Source: the GitHub Flavored Markdown specification, version 0.29 (https://github.github.com/gfm/).
"""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from planproof.report.formats._terminal import plain
from planproof.text.patterns import rx

_GAP = "&#8203;"
_LONGEST = 400
"""The most characters of a cell; the rest is cut."""


def prose(text: str) -> str:
    """A text on one line."""
    parts = rx(r"(`[^`]+`)").split(plain(" ".join(text.split())))
    return "".join(part if at % 2 else _bare(part) for at, part in enumerate(parts))


def _bare(text: str) -> str:
    text = text.translate(_escapes())
    return rx(r"(?i)(https?|ftp|www)(?=[:.])").sub(rf"\1{_GAP}", text)


@cache
def _escapes() -> dict[int, str]:
    escapes = {ord(one): f"\\{one}" for one in "\\`*_[]<>~&$"}
    return escapes | {ord(one): f"{one}{_GAP}" for one in "@#"}


def cell(text: str, most: int = _LONGEST) -> str:
    """A text in a cell of a table, cut where it is longer than `most` characters."""
    line = " ".join(text.split())
    if len(line) > most:
        line = f"{line[: most - 1]}…"
    return prose(line).replace("|", "\\|")


def link(path: str, line: int, text: str) -> str:
    """A text that leads to a file, or to a line of it where that is not 0, from the root."""
    if not path or path.startswith("<"):
        return cell(text)
    place = f"?plain=1#L{line}" if line > 0 else ""
    return f"[{cell(text)}]({quote(path, safe='/')}{place})"
