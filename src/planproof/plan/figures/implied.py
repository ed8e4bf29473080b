"""Targets that have no comparator: "80 % coverage", "zero regressions", "reduced by 30 %"."""

from planproof.plan.figures import lexicon
from planproof.plan.figures.place import (
    Place,
    change_verb,
    counted_before,
    direction,
    is_metric,
    less_is_better,
    names_metric,
    spread,
    words,
)
from planproof.plan.figures.shares import approximate, share, whole_of_cjk
from planproof.plan.figures.unmarked import MASK
from planproof.text.patterns import rx


def is_implied(place: Place) -> bool:
    """A quantity without a comparator that is a target all the same."""
    quantity = place.quantity
    dimension = quantity.unit.dimension
    if quantity.lead in {"by", "to"} and change_verb(place.said()):
        return _moved(place)
    if place.before.rstrip().endswith("+") or rx(r"\s*\+\s").match(place.after):
        return False  # a sum: "1 GB RAM + 1 GB swap"
    aimed = spread(place) and names_metric(place.before or place.label)
    if aimed or (quantity.lead in lexicon.BY and dimension == "ratio"):
        return not place.sets()
    if quantity.unit.name == "frames/s":
        return _framed(place)
    if dimension == "ratio":
        return share(place)
    return _none(place) if quantity.value == 0 else _amount(place)


def _amount(place: Place) -> bool:
    """A count, a time, a size, a rate or a price."""
    quantity = place.quantity
    dimension = quantity.unit.dimension
    lasting = {"releases", "runs", "builds", "nights", "sprints"}
    if quantity.lead == "for" and (dimension == "time" or quantity.unit.name in lasting):
        instant = dimension == "time" and quantity.unit.scale <= 1
        return not instant and bool(rx(lexicon.STABLE).search(place.before))
    if dimension in {"count", "rate"} and quantity.value >= 10 and bears(place):
        return True
    if dimension == "count" and quantity.unit.name and not place.names:
        if quantity.value >= 10 and rx(lexicon.ACTIVE).search(
            place.sentence.low, quantity.number, quantity.end
        ):
            return True
        return rx(r"^\W*(?:target|goal)\W*$").match(place.label) is not None
    if dimension in {"count", ""} or place.sets():
        return False
    if quantity.lead == "in" and dimension == "time":
        told = rx(lexicon.COMPLETED).search(place.before)
        if told or quantity.unit.scale > 3600 or rx(lexicon.BEHAVES).search(place.before):
            return False
        return bool(rx(lexicon.COMPLETES).search(place.before))
    return _stated(place)


def _framed(place: Place) -> bool:
    """A rate of frames: "60 fps on a laptop", "animations run at 60 fps"."""
    if place.sets() or rx(lexicon.ALARMS).search(place.before):
        return False
    return not place.names or rx(lexicon.FRAMED).search(place.before) is not None


def _moved(place: Place) -> bool:
    """Reduced by so much, raised to so much: a target, unless a setting is what moves."""
    quantity = place.quantity
    if rx(lexicon.ALARMS).search(place.before):
        return False
    if quantity.lead == "to" and place.before.rstrip().endswith(f"{MASK} to"):
        return False  # "increase `timeout_ms` to 500 ms"
    if quantity.lead == "to" and rx(r"\b(?:re)?sets?\b[^,;]* to\s*$").search(place.before):
        return False  # "set the reduced price to 0"
    if approximate(place) and rx(r"(?:reduces|drops|shrinks|grows) (?:to|by)\s*$").search(
        place.before
    ):
        return False  # "compression reduces to about 5 kB" tells what it does
    noun = quantity.unit.name
    if quantity.unit.dimension not in {"count", ""}:
        parts = [name.rpartition("_")[2] for name in place.names]
        set_ = not lexicon.SETTINGS.isdisjoint(parts) and not place.measures()
        return not place.sets() and not set_
    if noun and quantity.lead == "by":
        return noun not in lexicon.BOUNDS and not place.sets()
    return quantity.value == 0 and bool(counted_before(place) or place.measures())


def bears(place: Place) -> bool:
    """Whether a load is to be borne: "handles 10k events per second"."""
    if not rx(lexicon.BEARS).search(place.before.rstrip()):
        return False
    return (
        place.quantity.unit.dimension == "rate"
        or place.crowded()
        or place.before.rstrip().endswith(" to")
        or place.before.strip().endswith("scale to")
    )


def _stated(place: Place) -> bool:
    """A measurement and its figure, nothing between: "p95 latency: 200 ms", "target: 5 s"."""
    quantity = place.quantity
    if quantity.signed or approximate(place) or rx(lexicon.FOUND).search(place.before):
        return False
    ranged = quantity.upper is not None and "target" not in place.before + place.label
    if ranged and quantity.unit.dimension in {"bytes", "time"}:
        return False  # an estimate: "memory: 100-300 MB"
    if quantity.unit.dimension == "bytes" and not lexicon.INPUTS.isdisjoint(place.names):
        return False  # "max upload size 10 MB"
    return _most(place) or _named(place)


def _named(place: Place) -> bool:
    """Whether what stands before a quantity names a measurement or a target, and no more."""
    quantity = place.quantity
    last = place.names[-1] if place.names else ""
    if last and is_metric(last) and len(place.names) <= 4:
        sure = last not in lexicon.UNSURE_METRICS
        if sure or any(is_metric(name) for name in place.names[:-1]):
            return True
    if last == "of" and len(place.names) > 1 and is_metric(place.names[-2]):
        return place.names[-2] not in lexicon.UNSURE_METRICS
    if last and last not in {"target", "goal", "of", "is", "be", "stays", "stay", "at"}:
        return False
    text = place.before if place.names else place.label.replace("required", "")
    other = rx(rf"{lexicon.BEHAVES}|\btests?\s*$|^\W*duration\W*$").search(text)
    if not place.names and other:
        return False
    if place.after.lstrip().startswith("by default"):
        return False
    if rx(r"^\W*(?:average|avg|mean|median|min|max)\W*$").match(text):
        return False  # of what has been measured
    if rx(lexicon.GUESSES).search(text):
        return "target" in text
    if rx(r"\b(?:target|goal)s?\b").search(text):
        return True
    brief = quantity.unit.dimension == "time" and quantity.unit.scale <= 1
    if not place.names and brief and rx(lexicon.TIMED).search(text):
        return True
    return names_metric(text) and (not last or last in {"be", "stays", "stay"})


def _most(place: Place) -> bool:
    """The most or the least of a measurement, named first: "Maximum memory while it runs 512 MB"."""
    if place.names[:1] not in (["maximum"], ["max"], ["peak"], ["minimum"], ["min"]):
        return False
    if place.after.strip(" *_`,") or place.sets() or len(place.names) > 7:
        return False
    if not lexicon.INPUTS.isdisjoint(place.names) or not lexicon.SETTINGS.isdisjoint(place.names):
        return False
    return any(is_metric(name) for name in place.names[1:3])


def _none(place: Place) -> bool:
    """None of something counted: "zero peers", "0 errors"; a counter that "should be zero"."""
    quantity = place.quantity
    noun = quantity.unit.name.lower()
    if quantity.unit.dimension != "count":
        return False
    if not noun:
        if place.after.lstrip().startswith(MASK):
            return not place.names
        if not place.names and words(place.label)[-1:] and not place.after.strip(" *"):
            return words(place.label)[-1] in lexicon.DEFECTS
        copula = rx(r"\b(?:be|is|are|stays?|remains?)\s*$").search(place.before)
        return bool(copula) and any(is_metric(word) for word in place.names)
    if rx(r"^\s*(?:or\b|to\s+[0-9]|and/or)|^-|^/(?!warnings|errors|failures)").match(place.after):
        return False
    following = place.sentence.low[quantity.end : quantity.end + 80]
    if rx(r"\s*(?:\([^()]*\)\s*)?(?::|→|=>|->)").match(following):
        return False  # a case, a title: "Zero config: ..."
    if rx(r"\b(?:passed|ran|completed)\b").search(place.before):
        return False
    plural = noun.endswith("s") and not noun.endswith("ss")
    if not plural and noun not in lexicon.LOSSES:
        return False  # rhetoric: "zero startup cost"
    if noun in lexicon.HITS and MASK in place.before and rx(lexicon.FINDS).search(place.before):
        return True
    listed = noun in lexicon.DEFECTS and place.head and place.before.rstrip()[-1:] == ","
    if not place.head or listed or rx(lexicon.PROMISES).search(place.head):
        return True
    if noun not in lexicon.DEFECTS | lexicon.SIZES or place.after.lstrip().startswith(
        ("when", "if")
    ):
        return False
    return bool(rx(lexicon.REPORTS).search(place.head))


def absence(low: str) -> tuple[int, int] | None:
    """Where "no <faults>" stands at the head of a sentence that says no more than that."""
    match = rx(
        r"^[\W_]*(?:[0-9]+[.)]?\s+|[^:]{1,60}:\s+)?(no)(\s+[a-z0-9-]+)(\s+[a-z0-9-]+)?(\s+[a-z0-9-]+)?"
    ).match(low)
    if match is None:
        return None
    group = next((i for i in (2, 3, 4) if (match[i] or "").strip() in lexicon.FAULTS), 0)
    rest = low[match.end(group) : match.end(group) + 120]
    if not group or ":" in rest:
        return None
    over = (
        r"\b(?:over|for|during|in|within)\s+(?:(?:[a-z]+|[0-9]+)\s+){0,3}"
        r"(?:hours?|days?|weeks?|months?|releases?|runs)\b"
    )
    told = r"^\s(?:reported|detected|found|observed|introduced)\W*$"
    alone = match[group].strip() in lexicon.GRAVE and rx(r"^\W*$").match(rest)
    if alone or rx(told).match(rest) or rx(over).search(rest):
        return match.start(1), match.end(group)
    return None


def implied(place: Place) -> str:
    """The comparator of a target that has none written: a bare percentage means "at least"."""
    quantity = place.quantity
    if quantity.value == 0:
        return "=="
    if quantity.lead == "to":
        verb = change_verb(place.before)
        if quantity.unit.dimension == "time" and verb.startswith(lexicon.NO_DIRECTION):
            return "<="  # "speed the build up to 5 min"
        return "<=" if direction(verb) == "down" else ">="
    if (
        quantity.unit.dimension == "ratio"
        and (place.after.startswith(" of ") or whole_of_cjk(place))
        and quantity.value >= 50
    ):
        return "==" if quantity.value == 100 else ">="
    if quantity.lead == "for" or bears(place):
        return ">="
    if quantity.lead == "in" or quantity.unit.dimension in {"time", "money", "money/s"}:
        return "<="
    if rx(r"\b(?:reduction|savings?|improvement|decrease)\W*$").search(
        place.before if place.names else place.label
    ):
        return ">="  # "Total cost reduction: 30 %"
    after = rx(r"[=,]").split(place.after[:40], maxsplit=1)[0]
    named = f"{place.aimed} {place.label} {place.before} {after}"
    return "<=" if less_is_better(named) else ">="
