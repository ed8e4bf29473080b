"""utoipa-axum (0.1 and 0.2): `#[utoipa::path(get, path = "/x/{id}")]`, and `.routes(routes!(show, create))`.

With axum the path of the attribute is the one that is served; elsewhere it is only documentation.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._rust_routers import Routers, joined

LIKE = rb"utoipa::path|\broutes!\("

_METHODS = frozenset(("get", "post", "put", "delete", "patch", "head", "options", "trace"))


def read(unit: Unit) -> Iterator[Fact]:
    """Routes by their attributes, and where routers take them."""
    if b"axum" not in unit.data:
        return
    routers = Routers(unit, {"nest": 0, "merge": None})
    for one in unit.functions:
        for call in one.decorators:
            path = unit.value(call.argument("path"))
            if call.callee not in ("utoipa.path", "path") or path.kind not in (
                "literal",
                "reference",
            ):
                continue
            words = [unit.text(given.node) for given in call.arguments if not given.name]
            for word in words:
                if word in _METHODS:
                    line = unit.line(call.node)
                    method = word.upper()
                    yield Route(
                        line=line, method=method, path=path, router=one.name, handler=one.name
                    )
    for call in unit.calls:
        if call.function != "routes" or call.receiver is None or len(call.arguments) != 1:
            continue
        listed = unit.called_at.get(call.arguments[0].node.id)
        if listed is None or listed.function != "routes!":
            continue
        prefixes, router = routers.of(call.node)
        whole = joined(prefixes) if prefixes else Value("literal", "")
        for given in listed.arguments:
            value = unit.language.value(unit, given.node)
            if value.kind == "reference":
                child = unit.resolved(value.text)
                yield Mount(line=unit.line(given.node), child=child, prefix=whole, parent=router)
