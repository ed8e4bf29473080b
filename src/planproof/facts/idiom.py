"""Idioms: how code in a language says one thing, declared as patterns over neutral shapes.

A probe's file lists them:

    IDIOMS = (
        reads("os.getenv", name=0, default=1),
        reads_index("os.environ", required="always"),
    )

A path in a pattern is matched whole; `*` stands for anything: `*.getenv`, `*env*`. Arguments are named
by position from 0, by keyword, or by several of both, of which the first that is there counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fnmatch import translate
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from planproof.facts.model import (
    EnvRead,
    Fact,
    FlagUse,
    Level,
    Mount,
    Route,
    Signal,
    Value,
)
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit
    from planproof.facts.shapes import Call, Index, Member

Place = int | str | tuple[int | str, ...]
"""Which argument: by position, by keyword, or the first of several that is there."""

Required = Literal["always", "without default", ""]
"""When absence fails: always, where no default is given, or nobody can tell."""

ENV_NAME = r"^[A-Za-z_][A-Za-z0-9_]*$"
_NESTED = 8
"""Defaults within defaults that are followed."""

_CHILDREN = (
    r"(?i)^(?:.*(?:spawn|exec|fork|popen|system|process|command|print|log|debug|trace|inspect|dump|stringify"
    r"|expect|allow|stub|mock|assert|equal|receive|freeze|restore|backup|replace|merge|update|assign).*"
    r"|puts|p|pp|fork|run|sh|warn|info|error|isset|empty|unset|keys|count|size|values|entries)$"
)
LOUD_NAME = r"^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^[A-Z][A-Z0-9]{2,}$"
"""A name in capitals, which nothing but a variable or a constant is called."""


class Idiom(NamedTuple):
    """One pattern.

    Attributes:
        shape: `call` (decorators too), `index` or `member`.
        paths: what is called or looked into.
        make: unit and shape to facts.
    """

    shape: Literal["call", "index", "member"]
    paths: tuple[str, ...]
    make: Any

    def fits(self, path: str) -> bool:
        """Whether a path is one of those this is about."""
        return path in self.paths or _fits(self.paths, path)


@cache
def _globs(paths: tuple[str, ...]) -> re.Pattern[str] | None:
    globs = [_translated(path) for path in paths if "*" in path]
    return re.compile("|".join(globs)) if globs else None


def _translated(path: str) -> str:
    """A pattern for a path; `*` after a letter ends with the word: `getEnv*` is not `getEnv(...).split`."""
    if not path.endswith("*") or not path[-2:-1].isalnum():
        return translate(path)
    begin, bracket, end = translate(path[:-1]).rpartition(")")
    return f"{begin}\\w*{bracket}{end}"


def _fits(paths: tuple[str, ...], path: str) -> bool:
    """Whether a path fits one of those that have a `*`."""
    globs = _globs(paths)
    return globs is not None and globs.match(path) is not None


def _places(place: Place | None) -> tuple[int | str, ...]:
    if place is None:
        return ()
    return place if isinstance(place, tuple) else (place,)


def reads(
    *paths: str,
    name: Place = 0,
    default: Place | None = None,
    required: Required = "",
    loud: bool = False,
    level: Level = "declared",
    prefix: str = "",
    required_argument: str = "",
) -> Idiom:
    """A call that reads an environment variable.

    Args:
        paths: what is called.
        name: the argument with the name; a list of names gives a read of each.
        default: the argument with the default. Without one, what the call falls back on counts.
        required: when absence fails.
        loud: take only names in capitals, for a path that other things have too.
        level: how sure it is that this is a read.
        prefix: put before the name.
        required_argument: a keyword that says so: `required=True`.
    """
    names, defaults = _places(name), _places(default)

    def settled(unit: Unit, node: Node | None) -> Node | None:
        """What a default comes to that is read in the same way: `"d"` of `get("A", get("B", "d"))`."""
        for _ in range(_NESTED):
            inner = unit.called_at.get(node.id) if node is not None else None
            if inner is None or not idiom.fits(inner.callee):
                break
            below = inner.argument(*defaults) or unit.fallback(inner.node)
            if below is None:
                break
            node = below
        return node

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        node = call.argument(*names)
        if node is None:
            return
        given = settled(unit, call.argument(*defaults))
        must = required
        if required_argument:
            said = unit.string(call.argument(required_argument))
            must = "always" if said == "true" else "" if said is None else "without default"
            if said == "false":
                must = ""
        for one, default_node in unit.each(node, given):
            fact = env_read(unit, call.node, unit.value(one), default_node, must, level, prefix)
            if fact is not None and not (loud and not _loud(fact.name)):
                yield fact

    idiom = Idiom("call", paths, make)
    return idiom


def takes_all(*environments: str, but: str = _CHILDREN) -> Idiom:
    """A call that is given the whole environment, from which it may read any variable.

    Args:
        environments: what the environment is called.
        but: a regular expression of what does not read settings of it, by the last word of what is
            called: it starts a process, prints, compares.
    """

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        if rx(but).match(call.function):
            return
        for one in call.arguments:
            if one.name != "env" and unit.path(one.node) in environments:
                yield EnvRead(
                    line=unit.line(call.node), name=Value("pattern", "*"), level="derived"
                )
                return

    return Idiom("call", ("*",), make)


def reads_any_argument(*paths: str, default: Literal["last", "none"] = "last") -> Idiom:
    """A call of a helper with a telling name: every argument in capitals is a variable's name.

    The default is the last argument, where that is not the name itself.
    """

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        arguments = [one.node for one in call.arguments]
        values = [unit.value(node) for node in arguments]
        for position, value in enumerate(values):
            if not _loud(value) and not _loud_reference(value):
                continue
            last = len(values) - 1
            given = arguments[last] if default == "last" and position < last else None
            fact = env_read(unit, call.node, value, given, "")
            if fact is not None:
                yield fact

    return Idiom("call", paths, make)


def reads_index(*paths: str, required: Required = "") -> Idiom:
    """`object["NAME"]` reads a variable."""

    def make(unit: Unit, index: Index) -> Iterator[Fact]:
        if unit.written(index.node):
            return
        asks = index.node.type == "comparison_operator"  # `"X" in os.environ`
        for key, _ in unit.each(index.key):
            fact = env_read(unit, index.node, unit.value(key), None, "" if asks else required)
            if fact is not None:
                yield fact

    return Idiom("index", paths, make)


def reads_member(*paths: str, required: Required = "") -> Idiom:
    """`object.NAME` reads a variable."""

    def make(unit: Unit, member: Member) -> Iterator[Fact]:
        if unit.written(member.node):
            return
        fact = env_read(unit, member.node, Value("literal", member.name), None, required)
        if fact is not None:
            yield fact

    return Idiom("member", paths, make)


def env_read(
    unit: Unit,
    node: Node,
    name: Value,
    default: Node | None,
    required: Required = "",
    level: Level = "declared",
    prefix: str = "",
) -> EnvRead | None:
    """A read at a node; None where the name cannot be one.

    What the expression falls back on (`or`, `??`) is the default where none is given.
    """
    if prefix and name.kind in ("literal", "pattern"):
        name = Value(name.kind, prefix + name.text)
    if name.kind == "null" or (name.known and rx(ENV_NAME).match(name.text) is None):
        return None
    given = unit.value(default) if default is not None else None
    nothing = given is not None and given.kind == "null"
    if given is None or nothing:
        default = unit.fallback(node)
    elif given.known and not given.text:
        default = unit.fallback(node) or default  # an empty string is often no more than missing
    value = unit.value(default) if default is not None else None
    if value is not None and value.kind == "null":
        value = None
    elif value is None and not nothing and not required:
        value = unit.language.compared(unit, node)
    must: bool | None = False if value is not None else None
    if required == "without default" and value is None:
        must = not nothing  # `default=None` is a default
    elif required == "always":
        must = True
    if must and unit.guarded(node):
        must = None
    elif unit.insists(node):
        must = True
    read = EnvRead(line=unit.line(node), name=name, default=value, required=must, level=level)
    if name.kind != "parameter":
        return read
    return _of_wrapper(unit, node, read)


def _of_wrapper(unit: Unit, node: Node, read: EnvRead) -> EnvRead:
    """The read with what is needed to find it at the calls of the function around it."""
    function = unit.around(node)
    while function is not None and read.name.text not in function.parameters:
        function = unit.around(function.node)
    if function is None:
        return read
    given = read.default
    named = given.text if given is not None and given.kind == "parameter" else ""
    left_out = dict(function.defaults).get(named)
    return EnvRead(
        line=read.line,
        name=read.name,
        default=read.default,
        required=read.required,
        level=read.level,
        function=function.name,
        parameters=function.parameters,
        default_parameter=named,
        otherwise=unit.value(left_out) if left_out is not None else None,
    )


def _loud(value: Value) -> bool:
    return value.known and rx(LOUD_NAME).match(value.text) is not None


def _loud_reference(value: Value) -> bool:
    """A constant, as far as its name tells: `EnvTaskWorkers`, `common.TASK_WORKERS`."""
    word = value.text.rpartition(".")[2]
    return value.kind == "reference" and word[:1].isupper()


def serves(
    *paths: str,
    method: str = "",
    path: Place = 0,
    methods: Place | None = None,
    rooted: bool = True,
) -> Idiom:
    """A call or decorator that makes an endpoint.

    Args:
        paths: what is called. `*.get` takes its receiver for the router.
        method: in capitals; empty where `methods` says it, else the last word of the path.
        path: the argument with the path.
        methods: the argument with a list of methods, or one.
        rooted: take only paths that begin with `/` or are empty; what else is called `get` is not a route.
    """
    at, listed = _places(path), _places(methods)

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        node = call.argument(*at)
        if node is None:
            return
        value = unit.value(node)
        plain = value.kind in ("literal", "pattern")
        if rooted and not (plain and (value.text.startswith("/") or not value.text)):
            return
        words = _methods(unit, call.argument(*listed)) if listed else ()
        for word in words or (method or call.function.upper(),):
            yield Route(
                line=unit.line(call.node),
                method=word,
                path=value,
                router=unit.imported(call.written.rpartition(".")[0]),
                handler=handler_of(unit, call),
            )

    return Idiom("call", paths, make)


def handler_of(unit: Unit, call: Call) -> str:
    """The name of the function that a decorator stands before, or of the last argument."""
    if call.decorates is not None:
        name = call.decorates.child_by_field_name("name")
        return unit.text(name) if name is not None else ""
    return unit.path(call.arguments[-1].node) if call.arguments else ""


def _methods(unit: Unit, node: Node | None) -> tuple[str, ...]:
    if node is None:
        return ()
    words = (unit.string(one) for one in unit.items(node) or [node])
    return tuple(word.upper() for word in words if word)


def mounts(*paths: str, child: Place, prefix: Place, parent: bool = True) -> Idiom:
    """A call that serves a router's routes below a prefix.

    Args:
        paths: what is called.
        child: the argument with the router.
        prefix: the argument with the prefix; without one the prefix is empty.
        parent: whether the receiver is the router it hangs on.
    """
    routers, prefixes = _places(child), _places(prefix)

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        router = unit.named(call.argument(*routers))
        if not router:
            return
        node = call.argument(*prefixes)
        value = Value("literal", "") if node is None else unit.value(node)
        above = unit.imported(call.written.rpartition(".")[0]) if parent else ""
        yield Mount(line=unit.line(call.node), child=router, prefix=value, parent=above)

    return Idiom("call", paths, make)


def emits(
    signal: Literal["metric", "span", "log"],
    *paths: str,
    name: Place = 0,
    type: str = "",  # noqa: A002
    labels: Place | None = None,
    fields: bool = False,
) -> Idiom:
    """A call that makes a metric, opens a span or logs an event.

    Args:
        signal: what it makes.
        paths: what is called.
        name: the argument with the name.
        type: of a metric: `counter`, `gauge`, `histogram`, `summary`, `info`.
        labels: the argument with the list of labels.
        fields: whether keywords are the fields of the event.
    """
    at, listed = _places(name), _places(labels)

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        node = call.argument(*at)
        value = unit.value(node) if node is not None else Value("null")
        if value.kind in ("null", "unknown") or (value.known and not value.text):
            return
        names = [unit.string(one) for one in unit.items(call.argument(*listed))] if listed else []
        if fields:
            names = [one.name for one in call.arguments if one.name]
        found = tuple(one for one in names if one)
        yield Signal(line=unit.line(call.node), signal=signal, name=value, type=type, labels=found)

    return Idiom("call", paths, make)


def asks(*paths: str, name: Place = 0, default: Place | None = None, system: str) -> Idiom:
    """A call that asks for a feature flag; a list of names asks for each."""
    at, defaults = _places(name), _places(default)

    def make(unit: Unit, call: Call) -> Iterator[Fact]:
        node = call.argument(*at)
        given = call.argument(*defaults)
        fallback = unit.value(given) if given is not None else None
        for one in (unit.items(node) or [node]) if node is not None else ():
            value = unit.value(one)
            if value.kind in ("null", "unknown") or (value.known and len(value.text) < 3):
                continue
            yield FlagUse(line=unit.line(call.node), name=value, default=fallback, system=system)

    return Idiom("call", paths, make)


def found_by(idioms: Sequence[Idiom], unit: Unit) -> Iterator[Fact]:
    """What a probe's idioms find in a file."""
    shapes = {idiom.shape for idiom in idioms}
    if "call" in shapes:
        calls = [idiom for idiom in idioms if idiom.shape == "call"]
        for call in unit.calls:
            for idiom in calls:
                if idiom.fits(call.callee):
                    yield from idiom.make(unit, call)
                    break
    for shape, found in (("index", "indexes"), ("member", "members")):
        wanted = [idiom for idiom in idioms if idiom.shape == shape]
        for one in getattr(unit, found) if wanted else ():
            for idiom in wanted:
                if idiom.fits(one.object):
                    yield from idiom.make(unit, one)
                    break
