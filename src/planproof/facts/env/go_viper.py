"""spf13/viper 1: keys that the environment can override.

`BindEnv("key", "X")` names the variable. Otherwise, after `AutomaticEnv`, it is the key in capitals
with the prefix before it, and `_` for what `SetEnvKeyReplacer` replaces. Prefix and replacer are often
set in another file; then nothing but the name's end is known. A key that is a parameter makes a
wrapper. `BindEnv` of a program's own (`MustBindEnv("key", "X")`) is known by its name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from planproof.facts.idiom import env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages.go import import_paths
from planproof.facts.model import Fact, Value
from planproof.facts.shapes import Call
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

NEEDS = (b"spf13/viper", b"BindEnv(")

_SETTING = frozenset(("AutomaticEnv", "SetEnvPrefix", "SetEnvKeyReplacer", "BindEnv", "SetDefault"))
_GET = (
    r"^(?:Get(?:String\w*|Int\w*|Uint\w*|Bool|Duration|Float64|Time|SizeInBytes)?|IsSet|BindPFlag)$"
)
_KEY = r"^[A-Za-z][\w.-]*$"
_BINDS = r"^(?:[mM]ust)?BindEnvs?$"
_FLAG = r"^(?:String(?:Slice|Array)?|Bool|U?[iI]nt\d*|Float\d+|Duration|Count)(?:Var)?P?$"


class _Rules(NamedTuple):
    """How the file makes variables of keys; `prefix` is None where it does not say."""

    prefix: str | None
    replaced: dict[str, str] | None


def read(unit: Unit) -> Iterator[Fact]:
    """The variables that are bound, and those that keys stand for."""
    if not any(path == "github.com/spf13/viper" for path in import_paths(unit).values()):
        for call in unit.calls:
            if rx(_BINDS).match(call.function):
                yield from _bound(unit, call, None)
        return
    own = [call for call in unit.calls if _of_viper(call)]
    rules = _rules(unit, own)
    flags = _flags(unit)
    defaults = _defaults(unit, own, flags)
    told: set[str] = set()
    for call in own:
        if call.function == "AutomaticEnv" and rules.prefix is not None:
            yield from _read(unit, call, Value("pattern", rules.prefix + "*"), None)
        key = _key(unit, call)
        gets = rx(_GET).match(call.function) is not None
        if key is None:
            yield from _elsewhere(unit, call) if gets else ()
        elif call.function == "BindEnv" and len(call.arguments) > 1:
            told.add(key)
            yield from _bound(unit, call, defaults.get(key))
        elif (gets or call.function in ("BindEnv", "SetDefault")) and key not in told:
            told.add(key)
            yield from _read(unit, call, _variable(key, rules), defaults.get(key))
    yield from _flagged(unit, own, flags, rules, told)


def _flagged(
    unit: Unit, own: list[Call], flags: dict[str, Call], rules: _Rules, told: set[str]
) -> Iterator[Fact]:
    """A variable for every flag, where all are bound at once."""
    if any(call.function == "BindPFlags" for call in own):
        for flag, call in flags.items():
            if flag not in told:
                yield from _read(unit, call, _variable(flag, rules), _given(unit, call, flag))


def _bound(unit: Unit, call: Call, default: Node | None) -> Iterator[Fact]:
    """A read of every variable that a key is bound to."""
    for one in call.arguments[1:]:
        value = unit.value(one.node)
        fact = env_read(unit, call.node, value, default) if value.kind != "unknown" else None
        if fact is not None:
            yield fact


def _elsewhere(unit: Unit, call: Call) -> Iterator[Fact]:
    """A read by a key that is a parameter of the function around, or a constant of another file."""
    value = unit.value(call.argument(0))
    head, dot, word = value.text.rpartition(".")
    constant = (
        value.kind == "reference"
        and word[:1].isupper()
        and (not dot or head in unit.imports.values())
    )
    if value.kind == "parameter" or constant:
        yield from _read(unit, call, value, None)


def _flags(unit: Unit) -> dict[str, Call]:
    """The command line flags that the file declares, by name."""
    found: dict[str, Call] = {}
    for call in unit.calls:
        if rx(_FLAG).match(call.function) and len(call.arguments) >= 3:
            name = unit.string(call.argument(0)) or unit.string(call.argument(1))
            if name and rx(_KEY).match(name):
                found.setdefault(name, call)
    return found


def _given(unit: Unit, call: Call, flag: str) -> Node | None:
    """The default of a flag: what follows its name, and its short name where it has one."""
    at = next((at for at, one in enumerate(call.arguments) if unit.string(one.node) == flag), None)
    if at is None:
        return None
    return call.argument(at + 2 if call.function.endswith("P") else at + 1)


def _defaults(unit: Unit, own: list[Call], flags: dict[str, Call]) -> dict[str, Node | None]:
    """The defaults of keys: those that are set, and those of the flags that they are bound to."""
    found: dict[str, Node | None] = {}
    for call in own:
        key = _key(unit, call)
        bound = call.argument(1) if call.function == "BindPFlag" else None
        looked_up = unit.called_at.get(bound.id) if bound is not None else None
        flag = unit.string(looked_up.argument(0)) if looked_up is not None else None
        if key and flag in flags:
            found.setdefault(key, _given(unit, flags[flag], flag))
    for call in own:
        key = _key(unit, call)
        if key and call.function == "SetDefault":
            found[key] = call.argument(1)
    return found


def _read(unit: Unit, call: Call, name: Value, default: Node | None) -> Iterator[Fact]:
    fact = env_read(unit, call.node, name, default, level="derived")
    if fact is not None:
        yield fact


def _of_viper(call: Call) -> bool:
    """Whether a call is one of viper's: of the package, of what `New` gives, or with a telling name."""
    before = call.callee.rpartition(".")[0]
    if before in ("viper", "viper.New()", "viper.NewWithOptions()", "viper.GetViper()"):
        return True
    if call.function in _SETTING:
        return True
    return rx(r"(?i)^(?:v|vp|vpr|\w*viper)$").match(before.rpartition(".")[2]) is not None


def _key(unit: Unit, call: Call) -> str | None:
    key = unit.string(call.argument(0))
    return key if key is not None and rx(_KEY).match(key) else None


def _rules(unit: Unit, calls: list[Call]) -> _Rules:
    prefixes: set[str] = set()
    replaced: dict[str, str] | None = None
    automatic = False
    for call in calls:
        if call.function == "SetEnvPrefix":
            prefixes.add((unit.string(call.argument(0)) or "*").upper() + "_")
        elif call.function == "SetEnvKeyReplacer":
            replaced = _replaced(unit, call.argument(0))
        automatic = automatic or call.function == "AutomaticEnv"
    if len(prefixes) == 1:
        return _Rules(prefixes.pop(), replaced)
    return _Rules("" if automatic and not prefixes else None, replaced)


def _replaced(unit: Unit, node: Node | None) -> dict[str, str] | None:
    """`strings.NewReplacer(".", "_", "-", "_")` as a table."""
    listed = node.child_by_field_name("arguments") if node is not None else None
    words = [unit.string(one) or "" for one in listed.named_children] if listed is not None else []
    return dict(zip(words[::2], words[1::2], strict=False)) or None


def _variable(key: str, rules: _Rules) -> Value:
    """The variable of a key; without a replacer in sight, dots and dashes are taken for `_`."""
    name = key
    for old, new in (rules.replaced or {".": "_", "-": "_"}).items():
        name = name.replace(old, new) if old else name
    name = rx(r"[.-]").sub("_", name).upper()
    if rules.prefix is None:
        return Value("pattern", "*" + name)
    kind = "*" in rules.prefix
    return Value("pattern" if kind else "literal", rules.prefix + name)
