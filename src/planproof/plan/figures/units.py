"""Units of figures: one small table, read once, and the rules to put names together.

Units are kept apart where a careless reader mixes them up: `Mb` is a megabit and `MB` a megabyte,
`rps` is requests a second, `5 m` is no unit at all (minutes and metres are both meant by it), `pp`
is a percentage point and not a percentage. Adding a unit is adding a row to `_TABLE`; a project
adds its own through `extend`.
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache

import msgspec


class Unit(msgspec.Struct, frozen=True, gc=False):
    """A unit of measurement.

    Attributes:
        name: the canonical spelling: `ms`, `req/s`, `MiB`. For money, the currency: figures in
            different currencies share a dimension and cannot be compared.
        dimension: `time`, `bytes`, `bits`, `rate` (a count per time), `ratio`, `count`, `money`, or
            one of these per time: `bytes/s`, `bits/s`, `money/s`; or, of a project's own unit that is
            so much of nothing else, that unit's name. See `convert.py` for what can be compared.
        scale: what to multiply a value by to get the dimension's base unit: second, byte, bit,
            1/second, fraction of one, piece, one of the currency.
        noun: of a count or a rate, what is counted, as `noun_of` puts it; empty where that is
            anything (`ops/s`, `Hz`, `/week`).
    """

    name: str
    dimension: str
    scale: float
    noun: str = ""


# Dimension, canonical name, scale, spellings. A spelling with a capital letter or of fewer than
# three letters is matched exactly, for `Mb` is not `MB`; all others in any case.
_TABLE: tuple[tuple[str, str, float, str], ...] = (
    ("time", "ns", 1e-9, "ns nanosecond nanoseconds nanos"),
    ("time", "µs", 1e-6, "µs μs us usec microsecond microseconds micros"),
    (
        "time",
        "ms",
        1e-3,
        "ms msec msecs millisecond milliseconds millis ミリ秒 毫秒 밀리초 мс milisegundos millisekunden millisecondes milissegundos",
    ),
    (
        "time",
        "s",
        1.0,
        "s sec secs second seconds 秒 秒钟 초 сек секунд секунды sekunde sekunden seconde secondes segundo segundos giây",
    ),
    (
        "time",
        "min",
        60.0,
        "min mins minute minutes 分 分間 分钟 분 мин минут минуты minuten minuto minutos phút",
    ),
    (
        "time",
        "h",
        3600.0,
        "h hr hrs hour hours 時間 小时 시간 часов часа stunde stunden heure heures hora horas giờ",
    ),
    (
        "time",
        "d",
        86400.0,
        "d day days 日 日間 天 일 дней tag tage tagen jour jours día días dia dias",
    ),
    (
        "time",
        "weeks",
        604800.0,
        "w wk wks week weeks 週間 周 주 недель woche wochen semaine semaines semana semanas",
    ),
    (
        "time",
        "months",
        2629746.0,
        "month months mo か月 ヶ月 个月 개월 monat monate monaten mois mes meses",
    ),
    ("time", "years", 31556952.0, "year years yr yrs 年 년 jahr jahre jahren años"),
    ("bytes", "B", 1.0, "B byte bytes バイト 字节"),
    ("bytes", "kB", 1e3, "kB KB kb kilobyte kilobytes"),
    ("bytes", "MB", 1e6, "MB mb megabyte megabytes"),
    ("bytes", "GB", 1e9, "GB gb gigabyte gigabytes"),
    ("bytes", "TB", 1e12, "TB tb terabyte terabytes"),
    ("bytes", "PB", 1e15, "PB petabyte petabytes"),
    ("bytes", "KiB", 1024.0, "KiB kib Ki kibibyte kibibytes"),
    ("bytes", "MiB", 1024.0**2, "MiB mib Mi mebibyte mebibytes"),
    ("bytes", "GiB", 1024.0**3, "GiB gib Gi gibibyte gibibytes"),
    ("bytes", "TiB", 1024.0**4, "TiB tib Ti tebibyte tebibytes"),
    ("bits", "bit", 1.0, "bit bits"),
    ("bits", "kbit", 1e3, "kbit kbits Kb Kbit kilobit kilobits"),
    ("bits", "Mbit", 1e6, "Mb Mbit mbit mbits megabit megabits"),
    ("bits", "Gbit", 1e9, "Gb Gbit gbit gbits gigabit gigabits"),
    ("bits/s", "bit/s", 1.0, "bps"),
    ("bits/s", "kbit/s", 1e3, "kbps Kbps"),
    ("bits/s", "Mbit/s", 1e6, "mbps Mbps"),
    ("bits/s", "Gbit/s", 1e9, "gbps Gbps"),
    ("bytes/s", "MB/s", 1e6, "MBps"),
    ("bytes/s", "GB/s", 1e9, "GBps"),
    ("rate", "req/s", 1.0, "rps"),
    ("rate", "req/min", 1 / 60, "rpm"),
    ("rate", "queries/s", 1.0, "qps"),
    ("rate", "tx/s", 1.0, "tps"),
    ("rate", "ops/s", 1.0, "iops"),
    ("rate", "frames/s", 1.0, "fps"),
    ("rate", "Hz", 1.0, "Hz hertz"),
    ("rate", "kHz", 1e3, "kHz"),
    ("ratio", "%", 0.01, "% percent pct パーセント 퍼센트 prozent"),
    ("ratio", "‰", 0.001, "‰ permille"),
    ("ratio", "ppm", 1e-6, "ppm"),
    ("ratio", "pp", 0.01, "pp ppt ppts"),
    ("ratio", "x", 1.0, "x X × fold"),
    ("money", "USD", 1.0, "$ USD usd dollar dollars"),
    ("money", "EUR", 1.0, "€ EUR eur euro euros"),
    ("money", "GBP", 1.0, "£ GBP gbp"),
    ("money", "JPY", 1.0, "¥ JPY jpy yen 円"),
)

# What people shorten when they count per time.
_SHORT = {
    "request": "req",
    "requests": "req",
    "reqs": "req",
    "query": "queries",
    "operation": "ops",
    "operations": "ops",
    "op": "ops",
    "transaction": "tx",
    "transactions": "tx",
    "event": "events",
    "message": "messages",
    "msg": "messages",
    "msgs": "messages",
}

# Counted nouns that can be anything.
_ANYTHING = frozenset(("", "op", "iteration", "time"))

_PER_TIME = {"bytes": "bytes/s", "bits": "bits/s", "money": "money/s"}


@cache
def _table() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for dimension, name, scale, spellings in _TABLE:
        noun = noun_of(name.partition("/")[0]) if dimension == "rate" and "/" in name else ""
        unit = Unit(name, dimension, scale, noun)
        for spelling in spellings.split():
            units[spelling] = unit
    return units


def simple_unit(word: str) -> Unit | None:
    """The unit that one word or sign stands for, without any `/s`; None if it is none."""
    units = _table()
    unit = units.get(word)
    if unit is None and len(word) > 2:
        unit = units.get(word.lower())
    return unit or own_unit(word)


def counted(noun: str) -> Unit:
    """The unit of a bare count of `noun`: `tests`, `peers`, or nothing at all."""
    return own_unit(noun) or Unit(noun, "count", 1.0, noun_of(noun))


def noun_of(word: str) -> str:
    """What is counted, in lower case and the singular, so that `Requests` and `req` are one.

    Empty for what can be anything: operations, iterations.
    """
    noun = _SHORT.get(word.lower(), word.lower())
    if len(noun) > 3 and noun.endswith("s") and not noun.endswith("ss"):
        noun = f"{noun[:-3]}y" if noun.endswith("ies") else noun[:-1]
    elif noun == "ops":
        noun = "op"
    return "" if noun in _ANYTHING else noun


def per_time(left: str, right: str) -> Unit | None:
    """The unit of so many `left` per `right`: requests per second, MB per minute.

    Args:
        left: what is counted or measured, singular or plural; empty for "3 per week".
        right: a unit of time.

    Returns:
        None if `right` is no unit of time, or `left` is one (`ms/s` is no rate that we know).
    """
    time = simple_unit(right)
    if time is None or time.dimension != "time":
        return None
    over = {"weeks": "week", "months": "month", "years": "year"}.get(time.name, time.name)
    what = simple_unit(left) if left else None
    if what is None:
        name = _SHORT.get(left.lower(), left)
        own = own_unit(f"{name}/{over}") or own_unit(f"{left}/{over}")
        return own or Unit(f"{name}/{over}", "rate", 1.0 / time.scale, noun_of(left))
    if what.dimension in _PER_TIME:
        dimension = _PER_TIME[what.dimension]
        return Unit(f"{what.name}/{over}", dimension, what.scale / time.scale)
    return None


def canonical_unit(text: str) -> Unit | None:
    """The unit that `text` names as a whole: `seconds`, `MB`, `requests per second`, `req/min`.

    Returns:
        None for an empty text, for what is ambiguous (`m`, `M`) and for unknown words. A unit is
        never guessed: the caller decides whether an unknown word is something counted.
    """
    text = text.strip().rstrip(".")
    unit = simple_unit(text)
    if unit is not None or not text:
        return unit
    if "/" in text:
        left, _, right = text.partition("/")
        return per_time(left.strip(), right.strip())
    words = text.split()
    if len(words) == 3 and words[1].lower() in {"per", "a", "an", "each"}:
        return per_time(words[0], words[2])
    if [word.lower() for word in words] in (["percentage", "points"], ["percentage", "point"]):
        return simple_unit("pp")
    return None


# A project's own units, by their names in lower case and in singular and plural.
_OWN: ContextVar[Mapping[str, Unit]] = ContextVar("own units", default={})  # noqa: B039
_NAME = re.compile(r"[^\W\d_][\w-]*(?:/[^\W\d_]+)?")
_AMOUNT = re.compile(r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)?\s*(\S.*)?")
_AMBIGUOUS = {"m": "minutes are `min`, metres are not known", "M": "megabytes are `MB`"}


def extend(table: Mapping[str, str]) -> tuple[str, ...]:
    """Make a project's own units known, in place of those made known before.

    What was read before stays as it was read: call this when the settings are known and before the
    first sentence is read. It holds for the running context (`contextvars`) and for the processes
    that are forked from it.

    Args:
        table: from the unit's name to how much of a known unit, or of another own one, it is:
            `{"orders/s": "1 req/s", "furlong": "201.168 metre", "metre": ""}`. Without an amount it
            is one of it; an empty text stands for a unit that is so much of nothing else.

    Returns:
        What is wrong with the table, a sentence for each fault; what is right is known all the same.
    """
    units, faults = own_units(table)
    _OWN.set(units)
    return faults


def own_unit(word: str) -> Unit | None:
    """The project's own unit of that name, in singular or plural, in any case."""
    own = _OWN.get()
    return own.get(word.lower()) if own else None


def own_units(table: Mapping[str, str]) -> tuple[dict[str, Unit], tuple[str, ...]]:
    """A project's own units by their spellings, and what is wrong with the table; see `extend`."""
    found: dict[str, Unit] = {}
    faults: list[str] = []
    left = {}
    for name, amount in table.items():
        known = _known(name)
        if _NAME.fullmatch(name) is None:
            faults.append(
                f"`{name}` cannot be a unit's name: letters, or letters by a `/` and a time"
            )
        elif known is not None:
            faults.append(f"`{name}` is known already, as `{known.name}`")
        else:
            left[name] = amount
    while left:
        ready = {name: unit for name in left if (unit := _amount(name, left[name], found, faults))}
        faulty = {name for name in left if any(f.startswith(f"`{name} = ") for f in faults)}
        for name, unit in ready.items():
            found |= dict.fromkeys(_spellings(name), unit)
        if not ready and not faulty:
            faults += [f'`{name} = "{left[name]}"`: there is no such unit' for name in left]
            break
        left = {name: text for name, text in left.items() if name not in ready.keys() | faulty}
    return found, tuple(faults)


def _known(name: str) -> Unit | None:
    units = _table()
    return units.get(name) or (units.get(name.lower()) if len(name) > 2 else None)


def _spellings(name: str) -> tuple[str, ...]:
    low = name.lower()
    what, slash, per = low.partition("/")
    other = what[:-1] if what.endswith("s") else f"{what}s"
    return low, f"{other}{slash}{per}"


def _amount(name: str, text: str, found: Mapping[str, Unit], faults: list[str]) -> Unit | None:
    """The unit that is `text`; None if it is not known (yet), or wrong: then with a fault."""
    text = text.strip()
    if not text:
        return Unit(name, name, 1.0)
    match = _AMOUNT.fullmatch(text)
    amount, base = match.groups() if match else (None, None)
    factor = float(amount) if amount else 1.0
    said = f'`{name} = "{text}"`'
    if base is None or base[0] in "+-.0123456789" or not 0 < factor < float("inf"):
        faults.append(f'{said}: write an amount above zero and a unit, as in `"1 req/s"`')
        return None
    if base in _AMBIGUOUS:
        faults.append(f"{said}: `{base}` could be several units; {_AMBIGUOUS[base]}")
        return None
    unit = found.get(base.lower()) or canonical_unit(base)
    if unit is None or own_unit(base) is unit:
        return None
    return Unit(name, unit.dimension, unit.scale * factor, unit.noun)
