"""The JSON format's own types. They are a promise to other programs: see `CheckV1`.

Within a version, fields may be added and none is renamed, removed or given another meaning.
Whoever reads the format ignores what it does not know. A change that breaks this is
`planproof/check/2`, with types of its own beside these.
"""

from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from planproof.report.model import (
    Located,
    PassedOver,
    Place,
    PlanSummary,
    Problem,
    Report,
    RuleInfo,
)
from planproof.report.words import unread

Count = Annotated[int, Meta(ge=0)]
Line = Annotated[int, Meta(ge=1, description="Counts from 1.")]
Column = Annotated[int, Meta(ge=1, description="Counts from 1, in characters (code points).")]
Column16 = Annotated[int, Meta(ge=1, description="Counts from 1, in UTF-16 code units.")]
Offset = Annotated[
    int,
    Meta(
        ge=0,
        description="Counts from 0, in characters (code points) of the whole file decoded as UTF-8,"
        " with a byte order mark and every line end counted as it stands.",
    ),
]
Path = Annotated[str, Meta(description="From `root`, with `/`.")]
SeverityWord = Literal["error", "warning", "info"]


class SeveritiesV1(msgspec.Struct, frozen=True, gc=False):
    """How many findings have each severity."""

    error: Count
    warning: Count
    info: Count


class SummaryV1(msgspec.Struct, frozen=True, gc=False):
    """What was looked at and what came of it, in numbers."""

    plans: Annotated[int, Meta(ge=0, description="Files that were taken for plans and checked.")]
    sections: Annotated[int, Meta(ge=0, description="Headings of all plans.")]
    items: Annotated[int, Meta(ge=0, description="Items of all plans.")]
    rules: Annotated[int, Meta(ge=0, description="Rules that were applied.")]
    findings: SeveritiesV1
    fixable: Annotated[int, Meta(ge=0, description="Findings that a safe fix mends.")]
    fixed: Annotated[int, Meta(ge=0, description="Findings that were mended in this run.")]
    suppressed: Annotated[int, Meta(ge=0, description="Findings accepted by a comment in a plan.")]
    baselined: Annotated[int, Meta(ge=0, description="Findings that the baseline accepts.")]
    problems: Annotated[int, Meta(ge=0, description="Files that could not be judged.")]
    passed_over: Annotated[int, Meta(ge=0, description="Markdown files not taken for plans.")]
    unread: Annotated[int, Meta(ge=0, description="Snippets that no rule could read.")]


class PlanV1(msgspec.Struct, frozen=True, gc=False):
    """A file that was taken for a plan."""

    path: Path
    id: str
    title: str
    template: str
    template_version: int
    why: Annotated[str, Meta(description="What says that it was written to this template.")]
    fit: Annotated[float, Meta(ge=0, le=1, description="How well its headings fit the template.")]
    state: Annotated[str, Meta(description="How far it has come: `draft`, `review`, `active` ...")]
    state_from: Annotated[str, Meta(description="What says so.")]
    sections: Count
    items: Count
    unread: Annotated[tuple[str, ...], Meta(description="Code that no rule could read, and why.")]


class PlaceV1(msgspec.Struct, frozen=True, gc=False):
    """A range in a file. Its end is exclusive."""

    line: Line
    column: Column
    end_line: Line
    end_column: Column
    column_utf16: Column16
    end_column_utf16: Column16


class EditV1(msgspec.Struct, frozen=True, gc=False):
    """Replace the characters from `start` to `end` (exclusive) by `replacement`.

    All offsets are those of the file before any edit. `expected` is what has to stand there; where
    it does not, the file has changed and the edit must not be made.
    """

    start: Offset
    end: Offset
    expected: str
    replacement: str


class FixV1(msgspec.Struct, frozen=True, gc=False):
    """A change that mends a finding. Its edits are made all or not at all."""

    title: str
    safe: Annotated[bool, Meta(description="Whether it keeps the plan's meaning.")]
    edits: tuple[EditV1, ...]


class FindingV1(msgspec.Struct, frozen=True, gc=False):
    """A fault of a plan's text."""

    rule: str
    severity: SeverityWord
    path: Path
    place: PlaceV1
    message: Annotated[str, Meta(description="What is wrong, without a full stop.")]
    help: Annotated[str, Meta(description="What to do.")]
    excerpt: Annotated[str, Meta(description="The text of the line where it begins.")]
    fingerprint: Annotated[str, Meta(description="Stays the same when lines shift.")]
    fix: FixV1 | None
    accepted: Annotated[str, Meta(description="Why it was suppressed; else empty.")]


class ProblemV1(msgspec.Struct, frozen=True, gc=False):
    """A file that could not be judged."""

    path: Path
    line: Annotated[int, Meta(ge=0, description="Counts from 1; 0 for the whole file.")]
    message: str
    help: str


class PassedOverV1(msgspec.Struct, frozen=True, gc=False):
    """A Markdown file that was not taken for a plan."""

    path: Path
    reason: str


class RuleV1(msgspec.Struct, frozen=True, gc=False):
    """A rule that was applied."""

    id: str
    title: str
    severity: Annotated[SeverityWord, Meta(description="Its usual severity.")]


class CheckV1(msgspec.Struct, frozen=True, gc=False):
    """The result of `planproof check --format json`."""

    schema: Literal["planproof/check/1"]
    version: Annotated[str, Meta(description="planproof's own.")]
    root: Annotated[str, Meta(description="The folder that paths count from, absolute.")]
    summary: SummaryV1
    plans: tuple[PlanV1, ...]
    findings: Annotated[tuple[FindingV1, ...], Meta(description="Those that count, in order.")]
    suppressed: Annotated[tuple[FindingV1, ...], Meta(description="Those accepted in the plans.")]
    problems: tuple[ProblemV1, ...]
    passed_over: tuple[PassedOverV1, ...]
    rules: tuple[RuleV1, ...]


def check(report: Report) -> CheckV1:
    """A report as it goes out."""
    return CheckV1(
        schema="planproof/check/1",
        version=report.version,
        root=report.root,
        summary=_summary(report),
        plans=tuple(map(_plan, report.plans)),
        findings=tuple(map(_finding, report.findings)),
        suppressed=tuple(map(_finding, report.suppressed)),
        problems=tuple(map(problem, report.problems)),
        passed_over=tuple(map(_passed_over, report.passed_over)),
        rules=tuple(map(rule, report.rules)),
    )


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format, made from its types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:planproof:check:1",
        **msgspec.json.schema(CheckV1),
    }


def _summary(report: Report) -> SummaryV1:
    return SummaryV1(
        plans=len(report.plans),
        sections=sum(plan.sections for plan in report.plans),
        items=sum(plan.items for plan in report.plans),
        rules=len(report.rules),
        findings=SeveritiesV1(report.count("error"), report.count("warning"), report.count("info")),
        fixable=report.fixable,
        fixed=report.fixed,
        suppressed=len(report.suppressed),
        baselined=report.baselined,
        problems=len(report.problems),
        passed_over=len(report.passed_over),
        unread=unread(report),
    )


def _plan(plan: PlanSummary) -> PlanV1:
    return PlanV1(
        path=plan.path,
        id=plan.id,
        title=plan.title,
        template=plan.template,
        template_version=plan.version,
        why=plan.why,
        fit=plan.fit,
        state=plan.state,
        state_from=plan.state_from,
        sections=plan.sections,
        items=plan.items,
        unread=plan.unread,
    )


def _finding(finding: Located) -> FindingV1:
    edits = tuple(
        EditV1(edit.span.start, edit.span.end, edit.expected, edit.replacement)
        for edit in finding.edits
    )
    return FindingV1(
        rule=finding.rule,
        severity=cast("SeverityWord", finding.severity),
        path=finding.path,
        place=place(finding.place),
        message=finding.message,
        help=finding.help,
        excerpt=finding.excerpt,
        fingerprint=finding.fingerprint,
        fix=FixV1(finding.fix, finding.safe, edits) if finding.fix else None,
        accepted=finding.accepted,
    )


def place(one: Place) -> PlaceV1:
    """A place as it goes out."""
    return PlaceV1(
        one.line, one.column, one.end_line, one.end_column, one.column16, one.end_column16
    )


def problem(one: Problem) -> ProblemV1:
    """A file that could not be judged, as it goes out."""
    return ProblemV1(one.path, one.line, one.message, one.help)


def _passed_over(file: PassedOver) -> PassedOverV1:
    return PassedOverV1(file.path, file.reason)


def rule(one: RuleInfo) -> RuleV1:
    """A rule or a kind of claims, as it goes out."""
    return RuleV1(one.id, one.title, cast("SeverityWord", one.severity))
