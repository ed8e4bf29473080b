"""Quantities beside the point: baselines, evidence, examples, and what stands in parentheses."""

from planproof.plan.figures import lexicon
from planproof.plan.figures.place import Place, is_metric, words
from planproof.plan.figures.unmarked import MASK
from planproof.text.patterns import rx

_COMPARED = r"\b(?:vs\.?|versus|compared (?:to|with)|(?:relative|prior) to)\s[^,]{0,40}$"


def beside(place: Place) -> bool:
    """A baseline, evidence, an example."""
    quantity = place.quantity
    lead = quantity.lead
    if lead in lexicon.BASELINES and not (lead in {"was", "were"} and quantity.comparator):
        return True
    if lead in {"every", "after", "until", "each", "instead", "i.e.", "e.g."}:
        # "promoted after two releases" is what has to have been
        return not (lead == "after" and quantity.unit.name in {"release", "releases"})
    if quantity.joined and not quantity.comparator:
        return True
    if rx(_COMPARED).search(place.before) or _is_today(place):
        return True
    after = r"^\s*(?:before\b(?! \w)|baseline|previously|today|currently|already)"
    if rx(after).match(place.after) and not (quantity.comparator and not quantity.phrase):
        return True
    if rx(r"\s*\((?:the )?(?:last|past|previous)\b").match(place.sentence.low, quantity.end):
        return True  # "8,000+ visits (last 30 days)"
    if quantity.phrase and quantity.unit.dimension == "rate" and place.after.startswith(" load"):
        return True  # "under 50 req/s load"
    if place.bracketed and (rx(lexicon.EVIDENCE).match(place.aside) or _proves(place)):
        return True
    if quantity.phrase.endswith(" than") and rx(r"[0-9]\+?\s?[%x]\s*$").search(place.before):
        return True  # 60 s in "99 % faster than 60 s"
    # 170 MB in "17 x 10 MB = 170 MB"
    return quantity.comparator == "==" and bool(rx(r"[0-9][^=]*$").search(place.before))


def _is_today(place: Place) -> bool:
    """Whether a quantity tells what is: "already below 1 s", "45 ms (measured)"."""
    quantity = place.quantity
    if rx(r"\balready\b").search(place.before):
        return True
    if not quantity.comparator:
        told = r"\s*\(\s*(?:measured|actual|observed|achieved|already)\b"
        return rx(told).match(place.sentence.low, quantity.end) is not None
    if quantity.comparator == "==" and not quantity.phrase:
        wanted = r"[^.;()]{0,30}\((?:our )?(?:target|goal)\b"
        return rx(wanted).match(place.sentence.low, quantity.end) is not None
    over = quantity.comparator in {">", ">="} and not quantity.phrase
    return over and "current" in place.names and quantity.lead != "to"


def _proves(place: Place) -> bool:
    """Whether a quantity in parentheses is evidence, or what an alarm before them is about."""
    opened = place.sentence.low.rfind("(", 0, place.quantity.start)
    said = place.sentence.low[place.sentence.clause_start(opened) : opened]
    if place.quantity.unit.name in {"tests", "cases", "specs"}:
        return rx(r"\bpass(?:es|ing|ed)?\W*$").search(said) is not None  # "(245+ tests)"
    if place.quantity.comparator and rx(lexicon.GRADES).search(place.aside.strip() or said):
        return True  # "OK (< 100 ms): nothing to do", "(OK < 100 ms, SLOW > 1 s)"
    plus = "+" in place.sentence.low[place.quantity.number : place.quantity.end]
    if plus and not place.head and said.rstrip().endswith(MASK):
        return True  # "`guide.md` (300+ lines)": how much there is of it
    alone = not place.aside.strip()
    if alone and rx(lexicon.KINDS).search(said):
        return True
    if rx(lexicon.SORTS).search(said) and place.quantity.comparator and not place.head:
        return True
    return rx(lexicon.ALARMS).search(said) is not None  # "highlight large variances (> 10 %)"


def unreal(place: Place) -> bool:
    """An example, a question, something crossed off, a blank to be filled in."""
    low, quantity = place.sentence.low, place.quantity
    if rx(r"^\W*(?:(?:examples?|definition)\b|❌)").match(place.label or place.before):
        return True
    _, end = place.sentence.bounds(quantity.end)
    if low[end : end + 1] == "?":
        return True
    begin, _ = place.sentence.bounds(quantity.start)
    if rx(r"\b(?:like|such as|e\.g\.,?)\s+[\"“][^\"“”]*$").search(low, begin, quantity.start):
        return True
    if "{{" in low and rx(r"\{\{[^{}]*$").search(low, 0, quantity.start):
        return True
    opened = low.rfind("[", max(0, quantity.start - 240), quantity.start)
    if opened < 0 or "]" in low[opened : quantity.start]:
        return False
    closed = low.find("]", quantity.end, quantity.end + 240)
    return closed >= 0 and low[closed + 1 : closed + 2] != MASK


def whole(place: Place) -> bool:
    """All of it, in parentheses by itself: "all tests pass (100 % pass rate)"."""
    quantity = place.quantity
    alone = quantity.unit.name == "%" and quantity.value == 100 and not place.aside.strip()
    start, _ = place.sentence.bounds(quantity.start)
    for other in place.sentence.found:
        every = other.lead == "all" and other.unit.name not in lexicon.ARTEFACTS
        if start <= other.number < quantity.number and not other.comparator and not every:
            return False  # "124 tests pass (100 % pass rate)" tells what is
    return alone and any(is_metric(word) for word in words(place.after)[:3])


def listed(place: Place) -> bool:
    """One of several times or sizes in parentheses after what calls them targets."""
    if place.quantity.unit.dimension not in {"time", "bytes"}:
        return False
    opened = place.sentence.low.rfind("(", 0, place.quantity.start)
    closed = place.sentence.low.find(")", place.quantity.end)
    inside = [one for one in place.sentence.found if opened < one.number < closed]
    if len(inside) < 2 or any(one.unit.dimension not in {"time", "bytes"} for one in inside):
        return False
    said = place.sentence.low[place.sentence.clause_start(opened) : opened]
    return rx(lexicon.DEMANDS).search(said) is not None
