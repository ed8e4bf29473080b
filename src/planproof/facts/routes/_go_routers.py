"""Routers of Go's libraries: which one a call is made on, and the prefix it has in its file.

What lies in one file is put together here: groups, `r.Route("/p", func(r chi.Router) {...})`, routers
that are mounted by the function that makes them. What goes beyond the file is told by name: routes of
a router that a function returns hang on `function()`, those of one that it gets as a parameter on
`function(r)`; the `Mount` where that function is called is one of `function()` either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.languages._base import Unit
from planproof.facts.languages._go_scopes import scopes_of
from planproof.facts.languages._go_values import bare, given_to, joined
from planproof.facts.languages.go import import_paths, parameters
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.shapes import Call

if TYPE_CHECKING:
    from tree_sitter import Node

STEPS = 24
"""Groups within groups that are followed."""

_QUIET = frozenset(
    (
        "http",
        "httptest",
        "gin",
        "echo",
        "chi",
        "fiber",
        "mux",
        "middleware",
        "append",
        "len",
        "panic",
    )
)


class Library(NamedTuple):
    """What a library's routers look like.

    Attributes:
        imports: how the path of its import begins.
        makers: calls that make a router.
        types: the last words of routers' types, by which a parameter is told to be one.
        groups: methods that give a router below a prefix, or hand it to a function; with the place of
            the prefix, or None without one.
        passes: methods that give the same router again.
        mounts: methods that take another router: places of the prefix and of the router.
    """

    imports: tuple[str, ...]
    makers: frozenset[str]
    types: frozenset[str]
    groups: dict[str, int | None]
    passes: frozenset[str] = frozenset()
    mounts: Mapping[str, tuple[int, int]] = MappingProxyType({})


class Hung(NamedTuple):
    """Where a router hangs.

    Attributes:
        prefix: of the groups up to the root, in order.
        root: the router that is not below another one here.
        sure: whether it is a router for certain, not only called like one.
    """

    prefix: tuple[Value, ...]
    root: str
    sure: bool


class Routers:
    """The routers of a file."""

    def __init__(self, unit: Unit, library: Library) -> None:
        self._unit = unit
        self._library = library
        self._scopes = scopes_of(unit)
        self._mounted: dict[tuple[int, str], Call] = {}
        for call in unit.calls:
            place = library.mounts.get(call.function)
            child = call.argument(place[1]) if place else None
            if child is not None and child.type == "identifier":
                self._mounted.setdefault((self._scopes.id_around(child), unit.text(child)), call)

    def at(self, node: Node | None) -> Hung:
        """Where the router that an expression stands for hangs."""
        pieces: list[Value] = []
        sure = False
        for _ in range(STEPS):
            if node is None:
                break
            node = bare(node)
            if node.type == "call_expression":
                below, prefix = self._called(node)
                if below is None:
                    maker = self._unit.path(node).removesuffix("()") in self._library.makers
                    return Hung(
                        tuple(pieces[::-1]),
                        self._unit.language.path(self._unit, node),
                        sure or maker,
                    )
                if prefix is not None:
                    pieces.append(prefix)
                    sure = True
                node = below
            elif node.type == "identifier":
                found, root, known = self._bound(node)
                sure = sure or known
                if found is None:
                    return Hung(tuple(pieces[::-1]), root, sure)
                if found.type == "call_expression" and root:
                    mount = self._mounted.get((self._scopes.id_around(found), root))
                    if mount is None or mount.receiver is None:
                        return Hung(tuple(pieces[::-1]), self._returned(found, root), sure)
                    pieces.append(
                        self._unit.value(mount.argument(self._library.mounts[mount.function][0]))
                    )
                    found = mount.receiver
                node = found
            else:
                break
        root = self._unit.language.path(self._unit, node) if node is not None else ""
        return Hung(tuple(pieces[::-1]), root, sure)

    def _called(self, node: Node) -> tuple[Node | None, Value | None]:
        """What a group is made of, and its prefix; nothing for another call."""
        function = node.child_by_field_name("function")
        if function is None or function.type != "selector_expression":
            return None, None
        field, receiver = (
            function.child_by_field_name("field"),
            function.child_by_field_name("operand"),
        )
        name = self._unit.text(field) if field is not None else ""
        if self._unit.path(node).removesuffix("()") in self._library.makers:
            return None, None
        if name in self._library.groups:
            return receiver, self._prefix(node, name)
        return (receiver, None) if name in self._library.passes else (None, None)

    def _prefix(self, call: Node, name: str) -> Value:
        place = self._library.groups[name]
        given = given_to(call)
        if place is None or place >= len(given) or given[place].type == "func_literal":
            return Value("literal", "")
        return self._unit.value(given[place])

    def _bound(self, node: Node) -> tuple[Node | None, str, bool]:
        """What a name stands for: an expression to go on with, else the root; and whether it is sure.

        A call that makes a router comes with the name of its variable.
        """
        name = self._unit.text(node)
        function = self._scopes.around(node)
        while function is not None:
            if name in parameters(self._unit, function):
                return self._parameter(function, name)
            given = self._scopes.given.get((function.id, name), ())
            before = [one.value for one in given if one.value.end_byte <= node.start_byte]
            if before:
                value = bare(before[-1])
                if value.type != "call_expression":
                    return (value, "", False) if value.type == "identifier" else (None, name, False)
                below, _ = self._called(value)
                if below is not None:
                    return value, "", False
                maker = self._unit.path(value).removesuffix("()") in self._library.makers
                return value, name, maker
            function = self._scopes.around(function)
        return None, name, False

    def _parameter(self, function: Node, name: str) -> tuple[Node | None, str, bool]:
        """A parameter: of a function that a group is handed to, or of one that gets a router."""
        sure = self._typed(function, name)
        if function.type != "func_literal":
            around = self._unit.language.function(self._unit, function)
            return None, f"{around.name}({name})" if around is not None and sure else name, sure
        listed = function.parent
        call = listed.parent if listed is not None and listed.type == "argument_list" else None
        if call is not None and call.type == "call_expression":
            below, _ = self._called(call)
            if below is not None:
                return call, "", sure
        named = self._unit.language.function(self._unit, function)
        return None, f"{named.name}({name})" if named is not None and sure else name, sure

    def _typed(self, function: Node, name: str) -> bool:
        listed = function.child_by_field_name("parameters")
        for one in listed.named_children if listed is not None else ():
            names = [self._unit.text(word) for word in one.children_by_field_name("name")]
            type_ = one.child_by_field_name("type")
            if name in names and type_ is not None:
                return self._unit.text(type_).lstrip("*").rpartition(".")[2] in self._library.types
        return False

    def _returned(self, made: Node, name: str) -> str:
        """The function that a router is made in, if it returns it; else the router's own name."""
        function = self._scopes.around(made)
        around = (
            self._unit.language.function(self._unit, function) if function is not None else None
        )
        if function is None or around is None:
            return name
        stack = [function.child_by_field_name("body")]
        while stack:
            node = stack.pop()
            if node is None or node.type == "func_literal":
                continue
            if node.type == "return_statement":
                values = node.named_children[0].named_children if node.named_child_count else []
                if values and self._unit.text(values[0]) == name:
                    return f"{around.name}()"
            stack.extend(node.named_children)
        return name

    def mounts(self) -> Iterator[Mount]:
        """Routers of other functions that are mounted here, or handed to a function; each once."""
        told: set[tuple[str, Value, str]] = set()
        for one in self._mounts():
            key = (one.child, one.prefix, one.parent)
            if key not in told:
                told.add(key)
                yield one

    def _mounts(self) -> Iterator[Mount]:
        for call in self._unit.calls:
            place = self._library.mounts.get(call.function)
            if place is not None and call.receiver is not None:
                yield from self._mount(call, place)
            elif (
                call.callee.partition(".")[0] not in _QUIET
                and call.function not in self._library.groups
            ):
                yield from self._handed(call)

    def _mount(self, call: Call, place: tuple[int, int]) -> Iterator[Mount]:
        hung = self.at(call.receiver)
        child = self._unit.language.path(self._unit, call.argument(place[1]) or call.node)
        prefix = call.argument(place[0])
        if child and prefix is not None and prefix != call.argument(place[1]):
            full = path_of((*hung.prefix, self._unit.value(prefix)))
            yield Mount(line=self._unit.line(call.node), child=child, prefix=full, parent=hung.root)

    def _handed(self, call: Call) -> Iterator[Mount]:
        for one in call.arguments:
            if one.node.type not in ("identifier", "call_expression"):
                continue
            hung = self.at(one.node)
            if hung.sure:
                yield Mount(
                    line=self._unit.line(call.node),
                    child=f"{call.callee}()",
                    prefix=path_of(hung.prefix),
                    parent=hung.root,
                )
                return


def imported(unit: Unit, *begins: str) -> bool:
    """Whether a file imports one of some packages."""
    return any(path.startswith(begins) for path in import_paths(unit).values())


def found_in(
    unit: Unit, library: Library, routes_of: Callable[[Unit, Routers, Call], Iterator[Fact]]
) -> Iterator[Fact]:
    """What a file that imports a library has: the routes of each call, and what is mounted."""
    if not imported(unit, *library.imports):
        return
    routers = Routers(unit, library)
    for call in unit.calls:
        yield from routes_of(unit, routers, call)
    yield from routers.mounts()


def path_of(pieces: Sequence[Value]) -> Value:
    """Prefixes and a path as one path, with a slash between them."""
    kept = [one for one in pieces if one.text or not one.known]
    if len(kept) == 1:
        return kept[0]
    found: list[Value] = []
    for one in kept:
        text = one.text
        if found and found[-1].kind == "literal" and found[-1].text.endswith("/"):
            found[-1] = Value("literal", found[-1].text.rstrip("/"))
        if one.known and found and not text.startswith("/"):
            text = f"/{text}"
        found.append(Value(one.kind, text))
    return joined(found) if found else Value("literal", "")


def routes(
    unit: Unit,
    routers: Routers,
    call: Call,
    methods: Iterable[str],
    path: Node | None,
    handler: Node | None,
) -> Iterator[Route]:
    """Routes on the router that a call is made on, one for each method; none where the path is none."""
    value = unit.value(path or call.node)
    hung = routers.at(call.receiver)
    plain = value.kind in ("literal", "pattern") and (
        value.text.startswith(("/", "*")) or not value.text
    )
    if not plain and not (hung.sure and value.kind != "unknown"):
        return
    for method in methods:
        yield Route(
            line=unit.line(call.node),
            method=method.upper(),
            path=path_of((*hung.prefix, value)),
            router=hung.root,
            handler=unit.language.path(unit, handler) if handler is not None else "",
        )


def words(unit: Unit, node: Node | None) -> list[str]:
    """The methods that an argument lists, or the one that it is."""
    if node is None:
        return []
    found = [unit.string(one) for one in unit.items(node) or [node]]
    return [word for word in found if word]
