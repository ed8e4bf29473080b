"""JAX-RS and Jakarta REST (Jersey, RESTEasy, Quarkus): `@Path` with `@GET`, `@POST` ...

A class without `@Path` is reached through another one and left out, as are clients.
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

NEEDS = (b"javax.ws.rs", b"jakarta.ws.rs")

_PACKAGES = ("javax.ws.rs", "jakarta.ws.rs")
_VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
_CLIENTS = frozenset(("RegisterRestClient", "RegisterProvider", "FeignClient"))


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each method with a verb."""
    yield from once(_found(unit))


def _found(unit: Unit) -> Iterator[Fact]:
    for function, holder in methods_of(unit):
        if any(one.function in _CLIENTS for one in holder.decorators):
            continue
        above = list(found(holder.decorators, ("Path",), _PACKAGES))
        if not above:
            continue
        own = list(found(function.decorators, ("Path",), _PACKAGES))
        paths = paths_of(unit, own[0], 0, "value") if own else [NOTHING]
        for call in found(function.decorators, _VERBS, _PACKAGES):
            answer = Answer(
                unit.line(call.node), (call.function,), function.name, statuses_of(unit, function)
            )
            yield from routes(holder.name, paths_of(unit, above[0], 0, "value"), paths, answer)
