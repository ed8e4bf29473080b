"""Below which prefixes routers are served: the mounts of a commit, joined.

Everything is linear in the number of mounts: a router is worked out once, and only so many of its
prefixes are told apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from planproof.facts.model import Fact, Mount, Value
from planproof.facts.paths import is_test
from planproof.facts.router_names import EVERY_CONTROLLER, Names, Router, folder_of, is_parameter
from planproof.text.patterns import rx

MOST = 8
"""Prefixes of one router that are told apart."""

LONGEST = 400
"""Characters of a prefix; what is longer hangs on itself."""

Resolve = Callable[[Value, str], Value]

ROOT: Router = ("", "")

_GIVEN = "routes/python_given_routers"
"""The probe whose mounts of parameters say what a function is given."""


class Prefix(NamedTuple):
    """A prefix, and whether more may stand before it than the code says."""

    text: str
    open: bool


class Edge(NamedTuple):
    """A router below another one; `replaces` where the prefix takes the place of the router's own."""

    parent: Router
    prefix: Prefix
    replaces: bool = False


def slashed(text: str) -> str:
    """A piece of a path with one slash before it and none after it."""
    bare = text.strip("/")
    return f"/{bare}" if bare else ""


def piece(value: Value) -> Prefix:
    """A value as a prefix: what stands after the last part that is not known."""
    if value.kind == "literal":
        return Prefix(slashed(value.text), open=False)
    if value.kind != "pattern":
        return Prefix("", open=True)
    text = value.text
    if not text.startswith(("*", "/*")):
        return Prefix(slashed(text), open=False)
    return Prefix(slashed(text.lstrip("/").partition("/")[2]), open=True)


def together(*pieces: Prefix) -> Prefix:
    """Prefixes one after the other; what stands before an open one is not known to be all."""
    text, opened = "", False
    for one in pieces:
        text, opened = (one.text, True) if one.open else (text + one.text, opened)
    return Prefix(text, opened) if len(text) <= LONGEST else Prefix("", open=True)


class Routers:
    """The routers of a commit, and where they hang.

    Attributes:
        foreign: mounts of what no router of the commit is, by the file they stand in.
    """

    def __init__(self, stated: Mapping[str, tuple[Fact, ...]], resolve: Resolve) -> None:
        self.names = Names(stated)
        self.foreign: list[tuple[str, Mount, Prefix]] = []
        self._edges: dict[Router, list[Edge]] = {}
        self._own: dict[Router, list[Prefix]] = {}
        self._prefixes: dict[Router, list[Prefix]] = {}
        self._global: dict[str, Prefix] = {}
        self._versions: dict[str, Prefix] = {}
        aliases: list[tuple[Router, Router]] = []
        for path, fact in _mounts(stated):
            prefix = piece(resolve(fact.prefix, path))
            child = self.names.router(path, fact.child)
            if child is not None and is_test(path) and not is_test(child[0]):
                continue
            parent = self.names.home(path, fact.parent)
            if fact.child == EVERY_CONTROLLER:
                (self._versions if fact.parent else self._global)[folder_of(path)] = prefix
            elif child is None:
                self.foreign.append((path, fact, prefix))
            elif is_parameter(fact.child) and fact.probe == _GIVEN:
                aliases.append((child, parent))
            elif fact.parent and child != parent:
                replaces = fact.probe.endswith("python_flask") and fact.prefix != Value(
                    "literal", ""
                )
                self._hang(child, Edge(parent, prefix, replaces))
            elif child == (path, fact.child) and not fact.child.endswith("()"):
                self._own.setdefault(child, []).append(prefix)
            else:
                self._hang(child, Edge(ROOT, prefix))
        self._alias(aliases)

    def _hang(self, child: Router, edge: Edge) -> None:
        edges = self._edges.setdefault(child, [])
        if edge not in edges[:MOST]:
            edges.append(edge)

    def _alias(self, aliases: list[tuple[Router, Router]]) -> None:
        """Routers that functions are given: those that a function mounts hang on its parameter.

        What a function mounts things on is the router that it is given instead, so it hangs on that.
        """
        given: dict[Router, list[Router]] = {}
        for parameter, router in aliases:
            given.setdefault(parameter, []).append(router)
        mounted = [one for one in given if one in self._edges]
        seen = set(mounted)
        while mounted:
            parameter = mounted.pop()
            for router in given[parameter]:
                self._hang(router, Edge(parameter, Prefix("", open=False)))
                if router in given and router not in seen:
                    seen.add(router)
                    mounted.append(router)
        for parameter, routers in given.items():
            for router in routers if parameter not in seen else ():
                self._hang(parameter, Edge(router, Prefix("", open=False)))

    def prefixes(self, path: str, name: str, *, controller: bool = False) -> list[Prefix]:
        """The prefixes that a router is served below; of one in a loop, an open one.

        Args:
            path: the router's file.
            name: its name there.
            controller: whether a prefix of the whole application is put before it.
        """
        router = (path, name)
        self._work_out(router)
        found = self._prefixes[router] or [Prefix("", open=True)]
        if controller:
            above = together(*self._application(path, name))
            found = [together(above, one) for one in found]
        return found

    def _application(self, path: str, name: str) -> Iterator[Prefix]:
        """What the application around a NestJS controller puts before it: a prefix, a version."""
        yield _around(self._global, path)
        versions = _around(self._versions, path)
        _, mark, version = name.partition("@")
        if not mark or not self._versions:
            yield versions
        elif version:
            yield Prefix(f"/v{version}", versions.open)

    def _work_out(self, router: Router) -> None:
        begun: set[Router] = set()
        stack = [(router, False)]
        while stack:
            at, ready = stack.pop()
            if ready:
                self._prefixes[at] = self._joined(at)
            elif at not in self._prefixes and at not in begun:
                begun.add(at)
                stack.append((at, True))
                stack += [(edge.parent, False) for edge in self._hung(at)]

    def _hung(self, router: Router) -> list[Edge]:
        """What a router hangs on: by its name, else as what its file exports.

        A parameter that nobody is known to fill tells nothing where something else does.
        """
        edges = self._edges.get(router) or self._edges.get((router[0], ""), [])
        if len(edges) > 1:
            edges = [one for one in edges if not self._unfilled(one.parent)] or edges
        return edges

    def _unfilled(self, router: Router) -> bool:
        return is_parameter(router[1]) and router not in self._edges

    def _joined(self, router: Router) -> list[Prefix]:
        if router == ROOT:
            return [Prefix("", open=False)]
        nothing = [Prefix("", open=False)]
        own = self._own.get(router, nothing)
        edges = self._hung(router)
        if not edges:
            top = Prefix("", open=_is_given(*router, prefixed=router in self._own))
            return [together(top, one) for one in own[:MOST]]
        found: dict[Prefix, None] = {}
        for edge in edges:
            for above in self._prefixes.get(edge.parent, ()):
                for one in nothing if edge.replaces else own:
                    if len(found) < MOST:
                        found[together(above, edge.prefix, one)] = None
        return list(found)


def _around(known: Mapping[str, Prefix], path: str) -> Prefix:
    """What is known of the nearest folder around a file; of the only one where none is."""
    folder = folder_of(path)
    while folder not in known and folder:
        folder = folder_of(folder)
    if folder in known:
        return known[folder]
    if len(known) <= 1:
        return next(iter(known.values()), Prefix("", open=False))
    return Prefix("", open=True)


def _mounts(stated: Mapping[str, tuple[Fact, ...]]) -> Iterator[tuple[str, Mount]]:
    for path in sorted(stated):
        for fact in stated[path]:
            if isinstance(fact, Mount):
                yield path, fact


def _is_given(path: str, name: str, *, prefixed: bool) -> bool:
    """Whether a router that hangs on nothing is likely to: one that a function gets, a blueprint, a view.

    An application stands on its own, and so does what a function of Go makes. A class of C# takes the
    prefix of the one that it extends.
    """
    if path.endswith(".cs") and name and not name.endswith(")"):
        return not prefixed
    if path.endswith(".go"):
        return is_parameter(name)
    if name.endswith(")"):
        return rx(r"(?i)\((?:app|application|server)\)$").search(name) is None
    if path.endswith(".py") and name[:1].isupper():
        return True
    script = path.endswith((".py", ".js", ".ts", ".mjs", ".cjs"))
    return (
        script and rx(r"(?i)(?:router|blueprint|blp|namespace|\bns|\bbp)$").search(name) is not None
    )
