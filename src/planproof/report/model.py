"""What a run has to say, with places made concrete. Formats render it and add nothing of their own.

These types are made anew from findings for reporting (and are what the cache keeps); they are not the
wire format. The JSON format has types of its own, with a version.
"""

import msgspec

from planproof.text.edit import Edit


class Place(msgspec.Struct, frozen=True, gc=False):
    """A range in a file. Lines and columns count from 1; an end is exclusive.

    Columns are in characters; those ending in 16 are in UTF-16 code units, as SARIF and editors count.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    column16: int
    end_column16: int


class Related(msgspec.Struct, frozen=True, gc=False):
    """Another place that a finding has to do with, and what is there. Lines count from 1."""

    path: str
    line: int
    message: str


class Located(msgspec.Struct, frozen=True, gc=False):
    """A finding at its place.

    Attributes:
        path: the plan's path from the root, with `/`.
        excerpt: the text of the line where it begins.
        fingerprint: a hash of path, rule and the words at fault, which stays when lines shift.
        fix: what the fix does, or empty.
        safe: whether the fix keeps the plan's meaning.
        edits: the fix's edits.
        accepted: the reason for which it was suppressed, where it was.
        related: other places that it has to do with.
    """

    rule: str
    severity: str
    path: str
    place: Place
    message: str
    help: str
    excerpt: str
    fingerprint: str
    fix: str = ""
    safe: bool = False
    edits: tuple[Edit, ...] = ()
    accepted: str = ""
    related: tuple[Related, ...] = ()


class PlanSummary(msgspec.Struct, frozen=True, gc=False):
    """A file that was taken for a plan.

    Attributes:
        why: what says that it was written to this template.
        fit: how well its headings fit, 0 to 1.
        state: how far it has come; `state_from` is what says so.
        sections: how many headings it has.
        items: how many items they hold.
        unread: code that no rule could read, for want of a library, with the reason.
    """

    path: str
    id: str
    title: str
    template: str
    version: int
    why: str
    fit: float
    state: str
    state_from: str
    sections: int
    items: int
    unread: tuple[str, ...] = ()


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A file that could not be judged: where, what is wrong, what to do. Makes the run exit with 2."""

    path: str
    line: int
    message: str
    help: str


class PassedOver(msgspec.Struct, frozen=True, gc=False):
    """A Markdown file that was not taken for a plan, and why."""

    path: str
    reason: str


class RuleInfo(msgspec.Struct, frozen=True, gc=False):
    """A rule that was applied: its id, its first line, its docs in Markdown, its usual severity."""

    id: str
    title: str
    doc: str
    severity: str


class Report(msgspec.Struct, frozen=True, gc=False):
    """What a run of `check` has to say.

    Attributes:
        version: planproof's own.
        root: the folder that paths count from, as an absolute path.
        findings: those that count, by path and place.
        suppressed: those that a comment in a plan accepts.
        baselined: how many the baseline accepts.
        rules: the rules that were applied.
        fixed: how many findings were mended in this run.
        closing: what was looked at and found, in words, where that is not what `check` looks at.
    """

    version: str
    root: str
    plans: tuple[PlanSummary, ...]
    findings: tuple[Located, ...]
    suppressed: tuple[Located, ...]
    baselined: int
    problems: tuple[Problem, ...]
    passed_over: tuple[PassedOver, ...]
    rules: tuple[RuleInfo, ...]
    fixed: int = 0
    closing: str = ""

    def count(self, severity: str) -> int:
        """How many findings have a severity."""
        return sum(1 for finding in self.findings if finding.severity == severity)

    @property
    def given_up(self) -> int:
        """How many plans are superseded or withdrawn, and so are held to few rules."""
        return sum(1 for plan in self.plans if plan.state in ("superseded", "withdrawn"))

    @property
    def fixable(self) -> int:
        """How many findings a safe fix mends."""
        return sum(1 for finding in self.findings if finding.fix and finding.safe)


class Look(msgspec.Struct, frozen=True, gc=False):
    """How a text for people is to look.

    Attributes:
        width: columns of the terminal.
        colour: whether to use ANSI colours.
        quiet: only findings, no closing lines.
        statistics: findings counted by rule instead of one by one.
        passed_over: list the files that were passed over, rather than count them.
    """

    width: int = 100
    colour: bool = False
    quiet: bool = False
    statistics: bool = False
    passed_over: bool = False
