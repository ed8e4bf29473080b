"""`verify` for people at a terminal: claims by section, broken ones with both places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from planproof.report.formats._terminal import Painter, cut, folded, heading, plain, shortened
from planproof.report.model import Look
from planproof.report.truth import VERDICTS, ClaimLine, PlanTruth, Truth
from planproof.report.words import columns, counted, wrapped

_COLOUR = {
    "holds": "good",
    "broken": "error",
    "pending": "info",
    "unproven": "warning",
    "stale": "warning",
    "unknown": "dim",
}
_VERBS = {
    "holds": ("holds", "hold"),
    "broken": ("broken", "broken"),
    "accepted": ("accepted", "accepted"),
    "pending": ("pending", "pending"),
    "unproven": ("unproven", "unproven"),
    "stale": ("stale", "stale"),
    "unknown": ("unknown", "unknown"),
}


_NOTHING_MORE = "it is there"
"""A reason that says no more than the claim."""

_ALIKE = 3
"""Claims that only lack a proof, from which on one stands for all."""


def render(truth: Truth, look: Look) -> str:
    """The verdicts as text."""
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    for problem in truth.problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        said = f"{place}: {problem.message}"
        lines += folded(said, look.width, "error: ", "error", paint=paint)
        lines += (f"  {line}" for line in wrapped(plain(problem.help), look.width - 2))
        lines.append("")
    for plan in truth.plans:
        if plan.claims or len(truth.plans) == 1:
            lines += _changes(plan, look, paint) if truth.since else _plan(plan, look, paint)
    if not look.quiet:
        lines += _closing(truth, look, paint)
    # Parts end with a blank line, and so may what they stand in.
    bare = [line.rstrip() for line in lines]
    shown = [line for before, line in pairwise(["", *bare]) if line or before]
    return "\n".join(shown) + "\n" if shown else ""


def _plan(plan: PlanTruth, look: Look, paint: Painter) -> Iterator[str]:
    if look.quiet:
        for claim in plan.claims:
            if claim.counts:
                yield from _broken(plan, claim, look, paint)
        return
    yield from heading(plan.path, plan.title, plan.state, look.width, paint)
    if not plan.claims:
        yield "  It claims nothing that planproof knows how to judge."
    for section, claims in groupby(plan.claims, key=lambda claim: claim.section):
        yield f"  {paint('line', plain(section) or 'Before the first heading')}"
        here = list(claims)
        for same in _runs([claim for claim in here if not claim.counts]):
            shown = same if len(same) < _ALIKE else same[:1]
            for claim in shown:
                yield from _claim(claim, look, paint)
            if len(same) > len(shown):
                yield f"             {paint('dim', f'and {len(same) - 1} more, for the same reason')}"
        broken = [claim for claim in here if claim.counts]
        if broken:
            yield ""
        for claim in broken:
            yield from _broken(plan, claim, look, paint)
    yield ""


def _runs(claims: Sequence[ClaimLine]) -> Iterator[list[ClaimLine]]:
    """Claims one by one, but those that only lack a proof, for the same reason, together."""
    for _, same in groupby(claims, key=_likeness):
        run = list(same)
        if run[0].kind == "proof" and not (run[0].rests or run[0].accepted or run[0].known):
            yield run
        else:
            yield from ([claim] for claim in run)


def _likeness(claim: ClaimLine) -> tuple[object, ...]:
    return claim.kind, claim.verdict, claim.reason, claim.accepted, claim.known, claim.rests


def _claim(claim: ClaimLine, look: Look, paint: Painter) -> Iterator[str]:
    """A claim on a line, with its reason on the same where there is room."""
    word = claim.verdict
    label = paint(_COLOUR[word], f"{word:<8}")
    note = claim.reason
    if claim.accepted:
        note += f" (accepted: {claim.accepted})"
    if claim.known:
        note += " (in the baseline)"
    says, reason = plain(claim.says), plain(note)
    if word == "holds" and note == _NOTHING_MORE:
        first, *rest = wrapped(says, look.width - 13)
        yield f"    {label} {first}"
        yield from (f"             {line}" for line in rest)
        return
    if 13 + columns(says) + 2 + columns(reason) <= look.width:
        yield f"    {label} {says}: {paint('dim', reason)}"
        return
    first, *rest = wrapped(says, look.width - 13)
    yield f"    {label} {first}"
    yield from (f"             {line}" for line in rest)
    yield from (f"               {paint('dim', line)}" for line in wrapped(reason, look.width - 15))


def _broken(plan: PlanTruth, claim: ClaimLine, look: Look, paint: Painter) -> Iterator[str]:
    """A broken claim as a compiler shows an error: the plan's line, then the code's."""
    place = claim.place
    shown = [rest for rest in claim.rests if rest.line and rest.excerpt.strip()][:2]
    margin = " " * max(len(str(line)) for line in (place.line, *(rest.line for rest in shown)))
    bar = paint("line", "|")
    head = paint("error", f"broken[{claim.kind}]")
    lines = wrapped(f"the plan says that {plain(claim.says)}", look.width - len(claim.kind) - 10)
    yield f"{head}: {paint('bold', lines[0])}"
    yield from (f"  {paint('bold', line)}" for line in lines[1:])
    yield f"{margin}{paint('line', '-->')} {plain(plan.path)}:{place.line}:{place.column}"
    number = str(place.line).rjust(len(margin))
    before, words, after = cut(claim.excerpt, place, look.width - len(margin) - 4)
    yield f"{margin} {bar}"
    yield f"{paint('line', number)} {bar} {before}{words}{after}"
    marks = "^" * max(1, columns(words))
    yield f"{margin} {bar} {' ' * columns(before)}{paint('error', marks)}"
    for rest in shown:
        number = str(rest.line).rjust(len(margin))
        yield f"{margin}{paint('line', '-->')} {plain(rest.path)}:{rest.line}"
        text = shortened(plain(rest.excerpt), look.width - len(margin) - 4)
        yield f"{paint('line', number)} {bar} {text}"
    for label, said in (("but", claim.reason), ("help", claim.help)):
        if said:
            pad = " " * (len(label) + 2)
            first, *more = wrapped(plain(said), look.width - len(margin) - 5 - len(label))
            yield f"{margin} = {paint('bold', label)}: {first}"
            yield from (f"{margin}   {pad}{line}" for line in more)
    yield ""


def _changes(plan: PlanTruth, look: Look, paint: Painter) -> Iterator[str]:
    """The claims whose verdicts are not what they were."""
    changed = [
        claim
        for claim in plan.claims
        if claim.was != claim.verdict and (claim.counts or not look.quiet)
    ]
    if not changed:
        return
    yield from heading(plan.path, plan.title, plan.state, look.width, paint)
    for claim in changed:
        was = "new" if claim.was == "absent" else claim.was
        arrow = f"{was} -> {claim.verdict}"
        first, *rest = wrapped(f"{plain(claim.says)}: {plain(claim.reason)}", look.width - 26)
        yield f"    {paint(_COLOUR[claim.verdict], f'{arrow:<20}')} {first}"
        yield from (f"{' ' * 25}{line}" for line in rest)
    yield ""


def _closing(truth: Truth, look: Look, paint: Painter) -> Iterator[str]:
    if not truth.plans:
        aside = f"; {counted(len(truth.set_aside), 'plan')} set aside" if truth.set_aside else ""
        yield f"{paint('error', 'Nothing was judged')}: no plan was found{aside}{_passed(truth)}."
        return
    claims = truth.claims
    where = f" at {truth.at[:10]}" if truth.at else ""
    if truth.since:
        changed = sum(1 for _, claim in claims if claim.was != claim.verdict)
        verdicts = counted(changed, "verdict is", "verdicts are")
        yield paint("bold", f"{verdicts} not what they were at {truth.since[:10]}")
    parts = [f"{number:,} {_VERBS[word][number != 1]}" for word, number in truth.tally]
    colour = "error" if truth.failing else "bold"
    head = f"{counted(len(claims), 'claim')} in {counted(len(truth.plans), 'plan')}{where}"
    yield from _wrapped(f"{head}: {', '.join(parts)}", look, paint, colour)
    yield from _wrapped(_unknowns(claims), look, paint, "")
    silent = sum(not plan.claims for plan in truth.plans)
    if silent:
        told = counted(silent, "plan claims", "plans claim")
        yield from _wrapped(f"{told} nothing that planproof knows how to judge", look, paint, "")
    known = dict(truth.tally)["broken"] - truth.failing
    if known:
        yield f"{counted(known, 'broken claim is', 'broken claims are')} in the baseline"
    yield from _wrapped(_read(truth), look, paint, "")
    for reason, count in Counter(reason for _, reason in truth.set_aside).items():
        which = "each because" if count > 1 else "because"
        told = (
            f"set aside {counted(count, 'plan')}, {which} {plain(reason)} (--all judges them, too)"
        )
        yield from _wrapped(told, look, paint, "")
    if not any(truth.count(word) for word in VERDICTS if word != "unknown"):
        yield paint("error", "Nothing was judged: no claim could be held against anything.")


def _wrapped(text: str, look: Look, paint: Painter, colour: str) -> Iterator[str]:
    room = look.width if columns(text) <= look.width else look.width - 2
    for index, line in enumerate(wrapped(text, room) if text else ()):
        indented = line if index == 0 else f"  {line}"
        yield paint(colour, indented) if colour else indented


def _unknowns(claims: Sequence[tuple[PlanTruth, ClaimLine]]) -> str:
    """Why claims are unknown, by kind of claim."""
    kinds = Counter(claim.kind for _, claim in claims if claim.verdict == "unknown")
    if not kinds:
        return ""
    return "unknown: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def _read(truth: Truth) -> str:
    read = truth.read
    languages = ", ".join(f"{count:,} {name}" for name, count in read.languages.items())
    parts = [f"read {languages or 'no code'}"]
    if read.unread:
        shown = ", ".join(f"{count:,} .{suffix}" for suffix, count in list(read.unread.items())[:6])
        parts.append(f"not read: {shown}")
    if read.left_out:
        shown = "; ".join(f"{reason} ({count:,})" for reason, count in read.left_out.items())
        parts.append(f"left out {counted(sum(read.left_out.values()), 'file')}: {shown}")
    if read.partly:
        path, line = read.partly[0]
        more = f" and {len(read.partly) - 1} more" if len(read.partly) > 1 else ""
        parts.append(f"with wrong syntax, read in part: {plain(path)}:{line}{more}")
    return "; ".join(parts) + _passed(truth)


def _passed(truth: Truth) -> str:
    if not truth.passed_over:
        return ""
    return f"; {counted(truth.passed_over, 'Markdown file was', 'Markdown files were')} not taken for plans"
