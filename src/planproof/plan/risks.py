"""How bad a risk is, by its template's scale of impacts, and whether anything is done about it."""

from __future__ import annotations

from planproof.plan.model import Risk
from planproof.plan.wording import normalised, says_none

SAME = {
    "med": "medium",
    "moderate": "medium",
    "mid": "medium",
    "severe": "critical",
    "very high": "critical",
    "minor": "low",
    "very low": "low",
    "negligible": "low",
    "major": "high",
    "significant": "high",
    "h": "high",
    "m": "medium",
    "l": "low",
}


def place(text: str, impacts: tuple[str, ...]) -> int | None:
    """Where words stand on a scale of impacts, from 0; None for words that are not on it.

    `Medium-High` stands where its higher part stands.
    """
    words = normalised(text)
    words = SAME.get(words, words)
    if words in impacts:
        return impacts.index(words)
    parts = [SAME.get(part, part) for part in words.replace(" to ", " ").split()]
    places = [impacts.index(part) for part in parts if part in impacts]
    return max(places) if places and len(parts) <= 3 else None


def _is_high(risk: Risk, impacts: tuple[str, ...]) -> bool:
    """Whether an impact is `high` or worse; without such a word, in the scale's upper half.

    Args:
        risk: the risk.
        impacts: the scale, from the least to the worst.
    """
    at = place(risk.impact.text, impacts)
    least = impacts.index("high") if "high" in impacts else (len(impacts) + 1) // 2
    return at is not None and at >= least


def is_unmitigated(risk: Risk, impacts: tuple[str, ...]) -> bool:
    """Whether a risk is high, and nothing is done about it."""
    mitigation = risk.mitigation.text
    return (
        _is_high(risk, impacts)
        and (not mitigation or says_none(mitigation))
        and not _may_be_mitigated(risk)
    )


def _may_be_mitigated(risk: Risk) -> bool:
    """Whether, in a list under "High risk", the words behind a risk's name may be the answer to it."""
    graded_by_heading = risk.impact.span.start < risk.span.start
    return graded_by_heading and not risk.mitigation.text and ":" in risk.risk.text
