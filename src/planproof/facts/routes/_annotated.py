"""Endpoints that annotations declare: a prefix on the class, a path on the method."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import NamedTuple

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.shapes import Call, Class, Function
from planproof.text.patterns import rx

NOTHING = Value("literal", "")


class Answer(NamedTuple):
    """What a method answers: the rest of a route, without its paths."""

    line: int
    methods: tuple[str, ...]
    handler: str
    statuses: tuple[int, ...] = ()


def methods_of(unit: Unit) -> Iterator[tuple[Function, Class]]:
    """The methods of a file, each with the class that it stands in."""
    classes = {one.name: one for one in unit.classes}
    for function in unit.functions:
        holder = classes.get(function.name.rpartition(".")[0])
        if holder is not None:
            yield function, holder


def found(
    decorators: Sequence[Call], names: Iterable[str], packages: Sequence[str]
) -> Iterator[Call]:
    """The annotations of a name: from one of the packages, or with none that is known."""
    wanted = frozenset(names)
    for one in decorators:
        package, _, word = one.callee.rpartition(".")
        if word in wanted and (not package or package in packages):
            yield one


def paths_of(unit: Unit, call: Call, *places: int | str) -> list[Value]:
    """The paths that an annotation gives, by the first argument that is there; one empty path for none."""
    node = call.argument(*places)
    if node is None:
        return [NOTHING]
    return [_settled(unit.value(one)) for one in unit.items(node) or [node]]


def _settled(value: Value) -> Value:
    """A path with `${api.prefix:/api}` as its default, or as anything where it has none."""
    if "${" not in value.text or value.kind not in ("literal", "pattern"):
        return value
    text = rx(r"\$\{[^:{}]*(?::([^{}]*))?\}").sub(lambda match: match[1] or "*", value.text)
    return Value("pattern" if "*" in text else value.kind, text)


def joined(prefix: Value, path: Value) -> Value | None:
    """A path below a prefix; None where one of them stands in another file."""
    if not all(one.kind in ("literal", "pattern") for one in (prefix, path)):
        return None
    parts = [one.text.strip("/") for one in (prefix, path)]
    known = prefix.known and path.known
    return Value("literal" if known else "pattern", "/" + "/".join(one for one in parts if one))


def routes(
    class_: str, prefixes: Sequence[Value], paths: Sequence[Value], answer: Answer
) -> Iterator[Fact]:
    """A route for every prefix, path and method; a mount where the prefix can't be put before it here."""
    whole = [joined(prefix, path) for prefix in prefixes for path in paths]
    if all(one is not None for one in whole):
        for one in dict.fromkeys(whole):
            if one is not None:
                yield from _each(answer, one, "")
        return
    yield Mount(line=answer.line, child=class_, prefix=prefixes[0])
    for path in paths:
        yield from _each(answer, path, class_)


def once(facts: Iterator[Fact]) -> Iterator[Fact]:
    """Facts with one mount for each router: a prefix of its own counts once."""
    told: set[str] = set()
    for fact in facts:
        if isinstance(fact, Mount):
            if fact.child in told:
                continue
            told.add(fact.child)
        yield fact


def _each(answer: Answer, path: Value, router: str) -> Iterator[Fact]:
    for method in answer.methods:
        yield Route(
            line=answer.line,
            method=method,
            path=path,
            router=router,
            handler=answer.handler,
            statuses=answer.statuses,
        )


def statuses_of(unit: Unit, function: Function) -> tuple[int, ...]:
    """The status codes that a method declares: `@ResponseStatus`, `@Status`, OpenAPI's `@ApiResponse`."""
    codes: list[int] = []
    for one in function.decorators:
        if one.function in ("ResponseStatus", "Status", "ResponseStatuses"):
            codes.append(status(unit.value(one.argument("code", 0, "value")).text))
        elif one.function in ("ApiResponse", "APIResponse"):
            codes.append(status(unit.string(one.argument("responseCode", "code")) or ""))
    return tuple(dict.fromkeys(code for code in codes if code))


def status(text: str) -> int:
    """The code of `HttpStatus.CREATED`, `201`, `StatusCodes.Status201Created`; 0 for what is none."""
    word = text.rpartition(".")[2]
    number = rx(r"^(?:Status)?([1-5]\d\d)").match(word)
    if number is not None:
        return int(number[1])
    known = HTTPStatus.__members__.get(word)
    return known.value if known is not None else 0
