"""Micronaut: `@Controller` with `@Get`, `@Post` ... (Micronaut 4). Clients (`@Client`) do not count."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._annotated import (
    Answer,
    found,
    methods_of,
    once,
    paths_of,
    routes,
    statuses_of,
)

NEEDS = (b"io.micronaut.http.annotation",)

_PACKAGES = ("io.micronaut.http.annotation",)
_VERBS = ("Get", "Post", "Put", "Delete", "Patch", "Head", "Options")


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each path of each method of a controller."""
    yield from once(_found(unit))


def _found(unit: Unit) -> Iterator[Fact]:
    for function, holder in methods_of(unit):
        above = list(found(holder.decorators, ("Controller",), _PACKAGES))
        if not above:
            continue
        for call in found(function.decorators, _VERBS, _PACKAGES):
            answer = Answer(
                unit.line(call.node),
                (call.function.upper(),),
                function.name,
                statuses_of(unit, function),
            )
            paths = paths_of(unit, call, 0, "value", "uri", "uris")
            yield from routes(holder.name, paths_of(unit, above[0], 0, "value"), paths, answer)
