"""The table lists every variable that the components read.

## What it claims

Nothing in the plan's components reads a variable that the configuration table lacks.

## When it is broken

When a component reads one that is in no row. A table that lists fewer than half of what the components
read is taken for one that lists only what changes: then the claim is `unknown`.

## What to do

Add the row (`planproof sync-table PLAN configuration` offers it), or move the read to where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.inventory import Read, folded, squeezed
from planproof.plan.model import Section, Variable
from planproof.text.patterns import rx
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.claims._places import component_files
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import listed

_EVERYWHERE = frozenset(
    ("PATH", "HOME", "USER", "SHELL", "PWD", "LANG", "LC_ALL", "TERM", "TMPDIR", "TMP", "TEMP", "EDITOR",
     "VISUAL", "PAGER", "CI", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "LOGNAME", "HOSTNAME", "TZ",
     "DISPLAY", "PYTHONPATH", "GOPATH", "JAVA_HOME", "APPDATA", "LOCALAPPDATA", "USERPROFILE", "SYSTEMROOT",
     "COMSPEC", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "SSH_AUTH_SOCK", "GITHUB_ACTIONS",
     "NODE_ENV", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "KUBECONFIG")
)  # fmt: skip
"""Variables of the system that no plan lists."""


_SEVERAL = frozenset(
    ("env/python_pydantic", "env/python_click", "env/go_cli", "env/go_envconfig", "env/go_kong")
)
"""Probes that read one setting by several names in a line, of which a plan lists the one that counts."""


def claims(section: Section, case: Case) -> Iterator[Judged]:
    """One for each variable that is read and not listed; one that holds where there is none."""
    rows = [item for item in section.items if isinstance(item, Variable)]
    if section.role != "configuration" or not rows:
        return
    if not component_files(case):
        return
    yield from _judged(section, len({one.name for one in _reads(case)}), unlisted_reads(case))


def _reads(case: Case) -> list[Read]:
    inside = component_files(case)
    reads = case.world.inventory.reads
    # What a file of settings says is set there, though a variable could set it as well.
    settings = {
        one.key for one in reads if one.level == "derived" and one.probe.startswith("env/file_")
    }
    return [
        one
        for one in reads
        if one.path in inside
        and _counts(one)
        and not (one.level == "derived" and one.key in settings)
    ]


def unlisted_reads(case: Case) -> dict[str, Read]:
    """The first read of each variable that the plan's components read and no row names."""
    names = {name for one in case.plan.items if isinstance(one, Variable) for name in one.names}
    templates = [rx(r"<[^>]*>|\*+").split(one)[0] for one in names if rx(r"[<*]").search(one)]
    known = names | {folded(name) for name in names}
    relaxed = {squeezed(name) for name in names}
    reads = _reads(case)

    def listed_row(read: Read) -> bool:
        begun = any(head and read.name.startswith(head) for head in templates)
        same = read.name in known or folded(read.name) in known
        return begun or same or (read.relaxed and squeezed(read.name) in relaxed)

    # One setting that several names stand for counts once.
    told = {(one.path, one.line) for one in reads if one.probe in _SEVERAL and listed_row(one)}
    found: dict[str, Read] = {}
    for read in reads:
        place = (read.path, read.line)
        if not listed_row(read) and not (read.probe in _SEVERAL and place in told):
            found.setdefault(read.name, read)
            told.add(place)
    return found


def _counts(read: Read) -> bool:
    return not (
        read.test or read.whole or "*" in read.name or read.name in _EVERYWHERE
        or read.level == "mentioned"
    )  # fmt: skip


def _judged(section: Section, total: int, unlisted: dict[str, Read]) -> Iterator[Judged]:
    span = section.heading.span if section.heading is not None else section.own
    says = "the table lists every variable that the components read"
    if not unlisted:
        if total:
            reason = (
                f"all {total} that are read there are in it"
                if total > 1
                else "the one read there is in it"
            )
            yield holds(span, "", says, reason)
        return
    if 2 * len(unlisted) > total:
        those = (
            f"{total} variables and {len(unlisted)} of them are"
            if total > 1
            else "one variable and it is"
        )
        reason = (
            f"the components read {those} not in it, so that it seems to list only what changes; missing:"
            f" {listed(sorted(unlisted))}"
        )
        yield unknown(span, "", says, reason)
        return
    for name, read in sorted(unlisted.items()):
        yield broken(
            span, name, f"the table lists `{name}`", f"{read.path}:{read.line} reads it, and no row names it",
            Rest(read.path, read.line, "reads it", contradicts=True),
            help="Add the row (`planproof sync-table` offers it), or move the read out of the components.",
        )  # fmt: skip
