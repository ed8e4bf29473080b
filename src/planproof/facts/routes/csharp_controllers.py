"""ASP.NET Core's controllers: `[Route("api/[controller]")]` with `[HttpGet("{id}")]`.

Paths are told in lower case where a token stands for a name: ASP.NET does not tell cases apart. A class
without a prefix hangs on the class that it extends, whose prefix may have tokens, as far as it has one.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Mount, Route, Value
from planproof.facts.routes._annotated import joined, once, status
from planproof.facts.shapes import Call, Class, Function
from planproof.text.patterns import rx

NEEDS = (
    b"HttpGet",
    b"HttpPost",
    b"HttpPut",
    b"HttpDelete",
    b"HttpPatch",
    b"HttpHead",
    b"AcceptVerbs",
    b"[controller]",
)

_VERBS = {
    "HttpGet": "GET",
    "HttpPost": "POST",
    "HttpPut": "PUT",
    "HttpDelete": "DELETE",
    "HttpPatch": "PATCH",
    "HttpHead": "HEAD",
    "HttpOptions": "OPTIONS",
}
_PLAIN = ("ControllerBase", "Controller", "ODataController", "ApiController")


def read(unit: Unit) -> Iterator[Fact]:
    """A route for each verb of each method, below each prefix of its class."""
    yield from once(_found(unit))


def _found(unit: Unit) -> Iterator[Fact]:
    classes = {one.name: one for one in unit.classes}
    holders = {one.name.rpartition(".")[0] for one in unit.functions if _serves(unit, one)}
    for one in unit.classes:
        if one.name not in holders:
            yield from _handed_on(unit, one)
    for function in unit.functions:
        holder = classes.get(function.name.rpartition(".")[0])
        if holder is None:
            continue
        own = [one for one in function.decorators if one.function == "Route"]
        for call in function.decorators:
            methods = _methods(unit, call)
            if not methods:
                continue
            given = [call] if call.argument(0, "template") is not None else own
            if call.function == "AcceptVerbs":
                given = own
            templates: list[Value | None] = [_template(unit, one) for one in given]
            for template in templates or [None]:
                yield from _routes(unit, holder, function, call, methods, template)


def _serves(unit: Unit, function: Function) -> bool:
    return any(_methods(unit, call) for call in function.decorators)


def _handed_on(unit: Unit, one: Class) -> Iterator[Fact]:
    """The prefix that classes may inherit: one with a token for their names."""
    for call in one.decorators:
        if call.function == "Route" and call.arguments and "Controller" in one.name:
            prefix = _template(unit, call)
            if "[controller]" in prefix.text:
                yield Mount(line=unit.line(call.node), child=one.name, prefix=prefix)
                return


def _methods(unit: Unit, call: Call) -> tuple[str, ...]:
    if call.function == "AcceptVerbs":
        words = [unit.string(one.node) for one in call.arguments if not one.name]
        return tuple(word.upper() for word in words if word)
    verb = _VERBS.get(call.function)
    return (verb,) if verb is not None else ()


def _template(unit: Unit, call: Call) -> Value:
    return unit.value(call.argument(0, "template"))


def _routes(
    unit: Unit,
    holder: Class,
    function: Function,
    call: Call,
    methods: tuple[str, ...],
    template: Value | None,
) -> Iterator[Fact]:
    above = [one for one in holder.decorators if one.function == "Route" and one.arguments]
    rooted = template is not None and template.text.startswith(("/", "~/"))
    prefixes: list[Value | None] = [_template(unit, one) for one in above]
    router = ""
    if rooted:
        prefixes = [Value("literal", "")]
    elif not prefixes:
        base = next((one for one in holder.bases if one.rpartition(".")[2] not in _PLAIN), "")
        if template is None and not base:
            return  # the conventional route of the whole program serves it
        router = holder.name if base and not base.rpartition(".")[2].startswith("I") else ""
        prefixes = [Value("literal", "")]
        if router:
            nothing = Value("literal", "")
            yield Mount(line=unit.line(call.node), child=router, prefix=nothing, parent=base)
    for prefix in prefixes:
        path = _joined(unit, holder, function, prefix, template)
        for method in methods if path is not None else ():
            yield Route(
                line=unit.line(call.node),
                method=method,
                path=path or Value("unknown"),
                router=router,
                handler=function.name,
                statuses=_statuses(unit, function),
            )


def _joined(
    unit: Unit, holder: Class, function: Function, prefix: Value | None, template: Value | None
) -> Value | None:
    """The whole path, its tokens replaced; constants of other files are `*`."""
    parts = []
    for one in (prefix, template):
        value = one or Value("literal", "")
        parts.append(value if value.kind in ("literal", "pattern") else Value("pattern", "*"))
    whole = joined(parts[0], Value(parts[1].kind, parts[1].text.removeprefix("~")))
    if whole is None:
        return None
    area = next((one for one in holder.decorators if one.function == "Area"), None)
    words = {
        "controller": rx(r"Controller$").sub("", holder.name.rpartition(".")[2]).lower(),
        "action": rx(r"Async$").sub("", function.name.rpartition(".")[2]).lower(),
        "area": (unit.string(area.argument(0)) or "*" if area is not None else "*").lower(),
    }
    text = rx(r"\[(controller|action|area)\]").sub(lambda match: words[match[1]], whole.text)
    return Value(whole.kind, text)


def _statuses(unit: Unit, function: Function) -> tuple[int, ...]:
    codes: list[int] = []
    for one in function.decorators:
        if one.function in ("ProducesResponseType", "SwaggerResponse"):
            codes += [status(unit.value(argument.node).text) for argument in one.arguments]
    return tuple(dict.fromkeys(code for code in codes if code))
