"""What the probes of JavaScript's web frameworks share: which object is a router, and what it is called.

Express, Koa's routers, Hono and Fastify say `router.get("/x", handler)` alike. A receiver is a router
where it is made by a framework's factory or has the framework's type in the same file; else where its
name says so (`app`, `ordersRouter`), it comes from no other package, and a handler is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._javascript_lookup import Link, Names, chain, imported, scope
from planproof.facts.languages._javascript_trees import (
    FUNCTIONS,
    brings_in,
    first_child,
    path,
    plain,
)
from planproof.facts.languages._javascript_values import first_argument
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Call, Function

METHODS = {"get": "GET", "post": "POST", "put": "PUT", "patch": "PATCH", "delete": "DELETE",
           "del": "DELETE", "head": "HEAD", "options": "OPTIONS", "all": "*"}  # fmt: skip

FACTORIES = {
    "express": r"^(?:(?:express(?:\.default)?|express-promise-router|polka|@tinyhttp/app\.App)\(\)"
    r"|(?:express|express-promise-router)\.Router\(\)"
    r"|express(?:-serve-static-core)?\.(?:Express|Application|Router|IRouter)|restify\.createServer\(\))(?=\.|$)",
    "koa": r"^(?:@koa/router|koa-router|@koa/multer-router)(?:\.(?:default|Router))?(?:\(\))?(?=\.|$)",
    "hono": r"^(?:hono(?:/[\w-]+)?\.Hono|@hono/zod-openapi\.OpenAPIHono|hono-openapi\.\w+)(?:\(\))?(?=\.|$)",
    "fastify": r"^(?:(?:fastify(?:\.(?:fastify|default))?)\(\)|fastify\.FastifyInstance)(?=\.|$)",
}
"""What makes or is a router, by framework: paths with their imports resolved."""

_ANY = "|".join(FACTORIES.values())
_TYPES = ("type_identifier", "nested_type_identifier", "generic_type")
_PACKAGES = {"fastify": r"^fastify(?:-plugin)?$", "hono": r"^(?:hono|@hono)(?:/|$)", "koa": r"koa"}
_NAMED = (
    r"^(?:app|application|server|router|routes?|fastify|instance"
    r"|\w*(?:[rR]outer|[aA]pp|[sS]erver|Routes))$"
)
_LOCAL = (".", "@/", "~/", "#", "src/", "$lib/")


class Made(NamedTuple):
    """A router that the file makes: its variable, and the function it is made in."""

    name: str
    function: Function | None


class Routers:
    """The routers of a file."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.names = Names(unit)
        self.functions = {one.node.id: one for one in unit.functions}
        self.modules = _modules(unit)
        self.made = [
            Made(one.target, unit.around(one.node))
            for one in unit.assignments
            if one.value.type not in _TYPES and rx(_ANY).match(unit.path(one.value))
        ]

    def framework(self, callee: str, written: str) -> str:
        """The framework whose router a path begins with; empty for another thing."""
        for name, pattern in FACTORIES.items():
            if rx(pattern).match(callee):
                return name
        head = _head(written)
        if rx(_NAMED).match(head.rpartition(".")[2]) is None or "(" in head:
            return ""
        found = self.unit.resolved(head)
        if found != head and not found.startswith(_LOCAL) and self._foreign(found):
            return ""
        return self._by_packages(head)

    def _foreign(self, found: str) -> bool:
        return any(
            found == one or found.startswith((f"{one}.", f"{one}("))
            for one in self.modules
            if not one.startswith(_LOCAL)
        )

    def _by_packages(self, head: str) -> str:
        for name, pattern in _PACKAGES.items():
            if head.endswith(name) or any(rx(pattern).search(one) for one in self.modules):
                return name
        return "express"

    def name(self, node: Node) -> str:
        """What a router is called: its variable; the function it is a parameter of or made in before it."""
        root = plain(node)
        links, below = chain(self.unit, root)
        if below.type == "new_expression" or (links and below.type == "identifier"):
            made = below.type == "new_expression" or _is_factory(self.unit, below, links)
            if made:
                return self._assigned(root)
        return self.named(path(self.unit, below), below)

    def named(self, name: str, node: Node) -> str:
        """The same for a variable by its name."""
        if not name or "." in name:
            return name
        around = self.unit.around(node)
        while around is not None:
            if name in around.parameters:
                return scope(self.unit, around)
            if any(one.name == name and one.function == around for one in self.made):
                return f"{scope(self.unit, around)}.{name}"
            around = self.unit.around(around.node)
        return name

    def _assigned(self, node: Node) -> str:
        """The variable that a chain of calls is assigned to."""
        above = node.parent
        while above is not None and above.type not in ("statement_block", "program", *FUNCTIONS):
            if above.type == "variable_declarator":
                name = above.child_by_field_name("name")
                return self.named(self.unit.text(name), above) if name is not None else ""
            if above.type == "assignment_expression":
                left = above.child_by_field_name("left")
                return path(self.unit, left) if left is not None else ""
            above = above.parent
        return "default"

    def child(self, node: Node | None, *, plugins: bool = False, prefixed: bool = False) -> str:
        """A router that is given to another one, by name; empty for a middleware of a package.

        Args:
            node: the argument.
            plugins: whether functions of the file are routers too, as Fastify's plugins are.
            prefixed: whether a prefix is said, so that what comes from a package may be a router
                of the same repository.
        """
        if node is None:
            return ""
        one = plain(node)
        if one.type in FUNCTIONS:
            function = self.functions.get(one.id)
            return scope(self.unit, function) if plugins and function is not None else ""
        written = path(self.unit, one).removesuffix(".routes()").removesuffix(".middleware()")
        found = self.unit.resolved(written)
        if written.endswith(".allowedMethods()"):
            return ""
        if self._is_parameter(written, one):
            return ""
        made = any(written == router.name for router in self.made)
        if made or rx(_ANY).match(found):
            return self.named(written, one)
        full = imported(self.unit, one)
        anywhere = prefixed and "(" not in written
        local = written != full and (anywhere or full.startswith(_LOCAL))
        if local or (brings_in(self.unit, one) and full.startswith(_LOCAL)):
            return full.removesuffix(".routes()").removesuffix(".middleware()")
        called = _head(written)
        if plugins or called.endswith("()"):
            called = called.removesuffix("()")
            return called if any(called == one.name for one in self.functions.values()) else ""
        return ""

    def _is_parameter(self, name: str, node: Node) -> bool:
        around = self.unit.around(node)
        while around is not None:
            if name in around.parameters:
                return True
            around = self.unit.around(around.node)
        return False

    def returned(self) -> Iterator[Fact]:
        """Routers that functions make and return hang on the functions."""
        for made in self.made:
            body = (
                made.function.node.child_by_field_name("body")
                if made.function is not None
                else None
            )
            for statement in body.named_children if body is not None else ():
                given = first_child(statement) if statement.type == "return_statement" else None
                if made.function is None or given is None or self.unit.text(given) != made.name:
                    continue
                parent = scope(self.unit, made.function)
                yield Mount(
                    line=self.unit.line(statement),
                    child=f"{parent}.{made.name}",
                    prefix=Value("literal", ""),
                    parent=parent,
                )


def _modules(unit: Unit) -> set[str]:
    """The modules that a file imports or requires."""
    found = set()
    for full in unit.imports.values():
        parts = full.rpartition("/")
        found.add(parts[0] + parts[1] + parts[2].partition(".")[0] if parts[2] else full)
        found.add(full)
    for one in unit.assignments:
        if brings_in(unit, one.value):
            found.add(unit.path(one.value).partition("(")[0])
    return found


def _head(written: str) -> str:
    """What a path of calls begins with: `app` of `app.route().get`, `this.router` of `this.router.get`."""
    first, _, rest = written.partition(".")
    if first == "this" and "." in rest:
        return f"this.{rest.partition('.')[0]}"
    return first


def _is_factory(unit: Unit, root: Node, links: list[Link]) -> bool:
    full = imported(unit, root) + (
        "" if links[-1].call.child_by_field_name("function") == root else "."
    )
    first = f"{full}{links[-1].name}()" if full.endswith(".") else f"{full}()"
    return rx(_ANY).match(first) is not None


def handler(unit: Unit, call: Call) -> str:
    """The name of what answers: the last argument; empty where it has none."""
    positional = [one.node for one in call.arguments if not one.name]
    node = plain(positional[-1]) if positional else None
    if node is not None and node.type == "object":
        node = call.argument("handler")
    if node is not None and node.type == "call_expression":  # wrap(list), list.bind(this)
        function = node.child_by_field_name("function")
        bound = function.child_by_field_name("object") if function is not None else None
        binds = bound is not None and path(unit, node).endswith(".bind()")
        node = bound if binds else first_argument(node)
    found = imported(unit, node)
    return "" if "(" in found else found


def answers(call: Call, at_least: int) -> bool:
    """Whether a call is given a handler after a number of other arguments."""
    positional = [one.node for one in call.arguments if not one.name]
    if len(positional) < at_least:
        return False
    return plain(positional[-1]).type not in (
        "string",
        "number",
        "object",
        "template_string",
        "true",
        "false",
    )


def paths(unit: Unit, node: Node | None) -> Iterator[Value]:
    """The paths that an argument says: one, or a list of them."""
    if node is None:
        return
    for one in unit.items(node) or [node]:
        value = unit.value(one)
        rooted = value.kind in ("literal", "pattern") and (value.text[:1] in ("/", "*", ""))
        if rooted or value.kind == "reference":
            yield value


def served(routers: Routers, framework: str) -> Iterator[Fact]:
    """What `router.get("/x", handler)` serves, and `router.route("/x").get(handler)`."""
    unit = routers.unit
    for call in unit.calls:
        method = METHODS.get(call.function)
        if method is None or call.receiver is None or call.decorates is not None:
            continue
        if routers.framework(call.callee, call.written) != framework:
            continue
        at = _routed(unit, call)
        if at is None and not answers(call, 2) and call.argument("handler") is None:
            continue
        given = at if at is not None else call.argument(0)
        for value in paths(unit, given):
            yield Route(
                line=unit.line(given) if given is not None else unit.line(call.node),
                method=method,
                path=value,
                router=routers.name(call.receiver),
                handler=handler(unit, call),
            )


def _routed(unit: Unit, call: Call) -> Node | None:
    """The path of `router.route("/x")` that a call's chain goes through."""
    if ".route()" not in call.written:
        return None
    for link in chain(unit, call.node)[0][1:]:
        if link.name == "route":
            return link.first
    return None


def mount(
    routers: Routers, call: Call, child: Node | None, prefix: Node | None, *, plugins: bool = False
) -> Iterator[Fact]:
    """A router or plugin that is served below a prefix of the call's receiver."""
    name = routers.child(child, plugins=plugins, prefixed=prefix is not None)
    if not name or call.receiver is None:
        return
    value = routers.unit.value(prefix) if prefix is not None else Value("literal", "")
    parent = routers.name(call.receiver)
    yield Mount(line=routers.unit.line(call.node), child=name, prefix=value, parent=parent)


def own_prefix(routers: Routers, call: Call, prefix: Node | None) -> Iterator[Fact]:
    """The prefix that a router is made with, or given later."""
    if prefix is not None:
        value = routers.unit.value(prefix)
        yield Mount(
            line=routers.unit.line(call.node),
            child=routers.name(call.node),
            prefix=value,
            parent="",
        )
