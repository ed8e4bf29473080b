"""What stands before and after a number to compare with it: signs, words, in three languages."""

import msgspec

from planproof.plan.figures.lexicon import word_set
from planproof.plan.figures.unmarked import MASK
from planproof.text.patterns import rx


def _table(text: str) -> dict[str, str]:
    """Lines of `comparator phrase, phrase` as phrase to comparator."""
    table: dict[str, str] = {}
    for line in text.strip().splitlines():
        comparator, _, phrases = line.partition(" ")
        table |= dict.fromkeys(phrases.split(", "), comparator)
    return table


class Head(msgspec.Struct, frozen=True, gc=False):
    """What stands before a number.

    Attributes:
        start: where the comparator begins, or the number with its sign and its "about".
        comparator: `<`, `<=`, `>`, `>=`, `==`, `within`, or empty.
        phrase: the comparator's words in lower case; empty for a sign.
        lead: the word before `start`.
        sign: `-` or `+` directly before the number.
    """

    start: int
    comparator: str
    phrase: str
    lead: str
    sign: str = ""


# Before a number: the longest phrase that ends there wins.
_PHRASES = """
>= at least, no less than, no fewer than, not less than, not fewer than, minimum, min, min.
>= minimum of, min of, no lower than, not lower than, no smaller than, not below, never below
>= greater than or equal to, more than or equal to, raised to, reach, reaches, reaching, reached
>= achieve, achieves, achieving, attain, attains, at minimum, upwards of
<= at most, no more than, not more than, up to, maximum, max, max., maximum of, max of, within
<= no greater than, no higher than, not higher than, no longer than, not longer than, no later than
<= no slower than, no larger than, no bigger than, not exceed, not exceeding, without exceeding
<= never exceed, never exceeds, less than or equal to, fewer than or equal to, limited to, capped at
<= kept to, keep to, down to, not above, not over, at maximum
< less than, fewer than, under, below, smaller than, lower than, shorter than, faster than
< quicker than, sub, beneath
> more than, greater than, over, above, exceeds, exceed, exceeding, exceeded, higher than
> larger than, longer than, slower than, bigger than, better than, in excess of, beyond, older than
== exactly, equal to, equals, equal, precisely
within plus or minus, +/-, within +/-
>= mindestens, wenigstens, nicht weniger als, al menos, como mínimo, por lo menos, au moins
>= pelo menos, no mínimo, не менее, не меньше, не менее чем, minimum de
<= höchstens, maximal, bis zu, innerhalb von, nicht mehr als, como máximo, no más de, hasta
<= dépasse pas, dépassent pas, excède pas, no exceda, no supere
<= a lo sumo, au plus, au maximum, pas plus de, no máximo, não mais de, até, не более, не больше
<= не более чем, не больше чем
<= maximum de, en un máximo de, máximo, не позднее
< unter, weniger als, kürzer als, schneller als, kleiner als, menos de, menor a, menor que
< menores a, inferior a, inferiores a, por debajo de, moins de, inférieur à, inférieure à, sous
< abaixo de, inferior à, менее, меньше, ниже, менее чем, меньше чем
> über, mehr als, größer als, más de, mayor a, mayor que, superior a, por encima de, plus de
> supérieur à, supérieure à, mais de, acima de, maior que, более, больше, выше, более чем, больше чем
"""
_SIGNS = _table(
    """
>= >=, =>, ≥, ≧, ⩾
<= <=, =<, ≤, ≦, ⩽
== ==, =
within ±, +-
> >
< <
"""
)
_CJK_BEFORE = _table(
    """
<= 不超过, 不超過, 不高于, 不高於, 不大于, 不大於, 最大, 最多, 至多, 小于等于, 최대, 控制在
>= 不低于, 不低於, 不少于, 不少於, 不小于, 不小於, 至少, 最低, 最小, 少なくとも, 大于等于, 达到, 최소
< 小于, 小於, 少于, 少於, 低于, 低於
> 大于, 大於, 超过, 超過, 高于, 高於
"""
)
_AFTER = _table(
    """
>= +, more, higher, above, greater, longer, larger, over, up, minimum, at least, 以上
<= less, fewer, lower, below, under, faster, quicker, shorter, smaller, max, maximum, at most, tops
>= 이상
<= 以内, 以內, 之内, 以下, まで, 内, 이내, 이하
< 未満, 未满, を下回る, 미만
> を超える, を上回る, 초과
better better
"""
)
PHRASES = _table(_PHRASES)
_LAST_WORDS = frozenset(phrase.split()[-1] for phrase in PHRASES)

# Words between a comparator and its number that say nothing to the comparison.
_FILLERS = word_set(
    "~ ≈ about around approximately approx approx. roughly circa a an the only just total some"
)
_SIGN_ENDS = frozenset(sign[-1] for sign in _SIGNS) | {"~", "≈"}
_OPENING = "([{\"“'—–"
CURRENCIES = "$€£¥"


_AFTERWARDS = (
    r"(\+)(?![0-9A-Za-z])"
    r"|\s*(?:or|and)\s+(less|fewer|lower|below|under|faster|quicker|shorter|smaller"
    r"|more|higher|above|greater|better|longer|larger|over|up)\b"
    r"|\s+(?:(?:gzipped|compressed|minified|total)\s+)?(max(?:imum)?|minimum|at most|at least|tops)\b(?!\s+(?:of|[0-9]))"
    r"|\s?(以内|以內|之内|以下|まで|内|以上|未満|未满|を下回る|を超える|を上回る|이내|이하|이상|미만|초과)"
)


def comparator_after(low: str, pos: int) -> tuple[str, str, int] | None:
    """The comparator after the quantity that ends at `pos`.

    Returns:
        The comparator (`better` where the measurement decides), its words, and where it ends.
    """
    match = rx(_AFTERWARDS).match(low, pos)
    if match is None:
        return None
    phrase = next(group for group in match.groups() if group)
    return _AFTER[phrase], phrase, match.end()


def comparator_before(low: str, pos: int) -> Head | None:
    """What stands before the number at `pos`; None if the number is part of a name or a date."""
    sign = ""
    last = low[pos - 1 : pos]
    if last and last in CURRENCIES:
        pos -= 1
        last = low[pos - 1 : pos]
    if last and last in "-+−":
        if low.endswith("sub-", 0, pos):
            return Head(pos - 4, "<", "sub", lead_before(low, pos - 4))
        if low[pos - 2 : pos - 1].isalnum() or low[pos - 2 : pos - 1] in {"_", MASK, ".", "-"}:
            return None
        sign = last
        pos -= 1
    elif last == ":" and low[pos - 2 : pos - 1].isdigit():
        return None
    if not low[max(0, pos - 12) : pos].isascii():
        before = low[max(0, pos - 12) : pos].rstrip().rstrip("约約")
        for phrase, comparator in _CJK_BEFORE.items():
            if before.endswith(phrase):
                start = max(0, pos - 12) + len(before) - len(phrase)
                return Head(start, comparator, phrase, "", sign)
    return _worded(low, pos, sign)


def may_compare(low: str, pos: int) -> bool:
    """Whether what stands directly before `pos` can be a comparator: a quick look at one word."""
    before = low[max(0, pos - 24) : pos].split()
    last = before[-1] if before else ""
    if not last.isascii() or last[-1:] in _SIGN_ENDS:
        return True
    last = last.lstrip(_OPENING)
    return last in _LAST_WORDS or last in _FILLERS


def _worded(low: str, pos: int, sign: str) -> Head | None:
    if not may_compare(low, pos):
        return Head(pos, "", "", lead_before(low, pos), sign)
    tokens = [(m.start(), m[0]) for m in rx(r"\S+").finditer(low, max(0, pos - 60), pos)]
    start = pos
    while tokens:
        found = _signed(tokens[-1])
        if found is not None:
            at, comparator = found
            return _widened(low, tokens, at, comparator, sign) if comparator else None
        last = tokens[-1][1].lstrip(_OPENING)
        if last in _LAST_WORDS:
            head = _phrased(low, tokens, sign)
            if head is not None:
                return head
        if last not in _FILLERS:
            break
        start, token = tokens.pop()
        start += len(token) - len(token.lstrip(_OPENING))
    return Head(start, "", "", lead_before(low, start), sign)


def _phrased(low: str, tokens: list[tuple[int, str]], sign: str) -> Head | None:
    """The longest phrase of comparison that ends with the last token."""
    for size in range(min(5, len(tokens)), 0, -1):
        phrase = " ".join(token for _, token in tokens[-size:]).lstrip(_OPENING)
        if phrase in PHRASES:
            at, token = tokens[-size]
            at += len(token) - len(token.lstrip(_OPENING))
            return Head(at, PHRASES[phrase], phrase, lead_before(low, at), sign)
    return None


def _signed(token: tuple[int, str]) -> tuple[int, str] | None:
    """The sign that ends a token: its place and meaning. An assignment (`limit=5`) has none."""
    at, word = token
    word = word.rstrip("~≈")
    for size in (2, 1):
        sign = word[-size:]
        if len(sign) != size or sign not in _SIGNS:
            continue
        before = word[-size - 1 : -size]
        if before in {"-", "="}:
            return None  # an arrow
        if sign == "=" and before and (before.isalnum() or before in f"_)]!~{MASK}"):
            return at, ""
        return at + len(word) - size, _SIGNS[sign]
    return None


def _widened(low: str, tokens: list[tuple[int, str]], at: int, comparator: str, sign: str) -> Head:
    """A sign, with the word "within" before it where the two belong together: `within ±5`."""
    if comparator == "within" and len(tokens) > 1 and tokens[-2][1].lstrip("(") == "within":
        at = tokens[-2][0] + len(tokens[-2][1]) - len("within")
    return Head(at, comparator, "", lead_before(low, at), sign)


def lead_before(low: str, pos: int) -> str:
    """The word that ends before `pos`."""
    words = low[max(0, pos - 24) : pos].split()
    return words[-1].lstrip("([{\"“'*") if words else ""
