"""For people at a terminal: every finding with its line, the words underlined, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planproof.report.formats._terminal import Painter, cut, folded, plain
from planproof.report.model import Located, Look, Report
from planproof.report.truth import Truth
from planproof.report.words import WHERE_PLANS_LIE, columns, counted, wrapped


def render(report: Report, look: Look) -> str:
    """The report as text."""
    lines: list[str] = []
    paint = Painter(colour=look.colour)
    for problem in report.problems:
        place = f"{problem.path}:{problem.line}" if problem.line else problem.path
        said = f"{place}: {problem.message}"
        lines += folded(said, look.width, "error: ", "error", paint=paint)
        lines += (f"  {line}" for line in wrapped(plain(problem.help), look.width - 2))
        lines.append("")
    if look.statistics:
        lines += _statistics(report)
    else:
        for finding in report.findings:
            lines += _finding(finding, look, paint)
    if look.passed_over:
        for one in report.passed_over:
            said = f"{one.path}: {one.reason}"
            lines += folded(said, look.width, "passed over: ", paint=paint)
    if not look.quiet:
        lines += _closing(report, look, paint)
    return "\n".join(lines) + "\n" if lines else ""


def truth(found: Truth, look: Look) -> str:
    """Verdicts as text."""
    from planproof.report.formats import _text_truth

    return _text_truth.render(found, look)


def _finding(finding: Located, look: Look, paint: Painter) -> Iterator[str]:
    place = finding.place
    number = str(place.line)
    margin = " " * len(number)
    bar = paint("line", "|")
    label = f"{finding.severity}[{finding.rule}]"
    first, *more = wrapped(plain(finding.message), look.width - len(label) - 2)
    yield f"{paint(finding.severity, label)}: {paint('bold', first)}"
    yield from (f"  {paint('bold', line)}" for line in more)
    yield f"{margin}{paint('line', '-->')} {plain(finding.path)}:{place.line}:{place.column}"
    if finding.excerpt.strip():
        before, words, after = cut(finding.excerpt, place, look.width - len(number) - 4)
        yield f"{margin} {bar}"
        yield f"{paint('line', number)} {bar} {before}{words}{after}".rstrip()
        marks = "^" * max(1, columns(words))
        yield f"{margin} {bar} {' ' * columns(before)}{paint(finding.severity, marks)}"
    first, *rest = wrapped(plain(finding.help), look.width - len(margin) - 9)
    yield f"{margin} = {paint('bold', 'help')}: {first}"
    yield from (f"{margin}         {line}" for line in rest)
    if finding.fix:
        flag = "--fix" if finding.safe else "--unsafe-fixes"
        first, *rest = wrapped(f"{plain(finding.fix)} ({flag})", look.width - len(margin) - 8)
        yield f"{margin} = {paint('bold', 'fix')}: {first}"
        yield from (f"{margin}        {line}" for line in rest)
    yield ""


def _statistics(report: Report) -> Iterator[str]:
    counts = Counter((one.rule, one.severity) for one in report.findings)
    files = Counter(
        (rule, severity)
        for _, rule, severity in {(f.path, f.rule, f.severity) for f in report.findings}
    )
    for (rule, severity), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        found = counted(files[rule, severity], "plan")
        yield f"{count:>6}  {severity:<8} {rule}  (in {found})"
    if counts:
        yield ""


def _closing(report: Report, look: Look, paint: Painter) -> Iterator[str]:
    plans = report.plans
    if not plans:
        said = f"no plan was found{_passed(report)}."
        yield from folded(said, look.width, "Nothing was checked: ", "error", paint=paint)
        said = f"Name a file, or {WHERE_PLANS_LIE[0].lower()}{WHERE_PLANS_LIE[1:]}"
        yield from folded(said, look.width, paint=paint)
        return
    sections = sum(plan.sections for plan in plans)
    items = sum(plan.items for plan in plans)
    counts = [counted(report.count(word), word) for word in ("error", "warning", "info")]
    verdict = ", ".join(counts) if report.findings else "nothing found"
    extras = []
    if report.fixed:
        extras.append(f"{report.fixed} fixed")
    if report.fixable:
        extras.append(f"{report.fixable} fixable with --fix")
    if report.suppressed:
        extras.append(f"{len(report.suppressed)} suppressed")
    if report.baselined:
        extras.append(f"{report.baselined} in the baseline")
    if report.problems:
        extras.append(f"{counted(len(report.problems), 'file')} not read")
    colour = "error" if report.count("error") else "warning" if report.count("warning") else "bold"
    yield from folded(
        "; ".join(extras), look.width, f"{verdict}{'; ' if extras else ''}", colour, paint=paint
    )
    said = (
        f"checked {counted(len(plans), 'plan')} ({counted(sections, 'section')}, "
        f"{counted(items, 'item')}) by {counted(len(report.rules), 'rule')}; "
        f"{_templates(report)}{_passed(report)}"
    )
    yield from folded(said, look.width, paint=paint)
    if report.given_up:
        plans_given_up = counted(report.given_up, "superseded or withdrawn plan")
        yield f"held to few rules: {plans_given_up}"
    unread = [reason for plan in plans for reason in plan.unread]
    if unread:
        reasons = "; ".join(sorted(set(unread)))
        said = f"not read: {counted(len(unread), 'snippet')} ({reasons})"
        yield from folded(said, look.width, paint=paint)


def _templates(report: Report) -> str:
    counts = Counter(plan.template for plan in report.plans)
    parts = [
        f"{count} by {name}" if name else f"{count} by no template"
        for name, count in sorted(counts.items(), key=lambda pair: (not pair[0], -pair[1], pair[0]))
    ]
    return ", ".join(parts)


def _passed(report: Report) -> str:
    if not report.passed_over:
        return ""
    return f"; {counted(len(report.passed_over), 'Markdown file')} passed over (--passed-over lists them)"
