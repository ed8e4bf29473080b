"""Spring MVC and WebFlux: `@RequestMapping` and its kin, on classes and methods.

Interfaces count, as controllers implement them; clients (`@FeignClient`, `@HttpExchange`) do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.facts.routes._annotated import (
    NOTHING,
    Answer,
    found,
    methods_of,
    once,
    paths_of,
    routes,
    statuses_of,
)
from planproof.facts.shapes import Call

NEEDS = (b"web.bind.annotation",)

_PACKAGES = ("org.springframework.web.bind.annotation",)
_VERBS = {
    "GetMapping": ("GET",),
    "PostMapping": ("POST",),
    "PutMapping": ("PUT",),
    "DeleteMapping": ("DELETE",),
    "PatchMapping": ("PATCH",),
    "RequestMapping": (),
}
_CLIENTS = frozenset(("FeignClient", "HttpExchange", "ReactiveFeignClient"))


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each path and method of each mapped method."""
    yield from once(_found(unit))


def _found(unit: Unit) -> Iterator[Fact]:
    for function, holder in methods_of(unit):
        if any(one.function in _CLIENTS for one in holder.decorators):
            continue
        above = list(found(holder.decorators, ("RequestMapping",), _PACKAGES))
        prefixes = paths_of(unit, above[0], 0, "value", "path") if above else [NOTHING]
        for call in found(function.decorators, _VERBS, _PACKAGES):
            methods = _VERBS[call.function] or _methods(unit, call)
            if not methods and above:
                methods = _methods(unit, above[0])
            answer = Answer(
                unit.line(call.node), methods or ("*",), function.name, statuses_of(unit, function)
            )
            paths = paths_of(unit, call, 0, "value", "path")
            yield from routes(holder.name, prefixes, paths, answer)


def _methods(unit: Unit, call: Call) -> tuple[str, ...]:
    node = call.argument("method")
    if node is None:
        return ()
    return tuple(unit.value(one).text.rpartition(".")[2] for one in unit.items(node) or [node])
