"""Vegeta's JSON report (`vegeta report -type=json`, written from the source of vegeta 12.13).

Latencies are in ns, and estimates (t-digest) but for `mean`, `min` and `max`. `rate` is what was sent a
second, `throughput` what was answered with a status from 200 to 399 a second of attack and wait, `success`
the share of such answers. An attack of one request has no length; Vegeta then writes the plain count where
the rates stand, so they are left out.
"""

from __future__ import annotations

from planproof.evidence.content import Content, at, entries, listed, number, pointer, whole
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers._collect import Collected, percent, so_many, time_said

_LATENCIES = ("mean", "50th", "90th", "95th", "99th", "max", "min")


def recognises(content: Content) -> bool:
    """Whether it has Vegeta's latencies by percentile beside its status codes."""
    if not content.is_json:
        return False
    report = content.json
    return (
        number(at(report, "latencies", "99th")) is not None
        and isinstance(at(report, "status_codes"), dict)
        and at(report, "success") is not None
    )


def read(content: Content) -> Results:
    """Its latencies, rates, share of successes and counts by status code."""
    report = content.json
    kept = Collected("vegeta")
    requests = whole(at(report, "requests"))
    if not requests:
        kept.warn("it does not say that any request was sent, so none of its figures count")
        return kept.whole()
    for name in _LATENCIES:
        _latency(kept, report, name, requests)
    _rates(kept, report, requests)
    kept.figure(
        "success",
        at(report, "success"),
        unit="x",
        better=Better.MORE,
        aliases=(pointer("success"),),
        samples=requests,
    )
    kept.figure("requests", requests, unit="requests", aliases=(pointer("requests"),))
    for direction in ("bytes_in", "bytes_out"):
        for name in ("total", "mean"):
            value = at(report, direction, name)
            statistic = "mean" if name == "mean" else ""
            alias = (pointer(direction, name),)
            kept.figure(f"{direction}.{name}", value, unit="B", statistic=statistic, aliases=alias)
    _answers(kept, report, requests)
    return kept.whole(made_at=time_said(at(report, "end")))


def _latency(kept: Collected, report: object, name: str, requests: int) -> None:
    statistic = percent(name[:-2]) if name.endswith("th") else name
    kept.figure(
        f"latencies.{name}",
        at(report, "latencies", name),
        unit="ns",
        statistic=statistic,
        better=Better.LESS,
        aliases=(pointer("latencies", name), f"latencies.{statistic}"),
        samples=requests,
    )


def _rates(kept: Collected, report: object, requests: int) -> None:
    for name in ("duration", "wait"):
        role = Role.DURATION if name == "duration" else Role.NONE
        kept.figure(name, at(report, name), unit="ns", aliases=(pointer(name),), role=role)
    if not number(at(report, "duration")):
        kept.warn("the attack has no length, so rate and throughput were left out")
        return
    for name, role in (("rate", Role.LOAD), ("throughput", Role.NONE)):
        kept.figure(
            name,
            at(report, name),
            unit="req/s",
            better=Better.MORE,
            aliases=(pointer(name),),
            samples=requests,
            role=role,
        )


def _answers(kept: Collected, report: object, requests: int) -> None:
    answered = 0
    for code, count in entries(at(report, "status_codes")):
        alias = (pointer("status_codes", code),)
        kept.figure(f"status_codes.{code}", count, unit="requests", aliases=alias)
        answered += whole(count) or 0
    if answered != requests:
        kept.incomplete(f"it says {requests} requests and has status codes of {answered}")
    success = number(at(report, "success"))
    if success is not None and success < 1:
        failed = so_many(round(requests * (1 - success)), "request")
        kept.warn(f"{failed} of {requests} failed, and the latencies include them")
    if listed(at(report, "errors")) and success == 1:
        kept.warn("it lists errors although every request succeeded")
