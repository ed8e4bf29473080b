"""Handlers with an attribute, of actix-web 2 to 4 and Rocket: `#[get("/x/{id}")]`, `#[route("/x", method = "GET")]`.

The router that such a route hangs on is its function, which is mounted where it is registered.
"""

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Route, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

NEEDS = (
    b"#[get(", b"#[post(", b"#[put(", b"#[delete(", b"#[patch(", b"#[head(", b"#[options(", b"#[route(",
    b"web::get(", b"web::post(", b"web::put(", b"web::delete(", b"web::patch(", b"web::route(",
    b"rocket::get(", b"rocket::post(", b"rocket::put(", b"rocket::delete(", b"rocket::patch(",
)  # fmt: skip

_METHODS = frozenset(
    ("get", "post", "put", "delete", "patch", "head", "options", "connect", "trace")
)
_HOMES = r"^(?:actix_web\.|actix_web_codegen\.|rocket\.|ntex\.web\.|web\.)?\w+$"


def read(unit: Unit) -> Iterator[Fact]:
    """The routes of attributes on functions."""
    for call in unit.calls:
        if call.decorates is None or call.decorates.type != "function_item":
            continue
        word = call.function
        if (word not in _METHODS and word != "route") or rx(_HOMES).match(call.callee) is None:
            continue
        path = unit.value(call.argument("uri", "path", 0))
        if not path.known or not path.text.startswith("/"):
            path = unit.value(call.argument(1)) if word == "route" else path
        if path.known and not path.text.startswith("/") and path.text:
            continue
        if path.kind not in ("literal", "reference", "pattern"):
            continue
        function = next((one for one in unit.functions if one.node == call.decorates), None)
        name = function.name if function is not None else ""
        for method in _methods(unit, call):
            line = unit.line(call.node)
            yield Route(line=line, method=method, path=_plain(path), router=name, handler=name)


def _plain(path: Value) -> Value:
    """A path without what Rocket's queries look like: `/x?<page>`."""
    return Value(path.kind, path.text.partition("?<")[0])


def _methods(unit: Unit, call: Call) -> tuple[str, ...]:
    if call.function != "route":
        return (call.function.upper(),)
    named = [unit.string(one.node) for one in call.arguments if one.name == "method"]
    if not named:
        first = call.argument(0)
        word = unit.text(first) if first is not None else ""
        named = [word if word.isupper() else "*"]
    return tuple(one.upper() for one in named if one)
