"""Results of tests in JUnit XML: walking its suites, and the names that a test goes by."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from planproof.evidence.model import TestStatus
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

SUITES = frozenset({"testsuites", "testsuite"})
RETRIES = frozenset({"rerunFailure", "rerunError", "flakyFailure", "flakyError"})
_LONGEST = 300
_MOST_FOLDERS = 8
_NOT_RUN = frozenset({"notrun", "disabled", "skipped", "ignored", "suppressed", "pending"})


class Suite(NamedTuple):
    """A suite with its place: the suites around it come before it in a walk."""

    element: Element
    parent: int
    names: tuple[str, ...]


class Case(NamedTuple):
    """A `<testcase>` and the place of the suite that it stands in."""

    element: Element
    suite: int


def walk(root: Element) -> tuple[list[Suite], list[Case]]:
    """Every suite, the outer ones first, and every case, in the order of the file."""
    suites: list[Suite] = []
    cases: list[Case] = []
    waiting: list[tuple[Element, int]] = [(root, -1)]
    while waiting:
        element, parent = waiting.pop()
        if element.tag == "testcase":
            cases.append(Case(element, parent))
            continue
        names = suites[parent].names if parent >= 0 else ()
        name = element.get("name", "") if element.tag == "testsuite" else ""
        suites.append(Suite(element, parent, (*names, name) if name else names))
        here = len(suites) - 1
        waiting += [
            (child, here)
            for child in reversed(element)
            if child.tag in SUITES or child.tag == "testcase"
        ]
    return suites, cases


def status(case: Element) -> tuple[TestStatus, str]:
    """How a case ended, and the first line of what the report says of it."""
    children = {child.tag: child for child in reversed(case)}
    said = case.get("status", "").lower()
    for tag, ended, words in (
        ("error", TestStatus.ERROR, {"error", "errored"}),
        ("failure", TestStatus.FAILED, {"fail", "failed", "failure"}),
    ):
        if tag in children or said in words:
            return ended, _first_line(children.get(tag))
    skipped = children.get("skipped")
    if skipped is not None:
        xfail = skipped.get("type") == "pytest.xfail"
        says = _first_line(skipped)
        if says == "true":  # Node.js, where a test says no more than that it is skipped
            says = ""
        return TestStatus.XFAILED if xfail else TestStatus.SKIPPED, says
    if said in _NOT_RUN or case.get("result", "").lower() in _NOT_RUN:
        return TestStatus.SKIPPED, ""
    for tag in RETRIES:
        if tag in children:
            return TestStatus.FLAKY, _first_line(children[tag])
    return TestStatus.PASSED, ""


def _first_line(element: Element | None) -> str:
    if element is None:
        return ""
    for text in (element.get("message", ""), element.text or ""):
        line = text.lstrip()[: _LONGEST + 1].partition("\n")[0].strip()
        if line:
            return line[:_LONGEST]
    return ""


def _names(case: Element) -> tuple[str, str]:
    """A case's name and class; Jest's reporter puts a space before names outside of any `describe`."""
    return case.get("name", "").strip(), case.get("classname", "").strip()


def identity(case: Element, suites: tuple[str, ...]) -> str:
    """What a test is called in its report: `CLASSNAME::NAME`, mostly.

    Jest's reporter writes the name twice; Node.js writes `test` for every class, so its suites tell tests apart.
    """
    name, classname = _names(case)
    if classname and classname not in {"test", name}:
        return f"{classname}::{name}"
    if classname == name:
        return name
    return " > ".join((*suites, name))


def aliases(case: Element, suites: tuple[str, ...], *, by_pytest: bool) -> tuple[str, ...]:
    """The other names a test goes by, among them pytest's, Maven's and those of JavaScript's runners.

    Those that leave leading folders out (`test_orders.py::test_conflict`) may fit several tests.
    """
    name, classname = _names(case)
    if classname in {"", "test", name}:
        found = [name, " > ".join((*suites, name)), " ".join((*suites, name))]
    else:
        found = [name, f"{classname}::{name}", f"{classname}.{name}"]
        if by_pytest or _tests_python(classname):
            found += _node_ids(classname, name, case.get("file", ""))
        else:
            found.append(f"{classname} > {name}")
            short = classname.rpartition(".")[2]
            if rx(r"[\w$.]+").fullmatch(classname):
                found += [f"{classname}#{name}", f"{short}#{name}", f"{short}.{name}"]
    known = identity(case, suites)
    return tuple(dict.fromkeys(one for one in found if one and one != known))


def _tests_python(classname: str) -> bool:
    return any(_is_module(part) for part in classname.split("."))


def _is_module(part: str) -> bool:
    return part.startswith("test_") or part.endswith("_test")


def _node_ids(classname: str, name: str, file: str) -> list[str]:
    """The ids of pytest's that fit a dotted class name, likely ones first, each with fewer and fewer folders."""
    parts = classname.split(".")
    found: list[str] = []
    for place in _splits(parts, file):
        folders, classes = parts[:place], parts[place:]
        first = max(0, len(folders) - 1 - _MOST_FOLDERS)
        for begin in (0, *range(max(1, first), len(folders))):
            path = "/".join(folders[begin:]) + ".py"
            found.append("::".join((path, *classes, name)))
    return found


def _splits(parts: list[str], file: str) -> list[int]:
    """After how many parts a dotted class name may go over from the module to its classes."""
    if file.endswith(".py"):
        module = file[:-3].replace("\\", "/").strip("/").split("/")
        if parts[: len(module)] == module:
            return [len(module)]
    capital = len(parts)
    while capital > 1 and parts[capital - 1][:1].isupper():
        capital -= 1
    likely = [place for place, part in enumerate(parts, start=1) if _is_module(part)][-1:]
    others = range(capital, min(len(parts), capital + 3) + 1)
    return list(dict.fromkeys([*likely, *others]))
