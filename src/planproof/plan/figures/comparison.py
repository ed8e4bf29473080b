"""How a target is compared: its comparator, its value, whether it is a change and which way."""

from planproof.plan.figures import lexicon, targets
from planproof.plan.figures.implied import implied
from planproof.plan.figures.multiples import VERBS
from planproof.plan.figures.place import (
    Place,
    beyond,
    change_verb,
    direction,
    less_is_better,
    names_metric,
    relative_word,
    spread,
)
from planproof.plan.figures.quantities import Quantity
from planproof.plan.figures.units import Unit
from planproof.text.patterns import rx


def unit_of_pair(first: Quantity, second: Quantity) -> Unit:
    """The unit of "from A to B": B's, or A's where B has none or a noun of its own."""
    if not second.unit.name or (first.unit.name and first.unit.dimension == "count"):
        return first.unit
    return second.unit


def rises(first: Quantity, second: Quantity) -> bool:
    """Whether B is more than A in "from A to B"."""
    if not first.unit.name or not second.unit.name:
        return second.value > first.value
    return second.value * second.unit.scale > first.value * first.unit.scale


def _way(place: Place, word: str) -> str:
    """The direction of a change; an improvement's is that of the measurement, where it is named."""
    if not word.startswith(("improv", "better", "worse", "degrad", "regress")):
        return direction(word)
    named = f"{place.label} {place.said()} {place.after[:40]}".replace(word, " ")
    less = less_is_better(rx(r"improvement|regression|degradation").sub(" ", named))
    if word.startswith(("improv", "better")):
        # "Performance" is better with less time and with more requests a second.
        named = rx(r"improve|\b(?:performance|speed|speedup)\b").sub("", named)
        return "down" if less else ("up" if names_metric(named) else "")
    return "up" if less else ""


def relation(place: Place, first: Quantity | None) -> tuple[bool, str]:
    """Whether a quantity is a change, and its direction."""
    quantity = place.quantity
    if first is not None:
        return False, "up" if rises(first, quantity) else "down"
    ratio = quantity.unit.dimension == "ratio"
    word = relative_word(place) if ratio else ""
    if word:
        return True, _way(place, word)
    if quantity.comparator and (word := beyond(place)):
        return True, direction(word)
    if quantity.phrase in VERBS:
        return True, VERBS[quantity.phrase]
    if quantity.lead == "as":
        return True, ""
    verb = change_verb(place.said())
    if quantity.lead == "by" and verb:
        return True, _way(place, verb)
    if ratio and quantity.lead in {"up", "down"}:
        return True, quantity.lead
    if quantity.unit.name == "x" and not quantity.comparator and verb:
        return True, _way(place, verb)
    if quantity.lead in lexicon.BY and ratio and not quantity.comparator:
        return True, ""
    if quantity.signed and ratio:
        return True, "down" if quantity.value < 0 else "up"
    return False, ""


def comparison(
    place: Place, first: Quantity | None, *, relative: bool, way: str
) -> tuple[str, float, float | None]:
    """Comparator, value and upper end of a target."""
    quantity = place.quantity
    value, upper = quantity.value, quantity.upper
    comparator = _comparator(place, first, relative=relative, way=way)
    if upper is None:
        return comparator, value, None
    if not quantity.comparator and first is None:
        return ("change" if relative else "between"), value, upper
    if comparator in {"<", "<="}:
        return comparator, upper, None
    return comparator, value, (upper if comparator in {"between", "within"} else None)


def _comparator(place: Place, first: Quantity | None, *, relative: bool, way: str) -> str:
    quantity = place.quantity
    comparator = quantity.comparator
    if comparator == "better":
        return "<=" if quantity.unit.dimension == "time" else ">="
    if quantity.phrase == "within":
        near = r"^\s*(?:of|from)\s+(?:the\s+)?(?:today|baseline|current|existing|previous|present|old|v[0-9])"
        if quantity.unit.dimension == "ratio" or rx(near).match(place.after):
            return "within"
    if quantity.phrase == "up to" and targets.is_capacity(place):
        return ">="
    if first is not None:
        return comparator or ("<=" if way == "down" else ">=")
    if comparator:
        return targets.negated(place)
    if spread(place):
        return "=="  # "200 ms ± 10 ms": neither more nor less
    return "change" if relative else implied(place)
