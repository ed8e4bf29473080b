"""Front matter, told from a document that begins with a thematic break."""

from __future__ import annotations

import re
from functools import cache

from planproof.markdown.tree import FrontMatter
from planproof.text.source import Span


def find_front_matter(text: str, start: int) -> FrontMatter | None:
    """The YAML between a first line `---` and the next line `---` or `...`, if it is a mapping.

    Args:
        text: the whole text.
        start: where its content starts, after a byte order mark.
    """
    if not text.startswith("---", start):
        return None
    opening = _opening().match(text, start)
    closing = _closing().search(text, opening.end() - 1) if opening else None
    if not opening or not closing:
        return None
    content = Span(opening.end(), closing.start("line"))
    if not _looks_like_a_mapping(text[content.start : content.end]):
        return None
    return FrontMatter(Span(start, closing.end()), content)


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(r"---[ \t]*(?:\r\n|\n|\r)")


@cache
def _closing() -> re.Pattern[str]:
    return re.compile(r"[\r\n](?P<line>(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z))")


def _looks_like_a_mapping(yaml: str) -> bool:
    """Whether the first line that is not a comment has a key; nothing at all is a mapping too.

    Comments alone are headings between two thematic breaks.
    """
    for line in yaml.splitlines():
        words = line.strip()
        if words and not words.startswith("#"):
            _, colon, rest = words.partition(":")
            return bool(colon) and not rest.startswith("//")
    return not yaml.strip()
