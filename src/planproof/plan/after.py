"""The steps that people name: steps of a plan, steps of other plans, or words that name none.

So they do in `after:`, and in the trailers of a change (`Plan-Step: 3 to 5`). Nothing that stands there is passed over: words that name no step are given as they are, and no step has
such a name, so that whoever looks the names up tells of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from planproof.plan.ids import plan_id
from planproof.plan.wording import one_line, says_none
from planproof.text.patterns import rx

LONGEST = 60
"""Characters of words that name no step which are kept."""

_MOST_OF_A_RANGE = 30
"""How far apart the ends of "1-4" are at the most; numbers further apart are something else."""

STEP = r"(?:step|task|unit)s?"
"""What people call a step, as a regular expression that is read without regard to case."""

_STEP = rf"(?:{STEP}[ _-]?#?|#)"
_NUMBER = r"\d{1,4}(?:\.\d{1,4})*[a-z]?(?:-\d{1,3})?"
_LABEL = r"(?-i:[A-Z]{1,6}-?\d{1,4}[a-z]?(?:\.\d{1,4})*)"
_ASIDE = r"(?: ?[:(]| ?[–—] ?(?!\d)| -+ (?!\d)).*"
_SAYING = r" (?:is|are|has|have) .*"
_NAME = (
    rf"(?i)(?:{_STEP}?({_NUMBER})(?:{_ASIDE})?|{_STEP}({_NUMBER}){_SAYING}"
    rf"|{_STEP}?({_LABEL})(?:{_ASIDE}|{_SAYING})?)"
)
"""A step's number or label, and what may be said about it: "step 2 (the table)", "T004 is done"."""

_TO = r" ?(?:[-–—…]|\.{2,3}) ?| to "
_RANGE = rf"(?i)({_STEP}?)((?:\d{{1,4}}\.)*)(\d{{1,4}})({_TO}){_STEP}?(?:\2)(\d{{1,4}})"
BETWEEN = r" ?[,;] ?(?:and )?| (?:and|&) "
"""What stands between the names of a list, where blanks are single."""

_AROUND = " \"'“”‘’`*"


def named_after(value: str, path: str) -> tuple[str, ...]:
    """What the words of `after:` name, each once.

    Args:
        value: the words.
        path: the file of the plan in which they stand.

    Returns:
        `step-2` or a label for the plan's own steps; `PLAN#step-2` for those of another, where PLAN is what
        stands there, an id or a file; words that name nothing as they are. Nothing for "nothing" and "none".
    """
    return () if says_none(value) else steps_in(value, (path, plan_id(path)))


def steps_in(words: str, own: Sequence[str] = ()) -> tuple[str, ...]:
    """What words name that are to name steps, each once, in the form that `named_after` has.

    Args:
        words: as written.
        own: names of the plan whose steps are given without it.
    """
    line = one_line(words)
    found: list[str] = []
    for piece in _pieces(line):
        found += _names(piece, own)
    return tuple(dict.fromkeys(found)) or ((_shown(line),) if line else ())


def _pieces(line: str) -> list[str]:
    """The words between commas and "and"; these may also be part of a plan's name before a `#`."""
    parts = rx(f"({BETWEEN})").split(line)
    last = max((place for place, part in enumerate(parts) if "#" in part), default=-1)
    found: list[str] = []
    held: list[str] = []
    for place in range(0, len(parts), 2):
        part = parts[place]
        if place < last and "#" not in part and (held or not own_steps(part)):
            held += parts[place : place + 2]
        else:
            found.append("".join([*held, part]))
            held = []
    return found


def _names(piece: str, own: Sequence[str]) -> list[str]:
    """What one piece names: steps of the plan, steps of another, or the piece itself."""
    steps = own_steps(piece)
    if steps:
        return steps
    bare = piece.strip(_AROUND)
    plan, _, item = bare.rpartition("#")
    a_pull_request = plan.endswith(" ") and item.isdecimal()
    if not plan or not item or a_pull_request:
        return [_shown(bare)] if bare else []
    plan = plan.rstrip().removeprefix("./")
    steps = own_steps(item) or [_shown(item.strip())]
    return steps if plan in own else [f"{plan}#{step}" for step in steps]


def own_steps(words: str) -> list[str]:
    """The steps that words name, without a plan; nothing where they are no names."""
    words = words.strip(_AROUND).rstrip(".")
    between = rx(_RANGE).fullmatch(words)
    if between and not (between[4] == "-" and between[1].endswith("-")):  # `step-1-2` is one step
        first, last = int(between[3]), int(between[5])
        if first < last <= first + _MOST_OF_A_RANGE:
            return [f"step-{between[2]}{number}" for number in range(first, last + 1)]
    found = rx(_NAME).fullmatch(words)
    if found is not None:
        return [_name(found)]
    each = [rx(_NAME).fullmatch(word) for word in words.split()]
    return [_name(one) for one in each if one] if all(each) else []


def _name(found: re.Match[str]) -> str:
    number = found[1] or found[2]
    return f"step-{number}" if number else found[3]


def _shown(words: str) -> str:
    """Words that name no step, nor one of another plan, as a name; not too long."""
    words = " ".join(words.replace("`", "'").replace("#", "").split()) or "?"
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
