"""Go's tests: `func TestX(t *testing.T)`, its subtests with a literal name, benchmarks, fuzz tests, examples.

A subtest is called as `go test` prints it, with `_` for spaces. Of table-driven tests nothing but the
function is known. Methods of a testify suite are subtests of the function that runs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_scopes import scopes_of
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call, Function
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"func Test", b"func Benchmark", b"func Fuzz", b"func Example", b") Test")

_TYPES = {"Test": "testing.T", "Benchmark": "testing.B", "Fuzz": "testing.F"}
_NAME = r"^(Test|Benchmark|Fuzz|Example)(?:[^a-z]\w*)?$"


def read(unit: Unit) -> Iterator[Fact]:
    """The tests of a file whose name ends in `_test.go`."""
    if not unit.name.endswith("_test.go"):
        return
    suites = dict(_suites(unit))
    names: dict[int, str] = {}
    for one in unit.functions:
        name = _name(unit, one, suites)
        if name:
            names[one.node.id] = name
            yield Test(line=unit.line(one.node), id=name, framework="go")
    for call in unit.calls:
        path = _subtest(unit, call, names)
        if path:
            yield Test(line=unit.line(call.node), id=path, framework="go")


def _name(unit: Unit, function: Function, suites: dict[str, str]) -> str:
    """What a test function is called by `go test`; empty for one that is no test."""
    if function.method:
        type_, _, name = function.name.rpartition(".")
        return f"{suites[type_]}/{name}" if type_ in suites and name.startswith("Test") else ""
    match = rx(_NAME).match(function.name)
    if match is None:
        return ""
    wanted = _TYPES.get(match[1])
    given = _parameters(function.node)
    if wanted is None:
        return "" if given else function.name
    return function.name if len(given) == 1 and _type(unit, given[0]) == wanted else ""


def _parameters(function: Node) -> list[Node]:
    listed = function.child_by_field_name("parameters")
    return listed.named_children if listed is not None else []


def _type(unit: Unit, parameter: Node) -> str:
    type_ = parameter.child_by_field_name("type")
    return unit.text(type_).lstrip("*") if type_ is not None else ""


def _suites(unit: Unit) -> Iterator[tuple[str, str]]:
    """The types that `suite.Run(t, new(OrderSuite))` runs, and the function that does."""
    for call in unit.calls:
        node = call.argument(1)
        if call.callee != "suite.Run" or node is None:
            continue
        around = unit.around(call.node)
        match = rx(r"^(?:&|new\()(\w+)\s*[{)]").match(unit.text(node))
        if match and around is not None:
            yield match[1], around.name


def _subtest(unit: Unit, call: Call, names: dict[int, str]) -> str:
    """The path of `t.Run("name", func(t *testing.T) {...})`.

    It is empty for another call, and where a name on the way is not known.
    """
    parts: list[str] = []
    own: Call | None = call if call.function == "Run" else None
    while own is not None:
        name = unit.string(own.argument(0))
        function = own.argument(1)
        if (
            own.function != "Run"
            or name is None
            or function is None
            or function.type != "func_literal"
        ):
            return ""
        parts.append(rx(r"\s").sub("_", name))
        around = scopes_of(unit).around(own.node)
        if around is None or not _runs_tests(unit, own, function, around):
            return ""
        if around.id in names:
            return "/".join((names[around.id], *reversed(parts)))
        listed = around.parent
        above = listed.parent if listed is not None and listed.type == "argument_list" else None
        own = unit.language.call(unit, above) if above is not None else None
    return ""


def _runs_tests(unit: Unit, call: Call, function: Node, around: Node) -> bool:
    """Whether the function gets a `testing.T`, or the call is one of a suite's own `Run`."""
    given = _parameters(function)
    if given:
        return len(given) == 1 and _type(unit, given[0]) in _TYPES.values()
    while around.type == "func_literal":
        above = scopes_of(unit).around(around)
        if above is None:
            return False
        around = above
    receiver = around.child_by_field_name("receiver")
    named = receiver.named_children[0].child_by_field_name("name") if receiver is not None else None
    return named is not None and call.written.partition(".")[0] == unit.text(named)
