"""SQL as tokens: enough of every dialect to find statements that define tables."""

from __future__ import annotations

from typing import NamedTuple

from planproof.text.patterns import rx

_SPACE = r"\n[ \t]*#[^\n]*|\n|[^\S\n]+|--[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|\Z)"
_STRING = r"(?:[NnBbXx]|[Uu]&)?'(?:[^']|'')*(?:'|\Z)"
_ESCAPED = r"'(?:[^'\\]|\\[\s\S]|'')*(?:'|\\?\Z)"
_REST = (
    r"(?P<quoted>\"(?:[^\"]|\"\")*(?:\"|\Z)|`[^`]*(?:`|\Z)|(?<![\w\]])\[[A-Za-z_][^\]\n]{0,127}\]"
    r"|\$\{[^{}\n]{0,127}\}|\{\{[^{}\n]{0,127}\}\})"
    r"|(?P<dollar>\$(?:[A-Za-z_]\w*)?\$)"
    r"|(?P<word>[A-Za-z_\x80-\U0010ffff][\w$]*)|(?P<number>\d[\w.]*)|(?P<mark>::|.)"
)
_MOST_OPEN = 50


class Token(NamedTuple):
    """A token.

    Attributes:
        text: as written; a quoted name without its quotes.
        upper: of a word without quotes and of a mark, in upper case; else empty.
        group: `word`, `quoted`, `string`, `number`, `mark`.
        start: where in the text; `end` likewise.
    """

    text: str
    upper: str
    group: str
    start: int
    end: int

    @property
    def is_name(self) -> bool:
        """Whether it can name a table or a column."""
        return self.group in ("word", "quoted")


def tokens(text: str) -> list[Token]:
    """The tokens without space, comments, and the bodies of functions.

    A backslash escapes in MySQL's strings and in none of PostgreSQL's but `E'...'`. Backticks tell
    MySQL.
    """
    string = f"[NnBbXx]?{_ESCAPED}" if "`" in text else f"[Ee]{_ESCAPED}|{_STRING}"
    pattern = rx(rf"(?P<space>{_SPACE})|(?P<string>{string})|{_REST}")
    found: list[Token] = []
    at, open_ended = 0, 0
    while at < len(text):
        one = pattern.match(text, at)
        if one is None:
            at += 1
            continue
        start, at = at, one.end()
        group = one.lastgroup or ""
        if group == "space":
            continue
        if group == "dollar":
            closing = text.find(one.group(), at) if open_ended < _MOST_OPEN else -1
            open_ended += closing < 0
            if closing >= 0:
                at = closing + len(one.group())
                found.append(Token(text[start:at], "", "string", start, at))
            continue
        found.append(_token(one.group(), group, start, at))
    return found


def _token(text: str, group: str, start: int, end: int) -> Token:
    if group == "quoted" and text[0] in '"`[':
        closing = "]" if text[0] == "[" else text[0]
        inner = text[1:].removesuffix(closing).replace(closing * 2, closing)
        return Token(inner, "", group, start, end)
    upper = text.upper() if group in ("word", "mark") else ""
    return Token(text, upper, group, start, end)


def closing(found: list[Token], at: int) -> int:
    """The place of the bracket that closes the one at a place; the end where none does."""
    depth = 0
    for place in range(at, len(found)):
        if found[place].upper == "(":
            depth += 1
        elif found[place].upper == ")":
            depth -= 1
            if depth == 0:
                return place
    return len(found)


def split(found: list[Token]) -> list[list[Token]]:
    """Tokens between the commas that stand in no bracket."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in found:
        depth += (token.upper in ("(", "[")) - (token.upper in (")", "]"))
        if token.upper == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]


def words(found: list[Token], at: int, *expected: str) -> bool:
    """Whether these words stand at a place."""
    if at + len(expected) > len(found):
        return False
    return all(found[at + step].upper == word for step, word in enumerate(expected))
