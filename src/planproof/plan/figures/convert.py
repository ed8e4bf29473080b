"""Whether a value in one unit can be compared with one in another, and how to convert it.

Within a dimension by the units' scales, with the care that a careless reader lacks:

- bits and bytes convert by eight, also per time: `Mb` and `MB` are told apart when they are read.
- `%`, `‰`, `ppm` and `x` are shares of one; a bare number is taken for `x`. A percentage point
  (`pp`) is a difference of two shares and compares with percentage points alone.
- A rate compares with a rate of the same things, or with one of anything (`ops/s`, `Hz`, `/s`):
  `orders/s` against `req/s` is refused until the project says that an order is a request.
- A count compares with a count of the same things, or with a bare number; so does a project's own
  unit that is so much of nothing else.
- Money compares within a currency: there is no rate of exchange here.
"""

from planproof.plan.figures.units import Unit, canonical_unit, counted

_BITS = {"bits": "bytes", "bits/s": "bytes/s"}


def comparable(one: str, other: str) -> float | None:
    """What to multiply a value in unit `one` by to get it in unit `other`.

    Args:
        one: a unit as figures and measurements spell it, a counted noun, or empty.
        other: the same.

    Returns:
        None if the two cannot be compared, or if one of them is ambiguous (`m`).
    """
    first, second = _unit(one), _unit(other)
    if first is None or second is None:
        return None
    scales = _base(first)[1], _base(second)[1]
    if _base(first)[0] != _base(second)[0]:
        return 1.0 if _is_bare(first, second) or _is_bare(second, first) else None
    if not _same_kind(first, second):
        return None
    return scales[0] / scales[1]


def _unit(text: str) -> Unit | None:
    """The unit of that spelling; a word that is none is a noun that is counted."""
    unit = canonical_unit(text)
    if unit is not None:
        return unit
    text = text.strip()
    return None if text in {"m", "M"} or "/" in text else counted(text)


def _base(unit: Unit) -> tuple[str, float]:
    """Dimension and scale, with bits as eighths of a byte."""
    if unit.dimension in _BITS:
        return _BITS[unit.dimension], unit.scale / 8
    return unit.dimension, unit.scale


def _is_bare(bare: Unit, unit: Unit) -> bool:
    """Whether one is a bare number and the other what a bare number can stand for."""
    return bare == counted("") and unit.name in {"x", unit.dimension}


def _same_kind(first: Unit, second: Unit) -> bool:
    """Whether two units of one dimension measure the same kind of thing."""
    match first.dimension:
        case "ratio":
            return (first.name == "pp") == (second.name == "pp")
        case "rate":
            return first.noun == second.noun or not (first.noun and second.noun)
        case "count":
            return first.noun == second.noun or not (first.name and second.name)
        case "money" | "money/s":
            return first.name.partition("/")[0] == second.name.partition("/")[0]
    return True
