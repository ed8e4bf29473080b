"""String literals of the languages that write them as C does."""

from __future__ import annotations

import re

from planproof.text.patterns import rx

_ESCAPES = {
    "n": "\n",
    "t": "\t",
    "r": "\r",
    "0": "\0",
    "b": "\b",
    "f": "\f",
    "s": " ",
    "a": "\a",
    "v": "\v",
}
_ESCAPE = r"\\(?:u+([0-9a-fA-F]{4})|x([0-9a-fA-F]{1,4})|(\n)|(.))"


def unescaped(text: str) -> str:
    """A literal's content as the program sees it; escapes that are not known stand for themselves."""
    if "\\" not in text:
        return text

    def one(match: re.Match[str]) -> str:
        unicode_, hexadecimal, newline, letter = match.groups()
        code = unicode_ or hexadecimal
        if code:
            return chr(int(code, 16))
        return "" if newline else _ESCAPES.get(letter, letter)

    return rx(_ESCAPE).sub(one, text)


def dedented(text: str) -> str:
    """A text block without what all of its lines are indented by; the last line counts, blank ones do not."""
    lines = text.split("\n")
    counted = [line for line in lines if line.strip()]
    if lines and not lines[-1].strip():
        counted.append(lines[-1])
    widths = [len(line) - len(line.lstrip()) if line.strip() else len(line) for line in counted]
    indent = min(widths, default=0)
    return "\n".join(line[indent:].rstrip() for line in lines)


def percent_pattern(text: str) -> str:
    """A `printf` template as a pattern: `APP_%s` is `APP_*`."""
    return rx(r"%(?:\d+\$)?[-+# 0-9.,(]*[a-zA-Z]").sub("*", text)
