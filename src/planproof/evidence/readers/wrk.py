"""wrk's text report (wrk 4.1.0; also the percentiles that wrk2 adds).

Times are written with `us`, `ms`, `s`, `m` (minutes) and `h`; counts with `k` and `M` (1000); bytes with `KB`,
`MB`, `GB` that are **1024** to wrk. The line `Req/Sec` is of one thread, so only the total `Requests/sec` is read.
wrk does not write a line about errors where there were none. It waits for an answer before it asks again, so a
slow server is asked less and high latencies are too low (coordinated omission; wrk2 corrects for it).
"""

from __future__ import annotations

from planproof.evidence.content import Content, Unreadable, number
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers._collect import Collected, percent, so_many
from planproof.text.patterns import rx

_START = r"(?m)^Running \S+ test @ \S+[ \t]*\r?\n[ \t]+\d{1,9} threads and \d{1,9} connections"
_TIME = r"(\d{1,18}(?:\.\d{1,18})?)(us|ms|s|m|h)"
_UNITS = {"us": "µs", "ms": "ms", "s": "s", "m": "min", "h": "h"}
_BYTES = {"": 1.0, "K": 1024.0, "M": 1024.0**2, "G": 1024.0**3, "T": 1024.0**4, "P": 1024.0**5}
_SOCKET = ("connect", "read", "write", "timeout")


def recognises(content: Content) -> bool:
    """Whether it has wrk's opening lines."""
    return "threads and " in content.head and rx(_START).search(content.head) is not None


def read(content: Content) -> Results:
    """Latencies, requests and bytes a second, and errors.

    Raises:
        Unreadable: it holds several runs, which cannot be told apart by name.
    """
    text = content.text
    if len(rx(_START).findall(text)) > 1:
        raise Unreadable("it holds several runs of wrk; write each to a file of its own")
    kept = Collected("wrk")
    total = rx(r"(?m)^[ \t]*(\d{1,18}) requests in " + _TIME + r", ").search(text)
    rate = rx(r"(?m)^Requests/sec:[ \t]+(\d{1,18}(?:\.\d{1,18})?)\s").search(text)
    if total is None or rate is None:
        kept.incomplete("it ends before wrk's totals")
    requests = int(total.group(1)) if total else None
    if requests == 0:
        kept.warn("not one request was answered, so there are no latencies")
    else:
        _latencies(kept, text, requests)
    if total is not None:
        kept.figure("requests", total.group(1), unit="requests", aliases=("requests in",))
        unit = _UNITS[total.group(3)]
        kept.figure("duration", total.group(2), unit=unit, role=Role.DURATION)
    if total is not None and rate is not None:
        value, aliases = rate.group(1), ("requests per second",)
        kept.figure(
            "Requests/sec", value, unit="req/s", better=Better.MORE, aliases=aliases, role=Role.LOAD
        )
        _transfer(kept, text)
        if requests:
            _errors(kept, text, requests)
    return kept.whole()


def _latencies(kept: Collected, text: str, requests: int | None) -> None:
    spread = rx(r"(?m)^[ \t]+Latency[ \t]+" + r"[ \t]+".join([_TIME] * 3)).search(text)
    if spread is None:
        kept.warn("it has no latencies")
        return
    for place, (column, statistic) in enumerate(
        (("Avg", "mean"), ("Stdev", "stddev"), ("Max", "max"))
    ):
        value, unit = spread.group(2 * place + 1), _UNITS[spread.group(2 * place + 2)]
        aliases = (f"Latency.{statistic}",)
        kept.figure(
            f"Latency.{column}",
            value,
            unit=unit,
            statistic=statistic,
            better=Better.LESS,
            aliases=aliases,
            samples=requests,
        )
    _percentiles(kept, text, requests)
    if "HdrHistogram - Recorded Latency" not in text:
        kept.warn(
            "wrk leaves out the time that requests waited to be sent, so its high latencies are"
            " too low"
        )


def _percentiles(kept: Collected, text: str, requests: int | None) -> None:
    """The first distribution; a second one of wrk2's is the one that was not corrected."""
    begin = text.find("Latency Distribution")
    if begin < 0:
        return
    for line in text[begin:].splitlines()[1:32]:
        found = rx(r"[ \t]+(\d{1,3}(?:\.\d{1,9})?)%[ \t]+" + _TIME + r"[ \t]*").fullmatch(line)
        if found is None:
            break
        share, value, unit = found.groups()
        statistic = percent(share)
        short = statistic[1:]
        kept.figure(
            f"Latency.{short}%",
            value,
            unit=_UNITS[unit],
            statistic=statistic,
            better=Better.LESS,
            aliases=(f"Latency.{statistic}", f"Latency.{share}%"),
            samples=requests,
        )


def _transfer(kept: Collected, text: str) -> None:
    size = r"(\d{1,18}(?:\.\d{1,18})?)([KMGTP]?)B"
    found = rx(r"(?m)^Transfer/sec:[ \t]+" + size).search(text)
    if found is not None:
        value = (number(found.group(1)) or 0.0) * _BYTES[found.group(2)]
        kept.figure("Transfer/sec", value, unit="B/s", better=Better.MORE)
    else:
        kept.incomplete("it ends before wrk's totals")


def _errors(kept: Collected, text: str, requests: int) -> None:
    found = rx(r"(?m)^[ \t]*Non-2xx or 3xx responses: (\d{1,18})").search(text)
    bad = int(found.group(1)) if found else 0
    kept.figure(
        "Non-2xx or 3xx responses",
        bad,
        unit="responses",
        better=Better.LESS,
        aliases=("Non-2xx",),
        samples=requests,
    )
    line = rx(
        r"(?m)^[ \t]*Socket errors: connect (\d{1,18}), read (\d{1,18}), write (\d{1,18}),"
        r" timeout (\d{1,18})"
    ).search(text)
    counts = [int(count) for count in line.groups()] if line else [0, 0, 0, 0]
    for kind, count in zip(_SOCKET, counts, strict=True):
        kept.figure(f"Socket errors.{kind}", count, unit="errors", better=Better.LESS)
    if bad:
        kept.warn(
            f"{bad} of {requests} answers had neither a 2xx nor a 3xx status, and the latencies"
            " include them"
        )
    if any(counts):
        kept.warn(f"there were {so_many(sum(counts), 'socket error')}")
