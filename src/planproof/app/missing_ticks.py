"""What goes with `gate`: the missing ticks, as a diff or written down, and judgements that are known."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from planproof.app import baseline as known_ones
from planproof.app.changing import Change
from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.gate.model import ChangeCase
from planproof.report.gate import JudgementV1
from planproof.report.model import Located, Place
from planproof.system import git
from planproof.system.files import CannotRead, read_bytes, write_atomically
from planproof.system.objects import Objects
from planproof.text.edit import Edit, splice
from planproof.text.source import NotText, Source

Ticks = Mapping[str, tuple[str, tuple[Edit, ...]]]
"""Edits by plan, with the plan's text that they are for."""


def known_judgements(settings: Settings, name: str, change: Change) -> known_ones.Baseline | None:
    """The known judgements, as the base has them; a change cannot excuse itself.

    Whatever way the file is spelled, what the change itself brings does not count: neither the file nor
    a link to one. A file beside what git tracks counts as it is on disk.

    Returns:
        None where there is no such file.

    Raises:
        CannotDo: the file is no baseline.
    """
    path = Path(settings.root, name)
    places = list(_places(settings.root, name))
    before = _stored(settings.root, change.before.revision, places)
    here = next((one for one in places if before.get(one)), "")
    if here:
        (data,) = Objects(settings.root).contents([before[here]])
        return known_ones.read(data or b"", name)
    if _stored(settings.root, change.after.revision, places):
        return known_ones.Baseline(())
    return known_ones.load(path) if path.exists() else None


def _places(root: str, name: str) -> Iterator[str]:
    """Where in its repository a file may lie that is named from the project's folder: paths from the top.

    As it is spelled, and with links followed, those of its folders first.
    """
    place = git.locate(root)
    real = os.path.realpath(root)
    top = real.removesuffix(place.prefix.rstrip("/")) if place is not None else real
    whole = os.path.normpath(os.path.join(root, name))
    if Path(whole).is_relative_to(root):
        whole = os.path.join(real, os.path.relpath(whole, root))
    folder, last = os.path.split(whole)
    spelled = whole, os.path.join(os.path.realpath(folder), last), os.path.realpath(whole)
    for one in dict.fromkeys(spelled):
        if Path(one).is_relative_to(top):
            yield os.path.relpath(one, top).replace(os.sep, "/")


def _stored(root: str, commit: str, places: Sequence[str]) -> dict[str, str]:
    """Those of some places in a repository where a commit has something: a file's id, or empty.

    A link or a submodule on the way to a place is something at that place: whatever is found there is what
    the commit says.
    """
    parts = [one.split("/") for one in places]
    folders = {"/".join(one[:count]) for one in parts for count in range(1, len(one) + 1)}
    said = git.git(
        root, "--literal-pathspecs", "ls-tree", "-z", "--full-tree", commit, "--", *sorted(folders)
    )
    found: dict[str, str] = {}
    for record in (said or "").split("\0")[:-1]:
        about, _, path = record.partition("\t")
        mode, _, blob = about.split(" ")
        for one in places:
            if mode.startswith("100") and one == path:
                found[one] = blob
            elif mode in ("120000", "160000") and f"{one}/".startswith(f"{path}/"):
                found.setdefault(one, "")
    return found


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


def write_suggestion(settings: Settings, found: Ticks, judged: str) -> list[tuple[str, int]]:
    """Tick what is to be ticked, in the files on disk.

    Args:
        settings: the settings in force.
        found: what is to be ticked.
        judged: the commit that has the work.

    Returns:
        The plans that were changed, each with the number of boxes.

    Raises:
        CannotDo: what is checked out, or a plan on disk, is not what it is in the commit that was judged.
    """
    trees = [git.git(settings.root, "rev-parse", f"{one}^{{tree}}") for one in (judged, "HEAD")]
    if found and trees[0] != trees[1]:
        raise CannotDo(
            f"{judged[:10]} was judged, and something else is checked out; nothing is written",
            "Check out what was judged, and run it again: the work has to be where its box is ticked.",
        )
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

    Raises:
        CannotDo: the file cannot be written.
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
    known_ones.record(Path(settings.root, name), name, findings)
    return len(lines)
