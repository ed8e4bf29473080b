"""Quantities in a sentence: a number with its comparator and unit, wherever one stands.

This is the syntax alone: whether a quantity is a target, a parameter of a behaviour, a baseline or
evidence is for `planproof.plan.figures.targets` to say. Everything works on `plain(text)`, whose offsets
are those of the text as given. Each number is looked at through windows of bounded length: reading
is linear in the text.
"""

import re
from collections.abc import Iterator

import msgspec

from planproof.plan.figures.comparators import (
    CURRENCIES,
    Head,
    comparator_after,
    comparator_before,
    lead_before,
    may_compare,
)
from planproof.plan.figures.lexicon import NOUNS, STOP, word_set
from planproof.plan.figures.units import Unit, counted, per_time, simple_unit
from planproof.text.patterns import rx


class Quantity(msgspec.Struct, frozen=True, gc=False):
    """A number as it is written, with what stands around it.

    Attributes:
        start: where comparator, number and unit begin in the text.
        end: where they end.
        number: where the number begins.
        comparator: `<`, `<=`, `>`, `>=`, `==`, `within` (a tolerance), `between`, `better` (or
            better), or empty.
        value: the number, or the lower end of a range.
        upper: the upper end of a range.
        unit: what the number counts; with an empty dimension if the unit is ambiguous.
        lead: the word directly before `start`, in lower case: `by`, `to`, `from`, `vs` ...
        phrase: the words of the comparator, in lower case; empty for a sign.
        signed: written with a plus or minus sign.
        joined: number and unit are one adjective: `15-second`.
    """

    start: int
    end: int
    number: int
    comparator: str
    value: float
    upper: float | None
    unit: Unit
    lead: str
    phrase: str
    signed: bool = False
    joined: bool = False


class _Written(msgspec.Struct, frozen=True, gc=False):
    """Where the digits of a number or a range stand, and their value."""

    start: int
    end: int
    value: float
    upper: float | None = None


NUMBER_WORDS: dict[str, float] = {
    "zero": 0.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "twenty": 20.0,
    "thirty": 30.0,
    "fifty": 50.0,
    "hundred": 100.0,
}
# Without a comparator a number in words is a quantity after these only; zero always is.
_SPELLED_AFTER = frozenset(("for", "in", "over", "by"))

_NUMBER = r"(?:[0-9]{1,3}(?:[,_\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]{1,15})(?:[.,][0-9]{1,15})?"
_MAGNITUDES = {"k": 1e3, "K": 1e3, "M": 1e6, "thousand": 1e3, "million": 1e6, "billion": 1e9}

_NOT_PLURAL = ("ss", "us", "is", "'s", "’s")
# Words between a number and a unit of time: "2 business days".
_KINDS_OF_TIME = word_set("business working calendar consecutive full")
_CJK_COUNTS = frozenset("件個个回人行台次名")


# The first digit stands first, so that the search goes from digit to digit.
_NUMBERS = (
    r"[0-9](?<![A-Za-z0-9_#/.@§][0-9])"
    r"(?:[0-9]{0,2}(?:[,_\u2009\u202f][0-9]{3})+(?![0-9])|[0-9]{0,14})(?:[.,][0-9]{1,15})?"
)
_ONE = r"an?(?=\s(?:second|minute|hour|day|week|month)\b)"
_SPELLED = rf"(?<![a-z0-9_-])(?:{'|'.join(NUMBER_WORDS)}|{_ONE})(?![a-z0-9_-])"
_MAGNITUDE = r"[kKM](?![A-Za-z])| (?:thousand|million|billion)\b"
_UPPER = rf"\s?(-|–|—|〜|～|~|\bto\b|\band\b)\s?~?[$€£]?({_NUMBER})(?![-–/:.]?[0-9])"
_UNIT = r"([ \u00a0\u202f-]?)([A-Za-zµμÀ-ɏḀ-ỹА-я]+|[%‰×€$£])"
_CJK_UNIT = (
    r"ミリ秒|毫秒|秒钟|秒|分間|分钟|分|時間|小时|日間|日|天|週間|か月|ヶ月|个月|年|円|バイト|字节"
    r"|パーセント|밀리초|초|분|시간|개월|일|주|년|퍼센트|[件個个回人行台次名]"
)
_PER = r"(?:\s?/\s?|\s+(?:per|an?|each)\s+)([A-Za-z]+)(?![A-Za-z/-])"
_WORD = r"\s?([A-Za-zÀ-ɏḀ-ỹА-я][A-Za-z0-9'’À-ɏḀ-ỹА-я-]*)"
_SCORE = r"/(?:5|10|100)(?![0-9/])"
_POINTS = r"[ -]points?\b"


def quantities(text: str, low: str, *, spelled: bool) -> Iterator[Quantity]:
    """The quantities in a plain text, in order.

    Args:
        text: what `plain` returned.
        low: the same in lower case.
        spelled: whether to look for numbers written as words too.
    """
    done = 0
    matches = list(rx(_NUMBERS).finditer(text))
    if spelled:
        matches += rx(_SPELLED).finditer(low)
        matches.sort(key=re.Match.start)
    for match in matches:
        if match.start() < done:
            continue
        found = _quantity(text, low, match)
        if found is not None:
            done = found.end
            yield found


def _quantity(text: str, low: str, match: re.Match[str]) -> Quantity | None:
    word = match[0].lower()
    if word[0].isalpha() and word != "zero" and not _may_be_spelled(low, match):
        return None
    head = comparator_before(low, match.start())
    if head is None:
        return None
    if word[0].isalpha():
        return _spelled(text, low, head, match)
    value, end = _magnitude(text, _number(match[0]), match.end())
    end = _past_score(text, head, end)
    if text[end : end + 1].isdigit():
        return None
    if text[end : end + 1] in {".", ":", "/"} and text[end + 1 : end + 2].isdigit():
        return None  # a version, a time of day, a ratio such as 24/7
    unit, unit_end = _unit(text, value, end)
    if match.start() and text[match.start() - 1] in CURRENCIES:
        unit, unit_end = _money(text, match.start() - 1, end)
    written = _Written(match.start(), end, value)
    ranged = _upper(text, unit_end, head.lead)
    if ranged is None and unit_end != end:
        ranged = _upper(text, end, head.lead)
    if ranged is not None:
        found = _ranged(text, written, unit, ranged)
        return _finished(low, head, *found) if found else None
    return _finished(low, head, written, unit, unit_end) if unit else None


def _may_be_spelled(low: str, match: re.Match[str]) -> bool:
    """Whether a number in words can be a quantity: most of them only say "one of the users"."""
    if may_compare(low, match.start()) or comparator_after(low, match.end()):
        return True
    return lead_before(low, match.start()) in _SPELLED_AFTER


def _spelled(text: str, low: str, head: Head, match: re.Match[str]) -> Quantity | None:
    value = NUMBER_WORDS.get(match[0].lower(), 0.0)
    if match[0].lower() in {"a", "an"}:
        if head.comparator not in {"<", "<="}:
            return None  # "within an hour", but not "over a day"
        value = 1.0
    more = comparator_after(low, match.end()) is not None
    if value and not head.comparator and not more and head.lead not in _SPELLED_AFTER:
        return None
    unit, end = _unit(text, value, match.end())
    if unit is None:
        return None
    return _finished(low, head, _Written(match.start(), match.end(), value), unit, end)


def _number(text: str) -> float:
    """The value of digits with separators: `4,500`, `99,9`, `1_000`, `1.5`."""
    text = text.replace("_", "").replace("\u2009", "").replace("\u202f", "")
    whole, comma, rest = text.rpartition(",")
    if comma:
        thousands = len(rest.partition(".")[0]) == 3 and whole != "0"
        text = text.replace(",", "") if thousands else f"{whole.replace(',', '')}.{rest}"
    if text.count(".") > 1:
        text = text.replace(".", "", text.count(".") - 1)
    return float(text)


def _magnitude(text: str, value: float, end: int) -> tuple[float, int]:
    """`10k` and `1 million` multiplied out."""
    match = rx(_MAGNITUDE).match(text, end)
    if match is None:
        return value, end
    return value * _MAGNITUDES[match[0].strip()], match.end()


def _past_score(text: str, head: Head, end: int) -> int:
    """Past the `/5` of a score with a comparator before it: `≥ 4.5/5`."""
    match = rx(_SCORE).match(text, end) if head.comparator else None
    return match.end() if match else end


def _unit(text: str, value: float, end: int) -> tuple[Unit | None, int]:
    """The unit after a number and where it ends; None if the number is glued to a name (`3D`)."""
    if text[end : end + 1] == "+":
        end += 1
    match = rx(_UNIT).match(text, end)
    if match is None:
        if text[end : end + 1] == "/":
            return _per(text, "", end)
        if value == 0 and text[end : end + 2] in {' "', " “"}:
            return _noun(text, value, end)
        return _cjk_unit(text, end)
    space, word = match.groups()
    nothing = counted("") if space else None
    after = text[match.end() : match.end() + 2]
    if word in CURRENCIES and after[:1].isdigit():
        return counted(""), end
    if after[:1].isdigit() and space == " ":
        return _noun(text, value, end)  # "2 P1 incidents"
    if after[:1].isdigit() or after[:1] == "_" or (after[:1] == "." and after[1:].isalnum()):
        return nothing, end
    hyphened = after[:1] == "-" and after[1:].isalpha()
    unit = None if hyphened else _named(text, word, match.end())
    if unit is not None:
        return _rated(text, word, unit, match.end())
    if space != " " or not word.isalpha():
        return nothing, end
    if word.lower() in _KINDS_OF_TIME and (of_time := _time_after(text, match.end())):
        return of_time
    return _noun(text, value, end)


def _time_after(text: str, end: int) -> tuple[Unit, int] | None:
    match = rx(_WORD).match(text, end)
    unit = simple_unit(match[1]) if match else None
    if match is None or unit is None or unit.dimension != "time":
        return None
    return unit, match.end()


def _cjk_unit(text: str, end: int) -> tuple[Unit, int]:
    if text[end : end + 8].isascii():
        return counted(""), end
    match = rx(rf"\s?({_CJK_UNIT})").match(text, end)
    if match is None:
        return counted(""), end
    unit = counted(match[1]) if match[1] in _CJK_COUNTS else simple_unit(match[1])
    return unit or counted(""), match.end()


def _named(text: str, word: str, end: int) -> Unit | None:
    if word == "m":
        return Unit("m", "", 1.0)  # minutes or metres: not guessed
    if word.lower() == "percentage" and rx(_POINTS).match(text, end):
        return simple_unit("pp")
    return simple_unit(word)


def _rated(text: str, word: str, unit: Unit, end: int) -> tuple[Unit, int]:
    """A unit with the `/s`, `per day` or `points` after it."""
    if unit.dimension == "ratio" and (points := rx(_POINTS).match(text, end)):
        return simple_unit("pp") or unit, points.end()
    per = rx(_PER).match(text, end)
    rate = per_time(word, per[1]) if per else None
    return (rate, per.end()) if per and rate else (unit, end)


def _money(text: str, sign: int, end: int) -> tuple[Unit | None, int]:
    """The currency before a number, with the `/month` after it."""
    currency = simple_unit(text[sign])
    return _rated(text, text[sign], currency, end) if currency else (None, end)


def _noun(text: str, value: float, end: int) -> tuple[Unit, int]:
    """What is counted: the first plural after the number, passing adjectives; "per week" alone."""
    if (bare := _per(text, "", end))[0].dimension == "rate":
        return bare
    pattern = rx(_WORD)
    pos = end
    if value == 0 and (quoted := rx(r' ["“][^"“”]{1,40}["”](?= [a-z])').match(text, end)):
        pos = quoted.end()  # 'zero "not found" errors'
    single = ""
    for _ in range(6):
        match = pattern.match(text, pos)
        if match is None:
            break
        word = match[1].lower()
        run = word == "runs" and single in {"", "consecutive"}
        if word in STOP and not run:
            break
        pos = match.end()
        single = match[1]
        plural = len(word) > 2 and word.endswith("s") and not word.endswith(_NOT_PLURAL)
        if (plural and value != 1) or word in NOUNS:
            return _per(text, *_last_plural(text, match))
        if value == 0 and (others := rx(r"(?:/[A-Za-z]{3,})+(?= [a-z])").match(text, pos)):
            pos = others.end()  # "zero list/load/save calls"
    if value in {0, 1} and single:
        return _per(text, single, pos)
    match = pattern.match(text, end)
    unit, unit_end = _per(text, match[1], match.end()) if match else (counted(""), end)
    return (unit, unit_end) if unit.dimension == "rate" else (counted(""), end)


def _last_plural(text: str, match: re.Match[str]) -> tuple[str, int]:
    """The noun itself, or the one after it where it is a name: `Kubernetes releases`."""
    if match[1][0].isupper():
        after = rx(_WORD).match(text, match.end())
        if after and after[1].endswith("s") and after[1].lower() not in STOP:
            return after[1], after.end()
    return match[1], match.end()


def _noun_after(low: str, end: int) -> tuple[Unit, int] | None:
    """What is counted by a number whose comparator stands between: "10 or more reviewers"."""
    match = rx(_WORD).match(low, end)
    if match is None or match[1] in STOP or low[end : end + 1] != " ":
        return None
    unit, unit_end = _noun(low, 2.0, end)
    return (unit, unit_end) if unit.name else None


def _per(text: str, noun: str, end: int) -> tuple[Unit, int]:
    per = rx(_PER).match(text, end)
    rate = per_time(noun, per[1]) if per else None
    return (rate, per.end()) if per and rate else (counted(noun), end)


def _upper(text: str, end: int, lead: str) -> tuple[float, int] | None:
    """The upper end of a range whose lower end stops at `end`, and where it ends."""
    match = rx(_UPPER).match(text, end)
    if match is None:
        return None
    # "from 5 to 3" is a change and no range; "and" makes one only after "between".
    if (match[1] == "and" and lead != "between") or (match[1] == "to" and lead == "from"):
        return None
    return _magnitude(text, _number(match[2]), match.end())


def _ranged(
    text: str, lower: _Written, first: Unit | None, ranged: tuple[float, int]
) -> tuple[_Written, Unit, int] | None:
    """The number, unit and end of a range; the lower end in the unit of the upper one."""
    upper, end = ranged
    value = lower.value
    unit, unit_end = _unit(text, upper, end)
    if unit is None:
        return None
    if first is not None and first.name:
        if not unit.name:
            unit = first
        elif first.dimension == unit.dimension:
            value *= first.scale / unit.scale
    if upper < value:
        return None
    return _Written(lower.start, end, value, upper), unit, unit_end


def _finished(low: str, head: Head, written: _Written, unit: Unit, unit_end: int) -> Quantity:
    """The quantity, with the comparator after it if there is none before."""
    comparator, phrase, start, lead = head.comparator, head.phrase, head.start, head.lead
    if not comparator:
        after = comparator_after(low, unit_end)
        if low[written.end : written.end + 1] == "+":
            comparator, unit_end = ">=", max(unit_end, written.end + 1)
        elif after:
            comparator, phrase, unit_end = after
            if not unit.name and (counted_after := _noun_after(low, unit_end)):
                unit, unit_end = counted_after  # "10 or more reviewers"
    if lead == "between" and written.upper is not None and not comparator:
        start = low.rfind("between", 0, start)
        lead = lead_before(low, start)
        comparator = "between"
    return Quantity(
        start=start,
        end=unit_end,
        number=written.start,
        comparator=comparator,
        value=-written.value if head.sign == "-" else written.value,
        upper=written.upper,
        unit=unit,
        lead=lead,
        phrase=phrase,
        signed=bool(head.sign),
        joined=low[written.end : written.end + 1] == "-",
    )
