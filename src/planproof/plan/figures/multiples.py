"""Changes that are told without a figure: "halve", "cut in half", "by a third", "double", "twice"."""

import re
from collections.abc import Iterator

from planproof.plan.figures.comparators import lead_before
from planproof.plan.figures.lexicon import word_set
from planproof.plan.figures.quantities import Quantity
from planproof.plan.figures.units import Unit
from planproof.text.patterns import rx

# The words of which one must be in a text, so that it is worth looking.
TOLD = word_set(
    """
    half halve halves halved halving third quarter thirds quarters fifth tenth double doubles
    doubled doubling triple triples tripled twice thrice
    """
)

_MULTIPLE = (
    r"\b(?P<half>in half(?! (?:the|its|our)\b)|by (?:a |one[- ])?half)\b"
    r"|\bby (?:a|one|two|three)?[- ]?(?P<part>thirds?|quarters?|fifth|tenth)\b"
    r"|\b(?P<halve>halv(?:e|es|ed|ing)|half (?:the|its|our)(?= \w))\b"
    r"|\b(?P<times>doubl(?:e|es|ed|ing)|tripl(?:e|es|ed|ing))\b(?!-)"
    r"|\b(?P<twice>twice|thrice) as \w+"
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_SHARE = Unit("%", "ratio", 0.01)
_FACTOR = Unit("x", "ratio", 1.0)
_COUNTS = {"two": 2, "three": 3}
VERBS = {"halve": "down", "double": "up", "triple": "up"}
"""The verbs that say the change themselves, and its direction."""


def multiples(low: str) -> Iterator[Quantity]:
    """The changes told in words in a lower-case text, in order, as quantities in `%` or `x`."""
    for match in rx(_MULTIPLE).finditer(low):
        yield _quantity(low, match)


def _quantity(low: str, match: re.Match[str]) -> Quantity:
    start, end = match.span()
    unit, phrase = _SHARE, ""
    value = 50.0
    if match["part"]:
        many = next((count for word, count in _COUNTS.items() if word in match[0]), 1)
        value = round(100.0 * many / _PARTS[match["part"].rstrip("s")], 6)
    elif match["halve"]:
        phrase = "halve"
    elif match["times"] or match["twice"]:
        unit = _FACTOR
        value = 2.0 if match[0].startswith(("doubl", "twice")) else 3.0
        phrase = "" if match["twice"] else ("double" if value < 3 else "triple")
    if not phrase and not match["twice"]:
        start = match.start() + 3  # past "by " or "in "
    lead = "as" if match["twice"] else ("" if phrase else "by")
    return Quantity(
        start=start,
        end=end,
        number=start,
        comparator="",
        value=value,
        upper=None,
        unit=unit,
        lead=lead or lead_before(low, start),
        phrase=phrase,
    )
