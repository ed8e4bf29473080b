"""What a sentence says about a figure: statistic, window, load, baseline, tolerance, metric."""

from planproof.plan.figures import lexicon
from planproof.plan.figures.place import Place, Sentence, names_metric, words
from planproof.plan.figures.quantities import Quantity
from planproof.plan.figures.units import Unit
from planproof.text.patterns import rx

Range = tuple[int, int]

_STATISTICS = (
    r"\bp(50|75|90|95|98|99(?:\.9{1,3})?|999)(?![0-9])"
    r"|\b([0-9]{2}(?:\.[0-9]+)?)(?:th|st|nd|rd|%)?[- ]?percentile"
    r"|\b(mean|average|avg|median)\b"
    r"|\b(max|maximum|worst[- ]case|peak|min|minimum)(?=\s+[a-z])"
)
_CHANGES = (
    r"(?:improv|increas|decreas|reduc|declin|rais)(?:es?|ed)|drops?|falls?|ris(?:e|es)|grows?"
    r"|shrinks?|go(?:es)? (?:up|down)|comes? down|speeds? up"
)
_MAKES = (
    r"(?:reduc|decreas|increas|improv|rais|minimi[sz]|achiev|ensur|halv|doubl)(?:e|es|ed|ing)"
    r"|(?:cut|lower|shrink|drop|shorten|grow|boost|bring|keep|maintain|verif|reach)"
    r"(?:y|ies|s|ting|ing)?"
)
_STATISTIC_NAMES = {
    **dict.fromkeys(("average", "avg"), "mean"),
    **dict.fromkeys(("maximum", "worst-case", "worst case", "peak"), "max"),
    "minimum": "min",
}
_HOW_LONG = (
    r"((?:(?:a|an|any|the|each|every|last|first|past|rolling)\s+)*"
    r"(?:(?:[0-9][0-9,.]*\+?|one|two|three|four|five|six|twelve)[\s-]?)?(?:consecutive\s+|full\s+)?"
)
_SPELL = (
    _HOW_LONG + r"(?:seconds?|s|minutes?|mins?|hours?|h|days?|d|weeks?|months?|quarters?|years?"
    r"|releases?|runs)(?:\s(?:window|period))?)(?![\w-])"
)
_LONG_SPELL = _HOW_LONG + r"(?:days?|weeks?|months?|quarters?|years?|releases?))(?![\w-])"
_BASELINE_ASIDE = (
    r"\((?:vs\.?|versus|compared (?:to|with)|relative to|currently|was|previously|baseline:?"
    r"|before:?(?=[^()]*[0-9])|today:?|now|from(?=[^()]*[0-9])|up from|down from)\s+([^()]{1,80})\)"
)
_BASELINE_WORDS = r"vs\.?|versus|compared (?:to|with)|relative to|against"
_BASELINE_RELATIVE = (
    r"|than|(?:over|from|above|below|under|beyond|beneath)(?=\s+(?:(?:the|our|its|that of) )*"
    rf"(?:{lexicon.STANDING}|[0-9]))"
)


def statistic(place: Place, begin: int) -> str | None:
    """The statistic that a quantity is about, named before it (from `begin` on) or after it."""
    sentence, quantity = place.sentence, place.quantity
    low = sentence.low
    start, end = sentence.bounds(quantity.start)
    units = [(other.number, other.end) for other in sentence.found]  # "12 min" is no minimum
    before = [
        match
        for match in rx(_STATISTICS).finditer(low, max(start, begin), quantity.start)
        if not any(number < match.start() < stop for number, stop in units)
    ]
    if before:
        return _statistic_name(before[-1].groups())
    following = [other.start for other in sentence.found if other.start >= quantity.end]
    end = min([end, quantity.end + 60, *following])
    named = rx(_STATISTICS).search(low, quantity.end, end)
    if named is None:
        return None
    if following:
        between = low[named.end() : following[0]]
        apart = rx(r",|\band\b").search(between)
        if not between.strip() or (not apart and names_metric(between)):
            return None  # it belongs to the next quantity
    return _statistic_name(named.groups())


def _statistic_name(groups: tuple[str | None, ...]) -> str:
    percentile = groups[0] or groups[1]
    if percentile:
        return "p99.9" if percentile == "999" else f"p{percentile}"
    word = groups[2] or groups[3] or ""
    return _STATISTIC_NAMES.get(word, word)


def window(sentence: Sentence, quantity: Quantity, begin: int) -> Range | None:
    """The time over which a quantity is taken: "over 10 min", "for 24 hours", "per day"."""
    low = sentence.low
    end = sentence.clause_end(quantity.end)
    match = rx(rf"\b(?:over|for|during|per|across)\s+{_SPELL}").search(low, quantity.end, end)
    if match and match[0].startswith("per"):
        return match.span()
    match = match or rx(rf"\b(?:within|in)\s+{_LONG_SPELL}").search(low, quantity.end, end)
    if match is None:
        start = max(begin, sentence.clause_start(quantity.start))
        match = rx(rf"\b(?:over|during)\s+{_SPELL}").search(low, start, quantity.start)
    return match.span(1) if match else None


def condition(sentence: Sentence, quantity: Quantity) -> Range | None:
    """The load or the state under which a quantity holds: "at 500 req/s", "when idle"."""
    low = sentence.low
    begin, end = sentence.bounds(quantity.end)
    for other in sentence.found:
        if quantity.end <= other.start < end and _loads(low, other):
            at = low.rfind(other.lead, quantity.end, other.start)
            chain = rx(r"\b(?:for|at|under|with)\b[^,;.()]{0,40}$").search(low, quantity.end, at)
            return (chain.start() if chain else at), _phrase_end(low, other.end)
    match = rx(
        r"\b((?:when|while|if|under|excluding|during|unless)\s[^,;.()0-9]{2,80}[^\s,;.()0-9](?!\w))"
    ).search(low, quantity.end, min(end, quantity.end + 160))
    if match:
        return match.span(1)
    for other in reversed(sentence.found):
        if begin <= other.start < quantity.start and _loads(low, other):
            return low.rfind(other.lead, begin, other.start), other.end
    return None


def _loads(low: str, other: Quantity) -> bool:
    """Whether a quantity can be a load: "at 500 req/s", "with up to 1,000 users"."""
    if other.lead not in {"at", "with", "under", "of", "for", "on"} or not other.unit.name:
        return False
    if other.unit.dimension in {"time", "money", ""}:
        return False
    if other.unit.dimension == "ratio":
        used = rx(r"\s*(?:cpu|load|utili[sz]ation|capacity)").match(low, other.end)
        return not other.comparator and used is not None
    return other.comparator != "<"


def _phrase_end(low: str, pos: int) -> int:
    """The end of the few words that follow a quantity and belong to it."""
    pattern = (
        r"(?:\s(?!(?:and|or|is|are|must|with|over|for|in|within|during|per|across|when|while|at|to"
        r"|should|shall|will|the)\b)[a-z/-]+){0,2}"
    )
    match = rx(pattern).match(low, pos)
    return match.end() if match else pos


def baseline(place: Place, comparator: str, *, relative: bool) -> Range | None:
    """What a quantity is compared with: "vs 22 before", "(currently 60 %)", "of baseline"."""
    low, quantity = place.sentence.low, place.quantity
    _, end = place.sentence.bounds(quantity.end)
    end = min(end, quantity.end + 140)
    match = rx(_BASELINE_ASIDE).search(low, quantity.end, end)
    if match is None:
        loose = _BASELINE_WORDS + (_BASELINE_RELATIVE if relative else "")
        if comparator == "within":
            loose += r"|of|from"
        pattern = rf"\b(?:{loose})\s+((?:[^.;,()]|\.(?=\S)){{1,80}})"
        match = rx(pattern).search(low, quantity.end, end)
    if match is None and comparator == "within":
        start = max(0, quantity.start - 60)
        match = rx(r"\b((?:[a-z-]+ )?baseline)\b").search(low, start, quantity.start)
    return match.span(1) if match else None


def tolerance(sentence: Sentence, quantity: Quantity) -> tuple[Quantity, float] | None:
    """The "± 5 ms" directly after a quantity, and its value in the quantity's unit."""
    for other in sentence.found:
        if other.comparator != "within" or not 0 <= other.start - quantity.end <= 2:
            continue
        if other.unit.dimension == "ratio" and quantity.unit.dimension != "ratio":
            return other, quantity.value * other.value * other.unit.scale
        value = converted(other, quantity.unit)
        return None if value is None else (other, value)
    return None


def converted(quantity: Quantity, unit: Unit) -> float | None:
    """A quantity's value in `unit`; None if it cannot be converted."""
    if not quantity.unit.name or quantity.unit.name == unit.name or unit.dimension == "count":
        return quantity.value
    if quantity.unit.dimension == unit.dimension and unit.dimension not in {"money", ""}:
        return quantity.value * quantity.unit.scale / unit.scale
    return None


def metric(text: str, place: Place, begin: int) -> str:
    """The words of `text` that say what a quantity measures, as well as they can be told.

    Args:
        text: the text as given.
        place: the quantity in it.
        begin: where the figure before it ends.
    """
    quantity = place.quantity
    before = text[max(place.start, begin) : quantity.start]
    if place.start < begin:
        before = rx(r".*(?:,|\band\b)").sub("", before)
    last = before.rpartition(",")[2]
    if names_metric(last.lower()):
        before = last
    before = _changing(_trimmed(before))
    if place.aimed or (place.bracketed and not place.aside.strip() and not before):
        opened = place.sentence.low.rfind("(", 0, quantity.start)
        around = text[place.sentence.clause_start(opened) : opened]
        before = _changing(_trimmed(around)) or before
    after = text[quantity.end : place.sentence.clause_end(quantity.end)]
    after = rx(
        r",|[<>≤≥=±]|\b(?:and|when|while|if|at|over|vs|with|during|under|than|above|below|beyond)\b"
    ).split(after, maxsplit=1)[0]
    described = rx(r"^\s*(?:of|for|on|in)\b").match(after)
    after = _trimmed(after)
    of_what = described is not None and described[0].strip() == "of"
    if _says(before):
        known = names_metric(place.before)
        more = names_metric(" ".join(words(after.lower())[:3]))
        return f"{before} {after}" if more and not known else before
    if of_what and quantity.unit.dimension == "ratio":
        return after.removeprefix("of ")
    label = _trimmed(text[place.start - 1 - len(place.labelled) : place.start - 1])
    better = names_metric(after.lower()) and not names_metric(label.lower()) and not described
    if place.labelled and _says(label) and not better:
        return f"{label} {after}" if described and _says(after) else label
    if quantity.unit.dimension == "count" and quantity.unit.name:
        counted = text[quantity.number : quantity.end].lstrip("0123456789+.,_ ")
        return _trimmed(rx(r"(?i)^(?:zero|no|one|two|three|four|five|ten)\s+").sub("", counted))
    return after if _says(after) else before


def _changing(said: str) -> str:
    """What a verb of change or a promise is about: "memory usage" of "Reduce memory usage"."""
    said = rx(rf"(?i)^(?:{_MAKES})\s+(?:the\s+)?(?=\S)").sub("", said)
    said = rx(r"(?i)\s+(?:from|to)\s+[~<]?[0-9][^,;]*$").sub("", said)
    said = rx(r"(?i)(?<=\S)\s+(?:match(?:es)?|agrees?)\s.*$|(?<=.)[はがをにの、]+$").sub("", said)
    return _trimmed(rx(rf"(?i)(?<=\S)\s+(?:{_CHANGES})$").sub("", said))


def _trimmed(said: str) -> str:
    """Words without marks, and without the little words at their ends."""
    said = " ".join(said.replace("**", "").replace("\\", "").split())
    said = said.strip(" -–—:,;()[]*_✅✓>.|")
    said = rx(r"(?i)^(?:and|or|with|but|target|the|a|an)\s+").sub("", said)
    if said.count("`") == 1:
        said = said.replace("`", "")
    trail = (
        r"(?i)(?:\s+|^)(?:is|are|be|of|in|at|to|by|must|shall|should|will|stays?|remains?|with|for"
        r"|under|not|does|do|the|a|an|no|and|has|have|from)$"
    )
    while (shorter := rx(trail).sub("", said)) != said:
        said = shorter
    return said.strip(" -–—:,;()")


def _says(said: str) -> bool:
    """Whether words say anything of a measurement."""
    if said.lower() in {"target", "goal", "verify", "ensure", "vs", "stretch"}:
        return False
    if rx(r"(?i)^(?:\w+er|more|less|better|worse)$").match(said):
        return names_metric(said.lower())  # "faster"
    return rx(r"(?i)[a-z\u3040-\u9fff]{2}").search(said) is not None


def told(text: str, span: Range | None) -> str | None:
    """The words of `text` at `span`, for a reader."""
    if span is None:
        return None
    return " ".join(text[span[0] : span[1]].split()).strip(" *_,.;:") or None
