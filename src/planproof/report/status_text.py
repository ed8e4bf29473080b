"""How plans stand, for people: a table that fits the terminal, and the same as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from planproof.progress.standing import Trust, Verdicts
from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.markup import cell, link, prose
from planproof.report.model import Look
from planproof.report.status import PlanStatus, StatusV1
from planproof.report.status_table import Cell, Column, Layout
from planproof.report.words import WHERE_PLANS_LIE, columns, counted, wrapped

_BAR = 10
_LEVELS = ("proven", "merged", "claimed", "stale", "contradicted", "open")
_CELLS = dict(zip(_LEVELS, "█▓▒~!░", strict=True))
_PAINT = {"proven": "good", "merged": "good", "claimed": "info", "stale": "warning", "contradicted": "error",
          "open": "dim"}  # fmt: skip
_MARKS = {"holds": "hold", "broken": "broken", "pending": "pending", "unproven": "unproven", "stale": "stale",
          "unknown": "unknown", "accepted": "accepted"}  # fmt: skip
_STATE = {"active": "bold", "done": "good", "superseded": "dim", "withdrawn": "dim"}


def as_text(status: StatusV1, look: Look, *, group: str = "") -> str:
    """The rows as a table: one line a plan where that fits, else two.

    Args:
        status: what is shown.
        look: how it is to look.
        group: `owner` or `state`, by which rows stand together; empty for one table.
    """
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    if status.plans:
        lines += _table(status, look, paint, group)
        lines.append("")
        if not look.quiet:
            lines += [paint("dim", line) for line in _legend(status, look.width)]
    lines += [line for sentence in summary(status) for line in wrapped(plain(sentence), look.width)]
    return "\n".join(lines) + "\n"


def _table(status: StatusV1, look: Look, paint: Painter, group: str) -> Iterator[str]:
    first, second = _columns(status, paint)
    layout = Layout(status.plans, first, second, look.width)
    yield from (paint("dim", line) for line in layout.heading())
    for name, rows in grouped(status.plans, group):
        if group:
            yield ""
            count = counted(len(rows), "plan")
            shown = shortened(plain(name), max(8, look.width - columns(count) - 2))
            yield f"{paint('line', shown)}  {paint('dim', count)}"
        for row in rows:
            yield from layout.lines(row, paint)


def grouped(rows: Sequence[PlanStatus], group: str) -> list[tuple[str, list[PlanStatus]]]:
    """The rows by owner or state, in the order in which they first occur; plans without an owner last."""
    found: dict[str, list[PlanStatus]] = {}
    for row in rows:
        key = (row.owner or "no owner") if group == "owner" else row.state if group else ""
        found.setdefault(key, []).append(row)
    groups = list(found.items())
    if group == "owner":
        groups.sort(key=lambda one: (one[0] == "no owner", one[0].casefold()))
    return groups


def _columns(status: StatusV1, paint: Painter) -> tuple[list[Column], list[Column]]:
    """The columns of a plan's first line, and those of its second."""
    today = status.today

    def steps(row: PlanStatus) -> Cell:
        if not row.steps.total:
            return Cell("no boxes" if row.steps.unboxed else "no steps", "dim")
        cells = bar(row.steps.trust, _BAR, _CELLS)
        count = f" {row.steps.ticked:>2}/{row.steps.total}"
        text = "".join(character * number for character, _, number in cells)
        coloured = "".join(paint(colour, sign * number) for sign, colour, number in cells if number)
        return Cell(text + count, painted=f"{coloured}{count}")

    first = [
        Column("STATE", _state),
        Column("OWNER", lambda row: Cell(shortened(plain(row.owner), 16))),
        Column("MOVED", lambda row: Cell(ago(row.moved, today), "dim"), right=True),
        Column("DONE BY", _forecast),
    ]
    second = [
        Column("STEPS", steps),
        Column("TRUST", _trust),
        Column("CLAIMS", lambda row: _verdicts(row.claims)),
        Column("CRITERIA", lambda row: _verdicts(row.criteria)),
        Column("NEEDS", _needs),
    ]
    return first, second


def bar(trust: Trust, width: int, cells: dict[str, str]) -> list[tuple[str, str, int]]:
    """A bar of the steps: for each kind its sign, its colour and how many cells it takes.

    No kind that there is takes no cell, as long as there is room for each.
    """
    counts = [(name, getattr(trust, name)) for name in _LEVELS]
    total = sum(number for _, number in counts)
    if not total:
        return []
    shares = {name: max(number * width // total, 1) if number else 0 for name, number in counts}
    left = {name: number * width / total - shares[name] for name, number in counts if number}
    while sum(shares.values()) < width:
        most = max(left, key=lambda name: left[name])
        shares[most] += 1
        left[most] -= 1
    while sum(shares.values()) > width:
        least = min((name for name in left if shares[name] > 1), key=lambda name: left[name])
        shares[least] -= 1
        left[least] += 1
    return [(cells[name], _PAINT[name], shares[name]) for name in _LEVELS]


def _state(row: PlanStatus) -> Cell:
    if row.disagree:
        return Cell(f"{row.declared}/{row.derived}", "warning")
    return Cell(row.state, _STATE.get(row.state, ""))


def _trust(row: PlanStatus) -> Cell:
    trust = row.steps.trust
    parts = (
        (trust.proven, "p"), (trust.merged, "m"), (trust.claimed, "c"),
        (trust.stale, "~"), (trust.contradicted, "!"), (row.steps.forced, "x"),
    )  # fmt: skip
    text = " ".join(f"{number}{sign}" for number, sign in parts if number)
    return Cell(text, "error" if trust.contradicted else "warning" if trust.stale else "")


def _verdicts(found: Verdicts) -> Cell:
    if not found.total:
        return Cell("")
    text = f"{found.holds}/{found.total}"
    text += f" {found.broken}!" if found.broken else ""
    text += f" {found.stale}~" if found.stale else ""
    return Cell(text, "error" if found.broken else "warning" if found.stale else "")


def _needs(row: PlanStatus) -> Cell:
    parts = ((row.questions, "q"), (len(row.risks), "r"), (len(row.stale_flags), "f"))
    text = " ".join(f"{number}{sign}" for number, sign in parts if number)
    return Cell(text, "warning" if row.risks or row.stale_flags else "")


def _forecast(row: PlanStatus) -> Cell:
    return Cell(row.forecast.likely if row.forecast is not None else "")


def ago(when: str, today: str) -> str:
    """How long ago a day was, in a few letters: `today`, `3 d`, `5 w`, `7 mo`, `2 y`."""
    if not when:
        return ""
    days = (date.fromisoformat(today) - date.fromisoformat(when[:10])).days
    if days <= 0:
        return "today"
    for least, length, name in ((730, 365, "y"), (61, 30, "mo"), (14, 7, "w"), (1, 1, "d")):
        if days >= least:
            return f"{days // length} {name}"
    raise AssertionError(days)  # pragma: no cover


def _legend(status: StatusV1, width: int) -> list[str]:
    """What the signs mean that occur."""
    totals = status.totals
    bars = [f"{_CELLS[name]} {name}" for name in _LEVELS if getattr(totals.steps.trust, name)]
    parts = [", ".join(bars)] if bars else []
    trust = totals.steps.trust
    letters = (
        (trust.proven, "p proven"), (trust.merged, "m merged"),
        (trust.claimed, "c only claimed"), (totals.steps.forced, "x ticked by force"),
    )  # fmt: skip
    if told := [words for number, words in letters if number]:
        parts.append(", ".join(told))
    if totals.claims.total:
        told = ["held of all"]
        broken = totals.claims.broken + totals.criteria.broken + trust.contradicted
        told += ["! broken"] if broken else []
        told += ["~ stale"] if totals.claims.stale + totals.criteria.stale + trust.stale else []
        parts.append(f"claims and criteria: {', '.join(told)}")
    needs = ((totals.questions, "q open questions"), (totals.risks, "r high risks without mitigation"), (totals.flags, "f stale flags"))  # fmt: skip
    if told := [words for number, words in needs if number]:
        parts.append(", ".join(told))
    if any(row.forecast is not None and row.forecast.likely for row in status.plans):
        parts.append("done by: in 85 of 100 trials")
    return wrapped("; ".join(parts), width) if parts else []


def summary(status: StatusV1) -> list[str]:
    """All rows in a few sentences, every number with its denominator."""
    totals, steps = status.totals, status.totals.steps
    if not status.plans:
        told = [f"There is no plan. {WHERE_PLANS_LIE}"]
        if status.hidden or status.set_aside:
            told = ["No plan fits." if status.hidden else "No plan is worked on."]
        return [" ".join(told + _aside(status))]
    trust = steps.trust
    kinds = (
        (trust.proven, "proven"), (trust.merged, "merged"), (trust.claimed, "only claimed"),
        (trust.stale, "stale"), (trust.contradicted, "contradicted"),
    )  # fmt: skip
    known = ", ".join(f"{number:,} {word}" for number, word in kinds if number)
    ticked = f"{steps.ticked:,} of {counted(steps.total, 'step')} are ticked"
    lines = [f"{counted(totals.plans, 'plan')}: {ticked}{f' ({known})' if known else ''}."]
    if steps.forced:
        verb = "was" if steps.forced == 1 else "were"
        lines.append(f"{steps.forced:,} of them {verb} ticked by force.")
    if totals.claims.total:
        lines.append(f"{_told(totals.claims, 'claim', 'hold')}.")
    if totals.criteria.total:
        lines.append(f"{_told(totals.criteria, 'criterion', 'are proven', 'criteria')}.")
    needs = (
        (totals.questions, "open question", ""), (totals.risks, "high risk without mitigation", "high risks without mitigation"),
        (totals.flags, "stale flag", ""),
    )  # fmt: skip
    told = [counted(number, one, many) for number, one, many in needs if number]
    if told:
        lines.append(f"{', '.join(told)}.")
    if totals.disagree:
        verb = "plan says" if totals.disagree == 1 else "plans say"
        lines.append(f"{totals.disagree:,} {verb} another state than the boxes do.")
    return [" ".join(lines + _aside(status))]


def _told(found: Verdicts, noun: str, verb: str, plural: str = "") -> str:
    rest = ", ".join(
        f"{getattr(found, name):,} {word}"
        for name, word in _MARKS.items()
        if name != "holds" and getattr(found, name)
    )
    of = f"{found.holds:,} of {counted(found.total, noun, plural)} {verb}"
    return f"{of}, {rest}" if rest else of


def _aside(status: StatusV1) -> list[str]:
    told = []
    if status.hidden:
        told.append(f"{counted(status.hidden, 'plan is', 'plans are')} left out by the filter.")
    if status.set_aside:
        aside = counted(len(status.set_aside), "plan is", "plans are")
        told.append(f"{aside} superseded, withdrawn or archived (--all shows them).")
    judged = status.totals.judged
    if judged < status.totals.plans:
        none = counted(status.totals.plans - judged, "plan is", "plans are")
        told.append(f"{none} not judged.")
    if status.cut_off:
        told.append("This clone is shallow: plans may have moved before its history begins.")
    if status.problems:
        told.append(f"{counted(len(status.problems), 'file')} could not be read.")
    return told


def as_markdown(status: StatusV1, group: str = "") -> str:
    """The rows as Markdown tables."""
    titles: tuple[str, ...] = (
        "Plan",
        "State",
        "Steps",
        "Trust",
        "Claims",
        "Criteria",
        "Needs",
        "Owner",
        "Moved",
    )
    with_forecast = any(row.forecast is not None and row.forecast.likely for row in status.plans)
    titles += ("Done by (85 %)",) if with_forecast else ()
    lines: list[str] = []
    for name, rows in grouped(status.plans, group):
        if group:
            lines += [f"### {prose(name)}", ""]
        lines += [f"| {' | '.join(titles)} |", f"| {' | '.join('---' for _ in titles)} |"]
        for row in rows:
            cells = [*_cells(row), *([_forecast(row).text] if with_forecast else [])]
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    lines += [prose(sentence) for sentence in summary(status)]
    return "\n".join(lines) + "\n"


def _cells(row: PlanStatus) -> Iterator[str]:
    yield link(row.path, 0, row.title or row.id)
    state = _state(row).text
    yield f"{state} ⚠" if row.disagree else state
    yield f"{row.steps.ticked}/{row.steps.total}"
    trust = row.steps.trust
    yield ", ".join(
        f"{number} {word}"
        for number, word in (
            (trust.proven, "proven"), (trust.merged, "merged"), (trust.claimed, "claimed"),
            (trust.stale, "stale"), (trust.contradicted, "contradicted"),
            (row.steps.forced, "by force"),
        )
        if number
    )  # fmt: skip
    for found in (row.claims, row.criteria):
        yield ", ".join(
            f"{getattr(found, name)} {word}"
            for name, word in _MARKS.items()
            if getattr(found, name)
        )
    needs = (
        (row.questions, "open question", ""),
        (len(row.risks), "high risk without mitigation", "high risks without mitigation"),
        (len(row.stale_flags), "stale flag", ""),
    )
    yield ", ".join(counted(number, one, many) for number, one, many in needs if number)
    yield cell(row.owner)
    yield row.moved[:10]
