"""Next.js (13 to 16): endpoints by the names of files.

`app/**/route.ts` serves the methods that it exports (`GET`, `POST` ...) at the path of its folder;
`pages/api/**` serve what their default export asks for. The path is taken from the file's path, so it
is known at once: folders in parentheses and those that begin with `@` do not count, `[id]` is a
parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import first_child
from planproof.facts.languages._javascript_trees import path as dotted
from planproof.facts.model import Fact, Route, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

FILES = ("app/**/route.ts", "app/**/route.js", "app/**/route.tsx", "app/**/route.jsx", "app/**/route.mjs",
         "pages/api/**/*.ts", "pages/api/**/*.js", "pages/api/**/*.tsx", "pages/api/**/*.jsx")  # fmt: skip

_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"))


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The endpoints of a file."""
    from planproof.facts.probe import language_of

    language = language_of(path)
    if language is None:
        return
    unit = Unit(path, data, language)
    if rx(r"(?:^|/)route\.\w+$").search(path):
        served = Value("literal", _folder_path(path))
        for name, node in _exported(unit):
            if name in _METHODS:
                yield Route(line=unit.line(node), method=name, path=served, handler=name)
        return
    served = Value("literal", _page_path(path))
    for name, node in _exported(unit):
        if name == "default":
            for method in sorted(_asked(unit)) or ["*"]:
                yield Route(line=unit.line(node), method=method, path=served, handler=name)


def _folder_path(path: str) -> str:
    """`src/app/(shop)/orders/[id]/route.ts` as `/orders/[id]`."""
    below = f"/{path}".partition("/app/")[2]
    if "/src/app/" in f"/{below}":  # of a package that is itself called `app`
        below = f"/{below}".partition("/src/app/")[2]
    parts = below.split("/")[:-1]
    kept = [part for part in parts if not rx(r"^(?:\(.*\)|@.*)$").match(part)]
    return "/" + "/".join(kept)


def _page_path(path: str) -> str:
    """`pages/api/orders/index.ts` as `/api/orders`."""
    below = f"/{path}".partition("/pages/api/")[2].rpartition(".")[0]
    return f"/api/{below}".removesuffix("/index").removesuffix("/")


def _exported(unit: Unit) -> Iterator[tuple[str, Node]]:
    """The names that a file exports, with where."""
    for node in unit.root.named_children:
        if node.type == "expression_statement":  # module.exports = handler
            inner = first_child(node)
            left = inner.child_by_field_name("left") if inner is not None else None
            if left is not None and unit.text(left) == "module.exports":
                yield "default", node
        if node.type != "export_statement":
            continue
        declaration = node.child_by_field_name("declaration")
        if any(child.type == "default" for child in node.children):
            yield "default", node
        elif declaration is not None:
            yield from _declared(unit, declaration)
        for clause in node.named_children:
            for one in clause.named_children if clause.type == "export_clause" else ():
                name = one.child_by_field_name("alias") or one.child_by_field_name("name")
                if name is not None:
                    yield unit.text(name), one


def _declared(unit: Unit, declaration: Node) -> Iterator[tuple[str, Node]]:
    name = declaration.child_by_field_name("name")
    if name is not None:
        yield unit.text(name), declaration
    for child in declaration.named_children:
        bound = child.child_by_field_name("name") if child.type == "variable_declarator" else None
        if bound is not None and bound.type == "identifier":
            yield unit.text(bound), child
        elif bound is not None:
            for one in bound.named_children:  # export const { GET, POST } = handlers
                yield unit.text(one.child_by_field_name("value") or one), child


def _asked(unit: Unit) -> set[str]:
    """The methods that a handler of a page asks the request for: `req.method === "POST"`, `switch`."""
    found: set[str] = set()
    stack = [unit.root]
    while stack:
        node = stack.pop()
        stack.extend(node.named_children)
        if node.type == "binary_expression":
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if left is not None and right is not None and dotted(unit, left).endswith(".method"):
                found.add(unit.string(right) or "")
        elif node.type == "switch_statement":
            asked, body = node.child_by_field_name("value"), node.child_by_field_name("body")
            below = first_child(asked) if asked is not None else None
            if below is None or body is None or not dotted(unit, below).endswith("method"):
                continue
            values = (case.child_by_field_name("value") for case in body.named_children)
            found |= {unit.string(one) or "" for one in values if one is not None}
    return found & _METHODS
