"""Values in words: "231 ms", "198 ± 9 ms", "<= 200 ms". No rounding makes them say anything else."""

from __future__ import annotations

import math
from collections.abc import Sequence

from planproof.evidence.bounds import same
from planproof.evidence.noise import Interval
from planproof.plan.figures.sentence import Figure
from planproof.text.patterns import rx

_DIGITS = 3
"""As many digits are shown, unless a bound is so near that more are needed."""

LONGEST = 28
_VERB = (
    r"(?i)^(?:we\s+)?(?:reduce|decrease|lower|cut|shrink|drop|shorten|minimi[sz]e|increase|improve|raise"
    r"|grow|boost|bring|speed up|keep|the|a|an|overall)\s+"
)
_TAIL = (
    r"(?i)\s*(?:\b(?:from|than|against|vs\.?)\s.*|\b(?:is|are|was|be|stays?|remains?|takes?)(?:\s+\w+ed)?"
    r"|\bof (?:the )?)$"
)


def printable(text: str, most: int = 60) -> str:
    """A name out of somebody's file, on one line, short, and without what a terminal would obey."""
    kept = "".join(char if char.isprintable() else " " for char in text[: 4 * most])
    kept = " ".join(kept.replace("`", "'").split())
    return kept if len(kept) <= most else kept[: most - 1].rstrip() + "…"


def plain_number(value: float) -> str:
    """A number as a person would write it: `200`, `0.1`, `1.5`."""
    return f"{value:.12g}" if abs(value) >= 1e15 or 0 < abs(value) < 1e-6 else _fixed(value, 9)


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _decimals(value: float, digits: int) -> int:
    """How many decimals show so many digits of a value; the whole part is always shown in full."""
    if value == 0 or not math.isfinite(value):
        return 0
    return min(max(0, digits - 1 - math.floor(math.log10(abs(value)))), 30)


def _keeps(text: str, value: float, bounds: Sequence[float]) -> bool:
    """Whether a number as it is shown stands to every bound as the value itself does."""
    shown = float(text)
    return all(
        (same(shown, bound) and same(value, bound))
        or (
            not same(shown, bound) and not same(value, bound) and (shown < bound) == (value < bound)
        )
        for bound in bounds
    )


def rounded(value: float, bounds: Sequence[float] = ()) -> str:
    """A value with three digits, or as many as tell it from the bounds."""
    tiny = value != 0 and not 1e-6 <= abs(value) < 1e15
    for digits in range(_DIGITS, 18):
        text = f"{value:.{digits - 1}e}" if tiny else _fixed(value, _decimals(value, digits))
        if _keeps(text, value, bounds):
            return text
    return repr(value)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: `200 ms`, `2x`, `0.8`."""
    return f"{number}{unit}" if unit in ("", "x") else f"{number} {unit}"


def measured(interval: Interval, unit: str, bounds: Sequence[float] = ()) -> str:
    """A value with its interval, where it has one: "198 ± 9 ms", or "198 ms (190 to 212 ms)"."""
    value, low, high = interval
    if not interval.known:
        return with_unit(rounded(value, bounds), unit)
    if abs((high - value) - (value - low)) <= 0.01 * (high - low):
        both = _around(value, (high - low) / 2, bounds)
        if both:
            return with_unit(both, unit)
    return f"{with_unit(rounded(value, bounds), unit)} ({span(low, high, unit, bounds)})"


def span(low: float, high: float, unit: str, bounds: Sequence[float] = ()) -> str:
    """From a value to another: "190 to 212 ms"; one value where they are the same."""
    last = with_unit(rounded(high, bounds), unit)
    return last if low == high else f"{rounded(low, bounds)} to {last}"


def _around(value: float, half: float, bounds: Sequence[float]) -> str:
    """A value and its distance to either end; empty where rounding would make them say something else."""
    for digits in range(1, 10):
        decimals = max(_decimals(value, _DIGITS) if digits == 1 else 0, _decimals(half, digits))
        texts = _fixed(value, decimals), _fixed(half, decimals)
        ends = [(value - half, -1), (value, 0), (value + half, 1)]
        shown = [float(texts[0]) + sign * float(texts[1]) for _, sign in ends]
        kept = all(
            _keeps(repr(one), exact, bounds) for one, (exact, _) in zip(shown, ends, strict=True)
        )
        if kept and float(texts[1]) > 0:
            return " ± ".join(texts)
    return ""


def subject(figure: Figure, name: str) -> str:
    """What a sentence's figure is about, in a word or a few: `p95`, `error rate`; else what was read.

    Nothing where the unit says it: "3 errors".
    """
    if figure.statistic:
        return figure.statistic
    said = rx(_TAIL).sub("", rx(_VERB).sub("", printable(figure.metric, 200)))
    if figure.dimension == "count" and figure.unit and said.lower().endswith(figure.unit.lower()):
        return ""
    if said and len(said) <= LONGEST and not said.startswith(("than ", "slower", "faster")):
        return said
    name = printable(name)
    if not name:
        return printable(said, LONGEST)
    return name if len(name) <= LONGEST else printable(said or name, LONGEST)


def limit(figure: Figure, way: str = "") -> str:
    """What a figure has to be: "<= 200 ms", "2 to 4 errors", ">= 30 % less".

    Args:
        figure: the figure.
        way: of a change: `down` or `up`.
    """
    signs = {"change": ">=", "between": "", "within": "within ±", "": ""}
    sign = signs.get(figure.comparator, figure.comparator)
    value = plain_number(
        abs(figure.value) if way and figure.comparator == "change" else figure.value
    )
    if figure.comparator == "between" and figure.upper is not None:
        value += f" to {plain_number(figure.upper)}"
    if sign == "==" and not figure.value and figure.dimension == "count" and figure.unit:
        return f"no {figure.unit}"
    if sign == "==" and figure.tolerance:
        sign = ""  # "200 ms ± 10 ms"
    said = f"{sign} {with_unit(value, figure.unit)}".strip()
    if way and figure.comparator != "within":
        return f"{said} {more_or_less(figure, way)}".rstrip()
    if figure.tolerance and figure.comparator != "within":
        said += f" ± {with_unit(plain_number(figure.tolerance), figure.unit)}"
    if figure.comparator == "within" and figure.start is not None:
        said += f" of {with_unit(plain_number(figure.start), figure.unit)}"
    return said


def more_or_less(figure: Figure, way: str) -> str:
    """The word behind the amount of a change; none for "0.5x", which says it by itself."""
    if figure.unit == "x" and figure.value < 1:
        return ""
    return {"up": "more", "down": "less"}.get(way, "")


def wanted(figure: Figure, name: str = "", way: str = "") -> str:
    """A sentence's figure in short: "p95 <= 200 ms"."""
    return f"{subject(figure, name)} {limit(figure, way)}".strip()
