"""A figure in JSON that no reader knows: its value, and what name and neighbours say of it."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from planproof.evidence.content import at, number
from planproof.evidence.jsonpath import Reached, dotted
from planproof.evidence.model import Measurement
from planproof.evidence.naming import statistic_of, unit_of
from planproof.evidence.saying import printable
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

_NOT_FINITE = frozenset(("nan", "inf", "infinity"))


class NotFound(NamedTuple):
    """Why no figure is read.

    Attributes:
        message: what is wrong, in one sentence without a full stop.
        help: what to do, in another.
    """

    message: str
    help: str


def as_measurement(reached: Reached, root: Any) -> Measurement | NotFound:
    """A value in JSON as a measurement.

    Its unit is what it says itself ("231ms"), else what its name says, else a `unit` beside it. The name
    goes first because a `unit` is often that of its neighbours.

    Args:
        reached: the value, neither an object nor a list.
        root: the whole JSON.
    """
    name = dotted(reached.keys)
    found = _value(reached.value, f"`{printable(name)}`")
    if isinstance(found, NotFound):
        return found
    value, unit = found
    keys = [key for key in reached.keys if isinstance(key, str)]
    beside = at(root, *reached.keys[:-1]) if reached.keys else None
    unit = unit or unit_of(keys)
    for key in ("unit", "units"):
        said = at(beside, key)
        if not unit and isinstance(said, str) and len(said) <= 40:
            known = canonical_unit(said)
            unit = known.name if known else said.strip()
    return Measurement(
        name=name,
        value=value,
        unit=unit,
        statistic=statistic_of(keys),
        aliases=(reached.pointer,),
    )


def _value(value: Any, name: str) -> tuple[float, str] | NotFound:
    """A value and the unit that it is written with."""
    if value is None or isinstance(value, bool):
        said = {None: "null", True: "true", False: "false"}[value]
        return NotFound(f"{name} is {said}, not a figure", "Name a figure.")
    if isinstance(value, str):
        return _written(value, name)
    found = number(value)
    if found is None:
        return _not_finite(name, value)
    return found, ""


def _not_finite(name: str, value: Any) -> NotFound:
    what = "NaN" if isinstance(value, float) and math.isnan(value) else "infinite or too large"
    return NotFound(f"{name} is {what}, not a figure", "Look at what measured it, and do so anew.")


def _written(text: str, name: str) -> tuple[float, str] | NotFound:
    bare = text.strip()
    if bare.lstrip("+-").lower() in _NOT_FINITE:
        return _not_finite(name, math.nan if "nan" in bare.lower() else math.inf)
    match = rx(
        r"([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,300})(?:\.[0-9]{1,300})?(?:[eE][+-]?[0-9]{1,4})?)\s*(.{0,40})"
    ).fullmatch(bare)
    if match:
        value = number(match[1].replace(",", ""))
        unit = canonical_unit(match[2])
        if value is None:
            return _not_finite(name, math.inf)
        if unit is not None or not match[2]:
            return value, unit.name if unit else ""
    return NotFound(f'{name} is the text "{printable(text, 30)}", not a figure', "Name a figure.")
