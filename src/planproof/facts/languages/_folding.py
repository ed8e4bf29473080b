"""Arithmetic of constants, as far as defaults are written with it: `24 * 60 * 60`; and switches."""

from __future__ import annotations

from planproof.facts.model import Value
from planproof.text.patterns import rx

_ON, _OFF = frozenset(("true", "yes", "on")), frozenset(("false", "no", "off"))


def switched(word: Value) -> Value | None:
    """What a missing switch counts as that is compared with a word.

    Whatever is not `true` is off, and whatever is not `false` is on, a missing value among them.
    """
    if not word.known:
        return None
    text = word.text.casefold()
    return Value("literal", "false" if text in _ON else "true") if text in _ON | _OFF else None


def is_number(text: str) -> bool:
    """Whether a text is a number in decimal notation."""
    return rx(r"^-?\d+(?:\.\d+)?$").match(text) is not None


def folded(sign: str, left: str, right: str) -> str | None:
    """What `left sign right` comes to, for numbers of a sensible size; None for anything else."""
    if not (is_number(left) and is_number(right)) or len(left) + len(right) > 40:
        return None
    whole = "." not in left + right
    first, second = (int(left), int(right)) if whole else (float(left), float(right))
    match sign:
        case "*":
            return str(first * second)
        case "+":
            return str(first + second)
        case "-":
            return str(first - second)
        case "<<" if whole and 0 <= second <= 64:
            return str(int(first) << int(second))
        case "**" if whole and 0 <= second <= 64 and abs(first) <= 1024:
            return str(first**second)
        case _:
            return None


def plain_number(text: str) -> str | None:
    """An integer or float as the program sees it: no separators, no base prefix; None for what is none."""
    text = text.replace("_", "")
    if rx(r"^-?0[xXoObB][0-9a-fA-F]+$").match(text):
        return str(int(text, 0)) if len(text) < 24 else None
    return text if rx(r"^-?[\d.]+(?:[eE][-+]?\d+)?$").match(text) else None
