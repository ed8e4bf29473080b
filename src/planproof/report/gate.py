"""What a run of `gate` has to say: for people, for a pull request, for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain
from planproof.report.markup import cell, prose
from planproof.report.model import Located, Place, Problem, Related, Report, RuleInfo
from planproof.report.words import (
    SEVERITIES,
    counted,
    encodable,
    json_text,
    rank,
    sentence,
    wrapped,
)
from planproof.text.patterns import rx
from planproof.version import __version__

Level = Literal["error", "warning", "info"]

MARK = "<!-- planproof gate -->"
"""The first line of a comment, by which the next run finds it."""

SHOWN = 10
"""Rows of a table and judgements of a severity that a comment shows; the rest is counted."""


class JudgementV1(msgspec.Struct, frozen=True):
    """Something the gate says of the change.

    Attributes:
        kind: what is judged: `unsupported-tick`.
        plan: the id of the plan; empty where it is about none.
        line: of the file, from 1; 0 for the whole file.
        known: whether the baseline has it.
    """

    kind: str
    severity: Level
    plan: str
    subject: str
    message: str
    help: str
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    fingerprint: str
    rests: tuple[Related, ...] = ()
    known: bool = False

    @property
    def counts(self) -> bool:
        """Whether it makes the run fail."""
        return self.severity == "error" and not self.known


class StateV1(msgspec.Struct, frozen=True):
    """A plan that says another state than before; `was` is `absent` where the plan is new."""

    plan: str
    path: str
    was: str
    now: str


class TickV1(msgspec.Struct, frozen=True):
    """A box that the change ticks or unticks. `steps` and `done` count the plan's boxed steps after it."""

    plan: str
    path: str
    item: str
    name: str
    words: str
    done: bool
    steps_done: int = 0
    steps: int = 0


class VerdictV1(msgspec.Struct, frozen=True):
    """A claim whose verdict changes; `was` is `absent` where the plan did not make it."""

    plan: str
    path: str
    item: str
    says: str
    was: str
    now: str
    reason: str


class FigureV1(msgspec.Struct, frozen=True):
    """An assertion in figures that is reworded; `now` is empty where it is gone."""

    plan: str
    path: str
    item: str
    was: str
    now: str


class NamedV1(msgspec.Struct, frozen=True):
    """A plan that the change says it is about, with the step where it names one, and where it says so."""

    plan: str
    path: str
    step: str
    source: str


class GateV1(msgspec.Struct, frozen=True, kw_only=True):
    """What `planproof gate --format json` prints. Version 1.

    Attributes:
        base: the commit that the change is compared with: where it and its branch part.
        head: the commit that is judged.
        behind: how many commits the branch has got since that the change does not have.
        files: how many files the change touches.
        commits: how many commits it has.
        plans: how many plans were judged.
        severities: the severity in force of each judgement, `off` included.
        forecast: what is expected of the plans that the change names, a sentence each.
        suggestion: a diff that ticks the steps whose work is done; empty without `--suggest`.
    """

    schema: str = "planproof/gate/1"
    version: str = __version__
    base: str
    head: str
    number: str = ""
    behind: int = 0
    files: int = 0
    commits: int = 0
    plans: int = 0
    named: tuple[NamedV1, ...] = ()
    judgements: tuple[JudgementV1, ...] = ()
    states: tuple[StateV1, ...] = ()
    ticks: tuple[TickV1, ...] = ()
    verdicts: tuple[VerdictV1, ...] = ()
    figures: tuple[FigureV1, ...] = ()
    forecast: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    severities: dict[str, str] = {}
    suggestion: str = ""

    @property
    def failing(self) -> int:
        """How many judgements make the run fail."""
        return sum(one.counts for one in self.judgements)

    def of(self, severity: str) -> list[JudgementV1]:
        """The judgements of a severity that the baseline does not know."""
        return [one for one in self.judgements if one.severity == severity and not one.known]


def as_json(gate: GateV1) -> str:
    """As JSON."""
    return json_text(gate)


def verdict(gate: GateV1) -> str:
    """What came of it, without a full stop: `2 errors, 1 warning`, or `nothing to object to`."""
    numbers = [(len(gate.of(severity)), severity) for severity in SEVERITIES[:2]]
    found = [counted(number, severity) for number, severity in numbers if number]
    if not found and not gate.plans:
        return "no plan was judged"
    return ", ".join(found) or "nothing to object to"


def closing(gate: GateV1) -> str:
    """What was judged, in a sentence or two."""
    said = (
        f"Judged {counted(gate.files, 'changed file')} in {counted(gate.commits, 'commit')} against"
        f" {counted(gate.plans, 'plan')}: {verdict(gate)}."
    )
    infos, known = len(gate.of("info")), sum(one.known for one in gate.judgements)
    if infos:
        said += f" {counted(infos, 'remark')}."
    if known:
        said += f" {known:,} more {'is' if known == 1 else 'are'} in the baseline."
    if gate.behind:
        said += (
            f" The branch it goes to is {counted(gate.behind, 'commit')} ahead; a merge queue, or a run on the"
            " merge commit, judges both together."
        )
    return said


def as_report(gate: GateV1, root: str, rules: tuple[RuleInfo, ...], first: str = "") -> Report:
    """The judgements as findings, for the formats that know nothing else.

    Args:
        gate: what there is to say.
        root: the folder that paths count from, as an absolute path.
        rules: the judgements in force.
        first: the file at which to say what is about the change as a whole.
    """
    return Report(
        version=gate.version,
        root=root,
        plans=(),
        findings=tuple(_located(one, first) for one in gate.judgements if not one.known),
        suppressed=(),
        baselined=sum(one.known for one in gate.judgements),
        problems=(),
        passed_over=(),
        rules=rules,
        closing=closing(gate),
    )


def _located(one: JudgementV1, first: str) -> Located:
    line, column = max(one.line, 1), max(one.column, 1)
    end_line, end = max(one.end_line, line), max(one.end_column, 1)
    return Located(
        rule=f"gate/{one.kind}",
        severity=one.severity,
        path=one.path or first,
        place=Place(line, column, end_line, end, column, end),
        message=one.message,
        help=one.help,
        excerpt="",
        fingerprint=one.fingerprint,
        related=one.rests,
    )


def problem_report(message: str, advice: str, root: str) -> Report:
    """That nothing could be judged, for the formats that know nothing else."""
    problem = Problem("", 0, message, advice)
    closing = "The change could not be judged."
    return Report(__version__, root, (), (), (), 0, (problem,), (), (), closing=closing)


def as_text(gate: GateV1, *, colour: bool, width: int, quiet: bool = False) -> str:
    """For people at a terminal."""
    paint = Painter(colour=colour)
    lines: list[str] = []
    for one in sorted(gate.judgements, key=lambda one: rank(one.severity)):
        if one.known or (quiet and one.severity == "info"):
            continue
        lines += _told(one, paint, width)
    if not quiet:
        lines += _tables(gate, paint, width)
        lines += [f"note: {line}" for note in gate.notes for line in wrapped(plain(note), width)]
    if gate.suggestion:
        lines += [*_coloured(gate.suggestion, paint), ""]
    lines += wrapped(closing(gate), width)
    return "\n".join(lines) + "\n"


def _coloured(diff: str, paint: Painter) -> Iterator[str]:
    for line in diff.rstrip("\n").split("\n"):
        tone = {"+": "good", "-": "error", "@": "line"}.get(line[:1], "")
        text = plain(line.removesuffix("\r"))
        yield paint(tone, text) if tone else text


def _told(one: JudgementV1, paint: Painter, width: int) -> Iterator[str]:
    label = f"{one.severity}[{one.kind}]"
    first, *more = wrapped(f"{label}: {plain(one.message)}", width)
    yield paint(one.severity, label) + first.removeprefix(label)
    yield from more
    if one.path:
        place = f"{one.path}:{one.line}:{one.column}" if one.line else one.path
        yield f"  {paint('line', '-->')} {plain(place)}"
    for rest in one.rests[:2]:
        yield from (f"  {line}" for line in wrapped(_rest(rest), width - 2))
    if one.help:
        yield from (f"  {line}" for line in wrapped(f"help: {plain(one.help)}", width - 2))
    yield ""


def _rest(rest: Related) -> str:
    said = f": {plain(rest.message)}" if rest.message else ""
    return f"{plain(rest.path)}:{rest.line}{said}"


def _tables(gate: GateV1, paint: Painter, width: int) -> Iterator[str]:
    rows = [row for _, group in _groups(gate) for row in group]
    if rows:
        yield paint("bold", "What changes")
        for plan, what, was, now in rows[: 3 * SHOWN]:
            text = f"{plain(plan)}: {plain(what)}: {plain(was)} -> {plain(now)}"
            yield from (f"  {line}" for line in wrapped(text, width - 2))
        if len(rows) > 3 * SHOWN:
            yield f"  and {len(rows) - 3 * SHOWN:,} more; --format json has all"
        yield ""
    for line in gate.forecast:
        yield from wrapped(plain(line), width)


def _groups(gate: GateV1) -> tuple[tuple[str, list[tuple[str, str, str, str]]], ...]:
    """What changes, as plan, what, before and after, with a word for what each group is of."""
    return (
        ("state", list(_state_rows(gate.states))),
        ("step", list(_step_rows(gate.ticks))),
        ("verdict", list(_verdict_rows(gate.verdicts))),
        ("figure", list(_figure_rows(gate.figures))),
    )


def _state_rows(states: Sequence[StateV1]) -> Iterator[tuple[str, str, str, str]]:
    for one in states:
        yield one.plan, "state", "new" if one.was == "absent" else one.was, one.now


def _step_rows(ticks: Sequence[TickV1]) -> Iterator[tuple[str, str, str, str]]:
    for one in ticks:
        states = ("open", "ticked") if one.done else ("ticked", "open")
        count = f" ({one.steps_done} of {one.steps})" if one.steps else ""
        name = one.name if '"' in one.name else f"{one.name}, {one.words}"
        yield one.plan, name, states[0], f"{states[1]}{count}"


def _verdict_rows(verdicts: Sequence[VerdictV1]) -> Iterator[tuple[str, str, str, str]]:
    for one in verdicts:
        yield one.plan, one.says, "not claimed" if one.was == "absent" else one.was, one.now


def _figure_rows(figures: Sequence[FigureV1]) -> Iterator[tuple[str, str, str, str]]:
    for one in figures:
        yield one.plan, one.item, one.was, one.now or "gone"


def as_markdown(gate: GateV1) -> str:
    """For a pull request's comment and a step's summary: short, GitHub's and GitLab's Markdown."""
    gate = encodable(gate)
    sign = "❌" if gate.failing else "⚠️" if gate.of("warning") else "✅" if gate.plans else "➖"
    lines = [MARK, f"### {sign} planproof: {verdict(gate)}", ""]
    if gate.named:
        lines += [f"About {', '.join(_named(gate))}.", ""]
    for severity in ("error", "warning"):
        found = gate.of(severity)
        lines += [_bullet(one) for one in found[:SHOWN]]
        if len(found) > SHOWN:
            lines.append(f"* and {counted(len(found) - SHOWN, f'more {severity}')}")
    if lines[-1]:
        lines.append("")
    lines += _markdown_table(gate)
    infos = gate.of("info")
    if infos:
        lines += ["<details>", f"<summary>{counted(len(infos), 'remark')}</summary>", ""]
        lines += [_bullet(one) for one in infos[: 3 * SHOWN]]
        lines += ["", "</details>", ""]
    if gate.suggestion:
        fence = "`" * max(
            3, 1 + max((len(m) for m in rx("`+").findall(gate.suggestion)), default=0)
        )
        lines += [f"{fence}diff", gate.suggestion.rstrip("\n"), fence, ""]
    lines += [f"{prose(one)}  " for one in (*gate.forecast, *gate.notes)]
    lines += [f"<sub>{closing(gate)} `{gate.base[:10]}..{gate.head[:10]}`</sub>"]
    return "\n".join(lines) + "\n"


def _named(gate: GateV1) -> Iterator[str]:
    steps: dict[str, list[str]] = {}
    for one in gate.named:
        found = steps.setdefault(one.plan, [])
        if one.step and one.step not in found:
            found.append(one.step)
    for plan, named in steps.items():
        yield f"`{_code(plan)}`" + (
            f" ({', '.join(prose(step) for step in named)})" if named else ""
        )


def _bullet(one: JudgementV1) -> str:
    place = f" (`{_code(one.path)}:{one.line}`)" if one.path and one.line else ""
    advice = f" {prose(one.help)}" if one.help else ""
    return f"* **{one.kind}** {sentence(prose(one.message) + place)}{advice}"


def _markdown_table(gate: GateV1) -> Iterator[str]:
    groups = _groups(gate)
    if not any(rows for _, rows in groups):
        return
    yield from ("| plan | what | before | after |", "| --- | --- | --- | --- |")
    for name, rows in groups:
        for row in rows[:SHOWN]:
            yield f"| {' | '.join(cell(one, 120) for one in row)} |"
        if len(rows) > SHOWN:
            yield f"| | and {counted(len(rows) - SHOWN, f'more {name}')} | | |"
    yield ""


def _code(text: str) -> str:
    return plain(text.replace("`", "'").replace("\n", " "))
