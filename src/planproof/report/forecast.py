"""When plans may be at their end: for people, with the spread as bars, and as a versioned type."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal

import msgspec

from planproof.progress.backtest import BackTest
from planproof.progress.forecast import LEAST_SPELLS, Basis, Forecast, Odds
from planproof.report.formats._terminal import Painter, plain
from planproof.report.model import Look
from planproof.report.words import (
    WHERE_PLANS_LIE,
    columns,
    counted,
    history_lacks,
    json_text,
    wrapped,
)

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_BAR = 32
_NO_DATE = "no date: by all that is known, it comes to its end in fewer than half of the trials"


class ForecastsV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof forecast --format json`."""

    schema: Literal["planproof/forecast/1"]
    as_of: Annotated[str, msgspec.Meta(description="The time that it looks from, ISO 8601.")]
    plans: tuple[Forecast, ...]
    finished: Annotated[
        int, msgspec.Meta(ge=0, description="Plans without an open box, which are not listed.")
    ]
    closed: Annotated[
        int,
        msgspec.Meta(
            ge=0,
            description="Plans with open boxes that are done, superseded or withdrawn; not listed.",
        ),
    ]
    later: Annotated[int, msgspec.Meta(ge=0, description="Plans that began later than `as_of`.")]
    boxless: Annotated[int, msgspec.Meta(ge=0, description="Plans that never had a box.")]
    back_test: BackTest
    cut_off: Annotated[
        bool,
        msgspec.Meta(
            description="Whether the clone, shallow or partial, lacks some of the history."
        ),
    ]
    partial: Annotated[
        bool, msgspec.Meta(description="Whether it is partial: versions are lacking.")
    ]
    redated: Annotated[
        int, msgspec.Meta(ge=0, description="Plans with commits whose dates cannot be right.")
    ]


def as_json(found: ForecastsV1) -> str:
    """As JSON."""
    return json_text(found)


def exit_code(found: ForecastsV1) -> int:
    """0 where any plan has a date, or all are at their end; 2 where none of those that are not has one."""
    told = [not one.refused for one in found.plans]
    return 0 if any(told) or (not told and (found.finished or found.closed)) else 2


def as_text(found: ForecastsV1, look: Look, *, detail: bool = False) -> str:
    """For people: dates by plan, the spread, what it rests on, and the back-test once for all.

    Args:
        found: what was found.
        look: how it is to look.
        detail: whether to say of refused plans all that is missing, rather than have a line each.
    """
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    shared = Counter(one.plan for one in found.plans)
    # By its id, as everywhere; by its file where several plans have one id.
    names = {one.path: one.plan if shared[one.plan] == 1 else one.path for one in found.plans}
    for one in found.plans:
        if detail or not one.refused:
            lines += [*_plan(one, names[one.path], found.as_of[:10], look.width, paint), ""]
    refused = [one for one in found.plans if one.refused and not detail]
    lines += [line for one in refused for line in _refused(one, names[one.path], look.width, paint)]
    lines += [""] if refused else []
    lines += _closing(found, look.width)
    return "\n".join(lines) + "\n"


def _refused(one: Forecast, name: str, width: int, paint: Painter) -> Iterator[str]:
    """A plan without a forecast, with the reason behind its name, or below it where that is too long."""
    reason = plain(f"{one.done:,}/{one.total:,}, {one.briefly}")
    room = width - len("no forecast  ")
    beside = room - columns(reason) - 2
    start = f"{paint('warning', 'no forecast')}  "
    if columns(plain(name)) <= beside:
        yield f"{start}{plain(name)}  {reason}"
        return
    yield f"{start}{_end_of(plain(name), max(room, 8))}"
    yield from (f"    {line}" for line in wrapped(reason, max(width - 4, 20)))


def _end_of(path: str, width: int) -> str:
    """A path of at most `width` columns; a longer one's beginning gives way, which many share."""
    if columns(path) <= width:
        return path
    while path and columns(path) > width - 1:
        path = path[max(1, (columns(path) - width + 1) // 2) :]
    return f"…{path}"


def _plan(one: Forecast, name: str, today: str, width: int, paint: Painter) -> Iterator[str]:
    left = one.total - one.done
    so_far = f"{one.done:,} of {counted(one.total, 'box', 'boxes')} ticked, {left:,} to go"
    room = max(width - len(so_far) - 2, 20)
    yield f"{paint('bold', _end_of(plain(name), room))}  {so_far}"
    if one.finished:
        yield f"  {paint('good', 'at its end')} since {one.finished}"
        return
    if one.refused:
        lines = wrapped(f"no forecast: {one.refused}.", width - 4)
        yield f"  {paint('warning', lines[0])}"
        yield from (f"  {line}" for line in lines[1:])
        return
    yield from _odds(one.odds, today, width, paint)
    yield from _bars(one, width, paint)
    for line in wrapped(rests_on(one.basis), width - 4):
        yield f"  {paint('dim', line)}"


def _odds(odds: Sequence[Odds], today: str, width: int, paint: Painter) -> Iterator[str]:
    if not any(one.date for one in odds):
        yield from (f"  {line}" for line in wrapped(_NO_DATE, width - 4))
        return
    told = [f"{one.percent} % {_by(one)}{_away(one.date, today)}" for one in odds]
    between = " · " if columns(" · ".join(told)) <= width - 2 else "\n  "
    shown = [words.replace(one.date, paint("bold", one.date or " ")) if one.date else words
             for one, words in zip(odds, told, strict=True)]  # fmt: skip
    yield from f"  {between.join(shown)}".split("\n")


def _by(one: Odds) -> str:
    return f"by {one.date}" if one.date else "no date"


def _away(by: str, today: str) -> str:
    if not by:
        return ""
    days = (date.fromisoformat(by) - date.fromisoformat(today)).days
    if days < 1:
        return " (today)"
    return f" ({counted(days, 'day')})" if days < 60 else f" ({days // 7:,} weeks)"


def _bars(one: Forecast, width: int, paint: Painter) -> Iterator[str]:
    most = max((bar.share for bar in one.bars), default=0.0)
    long = min(_BAR, max(width - 30, 8))
    for bar in one.bars:
        until = f"to {bar.until}" if bar.until else "later, never"
        drawn = bar_of(bar.share / most if most else 0.0, long)
        line = f"    {until:>13} {paint('line', drawn) if drawn else ''}"
        yield f"{line}{' ' * (long - len(drawn))} {_share(bar.share):>5}"


def bar_of(share: float, long: int) -> str:
    """A bar for a share of a whole, in eighths of a column; something for whatever is more than nothing."""
    eighths = round(share * long * 8)
    if share > 0:
        eighths = max(eighths, 1)
    whole, rest = divmod(eighths, 8)
    return "█" * whole + (_EIGHTHS[rest] if rest else "")


def _share(share: float) -> str:
    return "< 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


def rests_on(basis: Basis) -> str:
    """What a forecast rests on, in a sentence or two."""
    told = []
    if basis.weeks:
        idle = basis.weeks - basis.moved
        rate = basis.ticked / basis.weeks
        beside = [f"{idle:,} of them without any"] if idle else []
        beside += [f"{basis.grown:+,} in scope"] if basis.grown else []
        within = f" ({', '.join(beside)})" if beside else ""
        told.append(
            f"Its own pace: {rate:.1f} boxes a week over {counted(basis.weeks, 'week')}"
            f"{within}, {basis.share:.0%} of the trials.".replace("% of", " % of")
        )
    if basis.weeks and basis.grown >= basis.ticked:
        told.append("Boxes are added as fast as they are ticked.")
    if basis.finished:
        told.append(
            f"{counted(basis.finished, 'plan')} of this repository that took longer than this one has so"
            f" far, and {basis.still_open:,} that did not come to their end."
        )
    return " ".join(told)


def _closing(found: ForecastsV1, width: int) -> Iterator[str]:
    told = []
    dated = sum(1 for one in found.plans if one.odds)
    refused = sum(1 for one in found.plans if one.refused)
    told.append(f"{counted(dated, 'plan')} forecast as of {found.as_of[:10]}, {refused:,} refused.")
    aside = (
        (found.finished, "without an open box"),
        (found.closed, "with open boxes, but done, superseded or withdrawn"),
        (found.later, "began later than that"),
        (found.boxless, "without boxes"),
    )
    if not found.plans and not any(number for number, _ in aside):
        yield from wrapped(f"There is no plan. {WHERE_PLANS_LIE}", width)
        return
    told += [f"{number:,} {what}." for number, what in aside if number]
    told += history_lacks(cut_off=found.cut_off, partial=found.partial, redated=found.redated)
    yield from wrapped(" ".join(told), width)
    yield from wrapped(back_test_said(found.back_test), width)


def back_test_said(test: BackTest) -> str:
    """How well past forecasts would have done, in a few sentences."""
    if not test.forecasts:
        return (
            "Back-test: at no past moment was enough known for a forecast, so nothing tells how well"
            " these would do."
        )
    told = []
    for hits in test.hits:
        if hits.passed:
            share = f"{hits.ended / hits.passed:.0%}".replace("%", " %")
            told.append(f"{hits.percent} %: {hits.ended:,} of {hits.passed:,} ({share})")
        else:
            told.append(f"{hits.percent} %: none of these dates has passed")
    few = min((hits.passed for hits in test.hits), default=0) < LEAST_SPELLS * 4
    return (
        f"Back-test: {counted(test.forecasts, 'forecast')} of {counted(test.plans, 'plan')}, made anew from"
        f" what was known then. At their end by the date for {'; '.join(told)}."
        + (" That is too few to go by." if few else "")
    )
