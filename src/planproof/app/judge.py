"""One file, judged: read, taken for a plan or not, and checked. The work that is spread and kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from planproof.app.config import Config
from planproof.app.discover import Candidate
from planproof.app.kept import Judged
from planproof.plan.model import Finding, Plan
from planproof.report.model import Located, Place, PlanSummary, Problem, RuleInfo
from planproof.rules.run import Selection, check_plan
from planproof.rules.unread import unread
from planproof.system.files import CannotRead, read_bytes
from planproof.system.surroundings import Disk, Watched, digest
from planproof.template.match import GOOD_FIT
from planproof.template.read import read_plan
from planproof.template.schema import Template
from planproof.text.source import NotText, Source, Span

LONGEST_EXCERPT = 400
"""Characters of a line kept for showing; the window lies around the words at fault."""


class Judge:
    """Everything that judging a file depends on besides the file.

    Attributes:
        templates: the templates in use.
        selection: the rules.
        config: which template is set for which plan.
    """

    def __init__(
        self,
        root: Path,
        templates: Sequence[Template],
        selection: Selection,
        config: Config,
    ) -> None:
        self.disk = Disk(str(root))
        self.templates = templates
        self.by_name = {one.name: one for one in templates}
        self.selection = selection
        self.config = config

    def rules(self) -> tuple[RuleInfo, ...]:
        """The rules that are applied, as reports name them."""
        return tuple(
            RuleInfo(kind.id, kind.title, kind.doc, kind.rule.severity.word)
            for kind in self.selection.rules()
        )

    def file(self, candidate: Candidate) -> Judged:
        """Judge a file."""
        if candidate.passed_over:
            return Judged(candidate.name, "", taken=False, passed_over=candidate.passed_over)
        try:
            data = read_bytes(candidate.path)
        except CannotRead as error:
            return _unreadable(candidate, error.reason, error.remedy)
        return self.content(candidate, data)

    def content(self, candidate: Candidate, data: bytes) -> Judged:
        """Judge a file's content."""
        name = candidate.name
        try:
            source = Source.from_bytes(name, data)
        except NotText as error:
            if not candidate.taken:
                return Judged(
                    name, digest(data), candidate.taken, passed_over="it is not UTF-8 text"
                )
            return _unreadable(candidate, error.reason, "Save it as UTF-8 text, or exclude it.")
        plan = read_plan(source, self.templates, self.config.template_of(name))
        if not candidate.taken and plan.written.fit < GOOD_FIT and not plan.written.declared:
            reason = "it lies outside the folders of plans and fits no template"
            return Judged(name, digest(data), candidate.taken, passed_over=reason)
        watched = Watched(self.disk)
        checked = check_plan(plan, self.by_name.get(plan.written.template), watched, self.selection)
        return Judged(
            name=name,
            digest=digest(data),
            taken=candidate.taken,
            plan=summary_of(plan),
            findings=tuple(located(source, one) for one in checked.findings),
            suppressed=tuple(
                located(source, one, by.reason or "-") for one, by in checked.suppressed
            ),
            observations=watched.taken(),
        )


def _unreadable(candidate: Candidate, reason: str, remedy: str) -> Judged:
    problem = Problem(candidate.name, 0, f"cannot be read: {reason}", remedy)
    return Judged(candidate.name, "", candidate.taken, problem=problem)


def summary_of(plan: Plan) -> PlanSummary:
    """What a report says of a plan as a whole."""
    return PlanSummary(
        path=plan.document.source.name,
        id=plan.id,
        title=plan.title,
        template=plan.written.template,
        version=plan.written.version,
        why=plan.written.why,
        fit=plan.written.fit,
        state=plan.state.value,
        state_from=plan.state_from,
        sections=sum(1 for section in plan.sections if section.heading is not None),
        items=len(plan.items),
        unread=tuple(reason for _, reason in unread(plan)) if plan.document.fences else (),
    )


def located(source: Source, finding: Finding, accepted: str = "") -> Located:
    """A finding at its place in lines and columns."""
    start, end = finding.span.start, max(finding.span.end, finding.span.start)
    first = source.position(start)
    line = excerpt_of(source, first.line, first.column - 1)
    words = " ".join(source.text[start : min(end, start + 200)].split()) if end > start else ""
    seed = f"{source.name}\0{finding.rule}\0{words or finding.message}"
    fix = finding.fix
    return Located(
        rule=finding.rule,
        severity=finding.severity.word,
        path=source.name,
        place=place_of(source, finding.span),
        message=finding.message,
        help=finding.help,
        excerpt=line,
        fingerprint=hashlib.blake2b(seed.encode("utf-8"), digest_size=8).hexdigest(),
        fix=fix.title if fix else "",
        safe=bool(fix and fix.safe),
        edits=fix.edits if fix else (),
        accepted=accepted,
    )


def place_of(source: Source, span: Span) -> Place:
    """A span in lines and columns."""
    start, end = span.start, max(span.end, span.start)
    first, last = source.position(start), source.position(end)
    return Place(
        first.line,
        first.column,
        last.line,
        last.column,
        source.utf16_column(start),
        source.utf16_column(end),
    )


def excerpt_of(source: Source, line: int, at: int) -> str:
    """A line up to a little after the words at fault, which begin at character `at` of it.

    What is cut off is cut off at the end, so that columns stay true; of a line of thousands of
    characters not even the words at fault may be left.
    """
    span = source.line_span(line)
    longest = max(LONGEST_EXCERPT, min(at + 200, 4000))
    return source.text[span.start : min(span.end, span.start + longest)]
