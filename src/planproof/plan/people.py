"""Who is named in a plan, and who is not yet."""

from __future__ import annotations

import re
from functools import cache


@cache
def _nobody() -> re.Pattern[str]:
    return re.compile(
        r"[\W_]*(?:tb[dac]|todo|fixme|xxx+|unassigned|unknown|someone|open|name"
        r"|to be (?:determined|decided|assigned|defined|named|confirmed|announced))?[\W_]*",
        re.IGNORECASE,
    )


def is_nobody(text: str) -> bool:
    """Whether words stand for a name that is still to come: "(TBD)", "?", "<name>", or nothing."""
    if text.startswith("<") and text.endswith(">"):
        return True
    if text.strip() in ("-", "–", "—"):
        return False
    return _nobody().fullmatch(text) is not None
