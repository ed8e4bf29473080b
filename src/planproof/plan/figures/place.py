"""A quantity in its sentence: the clause, the label and the words around it."""

from bisect import bisect_right

from planproof.plan.figures import lexicon
from planproof.plan.figures.quantities import Quantity
from planproof.text.patterns import rx

_ENDS = ".;!?。；"
_WINDOW = 240
_BOUNDARY = (
    r"[;()|。；、：→—•]|\s[-–]\s"
    # the mark first, so that what may not stand before it is looked at seldom
    r"|[.:!?](?=\s|$)(?<!\bvs.)(?<!e\.g.)(?<!i\.e.)(?<!etc.)(?<!approx.)(?<!\bmin.)(?<!\bmax.)"
)


def words(text: str) -> list[str]:
    """The words and numbers of a lower-case text."""
    return rx(r"[a-z][a-z0-9_'’-]*|[0-9.]+").findall(text)


def is_metric(word: str) -> bool:
    """Whether a word names something measured; an identifier does if a part of it does."""
    if word in lexicon.METRICS:
        return True
    if "_" in word:
        parts = word.split("_")
        return not lexicon.METRICS.isdisjoint(parts) or parts[-1] in {"total", "seconds", "bytes"}
    return "-" in word and word.rpartition("-")[2] in lexicon.METRICS


def names_metric(text: str) -> bool:
    """Whether a lower-case text names something measured."""
    if not text.isascii() and rx(lexicon.CJK_METRICS).search(text):
        return True
    return any(is_metric(word) for word in words(text))


def less_is_better(text: str) -> bool:
    """Whether the measurement that a lower-case text names is better when it is less."""
    names = words(text)
    if not lexicon.MORE_IS_BETTER.isdisjoint(names):
        return False
    return any(
        part in lexicon.LESS_IS_BETTER for word in names for part in (word, *word.split("_"))
    ) or bool(not text.isascii() and rx(lexicon.CJK_LESS).search(text))


class Sentence:
    """A plain text in lower case, its clauses and its quantities.

    Attributes:
        low: the text.
        found: the quantities in it, in order.
    """

    __slots__ = ("_conditional", "_last", "_marks", "_starts", "found", "low")

    def __init__(self, low: str, found: list[Quantity]) -> None:
        self.low = low
        self.found = found
        bounds = [match.span() for match in rx(_BOUNDARY).finditer(low)]
        self._marks = [start for start, _ in bounds]
        self._starts = [end for _, end in bounds]
        self._conditional: bool | None = None
        self._last = (-1, 0, 0)

    def conditional(self) -> bool:
        """Whether there is a word of condition anywhere."""
        if self._conditional is None:
            self._conditional = rx(lexicon.CONDITIONS).search(self.low) is not None
        return self._conditional

    def clause_start(self, pos: int) -> int:
        """Where the clause that holds `pos` begins: after a bracket, a dash, a colon, a stop."""
        at = bisect_right(self._starts, pos)
        start = self._starts[at - 1] if at else 0
        return max(start, pos - _WINDOW)

    def clause_end(self, pos: int) -> int:
        """Where the clause that holds `pos` ends."""
        at = bisect_right(self._marks, pos - 1)
        end = self._marks[at] if at < len(self._marks) else len(self.low)
        return min(end, pos + _WINDOW)

    def bounds(self, pos: int) -> tuple[int, int]:
        """Where the sentence that holds `pos` begins and ends, through brackets and colons."""
        if self._last[0] == pos:
            return self._last[1:]
        at = bisect_right(self._marks, pos - 1)
        before = reversed(self._marks[max(0, at - 12) : at])
        begin = next((mark + 1 for mark in before if self.low[mark] in _ENDS), 0)
        after = self._marks[at : at + 12]
        end = next((mark for mark in after if self.low[mark] in _ENDS), len(self.low))
        self._last = (pos, max(begin, pos - _WINDOW), min(end, pos + _WINDOW))
        return self._last[1:]

    def label(self, start: int) -> str:
        """The words before the colon after which the clause at `start` begins."""
        low = self.low
        if start == 0 or low[start - 1] not in ":：":
            return ""
        begin = self.clause_start(start - 1)
        if begin and low[begin - 1] == ")":
            begin = self.clause_start(max(0, low.rfind("(", 0, begin)))
        return low[begin : start - 1]


class Place:
    """A quantity in its sentence, with the texts around it, all in lower case.

    Attributes:
        sentence: the sentence.
        quantity: the quantity.
        start: where its clause begins.
        before: its clause up to the quantity.
        after: its clause from the quantity on.
        names: the words of `before`.
        head: `before` without marks: empty if the quantity comes first.
        bracketed: whether it stands in parentheses.
        aside: the text from the opening parenthesis to the quantity.
        labelled: the words before the colon that the clause follows.
        label: the same without what they have in parentheses.
        aimed: the words before the parentheses in which the quantity is called a target.
    """

    __slots__ = (
        "after",
        "aimed",
        "aside",
        "before",
        "bracketed",
        "head",
        "label",
        "labelled",
        "names",
        "quantity",
        "sentence",
        "start",
    )

    def __init__(self, sentence: Sentence, quantity: Quantity) -> None:
        low = sentence.low
        self.sentence = sentence
        self.quantity = quantity
        self.start = sentence.clause_start(quantity.start)
        self.before = low[self.start : quantity.start]
        self.after = low[quantity.end : sentence.clause_end(quantity.end)]
        self.names = words(self.before)
        self.head = self.before.strip(" *_#>-✅✓☑🎯,\"'")
        opened = low.rfind("(", max(0, quantity.start - _WINDOW), quantity.start)
        self.bracketed = opened >= 0 and ")" not in low[opened : quantity.start]
        self.aside = low[opened + 1 : quantity.start] if self.bracketed else ""
        self.aimed = ""
        if self.bracketed and rx(lexicon.AIMS).match(self.aside):
            self.aimed = low[sentence.clause_start(opened) : opened].strip()
        self.labelled = sentence.label(self.start)
        self.label = rx(r"\([^()]*\)").sub("", self.labelled) if self.labelled else ""

    def measures(self) -> bool:
        """Whether the words just before the quantity name a measurement, not a setting."""
        for word in reversed(self.names[-4:] or words(self.label)[-4:]):
            if word in lexicon.SETTINGS:
                return False
            if is_metric(word):
                return True
        return False

    def sets(self) -> bool:
        """Whether the words just before or after the quantity name a setting."""
        near = [word for word in self.names if word not in lexicon.FILLERS] or words(self.label)
        if self.before.endswith(", "):
            near = []
        for i, word in enumerate(reversed(near[-2:])):
            if is_metric(word):
                break
            lost = word == "window" and any(is_metric(name) for name in near[-2 - i : -1 - i])
            setting = word.rpartition("_")[2]  # of `busy_timeout`
            kept = setting == "retention" and self.quantity.unit.dimension == "ratio"
            if setting in lexicon.SETTINGS and not lost and not kept:
                return True
        following = words(self.after[:40])[:2]
        share = self.quantity.unit.dimension == "ratio"
        if share and any(is_metric(word) for word in words(self.after[:40])[:3]):
            following = []  # "70 % cache hit rate"
        if len(following) == 2 and following[0] in lexicon.STOP:
            del following[1:]
        after = self.after.lstrip()
        if following[:1] == ["old"] and names_metric(self.label):
            return False  # "Freshness: < 5 min old"
        worst = self.quantity.phrase in {"maximum", "max"} and following[:1] == ["delay"]
        long = self.quantity.unit.scale >= 604800 and following[:1] == ["window"]
        if self.quantity.comparator and (worst or long):
            return False
        return not lexicon.SETTINGS_AFTER.isdisjoint(following) or after.startswith(lexicon.AGES)

    def said(self) -> str:
        """`before`, with what stands before the parentheses that it follows."""
        low = self.sentence.low
        if not self.start or low[self.start - 1] != ")":
            return self.before
        opened = low.rfind("(", max(0, self.start - _WINDOW), self.start)
        if opened < 0:
            return self.before
        return low[self.sentence.clause_start(opened) : opened] + self.before

    def parenthesis(self) -> str:
        """What stands in the parentheses that the clause follows: "layout shift (CLS) < 0.1"."""
        low = self.sentence.low
        if not self.start or low[self.start - 1] != ")":
            return ""
        opened = low.rfind("(", max(0, self.start - _WINDOW), self.start)
        return low[opened + 1 : self.start - 1] if opened >= 0 else ""

    def crowded(self) -> bool:
        """Whether what is counted does something at the same time: "100 concurrent users"."""
        quantity = self.quantity
        crowd = rx(lexicon.CROWD).search(self.sentence.low, quantity.number, quantity.end)
        return crowd is not None


def relative_word(place: Place) -> str:
    """The word after a ratio that makes it a change: "faster" in "30 % faster"; empty if none."""
    match = rx(lexicon.RELATIVE).match(place.after)
    return match[1] if match else ""


def spread(place: Place) -> bool:
    """Whether a tolerance stands directly after a quantity: "200 ms ± 10 ms"."""
    return rx(r"\s{0,2}(?:±|\+/-|\+-|plus or minus\b)").match(place.after) is not None


def beyond(place: Place) -> str:
    """The word after a quantity that makes it a distance: "above" in "10 % above main"."""
    match = rx(lexicon.BEYOND).match(place.after)
    return (match[1] or match[2]) if match else ""


def change_verb(text: str) -> str:
    """The stem of the last verb of change in `text`: "reduc", "increas"; empty if none."""
    stems = rx(lexicon.CHANGES).findall(text)
    return stems[-1] if stems else ""


def direction(word: str) -> str:
    """`down` or `up`, as a verb of change or a comparative says; empty if it does not say."""
    if word.startswith(lexicon.DOWN):
        return "down"
    return "" if not word or word.startswith(lexicon.NO_DIRECTION) else "up"


def counted_before(place: Place) -> str:
    """The plural that a number without unit counts: "skipped tests: < 10"; empty if none."""
    quantity = place.quantity
    named = [word for word in place.names if word != "from"] or words(place.label)
    if named and quantity.lead in {"to", "from"}:
        named = [word for word in named if word not in lexicon.STOP]
        if len(named) > 1 and change_verb(named[-1]):
            named.pop()
    noun = named[-1] if named else ""
    if not rx(r"^[a-z-]{3,}[^su\W]s$").match(noun) or quantity.value != int(quantity.value):
        return ""
    other = noun in lexicon.NAMES or noun in lexicon.BOUNDS or noun in lexicon.SETTINGS
    return "" if other or is_metric(noun) else noun
