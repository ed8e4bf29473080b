"""The grammar of figures: what a goal, a criterion or a performance target says in numbers.

The sentence is the assertion: comparator, figure and unit are read from an item's own words, so
that the text and the check cannot disagree. `read_sentence` also says whether a sentence can be
judged at all: `measurable` with a figure, `behavioural` where somebody could write a test or look,
else `vague`.

    text -> unmarked -> quantities -> targets -> figures, each with its details
"""

import re
from bisect import bisect_right
from itertools import islice

import msgspec

from planproof.plan.figures import details, lexicon, targets
from planproof.plan.figures.comparators import PHRASES
from planproof.plan.figures.comparison import comparison, relation, rises, unit_of_pair
from planproof.plan.figures.implied import absence
from planproof.plan.figures.multiples import TOLD, multiples
from planproof.plan.figures.place import (
    Place,
    Sentence,
    change_verb,
    counted_before,
    is_metric,
    less_is_better,
    words,
)
from planproof.plan.figures.quantities import NUMBER_WORDS, Quantity, quantities
from planproof.plan.figures.units import Unit, counted
from planproof.plan.figures.unmarked import lowered, plain
from planproof.plan.figures.vague import is_blank, wording, words_of
from planproof.text.patterns import rx

Range = tuple[int, int]


class Figure(msgspec.Struct, frozen=True, gc=False):
    """A figure that is to be reached.

    Attributes:
        comparator: `<`, `<=`, `>`, `>=`, `==`; `within` (`value` on either side of `start` or of
            `baseline`), `between` (`value` to `upper`), `change` (a change by `value`, as far as
            nothing else is said). "200 ms ± 10 ms" is `==` with a tolerance.
        value: in `unit`; thousands (`10k`) are multiplied out.
        upper: the upper end, for `between` and for a `change` that is a range.
        unit: the canonical spelling (`ms`, `%`, `req/s`, `GiB`), or the noun counted, as written;
            empty for a bare number.
        dimension: of the unit; see `planproof.plan.figures.units.Unit`. Empty if the unit is ambiguous.
        scale: multiply `value` by it to get the dimension's base unit.
        statistic: `p95`, `mean`, `median`, `max`, `min`; None if the sentence names none.
        start: the baseline as a number in `unit`, where one is given: A in "from A to B".
        baseline: the baseline in the sentence's words.
        relative: whether the figure is a change against a baseline ("by 30 %", "2x faster").
        condition: the load or state under which it holds, in the sentence's words.
        window: the time over which it holds, in the sentence's words: `10 min`, `per day`.
        tolerance: from `±` after the figure, in `unit`; `within` has the same there as in `value`.
        metric: the words that say what is measured, as well as they can be told.
        span: where comparator, number and unit stand in the text.
        direction: of a change: `down`, `up`, or empty where the words leave it open: "20 % faster"
            is less of a time and more of a rate.
    """

    comparator: str
    value: float
    upper: float | None
    unit: str
    dimension: str
    scale: float
    statistic: str | None
    start: float | None
    baseline: str | None
    relative: bool
    condition: str | None
    window: str | None
    tolerance: float | None
    metric: str
    span: Range
    direction: str = ""


class Reading(msgspec.Struct, frozen=True, gc=False):
    """How a sentence can be judged.

    Attributes:
        kind: `measurable`, `behavioural` or `vague`.
        figures: its targets, in order.
        vague_words: spans of words that say nothing by themselves and that no figure makes
            concrete.
        hedges: spans of words that leave open whether the sentence is meant.
    """

    kind: str
    figures: tuple[Figure, ...]
    vague_words: tuple[Range, ...]
    hedges: tuple[Range, ...]


# More numbers than this are a table, not a sentence.
_MOST = 64
_SPELLED = frozenset(NUMBER_WORDS)
_TIMES = frozenset(("second", "minute", "hour", "day", "week", "month"))
_COMPARED = frozenset(word for phrase in PHRASES for word in phrase.split()) | {"for", "in"}
_DIGIT = re.compile(r"[0-9]")
_PAIR = re.compile(r"\bfrom\b|→|->|=>")


def read_sentence(text: str, *, asserted: bool = False) -> Reading:
    """Read an item's text: its figures, its vague words, its hedges.

    Args:
        text: the plain text, which may still hold Markdown marks, escapes and code spans.
        asserted: whether it is known to assert something that is measured, so that a quantity with a
            comparator and a unit is a target though the words around it leave that open.

    Returns:
        The reading, whose spans refer to `text`. Every text has one; nothing is raised.
    """
    bare = plain(text)
    low = lowered(bare)
    found = words_of(low)
    spelled = not _SPELLED.isdisjoint(found) or (
        ("a" in found or "an" in found) and (not _TIMES.isdisjoint(found))
    )
    spelled = spelled and ("zero" in found or not _COMPARED.isdisjoint(found))
    told = not TOLD.isdisjoint(found)
    figures: tuple[Figure, ...] = ()
    if "no" in found:
        figures = _absences(text, low)
    if not figures and (spelled or told or _DIGIT.search(bare)):
        figures = _figures(text, bare, low, spelled=spelled, told=told, asserted=asserted)
    said = wording(low, found)
    if not figures:
        kind = "vague" if said.vague else "behavioural"
        return Reading(kind, (), said.vague_words, said.hedges)
    vague = _still_vague(low, said.vague_words, figures) if said.vague_words else ()
    return Reading("measurable", figures, vague, said.hedges)


def numbers(text: str) -> tuple[Range, ...]:
    """Where the quantities of a text stand, with comparator and unit, whether targets or not."""
    bare = plain(text)
    found = islice(quantities(bare, lowered(bare), spelled=False), _MOST)
    return tuple((quantity.start, quantity.end) for quantity in found)


def _still_vague(
    low: str, vague_words: tuple[Range, ...], figures: tuple[Figure, ...]
) -> tuple[Range, ...]:
    """The vague words of those sentences of the text that state no figure."""
    ends = [match.start() for match in rx(r"[.;!?](?=\s)|[。；]").finditer(low)]
    concrete = {bisect_right(ends, figure.span[0]) for figure in figures}
    return tuple(span for span in vague_words if bisect_right(ends, span[0]) not in concrete)


def _figures(
    text: str, bare: str, low: str, *, spelled: bool, told: bool, asserted: bool
) -> tuple[Figure, ...]:
    found: list[Quantity] = []
    for quantity in quantities(bare, low, spelled=spelled):
        if not rx(r"[- ]?percentile").match(low, quantity.end):
            found.append(quantity)
        if len(found) == _MOST:
            break
    if told:
        taken = [(quantity.start, quantity.end) for quantity in found]
        found += [
            one
            for one in islice(multiples(low), _MOST)
            if not any(start < one.end and one.start < end for start, end in taken)
        ]
        found.sort(key=lambda quantity: quantity.number)
    if not found or is_blank(low):
        return ()
    if all(targets.is_bare_count(low, quantity) for quantity in found) and not _PAIR.search(low):
        return ()
    reader = _Reader(text, Sentence(low, found), asserted=asserted)
    figures = [figure for i in range(len(found)) if (figure := reader.read(i)) is not None]
    return tuple(_joined(text, low, figures)) if len(figures) > 1 else tuple(figures)


def _absences(text: str, low: str) -> tuple[Figure, ...]:
    """None of a countable fault: "no errors in the log for 24 hours" is a figure of zero."""
    span = absence(low)
    if span is None:
        return ()
    start, end = span
    unit = counted(text[start:end].rsplit(maxsplit=1)[-1])
    quantity = Quantity(start, end, start, "==", 0.0, None, unit, "", "")
    reader = _Reader(text, Sentence(low, [quantity]))
    return (reader.figure(quantity, None),)


def _joined(text: str, low: str, figures: list[Figure]) -> list[Figure]:
    """The figures, with "95 % of requests within 200 ms" as one: p95 within 200 ms."""
    kept = figures[:1]
    for figure in figures[1:]:
        last = kept[-1]
        between = low[last.span[1] : figure.span[0]]
        if _is_share_of(low, last, figure, between):
            about = details.told(text, (last.span[1], figure.span[0])) or figure.metric
            kept[-1] = msgspec.structs.replace(
                figure,
                statistic=f"p{last.value:g}",
                metric=rx(r"(?i)^of\s+|\s+(?:in|is|are|be|takes?)$").sub("", about),
            )
        elif rx(r"^(?:\s+[a-z-]+){0,3}\s+(?:for|in|on|across)\s*$").match(between) and (
            _is_share_of(low, figure, last, between)
        ):
            kept[-1] = msgspec.structs.replace(last, statistic=f"p{figure.value:g}")
        else:
            kept.append(figure)
    return kept


def _is_share_of(low: str, share: Figure, figure: Figure, between: str) -> bool:
    """Whether `share` is the part of cases that `figure` holds for."""
    if share.unit != "%" or not 50 <= share.value < 100 or share.relative:
        return False
    if figure.dimension != "time" or figure.comparator not in {"<", "<="} or figure.statistic:
        return False
    part = rx(r"\s*of\s").match(low, share.span[1])
    return part is not None and not rx(r"[.;,(]").search(between)


class _Reader:
    """Reads the quantities of one sentence in order, each in the light of those before."""

    def __init__(self, text: str, sentence: Sentence, *, asserted: bool = False) -> None:
        self.text = text
        self.sentence = sentence
        self.asserted = asserted
        self.taken: list[Range] = []
        self.done = 0

    def read(self, i: int) -> Figure | None:
        """The figure that the i-th quantity states, or None."""
        quantity = self.sentence.found[i]
        if any(start <= quantity.number < end for start, end in self.taken):
            return None
        first = self._first_of_pair(i)
        if first is None:
            if self._pairs(i) or self._is_load(quantity) or self._describes(quantity):
                return None
            if self._pairs(i - 1) and self.sentence.found[i - 1].lead == "from":
                return None
            if self._is_tolerance(i) or not self._is_target(quantity):
                return None
        figure = self.figure(quantity, first)
        self.done = quantity.end
        return figure

    def _is_target(self, quantity: Quantity) -> bool:
        compared = bool(quantity.comparator and quantity.unit.name)
        return (self.asserted and compared) or targets.is_target(self.sentence, quantity)

    def _pairs(self, i: int) -> bool:
        """Whether quantities i and i+1 are "from A to B" or "A → B"."""
        found, low = self.sentence.found, self.sentence.low
        if i < 0 or i + 1 >= len(found) or found[i + 1].number - found[i].end > 40:
            return False
        first, second = found[i], found[i + 1]
        gap = low[first.end : second.number]
        before = max(0, first.start - 30)
        if first.lead == "from" or rx(r"\bfrom [^,;.]{0,24}$").search(low, before, first.start):
            return rx(r"[^,;.()]*\bto\b|\s*(?:→|-+>)").match(gap) is not None
        return rx(r"\s*(?:→|-+>|=>)\s*[<>=≤≥~]*\s*$").match(gap) is not None

    def _first_of_pair(self, i: int) -> Quantity | None:
        """A in "from A to B", if quantity i is B and a target."""
        if not self._pairs(i - 1) or self._pairs(i) or self._pairs(i - 2):
            return None
        low = self.sentence.low
        first, second = self.sentence.found[i - 1], self.sentence.found[i]
        unit = unit_of_pair(first, second)
        place = Place(self.sentence, first)
        bound = unit.dimension == "count" and unit.name.lower() in lexicon.BOUNDS
        begin, _ = self.sentence.bounds(first.start)
        before = low[begin : first.start]
        verb = "" if rx(lexicon.HAPPENED).search(before) else change_verb(before)
        said_so = first.lead == "from" and second.lead == "to"
        if bound or place.sets() or (targets.behaves(place) and not (verb and said_so)):
            return None
        names = words(before) + words(low[second.end : second.end + 30])
        measured = any(is_metric(name) for name in names)
        if measured and less_is_better(before) and rises(first, second):
            return None  # what went wrong, not what is to be
        if rx(lexicon.HAPPENED).search(before) or rx(lexicon.IMAGINED).match(before):
            return None
        if unit.dimension not in {"count", ""}:
            return first if verb or measured else None
        if not unit.name and first.lead != "from":
            return None
        return first if verb and (unit.name or measured or said_so) else None

    def _is_load(self, quantity: Quantity) -> bool:
        """Whether a quantity is the load under which another holds, and no target itself."""
        lead, dimension = quantity.lead, quantity.unit.dimension
        if lead not in {"at", "with", "under", "for", "of", "on", "across", "in"}:
            return False
        if dimension in {"time", "ratio", "money"}:
            return False
        if quantity.unit.name == "frames/s" and not self.done:
            return False
        if self.done:
            return True
        after = self.sentence.low[quantity.end : quantity.end + 1]
        at_least = lead == "at" and not quantity.phrase and after == ","  # "At 900+ req/s, ..."
        return lead in {"at", "under", "on", "across"} and (not quantity.comparator or at_least)

    def _is_tolerance(self, i: int) -> bool:
        """Whether a quantity is the "± 10 ms" of the one before it."""
        quantity = self.sentence.found[i]
        if not i or quantity.comparator != "within" or quantity.phrase:
            return False
        return 0 <= quantity.start - self.sentence.found[i - 1].end <= 2

    def _describes(self, quantity: Quantity) -> bool:
        """Whether a quantity tells what a figure before it is about: "for files (<= 10 MB)"."""
        low = self.sentence.low
        if not quantity.comparator or quantity.unit.dimension == "ratio":
            return False
        adjacent = self.done and not low[self.done : quantity.start].strip()
        if adjacent and quantity.phrase == "within" and low[self.done - 1] == "%":
            return True  # "success rate > 95 % within 30 s of the start"
        if self.done:
            about = r"\s+(?:for|on|with|from)\s[^,;.<>=≤≥]{2,40}?[(\s]\s*"
            match = rx(about).fullmatch(low, self.done, quantity.start)
            if match is None or rx(r"\b(?:and|or|but|to|in)\W*$").search(match[0]):
                return False
            return not any(is_metric(name) for name in words(match[0]))
        start = self.sentence.clause_start(quantity.start)
        bracketed = low[start - 1 : start] == "(" or low[start : quantity.start].count(",") > 0
        return quantity.lead == "for" and not quantity.phrase and bracketed

    def figure(self, quantity: Quantity, first: Quantity | None) -> Figure:
        """The figure of a quantity that is a target; `first` is the A of "from A to B"."""
        place = Place(self.sentence, quantity)
        unit = quantity.unit if first is None else unit_of_pair(first, quantity)
        if not unit.name and unit.dimension == "count":
            unit = counted(counted_before(Place(self.sentence, first) if first else place))
        relative, way = relation(place, first)
        comparator, value, upper = comparison(place, first, relative=relative, way=way)
        base = details.baseline(place, comparator, relative=relative)
        window = details.window(self.sentence, quantity, self.done)
        condition = details.condition(self.sentence, quantity)
        self.taken += [taken for taken in (base, window, condition) if taken is not None]
        spread = details.tolerance(self.sentence, quantity)
        if spread is not None:
            self.taken.append((spread[0].start, spread[0].end))
        said = details.told(self.text, base)
        if said is None and first is not None:
            said = self.text[first.number : first.end]
        share = base is not None and comparator == "within"
        return Figure(
            comparator=comparator,
            value=value,
            upper=upper,
            unit=unit.name,
            dimension=unit.dimension,
            scale=unit.scale,
            statistic=details.statistic(place, self.done),
            start=self._start(first, base, unit),
            baseline=said,
            relative=relative or share,
            condition=details.told(self.text, condition),
            window=details.told(self.text, window),
            tolerance=_tolerance(quantity, spread),
            metric=details.metric(self.text, place, self.done),
            span=(quantity.start, quantity.end),
            direction=way,
        )

    def _start(self, first: Quantity | None, base: Range | None, unit: Unit) -> float | None:
        """The baseline as a number in `unit`."""
        if first is not None:
            return details.converted(first, unit)
        if base is not None:
            for quantity in self.sentence.found:
                if base[0] <= quantity.number < base[1]:
                    return details.converted(quantity, unit)
        return None


def _tolerance(quantity: Quantity, spread: tuple[Quantity, float] | None) -> float | None:
    if quantity.comparator == "within":
        return quantity.value
    return None if spread is None else spread[1]
