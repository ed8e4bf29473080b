"""NestJS: `configService.get("X", d)`, and schemas of the environment by Joi and class-validator.

@nestjs/config 3 and 4, joi 17, class-validator 0.14.
`ConfigService` reads variables by their names and other configuration by paths (`database.host`), so
that only names in capitals count. A Joi schema counts where it is a `validationSchema`, validates an
environment, or has names in capitals alone; a class of fields in capitals where its name begins with
`Env`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._javascript import ENVIRONMENTS
from planproof.facts.env._javascript_zod import returned
from planproof.facts.idiom import LOUD_NAME, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_lookup import Names, chain
from planproof.facts.languages._javascript_trees import plain
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call, Class, Field

NEEDS = (b"ConfigService", b"Joi.object", b"joi.object", b"validationSchema", b"class Env")

_CAPITALS = r"^[A-Z][A-Z0-9_]+$"


def read(unit: Unit) -> Iterator[Fact]:
    """Reads by `ConfigService`, and the variables of schemas."""
    services = _services(unit)
    names = Names(unit)
    for call in unit.calls:
        if call.function in ("get", "getOrThrow") and _of_service(unit, call, services):
            yield from _asked(unit, call)
        elif call.callee.startswith(("joi.", "@hapi/joi.")) and call.function in ("object", "keys"):
            yield from _joi(unit, names, call)
    for one in unit.classes:
        if one.name.rpartition(".")[2].startswith("Env"):
            yield from _validated(unit, one)


def _services(unit: Unit) -> set[str]:
    """The names of fields that hold a `ConfigService`."""
    return {
        f"this.{field.name}"
        for one in unit.classes
        for field in one.fields
        if field.type.partition("<")[0] == "ConfigService"
    }


def _of_service(unit: Unit, call: Call, services: set[str]) -> bool:
    holder = call.written.rpartition(".")[0]
    if holder in services or call.callee.rpartition(".")[0].endswith("ConfigService"):
        return True
    if holder.rpartition(".")[2] in ("configService", "config_service"):
        return True
    receiver = plain(call.receiver) if call.receiver is not None else None
    if receiver is None or receiver.type != "call_expression":
        return False
    arguments = receiver.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    return bool(given) and unit.path(given[0]).endswith("ConfigService")  # app.get(ConfigService)


def _asked(unit: Unit, call: Call) -> Iterator[Fact]:
    name, default = call.argument(0), call.argument(1)
    value = unit.value(name) if name is not None else Value("null")
    if value.known and rx(LOUD_NAME).match(value.text) is None:
        return
    if default is not None and plain(default).type == "object":
        default = None
    fact = env_read(
        unit, call.node, value, default, "always" if call.function == "getOrThrow" else ""
    )
    if fact is not None:
        yield fact


def _joi(unit: Unit, names: Names, call: Call) -> Iterator[Fact]:
    """The variables of a Joi schema of the environment."""
    entries = list(names.pairs(call.argument(0)))
    if not entries or not all(rx(_CAPITALS).match(name) for name, _ in entries):
        return
    loud = any("_" in name for name, _ in entries)
    if not loud and not any(_of_environment(unit, one) for one in unit.calls):
        return
    for name, node in entries:
        yield _joi_read(unit, names, name, node)


def _of_environment(unit: Unit, call: Call) -> bool:
    if call.argument("validationSchema") is not None:
        return True
    first = call.argument(0)
    return call.function.startswith("validate") and unit.path(first) in ENVIRONMENTS


def _joi_read(unit: Unit, names: Names, name: str, node: Node) -> EnvRead:
    schema = names.meant(node)
    links = chain(unit, schema)[0] if schema is not None else []
    said = {link.name: link.first for link in reversed(links)}
    given = returned(said["default"]) if "default" in said else None
    default = unit.value(given) if given is not None else None
    required: bool | None = False if default is not None or "optional" in said else None
    if "when" not in said and required is None:
        required = "required" in said or "exist" in said
    return EnvRead(
        line=unit.line(node), name=Value("literal", name), default=default, required=required
    )


def _validated(unit: Unit, one: Class) -> Iterator[Fact]:
    """The fields of a class that class-validator holds the environment against."""
    if not one.fields or not all(rx(_CAPITALS).match(field.name) for field in one.fields):
        return
    for field in one.fields:
        words = {call.function for call in field.decorators}
        if not words:
            continue
        default = _initial(unit, field)
        asked = any(child.type == "?" for child in field.node.children)
        optional = default is not None or asked or "IsOptional" in words
        validated = default is not None and not default.text and "IsOptional" not in words
        yield EnvRead(
            line=unit.line(field.node),
            name=Value("literal", field.name),
            default=default,
            required=None if validated or "ValidateIf" in words else not optional,
        )


def _initial(unit: Unit, field: Field) -> Value | None:
    """What a field is without the variable: `3000` for `PORT = toNumber(environment.PORT) ?? 3000`."""
    if field.default is None:
        return None
    node: Node | None = field.default
    for member in unit.members:
        inside = field.default.start_byte <= member.node.start_byte < field.default.end_byte
        if inside and member.name == field.name:
            node = unit.fallback(member.node)
            break
    value = unit.value(node) if node is not None else None
    return None if value is None or value.kind == "null" else value
