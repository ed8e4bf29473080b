"""Settings of Rust that fill a struct: envy 0.4, figment 0.10, config 0.11 and later.

`envy::prefixed("APP_").from_env::<Settings>()`, `Env::prefixed("APP_")` and
`Environment::with_prefix("APP").separator("__")`. Where the struct stands in another file, the prefix is
known and the names are not.
"""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.env._rust_settings import Rule, target, variables
from planproof.facts.languages._base import Unit, child_at
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Call

LIKE = rb"\benvy\b|\bEnv::(?:prefixed|raw)|\bEnvironment::(?:with_prefix|default)"

_FIGMENT = ("figment.providers.Env.prefixed", "figment.providers.Env.raw")
_CONFIG = ("config.Environment.with_prefix", "config.Environment.default")


def read(unit: Unit) -> Iterator[Fact]:
    """The variables of each source of settings."""
    for call in unit.calls:
        if call.callee in ("envy.from_env", "envy.prefixed"):
            yield from _facts(unit, call, Rule(_prefix(unit, call), sure=True))
        elif call.callee in _FIGMENT:
            steps = dict(_after(unit, call))
            prefix = _prefix(unit, call)
            only = steps.get("only")
            if only is not None:
                yield from _only(unit, prefix, only)
            else:
                yield from _facts(unit, call, Rule(prefix, _text(unit, steps.get("split"))))
        elif call.callee in _CONFIG:
            steps = dict(_after(unit, call))
            prefix, separator = _prefix(unit, call), _text(unit, steps.get("separator"))
            if (
                prefix
            ):  # https://docs.rs/config: the prefix is set apart as the keys are, else by `_`
                prefix += _text(unit, steps.get("prefix_separator")) or separator or "_"
            yield from _facts(unit, call, Rule(prefix, separator))


def _prefix(unit: Unit, call: Call) -> str:
    return _text(unit, call.argument(0))


def _text(unit: Unit, node: Node | None) -> str:
    return (unit.string(node) or "") if node is not None else ""


def _facts(unit: Unit, call: Call, rule: Rule) -> Iterator[Fact]:
    struct = target(unit, call.node)
    if struct is not None:
        yield from variables(unit, struct, rule)
    elif rule.prefix:
        name = Value("pattern", f"{rule.prefix}*".upper())
        yield EnvRead(line=unit.line(call.node), name=name, level="derived")


def _only(unit: Unit, prefix: str, names: Node) -> Iterator[Fact]:
    """`Env::raw().only(&["PORT"])` names its variables."""
    for node in unit.items(names):
        word = unit.string(node)
        if word:
            name = Value("literal", f"{prefix}{word}".upper())
            yield EnvRead(line=unit.line(node), name=name, level="derived")


def _after(unit: Unit, call: Call) -> Iterator[tuple[str, Node]]:
    """What is called on a source after it is made, with the first arguments."""
    at = call.node.parent
    while at is not None and at.type in ("field_expression", "call_expression"):
        function, given = at.child_by_field_name("function"), at.child_by_field_name("arguments")
        name = function.child_by_field_name("field") if function is not None else None
        first = child_at(given)
        if name is not None and first is not None:
            yield unit.text(name), first
        at = at.parent
