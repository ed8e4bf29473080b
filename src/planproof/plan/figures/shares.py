"""Percentages and factors without a comparator: "80 % coverage", "99.9 % of requests succeed"."""

from planproof.plan.figures import lexicon
from planproof.plan.figures.place import Place, change_verb, is_metric, names_metric, words
from planproof.text.patterns import rx


def approximate(place: Place) -> bool:
    """Whether the number is given as an estimate and not called a target."""
    low, quantity = place.sentence.low, place.quantity
    if rx(r"[^.;,]{0,20}\(varies").match(low, quantity.end):
        return True
    if not rx(r"[~≈]|about|around|approx|roughly").search(low, quantity.start, quantity.number):
        return False
    around = place.before + place.label + low[quantity.end : quantity.end + 20]
    return "target" not in around


def share(place: Place) -> bool:
    """A bare percentage: "80 % coverage", "99.9 % of requests succeed", "success rate: 95 %"."""
    quantity = place.quantity
    if quantity.lead in {"up", "down"} and quantity.value > 0:
        told = rx(r"\b(?:is|are|was|were|went|has|have|since)\b").search(place.before)
        return not told and 0 < len(place.said().split()) <= 8
    if quantity.unit.name == "x":
        return _factor(place)
    if quantity.lead in {"by", "to"} or not 0 <= quantity.value <= 100:
        return False
    if place.sets() or approximate(place) or place.after.lstrip().startswith("by default"):
        return False
    if quantity.signed and "→" in place.sentence.low[quantity.end : quantity.end + 60]:
        return False
    following = words(place.after[:60])
    of_what = following[:1] == ["of"]
    if of_what and quantity.lead == "for":
        return quantity.value >= 50  # "within 2 s for 95 % of requests"
    if _is_told(place):
        return False
    often = rx(r"\s*of (?:the|all) (?:time|cases|runs)\b").match(place.after)
    if of_what and quantity.value >= 80 and (often or quantity.lead in {"in", "with", "on"}):
        # What is so in most cases: "the output is valid in 90 % of the runs".
        return len(place.names) <= 16 and not rx(lexicon.ROLLOUTS).search(place.after)
    if rx(lexicon.BEHAVES).search(place.before):
        return False
    return _part(place) if of_what else _measured_share(place, following)


def _factor(place: Place) -> bool:
    """Whether so many times as much is wanted: "improve throughput 3x", "handles 10x the traffic"."""
    last = place.names[-1] if place.names else ""
    if change_verb(place.before) and is_metric(last):
        return not place.sets()
    return rx(lexicon.BEARS).search(place.before.rstrip()) is not None


def _is_told(place: Place) -> bool:
    """Whether a percentage tells what is or what sets off an alarm."""
    quantity = place.quantity
    if rx(lexicon.ALARMS).search(place.before) or rx(lexicon.FORMER).search(
        place.before + place.label
    ):
        return True
    tally = rx(r"\s*\([0-9]+\s?/\s?[0-9]+\b").match(place.sentence.low, quantity.end)
    if tally and "target" not in place.label + place.before:
        return True  # "success rate: 100 % (27/27 checks)"
    if quantity.lead == "scores" and len(place.names) > 2:
        return True  # "the old model scores 77 % on it"
    if not place.names and rx(lexicon.PROGRESS).match(place.label):
        return True
    return rx(r"\bonly\s").search(place.sentence.low, quantity.start, quantity.number) is not None


def _part(place: Place) -> bool:
    """Whether so much of something is to be so: "95 % of the users finish"."""
    part = place.quantity.value < 100 and rx(lexicon.PARTS).search(place.after)
    if part or rx(lexicon.ROLLOUTS).search(place.after):
        return False
    return len(place.names) <= 6


def _measured_share(place: Place, following: list[str]) -> bool:
    """Whether a percentage without "of" is that of a measurement."""
    quantity = place.quantity
    named = f"{place.label} {place.before}"
    if rx(r"\butili[sz]ation\b").search(named) and "target" not in named and not place.aimed:
        return False  # what a machine was at: "CPU utilization: 70 %"
    if following[:1] == ["confidence"]:
        return False
    if not place.names and place.label and (quantity.value >= 90 or quantity.value == 0):
        return True
    if not place.before.isascii() and names_metric(place.before[-12:]):
        return True
    if quantity.value >= 50 and whole_of_cjk(place):
        return True
    if not place.names and "->" in place.label:
        return True  # a funnel: "Visit -> sign-up: 12 %"
    near = place.names[-2:] or words(place.label)[-6:]
    if any(is_metric(word) or word in {"target", "goal"} for word in near):
        return True
    return quantity.lead != "at" and any(is_metric(word) for word in following[:3])


def whole_of_cjk(place: Place) -> bool:
    """So much of what a Chinese or Japanese sentence is about: "90 % 的元素能正确显示"."""
    low, quantity = place.sentence.low, place.quantity
    if not rx(r"\s?[\u3040-\u9fff]").match(low, quantity.end):
        return False
    if not place.head:
        return rx(r"\s?(?:的|の)").match(low, quantity.end) is not None
    return quantity.value == 100 and rx(r"[\u3040-\u9fff]\s?$").search(place.before) is not None
