"""clap 3 and 4, and structopt: `#[arg(long, env = "X", default_value = "d")]` and `Arg::new("x").env("X")`.

`env` alone stands for the field's name in capitals. An argument that is no `Option`, `Vec` or `bool` and
has no default must be given, on the command line if not by the variable.
"""

from collections.abc import Iterator

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit, child_at
from planproof.facts.languages._rust_values import returned
from planproof.facts.model import EnvRead, Fact, Level, Value
from planproof.facts.shapes import Argument, Call, Field
from planproof.text.patterns import rx

LIKE = rb"(?:clap|structopt|arg)\([^\]]*\benv\b|\.env\("

_ATTRIBUTES = frozenset(("arg", "clap", "structopt"))
_DEFAULTS = (
    "default_value", "default_value_t", "default_values", "default_values_t", "default_value_os",
    "default_value_os_t", "default_values_os_t",
)  # fmt: skip
_BARE = frozenset(("default_value_t", "default_value_os_t", "default_values_t"))
_BUILDER = r"(?:^|\.)Arg\.(?:new|with_name)\(\)(?:\.\w+\(\))*\.env$"


def read(unit: Unit) -> Iterator[Fact]:
    """The arguments that have a variable, of structs and of builders."""
    for one in unit.classes:
        for field in one.fields:
            for attribute in field.decorators:
                if attribute.function in _ATTRIBUTES:
                    yield from _declared(unit, field, attribute)
    for call in unit.calls:
        if call.function == "env" and rx(_BUILDER).search(call.callee):
            yield from _built(unit, call)


def _declared(unit: Unit, field: Field, attribute: Call) -> Iterator[Fact]:
    level: Level = "declared"
    named = next((one.node for one in attribute.arguments if one.name == "env"), None)
    bare = [unit.text(one.node) for one in attribute.arguments if not one.name]
    if named is not None:
        name = unit.value(named)
    elif "env" in bare:
        name, level = Value("literal", field.name.upper()), "derived"
    else:
        return
    given = next((one for one in attribute.arguments if one.name in _DEFAULTS), None)
    bare_default = not _BARE.isdisjoint(bare)
    known = given is not None or bare_default
    optional = field.type.startswith(("Option<", "Vec<", "bool", "std::option::Option<"))
    default = unit.value(given.node) if given is not None else None
    if given is None and known:
        default = returned(unit, f"{field.type}.default")
        default = default or Value("unknown", f"{field.type}::default()")
    required = None if not known and optional else not known
    said = unit.string(attribute.argument("required"))
    if said is not None and not known:
        required = said == "true"
    line = unit.line(attribute.node)
    yield EnvRead(line=line, name=name, default=default, required=required, level=level)


def _built(unit: Unit, call: Call) -> Iterator[Fact]:
    """`.env("X")` of a builder, with what is said before and after it."""
    name = call.argument(0)
    if name is None:
        return
    said = dict(_steps(unit, call))
    given = next((said[word] for word in _DEFAULTS if word in said), None)
    fact = env_read(unit, call.node, unit.value(name), given.node if given is not None else None)
    if fact is None:
        return
    must = said.get("required")
    required = fact.required
    if must is not None and given is None and unit.string(must.node) == "true":
        required = True
    yield EnvRead(line=unit.line(name), name=fact.name, default=fact.default, required=required)


def _steps(unit: Unit, call: Call) -> Iterator[tuple[str, Argument]]:
    """The names and first arguments of the calls before and after one in its chain."""
    top = call.node
    while top.parent is not None and top.parent.type in ("field_expression", "call_expression"):
        top = top.parent
    at = top if top.type == "call_expression" else None
    while at is not None:
        function, given = at.child_by_field_name("function"), at.child_by_field_name("arguments")
        name = function.child_by_field_name("field") if function is not None else None
        first = child_at(given)
        if name is not None and first is not None:
            yield unit.text(name), Argument("", first)
        below = function.child_by_field_name("value") if function is not None else None
        at = below if below is not None and below.type == "call_expression" else None
