"""List the rules: id, severity, whether they mend, and what they find."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put, width

if TYPE_CHECKING:
    from planproof.rules.base import RuleKind
    from planproof.rules.run import Selection

NAME, SEVERITY = 24, 15
"""Columns of a rule's name and of its severity."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `rules` takes."""
    parser.add_argument(
        "group", nargs="?", default="", metavar="GROUP", help="only the rules of this group"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rules."""
    from planproof.app.errors import CannotDo
    from planproof.app.selecting import selection
    from planproof.plan.wording import nearest
    from planproof.rules.base import rule_kinds

    kinds = [kind for kind in rule_kinds().values() if args.group in ("", kind.group)]
    if not kinds:
        groups = sorted({kind.group for kind in rule_kinds().values()})
        close = nearest(args.group, groups)
        hint = f"; did you mean `{close}`?" if close else ""
        raise CannotDo(
            f"there is no group of rules `{args.group}`{hint}", f"Groups: {', '.join(groups)}."
        )
    chosen = selection(settings_of(args).config)
    if args.format == "json":
        from planproof.report.words import json_text

        rows = [
            {
                "id": kind.id,
                "title": kind.title,
                "severity": kind.rule.severity.word,
                "settled": (kind.rule.settled or kind.rule.severity).word,
                "on": chosen.takes(kind),
            }
            for kind in kinds
        ]
        put(json_text(rows))
        return 0
    put("".join(f"{line}\n" for line in _lines(kinds, chosen, width(sys.stdout))))
    put(f"\n{len(kinds)} rules. `a > b`: b once the plan is accepted, active or done.\n")
    put("A rule's id is GROUP/NAME; `planproof explain GROUP/NAME` says more.\n")
    return 0


def _lines(kinds: list[RuleKind], chosen: Selection, room: int) -> Iterator[str]:
    """A line for each group and each rule, what it finds wrapped beside its name."""
    from planproof.report.words import wrapped

    group = ""
    for kind in kinds:
        if kind.group != group:
            if group:
                yield ""
            group = kind.group
            yield f"{group}/"
        rule = kind.rule
        severity = rule.severity.word
        if rule.settled is not None and rule.settled != rule.severity:
            severity += f" > {rule.settled.word}"
        name = kind.id.partition("/")[2]
        head = f"  {name:<{NAME}}  {severity:<{SEVERITY}}  "
        state = "" if chosen.takes(kind) else " (off)"
        first, *rest = wrapped(kind.title + state, room - len(head))
        yield head + first
        yield from (f"{' ' * len(head)}{line}" for line in rest)
