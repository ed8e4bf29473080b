"""Slim 3 and 4, and Lumen: `$app->get('/x/{id}', ...)`, `$app->group('/p', function ($group) { ... })`."""

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route
from planproof.facts.routes._php_groups import joined, prefixes

NEEDS = (b"$app->", b"$router->", b"$group->", b"$r->")

_VERBS = frozenset(("get", "post", "put", "patch", "delete", "options", "any"))
_ROUTERS = frozenset(("$app", "$router", "$group", "$r", "$this.router"))


def read(unit: Unit) -> Iterator[Fact]:
    """The routes, below the groups they stand in. A handler tells them from a container's `get`."""
    for call in unit.calls:
        word = call.function
        if word not in (*_VERBS, "map") or call.written.rpartition(".")[0] not in _ROUTERS:
            continue
        place = 1 if word == "map" else 0
        if len(call.arguments) != place + 2:
            continue
        path = unit.value(call.argument(place))
        if path.kind not in ("literal", "pattern") or not (
            path.text.startswith("/") or not path.text
        ):
            continue
        methods = [word.upper() if word != "any" else "*"]
        if word == "map":
            methods = [
                one.upper() for node in unit.items(call.argument(0)) if (one := unit.string(node))
            ]
        whole = joined([*prefixes(unit, call.node, positional=True), path])
        for method in methods:
            yield Route(line=unit.line(call.node), method=method, path=whole)
