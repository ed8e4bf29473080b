"""Tests that are marked as the proof of items, found in the text of a test file without running it.

pytest tells of the tests that it collected. Of those that a run left alone, since only some files or
tests were named, their text tells, so that a run of two tests out of three is not taken for the proof.
Read is what is written out where it is used:

    @pytest.mark.planproof("idempotent-orders#criterion-2")           above a test or a class
    pytestmark = pytest.mark.planproof("idempotent-orders#criterion-2")
    pytest.param(1, marks=pytest.mark.planproof("idempotent-orders#criterion-2"))
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator
from typing import NamedTuple

MARKER = "planproof"

_CALL = rb"\.\s*planproof\s*\("
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_NOT_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)


class Marker(NamedTuple):
    """A marker with the tests that it is on.

    Attributes:
        id: the test, as pytest names it without its parameters, or its class, or its file.
        line: the first line of the test, class or file, from 1, decorators included.
        end: its last line.
        items: what it names: `PLAN#ITEM`.
    """

    id: str
    line: int
    end: int
    items: tuple[str, ...]


class _Scope(NamedTuple):
    """A test, class or file, as it is walked through."""

    id: str
    line: int
    end: int
    classes: tuple[ast.ClassDef, ...] = ()


def markers(path: str, text: bytes) -> list[Marker]:
    """The markers that a Python file holds, in the order of the text; none where it is no Python.

    A marker of a whole file counts for each class of tests in it as well, since they are collected one by one.
    """
    if not re.search(_CALL, text):
        return []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of strings in a file that is only looked at
        try:
            tree = ast.parse(text)
            return list(_of_file(path, tree))
        except _NOT_PYTHON:
            return []


def _of_file(path: str, tree: ast.Module) -> Iterator[Marker]:
    classes = tuple(
        node for node in tree.body if isinstance(node, ast.ClassDef) and _holds_tests(node)
    )
    whole = _Scope(path, 1, max((node.end_lineno or 1 for node in tree.body), default=1), classes)
    yield from _below(tree.body, whole)


def _below(body: list[ast.stmt], scope: _Scope) -> Iterator[Marker]:
    """The markers in a file's or a class's own statements, and in what they define."""
    for node in body:
        if isinstance(node, ast.ClassDef | _Function):
            inner = _Scope(f"{scope.id}::{node.name}", _first(node), node.end_lineno or node.lineno)
            for decorator in node.decorator_list:
                yield from _in(decorator, inner)
            if isinstance(node, ast.ClassDef):
                yield from _below(node.body, inner)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            if node.value is not None and _is_pytestmark(node):
                for marker in _in(node.value, scope):
                    yield marker
                    for one in scope.classes:
                        yield marker._replace(
                            id=f"{scope.id}::{one.name}",
                            line=_first(one),
                            end=one.end_lineno or one.lineno,
                        )
        elif isinstance(node, ast.If | ast.Try | ast.With):
            for inside in ("body", "orelse", "finalbody"):
                yield from _below(getattr(node, inside, []), scope)


def _in(expression: ast.expr, scope: _Scope) -> Iterator[Marker]:
    for node in ast.walk(expression):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == MARKER
        ):
            said = (one.value for one in node.args if isinstance(one, ast.Constant))
            items = tuple(one for one in said if isinstance(one, str))
            if items:
                yield Marker(scope.id, scope.line, scope.end, items)


def _first(node: ast.ClassDef | _Function) -> int:
    return min([node.lineno, *(one.lineno for one in node.decorator_list)])


def _is_pytestmark(node: ast.Assign | ast.AnnAssign | ast.AugAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(one, ast.Name) and one.id == "pytestmark" for one in targets)


def _holds_tests(node: ast.ClassDef) -> bool:
    """Whether a class holds tests, by the names that pytest and unittest go by."""
    by_name = node.name.startswith("Test") or any(
        ast.unparse(base).endswith("TestCase") for base in node.bases
    )
    return by_name and any(
        isinstance(one, _Function) and one.name.startswith("test") for one in node.body
    )
