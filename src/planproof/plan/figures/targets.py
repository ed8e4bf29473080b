"""Which quantities of a sentence are targets, and which are something else.

Most numbers in a plan are no targets: parameters of a behaviour ("rejects requests older than
5 minutes"), conditions ("if the error rate exceeds 5 %"), baselines ("vs 22 before"), evidence
("(605 tests)"), settings ("timeout: 30 s"). The judgement is made from the words around the number:
what is measured, what verb governs it, whether it stands in a condition or in parentheses.
"""

import re
from collections.abc import Callable

from planproof.plan.figures import lexicon
from planproof.plan.figures.asides import beside, listed, unreal, whole
from planproof.plan.figures.implied import is_implied
from planproof.plan.figures.multiples import VERBS
from planproof.plan.figures.place import (
    Place,
    Sentence,
    counted_before,
    is_metric,
    less_is_better,
    names_metric,
    relative_word,
    words,
)
from planproof.plan.figures.quantities import Quantity
from planproof.text.patterns import rx


def is_target(sentence: Sentence, quantity: Quantity) -> bool:
    """Whether a quantity states what is to be reached."""
    if is_bare_count(sentence.low, quantity):
        return False
    place = Place(sentence, quantity)
    if beside(place) or _conditional(place) or unreal(place):
        return False
    if not quantity.value and quantity.comparator == ">=":
        return False  # "zero or more"
    if place.aimed:
        return True
    if quantity.unit.dimension == "ratio" and relative_word(place):
        return _change(place)
    if quantity.phrase in VERBS or quantity.lead == "as":
        return not place.bracketed and _multiplied(place)
    if quantity.comparator:
        return _EXPLICIT.get(quantity.unit.dimension, _physical)(place)
    if place.bracketed:
        return whole(place) or listed(place)
    if rx(r"\s*\((?:our )?(?:target|goal)\)").match(place.sentence.low, quantity.end):
        return bool(quantity.unit.name)
    if rx(r"\s*\((?:target|goal|threshold|limit)\b").match(place.sentence.low, quantity.end):
        return False  # what is today
    return is_implied(place)


_AIMED = re.compile(r"target|goal|aim|objective|slo|sla|budget|±|\+/-|\+-|plus or")
_MOVES = frozenset(("by", "to", "for", "as", "of", "above"))
_BEARS = ("handl", "support", "sustain", "process", "serv")


def is_bare_count(low: str, quantity: Quantity) -> bool:
    """Whether a number is told apart from targets at a glance: "step 3", "two files".

    A count without a comparator is a target only in the ways of `is_implied`, which all need more
    than that. Most numbers are such counts.
    """
    if not quantity.value or quantity.unit.dimension not in {"count", ""}:
        return False
    if quantity.comparator in {">", ">="} and quantity.phrase and quantity.value == 1:
        # that there is one at all: "at least one entry"
        named = quantity.unit.name not in {"", "release", "quarter"}
        return named and _AIMED.search(low) is None
    if quantity.comparator:
        return False
    if quantity.phrase or quantity.lead in _MOVES or quantity.lead.startswith(_BEARS):
        return False
    return (not quantity.unit.name or quantity.value < 10) and _AIMED.search(low) is None


def _conditional(place: Place) -> bool:
    """Whether the quantity stands in a condition and not in what follows from it."""
    start = place.sentence.bounds(place.quantity.start)[0]
    text = place.sentence.low[start : place.quantity.start]
    if (
        "with" in text
        and rx(r"^\W*with\b[^,]*$").match(text)
        and rx(r"^[^,:;]*,\s+\w+ \w+").match(place.after)
    ):
        return True
    if not place.sentence.conditional():
        return False
    conditions = list(rx(lexicon.CONDITIONS).finditer(text))
    if not conditions:
        return False
    doing = rx(lexicon.DOING).match(text, conditions[-1].end())
    if doing and not is_metric(doing[1]):
        return False
    follows = rx(r"[,:)、，]|(?<![a-z])(?:then|shall|must|should|will)\b")
    rest = rx(r"\([^()]*\)").sub("", text[conditions[-1].end() :])
    return not follows.search(rest)


def _change(place: Place) -> bool:
    """A share with "faster" or the like after it: a target, unless it is told as a fact."""
    if place.quantity.comparator:
        worse = rx(r"(?:regress|degrad|slow|worse)").match(relative_word(place))
        gates = worse and place.quantity.comparator in {
            ">",
            ">=",
        }  # "over 5 % slower fails the build"
        return not place.sets() and not (gates and rx(lexicon.PREDICATES).search(place.after))
    if place.bracketed or rx(r"\b(?:theoretical|current|actual)\b").search(place.label):
        return False
    return len(place.before.split()) <= 12 and not _told(place)


def _told(place: Place) -> bool:
    """Whether a change is told as a fact."""
    told = (
        r"\b(?:is|are|was|were|has|have|had|shows?|actually|delivering|provides|providing|due"
        r"|(?:would|could|can|may|might) be)\s*$|\b(?:delivering|providing)\b"
    )
    return rx(told).search(place.before) is not None


def _multiplied(place: Place) -> bool:
    """A measurement that is to be halved or doubled, or that is to be twice as high."""
    if place.sets() or rx(lexicon.ALARMS).search(place.before):
        return False
    if place.quantity.lead == "as":
        wanted = r"\b(?:must|shall|should|will|to)\s+(?:\w+\s+)?$|^\W*$"
        return rx(wanted).search(place.before) is not None
    if rx(r"\b(?:be|is|are|get|gets)\s*$").search(place.before):
        return names_metric(place.before)
    if place.quantity.phrase == "halve" and place.head.endswith((" in", " at", " use", " uses")):
        return names_metric(" ".join(words(place.after)[:2]))
    named = rx(r"^\s+(?:(?:the|our|its|their|current|overall)\s+)+").match(place.after)
    if place.head and named is None:
        return False
    return names_metric(" ".join(words(place.after)[:5])) and "precision" not in place.after[:12]


def behaves(place: Place) -> bool:
    """Whether a verb of behaviour governs the quantity: "rejects", "keeps ... for", "limits"."""
    brief = place.quantity.comparator in {"<", "<="} and place.quantity.phrase != "up to"
    if brief and place.quantity.unit.dimension == "time" and rx(lexicon.TAKES).search(place.before):
        return False  # "rollback takes less than 4 min"
    if rx(lexicon.ALARMS).search(place.before):
        return True
    share = place.quantity.unit.dimension == "ratio" and place.quantity.phrase == "at least"
    if share and (not place.head or place.before.rstrip().endswith(",")):
        return False  # "at least 30 % result in a merge"
    if rx(r"\b(?:must|shall|should|will|may) only\b").search(place.before):
        return True  # "must only retry with a confidence of at least 70 %"
    if not place.after.lstrip().startswith("of ") and rx(lexicon.PREDICATES).search(place.after):
        return not rx(lexicon.HOLDS).search(place.after)
    if not rx(lexicon.BEHAVES).search(place.before) or place.measures():
        return False
    if place.quantity.unit.dimension == "ratio" and place.quantity.comparator:
        if place.after.lstrip().startswith("of "):
            return False  # "refuse less than 0.1 % of the orders"
        if rx(r"\b(?:be|is|are|remains?|stays?)\s*$").search(place.before):
            return False
    if any(is_metric(word) for word in words(place.after[:40])[:2]):
        return False
    # "Rejected requests < 1 %": what was done to them is what is counted.
    first = place.names[0] if place.names else ""
    return not (first.endswith("ed") and len(place.names) <= 3 and not place.quantity.phrase)


def _physical(place: Place) -> bool:
    """A time, a size, a rate or a price with a comparator."""
    quantity = place.quantity
    dimension = quantity.unit.dimension
    if place.after.lstrip().startswith("target"):
        return True
    if quantity.phrase == "within" and rx(lexicon.LIMITS).match(place.after):
        return rx(lexicon.ENDS).search(place.before) is not None
    if place.sets():
        return False
    timely = quantity.phrase == "within" or (
        quantity.lead == "in" and quantity.comparator[0] == "<"
    )
    if dimension == "time" and timely:
        return _timely(place)
    if behaves(place):
        return False
    if quantity.phrase in {"capped at", "limited to"}:
        return place.measures() and not place.head.endswith("rate")
    if quantity.phrase == "up to":
        takes = rx(r"\b(?:takes?|last|support|handl|sustain)").search(place.before)
        return place.measures() or bool(takes) or names_metric(place.after[:20])
    if place.after.lstrip().startswith("window") and quantity.unit.scale >= 604800:
        return True
    if negated(place) in {">", ">="} and dimension in {"time", "bytes", "bits", "money"}:
        named = lexicon.METRICS.isdisjoint(words(place.before) + words(place.label))
        lasts = dimension == "time" and rx(lexicon.STABLE).search(place.before + place.after[:60])
        return not named or bool(lasts)
    return dimension != "bytes" or _taken_up(place)


def _timely(place: Place) -> bool:
    """A time within which something is to be done, and not one in which it happens to fall."""
    quantity = place.quantity
    if rx(r"\bthe\b").search(place.sentence.low, quantity.start, quantity.number):
        return False  # "within the 6 months after the launch"
    start, _ = place.sentence.bounds(quantity.start)
    earlier = any(start <= one.number < quantity.number for one in place.sentence.found)
    if quantity.unit.scale >= 86400 and earlier and not rx(lexicon.TAKES).search(place.before):
        return False  # "400 users within 3 months"
    wanted = rx(r"^[^,;]*\b(?:shall|must|should|will)\b").match(place.after)
    if place.head in {"", "then", "and"} and wanted and "after" not in wanted[0]:
        return not rx(r"^\s+(?:of|from)\b").match(place.after)
    near = rx(r"^.*(?:,|\b(?:shall|must|should|will)\b)").sub("", place.before)
    if rx(r"\b(?:was|were|had) not\b").search(near):
        return False  # "not reachable within 60 s", a message says
    repeated = rx(lexicon.REPEATS).search(near)
    return not repeated and not rx(lexicon.PREDICATES).search(place.after)


def _taken_up(place: Place) -> bool:
    """Whether a size is one that something takes up, and no input's, and not what is left free."""
    if place.names and place.names[-1] in lexicon.INPUTS:
        return False
    free = rx(r"\b(?:available|free|remaining|left)\b").search(place.before)
    return free is None or negated(place) not in {"<", "<=", "between"}


def _ratio(place: Place) -> bool:
    """A share or a factor with a comparator."""
    if place.quantity.unit.name == "x" and place.quantity.phrase == "up to":
        return False
    if place.quantity.phrase.startswith("reach") and not (
        names_metric(place.before) or names_metric(place.label) or not place.head
    ):
        return False  # "the old model reaches 98 % there"
    if not lexicon.DISPLAYS.isdisjoint(place.names):
        return False
    quantity = place.quantity
    if quantity.phrase.startswith("exceed") and less_is_better(place.before):
        wanted = rx(r"\b(?:must|shall|should|may|can|could|will)\b").search(place.before)
        if negated(place) == ">" and not wanted:
            return False  # a case: "and the drop rate exceeds 5 %"
    gate = quantity.comparator in {">", ">="} and not quantity.phrase
    worse = r"\b(?:regressions?|degradation|slowdown|adds?|causes?|introduces?|costs?)\s*$"
    if gate and rx(worse).search(place.before):
        return False  # nobody wants more of it: "CI fails on a regression > 5 %"
    return not place.sets() and not behaves(place)


def _counted(place: Place) -> bool:
    """A count with a comparator."""
    quantity = place.quantity
    noun = quantity.unit.name.lower()
    if not noun:
        return _bare(place)
    if quantity.comparator == "within" and not quantity.phrase:
        return True
    borne = place.crowded() and rx(lexicon.CAPACITY).search(place.before) is not None
    if (_bounds(place, noun) and not (borne and quantity.value >= 10)) or _in_passing(place, noun):
        return False
    if (
        rx(lexicon.CAPACITY).search(place.before)
        and quantity.value >= 10
        and (quantity.comparator in {">", ">="} or quantity.phrase == "up to")
    ):
        return not rx(lexicon.PREDICATES).search(place.after)
    if rx(lexicon.BEHAVES).search(place.before):
        return False
    if not place.head:
        return True
    if quantity.lead == "after" and noun == "releases":
        return True
    if noun in lexicon.SIZES and negated(place) == ">":
        return False  # nobody wants more of them: "a function exceeds 50 lines"
    most = 16 if quantity.phrase == "within" else 8
    if noun in lexicon.SIZES and quantity.phrase != "up to" and len(place.names) <= most:
        return True
    if quantity.value == 1 or quantity.phrase == "up to":
        released = noun == "release" and quantity.lead == "for"
        return quantity.value == 1 and (released or not quantity.phrase)
    if not quantity.phrase and quantity.lead not in {"with", "for"}:
        return len(place.names) <= 8 or place.head.endswith((" is", " are"))
    return bool(rx(lexicon.HEADS).search(place.head))


def _bounds(place: Place, noun: str) -> bool:
    """Whether a count bounds a behaviour or an entity: attempts, characters, "may contain"."""
    quantity = place.quantity
    whole = noun == "tokens" and quantity.value >= 100 and not quantity.phrase
    if noun in lexicon.BOUNDS and not place.measures() and not whole:
        return True
    if noun in lexicon.HARDWARE and not rx(lexicon.CAPACITY).search(place.before):
        return True
    if quantity.lead in {"all", "the", "these", "those", "both"} or place.sets():
        return True
    if quantity.phrase in {"capped at", "limited to"} or (
        quantity.comparator == "==" and quantity.phrase
    ):
        return True
    if quantity.value == 1 and (quantity.comparator in {">=", ">"} or quantity.phrase == "within"):
        return not (
            quantity.lead == "for" and noun in {"release", "quarter"}
        )  # that there is one at all
    return bool(
        rx(lexicon.ENTITIES).search(place.before) or rx(lexicon.ALARMS).search(place.before)
    )


def _in_passing(place: Place, noun: str) -> bool:
    """Whether a count only describes: in parentheses, after "with", before a predicate."""
    quantity = place.quantity
    crowd = place.crowded()
    known = noun in lexicon.ARTEFACTS or noun in lexicon.SIZES or noun in lexicon.DEFECTS
    if place.bracketed and not known and not (crowd and quantity.comparator == ">="):
        return True
    if not place.head and not crowd and quantity.phrase == "up to":
        return True
    made = rx(f"{lexicon.MAKES}|{lexicon.STRESS}").search(place.before)
    if quantity.lead == "with" and not (crowd or made or noun in lexicon.ARTEFACTS):
        return True
    if quantity.comparator not in {">", ">="} or quantity.phrase == "at least":
        return False
    described = not place.head and quantity.comparator == ">" and place.after.startswith(",")
    if not place.head and rx(r"\s+(?:can|could|may|might) be\b").match(place.after):
        return True
    return described or bool(rx(lexicon.PREDICATES).search(place.after))


def _bare(place: Place) -> bool:
    """A comparison of a number without unit: only of what is plainly a measurement."""
    quantity = place.quantity
    low = place.sentence.low
    plus = low[quantity.end - 1] == "+"
    if not place.names and not quantity.phrase and counted_before(place):
        return not plus
    if quantity.comparator == "between" and rx(lexicon.REACHES).search(place.before):
        return True
    if place.sets() or behaves(place) or (quantity.comparator == "==" and quantity.phrase):
        return False
    if quantity.comparator and "/" in low[quantity.number : quantity.end]:
        return True  # a score: ">= 4/5"
    return _compared(place, low[quantity.start : quantity.number].strip())


def _compared(place: Place, sign: str) -> bool:
    """Whether what is compared with a number without unit is a measurement."""
    quantity = place.quantity
    plus = place.sentence.low[quantity.end - 1] == "+"
    if place.label and place.names in (["target"], ["goal"]) and sign and not quantity.phrase:
        return True
    if not place.names and place.label and not place.after.strip(" *"):
        if sign and not quantity.phrase and (quantity.value < 1 or not place.label.isascii()):
            return True
        if plus:
            return any(is_metric(word) for word in words(place.label))
    share = sign in {"<", ">", "<=", ">=", "≤", "≥"} and 0 < quantity.value < 1
    if share and not place.bracketed and len(place.names) <= 6:
        return not rx(lexicon.PREDICATES).search(place.after)  # "NDCG@10 > 0.8"
    if plus and quantity.lead in {"of", "above"}:
        return any(is_metric(word) for word in place.names[-3:])
    if rx(r"[<>≤≥]=?\s*[0-9.]+\s*,\s*(?:and\s+)?[a-z -]{2,24}$").search(place.before):
        # one more in a list of such: "performance > 85, best practices > 90"
        return any(is_metric(word) for word in place.names) and not quantity.phrase
    if plus or sign == "=" or (sign == ">" and not quantity.value):
        return False  # more likely an expression of code
    named = place.names or words(place.label) or words(place.parenthesis())
    return any(is_metric(word) for word in named[-3:])


_EXPLICIT: dict[str, Callable[[Place], bool]] = {"count": _counted, "ratio": _ratio}


def negated(place: Place) -> str:
    """The quantity's comparator, turned round by a "not" or a "no ... takes" before it."""
    quantity = place.quantity
    comparator = quantity.comparator
    turned = {"<": ">=", ">": "<="}.get(comparator)
    if turned is None:
        return comparator
    if not quantity.phrase:  # "No job takes > 5 min"
        none = comparator == ">" and rx(lexicon.NEGATES).search(place.before)
        return turned if none and not rx(r"\bwithout\b").search(place.before) else comparator
    negations = list(rx(r"\b(?:not|never|cannot|neither|nor)\b|n['’]t\b").finditer(place.before))
    if negations:
        between = place.before[negations[-1].end() :].split()
        if len(between) <= 4 and "only" not in between:
            return turned
    if rx(lexicon.NEGATES).search(place.before):
        return turned
    # "No file exceeds", "no function longer than"
    return turned if rx(r"\bno(?:\s+[\w-]+){1,3}\s*$").search(place.before) else comparator


def is_capacity(place: Place) -> bool:
    """Whether "up to N" says how much is to be borne: "supports up to 1,000 users"."""
    borne = place.quantity.unit.dimension in {"count", "rate", "bytes"}
    return borne and bool(rx(lexicon.CAPACITY).search(place.before))
