"""Rails 5 to 8: `config/routes.rb`, and the files below `config/routes` that it draws.

`resources` are expanded to the routes they stand for. `draw :admin` mounts `config/routes/admin.rb`.
What gems add (`devise_for`) is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.languages._base import Unit
from planproof.facts.languages.ruby import arguments_of
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._rails import DEEPEST, VERBS, Around, Resource, joined
from planproof.facts.shapes import Argument

if TYPE_CHECKING:
    from tree_sitter import Node

FILES = ("config/routes.rb", "config/routes/**/*.rb")

_NO_ROUTES = frozenset(
    ("direct", "resolve", "devise_for", "lambda", "proc", "concern", "mount", "use_doorkeeper")
)


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The routes of a file and what it mounts."""
    from planproof.facts.probe import language_of

    language = language_of(path)
    if language is not None:
        yield from _Drawing(Unit(path, data, language)).read()


class _Drawing:
    """A routes file as it is read, block by block."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.waiting: list[tuple[Node, Around]] = []
        self.concerns: dict[str, Node] = {}

    def read(self) -> Iterator[Fact]:
        for call in self.unit.calls:
            if call.written == "concern":
                name, block = (
                    self.unit.string(call.argument(0)),
                    call.node.child_by_field_name("block"),
                )
                if name and block is not None:
                    self.concerns[name] = block
        self.waiting = [(self.unit.root, Around())]
        while self.waiting:
            node, around = self.waiting.pop()
            if node.type != "call":
                self.waiting += [(child, around) for child in node.named_children]
                continue
            yield from self._call(node, around)

    def _call(self, node: Node, around: Around) -> Iterator[Fact]:
        name_node = node.child_by_field_name("method")
        name = self.unit.text(name_node) if name_node is not None else ""
        given = tuple(arguments_of(self.unit, node))
        if node.child_by_field_name("receiver") is not None:
            if name in ("draw", "each", "append", "prepend", "instance_exec", "class_eval"):
                self._into(node, around)
        elif name in VERBS or name in ("match", "root"):
            yield from self._verb(node, name, given, around)
        elif name in ("resources", "resource"):
            yield from self._resources(node, name == "resources", given, around)
        elif name == "mount":
            yield from self._mount(node, given, around)
        elif name == "draw":
            yield from self._draw(node, given, around)
        elif name == "concerns":
            self._concerns([one.node for one in given], around)
        elif name not in _NO_ROUTES:
            self._into(node, self._inner(name, given, around))

    def _into(self, node: Node, around: Around) -> None:
        block = node.child_by_field_name("block")
        body = block.child_by_field_name("body") if block is not None else None
        if body is not None and around.depth < DEEPEST:
            self.waiting += [(child, around) for child in body.named_children]

    def _inner(self, name: str, given: tuple[Argument, ...], around: Around) -> Around:
        """What the block of a scope, a namespace or another word stands in."""
        if name == "namespace":
            word = self._text(given, 0) or "*"
            option = self._option(given, "path")
            module = self._option(given, "module")
            path = word if option is None else option
            return around.below(path, f"{word if module is None else module}/")
        if name == "scope":
            words = [self._path(one.node) for one in given if not one.name]
            option = self._option(given, "path")
            module = self._option(given, "module")
            inner = around.below(
                "/".join([*words, *([option] if option else ())]), f"{module}/" if module else ""
            )
            return inner._replace(shallow=inner.shallow or self._option(given, "shallow") == "true")
        if name == "member":
            return around.at(around.member)
        if name in ("collection", "new") and around.resource is not None:
            return around.at(around.resource + ("/new" if name == "new" else ""))
        if name == "shallow":
            return around._replace(shallow=True, depth=around.depth + 1)
        return around._replace(depth=around.depth + 1)

    def _verb(
        self, node: Node, name: str, given: tuple[Argument, ...], around: Around
    ) -> Iterator[Fact]:
        paths = [self._path(one.node) for one in given if not one.name]
        pair = next((one for one in given if one.name.startswith("/") or "/" in one.name), None)
        action = self._option(given, "to", "action") or ""
        if name == "root":
            action, paths = action or (paths[0] if paths else ""), [""]
        elif not paths and given and (pair or given[0].name not in ("to", "via", "on", "as")):
            pair = pair or given[0]
            action, paths = action or self.unit.string(pair.node) or "", [pair.name]
        methods = (
            self._methods(given)
            if name == "match"
            else ("GET" if name == "root" else name.upper(),)
        )
        prefix = self._prefix(given, around)
        for path in paths:
            handler = action if "#" in action else f"{around.controller}#{action or path}"
            whole = joined(prefix, path) or "/"
            for method in methods:
                yield self._route(
                    node,
                    method,
                    whole,
                    handler if "#" in action or around.controller else "",
                    around,
                )

    def _prefix(self, given: tuple[Argument, ...], around: Around) -> str:
        on = self._option(given, "on")
        if on is None or around.resource is None:
            return around.path
        return {"member": around.member, "new": f"{around.resource}/new"}.get(on, around.resource)

    def _methods(self, given: tuple[Argument, ...]) -> tuple[str, ...]:
        node = next((one.node for one in given if one.name == "via"), None)
        if node is None:
            return ("*",)
        words = [self.unit.string(one) for one in self.unit.items(node) or [node]]
        return tuple("*" if word == "all" else word.upper() for word in words if word)

    def _resources(
        self,
        node: Node,
        plural: bool,
        given: tuple[Argument, ...],
        around: Around,
    ) -> Iterator[Fact]:
        only, excluded = self._listed(given, "only"), self._listed(given, "except")
        for one in given:
            name = self.unit.string(one.node) if not one.name else None
            if not name:
                continue
            option = self._option(given, "path")
            resource = Resource(
                name=name,
                path=name if option is None else option,
                plural=plural,
                controller=self._option(given, "controller") or name,
                param=self._option(given, "param") or "id",
                only=only,
                excluded=excluded or frozenset(),
            )
            for method, path, action in resource.routes(around):
                yield self._route(
                    node, method, path or "/", f"{resource.controller}#{action}", around
                )
            inner = resource.within(around, shallow=self._option(given, "shallow") == "true")
            self._into(node, inner)
            self._concerns([one.node for one in given if one.name == "concerns"], inner)

    def _concerns(self, nodes: list[Node], around: Around) -> None:
        for node in nodes:
            for one in self.unit.items(node) or [node]:
                block = self.concerns.get(self.unit.string(one) or "")
                body = block.child_by_field_name("body") if block is not None else None
                if body is not None and around.depth < DEEPEST:
                    inner = around._replace(depth=around.depth + 1)
                    self.waiting += [(child, inner) for child in body.named_children]

    def _listed(self, given: tuple[Argument, ...], option: str) -> frozenset[str] | None:
        """The actions that an option lists; nothing is known of a list that is not written out."""
        node = next((one.node for one in given if one.name == option), None)
        if node is None:
            return None
        if node.type not in ("array", "symbol_array", "string_array"):
            word = self.unit.string(node)
            return frozenset((word,)) if word else frozenset(("*",)) if option == "only" else None
        words = (self.unit.string(one) for one in self.unit.items(node))
        return frozenset(word for word in words if word)

    def _mount(self, node: Node, given: tuple[Argument, ...], around: Around) -> Iterator[Fact]:
        """`mount Engine => "/p"` and `mount Engine, at: "/p"`."""
        for one in given:
            app, path = one.node, self._option(given, "at")
            if one.node.type == "pair":
                key, value = (
                    one.node.child_by_field_name("key"),
                    one.node.child_by_field_name("value"),
                )
                if key is None or value is None:
                    continue
                app, path = key, self._path(value)
            child = self.unit.path(app)
            if not one.name and child and path is not None:
                prefix = Value("literal", joined(around.path, path) or "/")
                yield Mount(line=self.unit.line(node), child=child, prefix=prefix)

    def _draw(self, node: Node, given: tuple[Argument, ...], around: Around) -> Iterator[Fact]:
        name = self._text(given, 0)
        if name:
            prefix = Value("literal", around.path)
            line = self.unit.line(node)
            yield Mount(line=line, child=f"config/routes/{name}", prefix=prefix)

    def _route(self, node: Node, method: str, path: str, handler: str, around: Around) -> Route:
        kind = "pattern" if "*" in path and "#{" in self.unit.text(node) else "literal"
        value = Value("pattern" if kind == "pattern" else "literal", path)
        whole = handler.lstrip("/") if handler.startswith("/") else around.module + handler
        whole = whole if handler else ""
        return Route(line=self.unit.line(node), method=method, path=value, handler=whole)

    def _path(self, node: Node) -> str:
        """A path; `*` for what is put together as the program runs."""
        value = self.unit.value(node)
        return value.text if value.kind in ("literal", "pattern") else "*"

    def _text(self, given: tuple[Argument, ...], place: int) -> str:
        positional = [one.node for one in given if not one.name]
        return (self.unit.string(positional[place]) or "") if place < len(positional) else ""

    def _option(self, given: tuple[Argument, ...], *names: str) -> str | None:
        node = next((one.node for one in given if one.name in names), None)
        return self.unit.string(node) if node is not None else None
