"""Read a figure from a results file, to be held against the sentence.

    read `k6.json` `http_reqs.rate`
    read `bench.json` `/orders/p95` in ms

The file's format is recognised; docs/results.md lists them. The figure is named as the tool names it,
as a path (`orders.p95`) or as a JSON pointer. Without a name it is the one that fits the sentence, if
only one does. `in UNIT` says the unit where neither the format nor the name does.
"""

from __future__ import annotations

import msgspec

from planproof.evidence.decision import Decision
from planproof.evidence.model import Results, Role
from planproof.evidence.record import File
from planproof.evidence.verb import Lacking, Outcome, Stated, Syntax, Tools
from planproof.text.patterns import rx

SYNTAX = Syntax(needs="a results file", most=2, also=("figure", "results"))


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Read the file, and find the figure in it."""
    import hashlib

    from planproof.evidence.content import Content, Unreadable
    from planproof.evidence.reader import read_results
    from planproof.evidence.select import NotFound, select

    path, wanted = (*stated.proof.texts, "")[:2]
    data = tools.content(path)
    try:
        results = read_results(path, data)
    except Unreadable as error:
        raise Lacking(f"`{path}` cannot be read: {error.reason}", _FORMATS, at=0) from None
    name = path.rpartition("/")[2]
    if not results.complete:
        why = results.warnings[0] if results.warnings else "its end is missing"
        raise Lacking(f"`{path}` is not whole: {why}", "Make it anew.", at=0)
    figure = stated.figures[0] if len(stated.figures) == 1 else None
    unit = rx(r"\bin\s+`?([^\s`,;]+)").match(stated.proof.trailing.strip())
    found = select(results, Content(path, data), wanted, figure, unit[1] if unit else "")
    if isinstance(found, NotFound):
        at = 1 if wanted else 0
        raise Lacking(f"`{path}`: {_lower(found.message)}", found.help, at=at)
    digest = hashlib.sha256(data).hexdigest()
    outcome = Outcome(
        reason=f"{name} `{wanted or found.name}`",
        measurement=found,
        named=bool(wanted),
        file=name,
        loads=tuple(one for one in results.measurements if one.role is Role.LOAD),
        durations=tuple(one for one in results.measurements if one.role is Role.DURATION),
        files=(File(path, digest, results.format, wanted or found.name),),
    )
    void = _void(results, tools.commit)
    if void:
        return msgspec.structs.replace(
            outcome, decision=Decision.INCONCLUSIVE, reason=f"{name}: {void}", help="Measure anew."
        )
    return outcome


_FORMATS = "docs/results.md lists the formats that are read; any JSON file with figures will do."


def _void(results: Results, commit: str) -> str:
    """Why nothing in the file can count, or empty."""
    if results.void:
        return results.void[0]
    made = results.commit
    if made and commit and len(made) >= 7 and not commit.startswith(made):
        return f"it was measured at commit {made[:10]}, not at {commit[:10]}"
    return ""


def _lower(message: str) -> str:
    """A sentence as the second part of another: without its capital, unless that is a name's."""
    second = message[1:2]
    return message[:1].lower() + message[1:] if second.islower() or second == " " else message
