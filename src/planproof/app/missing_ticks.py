"""What goes with `gate`: the missing ticks, as a diff or written down, and judgements that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from planproof.app import baseline as known_ones
from planproof.app.changing import Change
from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.gate.model import ChangeCase
from planproof.report.gate import JudgementV1
from planproof.report.model import Located, Place
from planproof.system.files import CannotRead, read_bytes, write_atomically
from planproof.text.edit import Edit, splice
from planproof.text.source import NotText, Source

Ticks = Mapping[str, tuple[str, tuple[Edit, ...]]]
"""Edits by plan, with the plan's text that they are for."""


def known_judgements(settings: Settings, name: str, change: Change) -> known_ones.Baseline | None:
    """The known judgements, as the base has them; a change cannot excuse itself.

    Raises:
        CannotDo: the file is no baseline.
    """
    path = Path(settings.root, name)
    inside = name in change.before.entries
    if not inside and not path.exists():
        return None
    if not inside and name in change.after.entries:
        return known_ones.Baseline(())
    if not inside:
        return known_ones.load(path)
    data = change.before.read(name) or b""
    try:
        return known_ones.Baseline(msgspec.json.decode(data, type=known_ones.Recorded).findings)
    except msgspec.DecodeError as error:
        raise CannotDo(f"{name} is not a baseline: {error}", "Record it anew.") from None


def missing_ticks(case: ChangeCase) -> dict[str, tuple[str, tuple[Edit, ...]]]:
    """The missing ticks by plan, with the text that they are for."""
    from planproof.gate.judgements import not_ticked

    found: dict[str, tuple[str, tuple[Edit, ...]]] = {}
    for one in not_ticked.judge(case):
        if one.edits and one.plan is not None:
            text, edits = found.get(one.plan.path, (one.plan.plan.document.source.text, ()))
            found[one.plan.path] = (text, (*edits, *one.edits))
    return found


def diff(path: str, text: str, edits: Sequence[Edit]) -> str:
    """What edits change in a plan, as a unified diff that `git apply` takes."""
    from planproof.app import fix

    return fix.diff(fix.FixedText(path, text, splice(text, edits)), around=1)


def write_suggestion(settings: Settings, found: Ticks) -> list[tuple[str, int]]:
    """Tick what is to be ticked, in the files on disk.

    Returns:
        The plans that were changed, each with the number of boxes.

    Raises:
        CannotDo: a plan on disk is not what it is in the commit that was judged.
    """
    texts: list[tuple[Path, bytes, bytes, int]] = []
    for path, (text, edits) in found.items():
        file = Path(settings.root, path)
        try:
            data = read_bytes(file)
            same = Source.from_bytes(path, data).text == text
        except (CannotRead, OSError, NotText):
            same = False
        if not same:
            raise CannotDo(
                f"{path} is not what it is in the commit that was judged; nothing is written",
                "Commit or stash what you have changed there, and run it again.",
            )
        made = splice(text, edits).encode()
        texts.append((file, data, made, len(edits)))
    for file, data, made, _ in texts:
        write_atomically(file, made, data)
    return [(path, len(edits)) for path, (_, edits) in found.items()]


def record_baseline(settings: Settings, name: str, judgements: Sequence[JudgementV1]) -> int:
    """Record today's errors and warnings as known.

    Returns:
        How many there are.
    """
    lines = [one for one in judgements if one.severity != "info"]
    findings = [
        Located(
            rule=f"gate/{one.kind}",
            severity=one.severity,
            path=one.path,
            place=Place(one.line, one.column, one.end_line, one.end_column, 0, 0),
            message=one.message,
            help=one.help,
            excerpt="",
            fingerprint=one.fingerprint,
        )
        for one in lines
    ]
    file = Path(settings.root, name)
    before = file.read_bytes() if file.exists() else None
    write_atomically(file, known_ones.recorded(findings), before)
    return len(lines)
