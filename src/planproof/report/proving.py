"""What a run of `prove` has to say: for people as it goes and at its end, for programs as a versioned type."""

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from planproof.report.formats._terminal import Painter, cut, plain, shortened
from planproof.report.model import Look, Place
from planproof.report.truth import VERDICTS
from planproof.report.words import columns, counted, json_text, wrapped

STATES = (
    "met",
    "not met",
    "inconclusive",
    "unknown",
    "refused",
    "unreadable",
    "looked up",
    "would run",
)
"""What can come of an item, in the order in which summaries name it."""

_COLOUR = {
    "met": "good", "not met": "error", "inconclusive": "warning", "unknown": "warning",
    "refused": "error", "unreadable": "error", "looked up": "dim", "would run": "info",
}  # fmt: skip
_AS_COUNTED = {"holds": "hold"}
_MARGIN = 14


class ProofLine(msgspec.Struct, frozen=True, gc=False):
    """What came of an item.

    Attributes:
        path: the plan's file.
        plan: its id.
        item: the item's id.
        says: its words.
        state: one of `STATES`.
        reason: why, in one sentence without a full stop.
        help: what to do.
        verdict: on the item's claim, as `verify` gives it.
        verdict_reason: why.
        notes: what was not looked at: whether a load was reached.
        place: the words of the plan that it is about.
        excerpt: their line.
        record: the digest of the record that was written; empty without one.
        seconds: how long it took, with the items that were carried out together with it.
    """

    path: str
    plan: str
    item: str
    says: str
    state: str
    reason: str
    help: str
    verdict: str
    verdict_reason: str
    place: Place
    excerpt: str
    record: str
    seconds: float
    notes: tuple[str, ...] = ()


class Proved(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a run of `prove` came to.

    Attributes:
        commit: the one that was proven.
        plans: how many plans were looked at.
        lines: the items, in the order in which they were done.
        fresh: items that were left out since their evidence is fresh.
        unnamed: items that claim something and name no proof.
        stopped: items that were not begun since something could not be carried out.
        stray: proofs in these plans that belong to no item.
        allow: lines for the settings file that would let be done what was refused.
        settings_file: its name.
    """

    version: str
    root: str
    commit: str
    dry_run: bool
    plans: int
    lines: tuple[ProofLine, ...]
    fresh: int = 0
    unnamed: int = 0
    stopped: int = 0
    stray: int = 0
    allow: tuple[str, ...] = ()
    settings_file: str = "planproof.toml"

    def count(self, verdict: str) -> int:
        """How many items have a verdict."""
        return sum(line.verdict == verdict for line in self.lines)


def line_text(line: ProofLine, look: Look) -> str:
    """An item as soon as something came of it: what it is, and the figure beside its threshold."""
    paint = Painter(colour=look.colour)
    label = paint(_COLOUR[line.state], f"{line.state:<{_MARGIN - 2}}")
    name = f"{line.plan}#{line.item}"
    room = look.width - _MARGIN - columns(name) - 2
    says = shortened(plain(line.says), max(room, 12))
    lines = [f"{label}  {paint('bold', plain(name))}  {says}"]
    pad = " " * _MARGIN
    lines += [pad + one for one in wrapped(plain(line.reason), look.width - _MARGIN)]
    for note in line.notes:
        lines += [
            pad + paint("dim", one) for one in wrapped(f"note: {plain(note)}", look.width - _MARGIN)
        ]
    if line.state in ("unknown", "refused", "unreadable"):
        lines += _pointed(line, look, paint)
    if line.help and line.state not in ("met", "would run"):
        help_lines = wrapped(f"help: {plain(line.help)}", look.width - _MARGIN)
        lines += [pad + paint("dim", one) for one in help_lines]
    return "\n".join(lines) + "\n"


def _pointed(line: ProofLine, look: Look, paint: Painter) -> Iterator[str]:
    """The words of the plan at fault."""
    number = str(line.place.line)
    margin = " " * (_MARGIN + len(number))
    bar = paint("line", "|")
    yield f"{margin}{paint('line', '-->')} {plain(line.path)}:{number}:{line.place.column}"
    before, words, after = cut(line.excerpt, line.place, look.width - len(margin) - 3)
    yield f"{' ' * _MARGIN}{paint('line', number)} {bar} {before}{words}{after}"
    marks = paint("error", "^" * max(1, columns(words)))
    yield f"{margin} {bar} {' ' * columns(before)}{marks}"


def closing_text(proved: Proved, look: Look) -> str:
    """What it all came to, with denominators."""
    paint = Painter(colour=look.colour)
    total = len(proved.lines)
    plans = counted(proved.plans, "plan")
    if not total and not proved.fresh:
        nothing = paint("error", "Nothing was proven") + f": no item of {plans} names a proof.\n"
        return nothing + "".join(f"{line}\n" for line in _stray(proved))
    if proved.dry_run:
        would = sum(line.state == "would run" for line in proved.lines)
        of = f"{would} of {counted(total, 'item')}" if would < total else counted(total, "item")
        head = f"{of} in {plans} would be proven; nothing was run"
    else:
        parts = [
            f"{proved.count(word):,} {_AS_COUNTED.get(word, word)}"
            for word in VERDICTS
            if proved.count(word)
        ]
        head = f"{counted(total, 'item')} with a proof in {plans}: {', '.join(parts) or 'none run'}"
    lines = wrapped(head, look.width)
    failing = any(line.verdict == "broken" or line.state == "refused" for line in proved.lines)
    text = [paint("error" if failing else "bold", one) for one in lines]
    recorded = sum(bool(line.record) for line in proved.lines)
    if not proved.dry_run:
        text.append(f"{counted(recorded, 'record')} written at commit {proved.commit[:10]}")
    if proved.fresh:
        text.append(f"{counted(proved.fresh, 'item')} left out: the evidence is fresh")
    if proved.unnamed:
        claim = "claims something and names" if proved.unnamed == 1 else "claim something and name"
        text.append(f"{counted(proved.unnamed, 'item')} {claim} no proof")
    text += _stray(proved)
    if proved.stopped:
        were = "was" if proved.stopped == 1 else "were"
        text.append(
            paint("error", f"{counted(proved.stopped, 'item')} {were} not begun")
            + ": something could not be carried out (--keep-going goes on)"
        )
    if proved.allow:
        text += ["", *_settings_to_paste(proved, look)]
    return "\n".join(text) + "\n"


def _stray(proved: Proved) -> Iterator[str]:
    """That proofs in these plans belong to no item."""
    if proved.stray:
        belong = counted(proved.stray, "proof belongs", "proofs belong")
        name = "it" if proved.stray == 1 else "them"
        yield f"{belong} to no item and proved nothing: `planproof check` names {name}"


def _settings_to_paste(proved: Proved, look: Look) -> Iterator[str]:
    """What would let be done what was refused, in lines that are never broken."""
    file = plain(proved.settings_file)
    table = "[tool.planproof] of " if file.endswith("pyproject.toml") else ""
    yield from wrapped(f"If this is to be carried out, let {table}{file} say:", look.width)
    yield ""
    yield from (f"    {plain(line)}" for line in proved.allow)


class ItemV1(msgspec.Struct, frozen=True, gc=False):
    """An item of `planproof prove --format json`."""

    plan: str
    path: str
    line: Annotated[int, msgspec.Meta(ge=1)]
    column: Annotated[int, msgspec.Meta(ge=1)]
    item: str
    says: str
    state: Annotated[str, msgspec.Meta(description=f"One of: {', '.join(STATES)}.")]
    reason: str
    help: str
    verdict: Annotated[str, msgspec.Meta(description="As `verify` gives it.")]
    notes: tuple[str, ...]
    record: Annotated[
        str, msgspec.Meta(description="SHA-256 of the record that was written, or empty.")
    ]
    seconds: Annotated[float, msgspec.Meta(ge=0)]


class ProveV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof prove --format json`."""

    schema: Literal["planproof/prove/1"] = "planproof/prove/1"
    version: str
    commit: str
    dry_run: bool
    plans: Annotated[int, msgspec.Meta(ge=0)]
    items: tuple[ItemV1, ...]
    verdicts: Annotated[
        dict[str, int], msgspec.Meta(description="How many items have each verdict.")
    ]
    fresh: Annotated[
        int, msgspec.Meta(ge=0, description="Items left out since their evidence is fresh.")
    ]
    unnamed: Annotated[
        int, msgspec.Meta(ge=0, description="Items that claim something and name no proof.")
    ]
    stopped: Annotated[int, msgspec.Meta(ge=0, description="Items that were not begun.")]


def as_json(proved: Proved) -> str:
    """A run as JSON."""
    items = tuple(
        ItemV1(
            one.plan, one.path, one.place.line, one.place.column, one.item, one.says, one.state,
            one.reason, one.help, one.verdict, one.notes, one.record, one.seconds,
        )
        for one in proved.lines
    )  # fmt: skip
    out = ProveV1(
        version=proved.version,
        commit=proved.commit,
        dry_run=proved.dry_run,
        plans=proved.plans,
        items=items,
        verdicts={word: proved.count(word) for word in VERDICTS},
        fresh=proved.fresh,
        unnamed=proved.unnamed,
        stopped=proved.stopped,
    )
    return json_text(out)
