"""What a figure's name says of it: `orders_p95_ms` is a p95 in ms, `errorRatio` a share.

Names are what people write into JSON files of their own. Where a name does not say, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence

from planproof.plan.figures import lexicon
from planproof.plan.figures.units import per_time, simple_unit
from planproof.text.patterns import rx

# `min` is missing: it is the minimum. Single letters count only as a part of their own (`wait_s`).
_UNITS = lexicon.word_set(
    """
    ns nanos nanosecond nanoseconds us µs usec micros microsecond microseconds ms msec msecs millis
    millisecond milliseconds s sec secs second seconds mins minute minutes h hr hrs hour hours day
    days byte bytes kb mb gb tb kib mib gib tib percent pct rps rpm qps tps fps kbps mbps gbps
    """
)
_SHARES = frozenset(("ratio", "fraction", "share"))
_STATISTICS = {
    **dict.fromkeys(("mean", "avg", "average"), "mean"),
    **dict.fromkeys(("median", "med"), "median"),
    **dict.fromkeys(("max", "maximum", "peak"), "max"),
    **dict.fromkeys(("min", "minimum"), "min"),
    **dict.fromkeys(("stddev", "stdev", "std"), "stddev"),
}
_SAME = {"median": "p50", "p100": "max", "p0": "min"}
# Keys under which a value stands whose name is the key above.
_VALUES = frozenset(("value", "val", "score", "result", "estimate", "point_estimate"))
_PERCENTILE = (
    r"(?:(?<![A-Za-z0-9])[pP]|(?<=[a-z0-9])P|percentile[ _-]?)\(?"
    r"([0-9]{1,2}(?:[._](?:9{1,3}|5|0))?|100|9{3,5})\)?(?![0-9])"
    r"|(?<![0-9.])([0-9]{2}(?:\.[0-9]{1,3})?)(?:th|st|nd|rd)(?![a-z])"
)
# Words that tell the same of a measurement.
_GROUPS = {
    word: group.split()[0]
    for group in (
        "latency latencies duration time response took takes runtime elapsed answer",
        "error fail failed failure failing fails",
        "throughput request requests req reqs rps qps tps",
        "memory mem rss heap ram",
        "coverage covered cover",
        "success succeed succeeded successful succeeds pass passed passing",
        "build builds building compile",
    )
    for word in group.split()
}
_SAYS_LITTLE = lexicon.word_set(
    "per th rate ratio share percentage percent number count total aggregated value target score http p the of stay"
)
_SAYS_NOTHING = _SAYS_LITTLE | lexicon.STOP | frozenset(_STATISTICS) | _UNITS


def unit_of(keys: Sequence[str]) -> str:
    """The unit that the last of these keys names; the one above it where the last is no name.

    Args:
        keys: the path to a figure: `("orders_ms", "p95")`.

    Returns:
        As `planproof.plan.figures.units` spells it; empty where they do not say.
    """
    if not keys:
        return ""
    unit = _unit(_parts(keys[-1]))
    if not unit and len(keys) > 1 and (keys[-1].lower() in _VALUES or statistic_of(keys[-1:])):
        unit = _unit(_parts(keys[-2]))
    return unit


def _unit(parts: list[str]) -> str:
    if len(parts) > 1 and parts[-2].lower() == "per":
        left, right = (parts[-3] if len(parts) > 2 else ""), parts[-1].lower()
        noun = left.lower()
        if not (_known(left) or noun.endswith("s") or noun in ("req", "op")):
            noun = "requests"
        found = per_time(_known(left) or noun, right)
        return found.name if found else _known(left)  # ns_per_op is in ns
    last = parts[-1] if parts else ""
    return "x" if last.lower() in _SHARES else _known(last)


def _known(part: str) -> str:
    """The unit that a part of a name is, as it is written or in lower case."""
    exact = simple_unit(part) if len(part) > 1 else None
    low = part.lower()
    if exact is None and low in _UNITS:
        exact = simple_unit(low)
    known = exact is not None and low != "min" and (low in _UNITS or part == exact.name)
    return exact.name if exact is not None and known else ""


def _parts(name: str) -> list[str]:
    """A name cut at its marks and, unless a piece is a unit, where capitals begin a word."""
    found: list[str] = []
    for piece in rx(r"[A-Za-z0-9µ%]+").findall(name):
        if _known(piece):
            found.append(piece)
        else:
            words = rx(r"[A-Z]+(?![a-z])|[A-Z]?[a-zµ]+|[0-9]+|%").findall(piece)
            found += [word for word in words if len(words) == 1 or len(word) > 1]
    return found


def statistic_of(keys: Sequence[str]) -> str:
    """The statistic that the last of these keys that names one names; empty if none does."""
    for key in reversed(keys):
        match = rx(_PERCENTILE).search(key)
        if match:
            return percentile(match[1] or match[2])
        parts = [part.lower() for part in _parts(key)]
        for place in range(len(parts) - 1, -1, -1):
            if parts[place] in _STATISTICS and parts[place - 1 : place] != ["per"]:
                return _STATISTICS[parts[place]]
    return ""


def percentile(digits: str) -> str:
    """A percentile as figures spell it: `p99.9` for `99.9`, `99_9` and `999`."""
    digits = digits.replace("_", ".")
    if "." not in digits and len(digits) > 2 and set(digits) == {"9"}:
        digits = f"99.{digits[2:]}"
    return f"p{float(digits):g}"


def same_statistic(one: str, other: str) -> bool:
    """Whether two statistics are the same: the median is the 50th percentile."""
    return _SAME.get(one, one) == _SAME.get(other, other)


def telling(text: str) -> frozenset[str]:
    """The words of a text or a name that tell what is measured, with one word for those that mean the same."""
    found = set()
    for part in _parts(text):
        word = part.lower()
        if len(word) > 3 and word.endswith("s") and word not in _GROUPS:
            word = word[:-2] if word.endswith(("ches", "shes", "sses", "xes")) else word[:-1]
        word = _GROUPS.get(word, word)
        said = len(word) > 1 and not word.isdigit() and word not in _SAYS_NOTHING
        if said and not rx(lexicon.CHANGES).match(word):
            found.add(word)
    return frozenset(found)
