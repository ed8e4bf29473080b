"""Findings as test results, for CI systems that show those: JUnit XML.

There is no official specification. This is the common subset that Jenkins, GitLab, GitHub actions
and Azure read, as documented at https://github.com/testmoapp/junitxml ("Common JUnit XML Format"),
and in GitLab's documentation, "Unit test reports"
(https://docs.gitlab.com/ci/testing/unit_test_reports/).

A plan is a test suite. An error or a warning is a failed test, whose name does not change when
lines shift, so that a CI system can tell new failures from old ones; a plan without either has one
test, `check`, that passes. Infos are the output of a test that passes. A finding that is
suppressed is a skipped test, with the reason. A file that could not be judged is a test with an
error. Times are 0: the same report gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

from planproof.report.model import Located, Look, PlanSummary, Problem, Report
from planproof.report.truth import PlanTruth, Truth
from planproof.report.words import encodable, printable, told

_COUNTS = {"failures": "failure", "errors": "error", "skipped": "skipped"}


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as JUnit XML, a suite for each plan and for each file that could not be judged."""
    report = encodable(report)
    plans = {plan.path: plan for plan in report.plans}
    suites = [
        _suite(path, plans.get(path), problems, findings, suppressed)
        for path, (problems, findings, suppressed) in _by_path(report).items()
    ]
    return _document("planproof check", suites)


def truth(found: Truth, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """Verdicts as JUnit XML: a suite for each plan, a test for each claim.

    A claim that holds is a test that passes, a broken one a failure. What is pending, unproven, stale,
    unknown, accepted or in the baseline is a skipped test that says so.
    """
    found = encodable(found)
    suites = [_truths(plan) for plan in found.plans]
    unread = [Problem(one.path, one.line, one.message, one.help) for one in found.problems]
    suites += [_suite(one.path, None, [one], [], []) for one in unread]
    return _document("planproof verify", suites)


def _truths(plan: PlanTruth) -> ET.Element:
    suite = ET.Element("testsuite", {"name": printable(plan.path)})
    names: Counter[str] = Counter()
    for claim in plan.claims:
        name = f"{claim.kind}: {claim.says}"
        case = _case(suite, plan.path, name, claim.place.line, names)
        if claim.counts:
            places = "".join(f"\n{one.path}:{one.line}" for one in claim.rests if one.line)
            text = f"{plan.path}:{claim.place.line}: {told(claim.reason, claim.help)}{places}"
            _outcome(case, "failure", f"verify/{claim.kind}", claim.reason, text)
        elif claim.verdict != "holds":
            why = claim.accepted or ("in the baseline" if claim.known else claim.reason)
            message = printable(f"{claim.verdict}: {why}")
            ET.SubElement(case, "skipped", {"message": message})
    return _counted(suite)


def _document(name: str, suites: list[ET.Element]) -> str:
    root = ET.Element("testsuites", {"name": name})
    root.extend(suites)
    for count in ("tests", *_COUNTS):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    root.set("time", "0")
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'


_Groups = dict[str, tuple[list[Problem], list[Located], list[Located]]]


def _by_path(report: Report) -> _Groups:
    """What there is to say about each file: the plans in their order, then other files."""
    groups: _Groups = {plan.path: ([], [], []) for plan in report.plans}
    for problem in report.problems:
        groups.setdefault(problem.path, ([], [], []))[0].append(problem)
    for finding in report.findings:
        groups.setdefault(finding.path, ([], [], []))[1].append(finding)
    for finding in report.suppressed:
        groups.setdefault(finding.path, ([], [], []))[2].append(finding)
    return groups


def _suite(
    path: str,
    plan: PlanSummary | None,
    problems: list[Problem],
    findings: list[Located],
    suppressed: list[Located],
) -> ET.Element:
    suite = ET.Element("testsuite", {"name": printable(path)})
    if plan:
        _properties(suite, plan)
    names: Counter[str] = Counter()
    for problem in problems:
        case = _case(suite, path, f"could not be judged: {problem.message}", problem.line, names)
        _outcome(case, "error", "problem", problem.message, told(problem.message, problem.help))
    failures = [finding for finding in findings if finding.severity != "info"]
    for finding in failures:
        case = _case(suite, path, _name(finding), finding.place.line, names)
        _outcome(case, "failure", finding.rule, finding.message, _text(finding))
    for finding in suppressed:
        case = _case(suite, path, _name(finding), finding.place.line, names)
        ET.SubElement(case, "skipped", {"message": printable(finding.accepted)})
    if not failures and not problems:
        _case(suite, path, "check", 0, names)
    infos = [finding for finding in findings if finding.severity == "info"]
    if infos:
        case = _case(suite, path, "infos", infos[0].place.line, names)
        _write(ET.SubElement(case, "system-out"), "\n\n".join(map(_text, infos)))
    return _counted(suite)


def _counted(suite: ET.Element) -> ET.Element:
    suite.set("tests", str(len(suite.findall("testcase"))))
    for name, tag in _COUNTS.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    suite.set("time", "0")
    return suite


def _properties(suite: ET.Element, plan: PlanSummary) -> None:
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("title", plan.title),
        ("template", f"{plan.template}@{plan.version}" if plan.template else ""),
        ("state", plan.state),
        ("sections", str(plan.sections)),
        ("items", str(plan.items)),
    ):
        ET.SubElement(properties, "property", {"name": name, "value": printable(value)})


def _case(suite: ET.Element, path: str, name: str, line: int, names: Counter[str]) -> ET.Element:
    """A test under a name that no other of the suite has: GitLab drops later ones."""
    name = printable(name)
    names[name] += 1
    while names[name] > 1:
        name = f"{name} ({names[name]})"
        names[name] += 1
    # Jenkins takes what follows the last dot for the class, and the suffix says nothing here.
    classname = printable(path).removesuffix(".md")
    attributes = {"classname": classname, "name": name, "file": printable(path)}
    if line > 0:
        attributes["line"] = str(line)
    return ET.SubElement(suite, "testcase", {**attributes, "time": "0"})


def _outcome(case: ET.Element, tag: str, kind: str, message: str, text: str) -> None:
    attributes = {"type": printable(kind), "message": printable(message)}
    _write(ET.SubElement(case, tag, attributes), text)


def _write(element: ET.Element, text: str) -> None:
    # GitLab and Jenkins read `[[ATTACHMENT|path]]` in a test's output as a file to show.
    element.text = printable(text).replace("[[ATTACHMENT|", "[ [ATTACHMENT|")


def _name(finding: Located) -> str:
    return f"{finding.rule}: {finding.message}"


def _text(finding: Located) -> str:
    place = finding.place
    where = f"{finding.path}:{place.line}:{place.column}: {finding.severity}: {finding.rule}"
    return f"{where}\n{told(finding.message, finding.help)}\n\n    {finding.excerpt.strip()}"
