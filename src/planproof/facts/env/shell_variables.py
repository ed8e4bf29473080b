"""Variables that a script reads and does not set: `$X`, `${X:-d}`, `${X:?message}`.

Only names in capitals are taken, and neither the shell's own nor what every login has. In a script that
sources another, a variable that is read without more may come from there and is only mentioned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._shell_scope import assigned, sources, stops_at_unset
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.shapes import Member
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

_NESTED = 8
"""Defaults within defaults that are followed."""

NAME = r"^[A-Z][A-Z0-9_]+$"
_USUAL = frozenset(
    ("PATH", "HOME", "PWD", "OLDPWD", "USER", "LOGNAME", "SHELL", "TERM", "LANG", "LANGUAGE", "IFS", "RANDOM",
     "SECONDS", "LINENO", "UID", "EUID", "GID", "PPID", "HOSTNAME", "HOSTTYPE", "MACHTYPE", "OSTYPE", "SHLVL",
     "FUNCNAME", "DIRSTACK", "PIPESTATUS", "GROUPS", "REPLY", "OPTARG", "OPTIND", "OPTERR", "COLUMNS", "LINES",
     "TMPDIR", "EDITOR", "VISUAL", "PAGER", "MAIL", "DISPLAY", "CDPATH", "MANPATH", "SHELLOPTS", "COPROC",
     "PROMPT_COMMAND", "HISTFILE", "HISTSIZE", "COMPREPLY", "EPOCHSECONDS", "EPOCHREALTIME", "FIGNORE",
     "BATS_TEST_DIRNAME", "SRANDOM", "INPUTRC", "LD_LIBRARY_PATH", "PS1", "PS2", "PS3", "PS4", "STDIN")
)  # fmt: skip
_GROUPS = ("BASH", "LC_", "COMP_", "ZSH_", "BATS_")
_MAY_BE_UNSET = frozenset(("-", ":-", "=", ":=", "?", ":?"))
_PREFIX = r"^\^?\(?([A-Z][A-Z0-9]*_)(?:\.?\*)?$"
_NO_HELPERS = frozenset(
    ("echo", "printf", "export", "local", "declare", "typeset", "unset", "sed", "awk", "tr", "cut", "test", "[",
     "cat", "grep", "egrep", "find", "docker", "git", "log", "read", "set", "shift", "exit", "return", "mkdir")
)  # fmt: skip
_OPERATOR = r"^\$\{[A-Z0-9_]+(?:\[[^\]]*\])?(:?[-=?+])"


def read(unit: Unit) -> Iterator[Fact]:
    """The reads of what the script does not set; those that say no more than others, once."""
    scope = assigned(unit)
    sourced = sources(unit)
    strict = stops_at_unset(unit) and not sourced
    told: set[tuple[str, Value | None, bool | None]] = set()
    reads = [
        one
        for one in unit.members
        if _foreign(one.name)
        and not scope.sets(one, surely=_operator(unit, one) in _MAY_BE_UNSET)
        and not _unread(unit, one.node)
    ]
    looked_after = {one.name for one in reads if _operator(unit, one)}
    for one in reads:
        operator = _operator(unit, one)
        if operator in ("+", ":+"):
            default, required = None, None
        else:
            default, required = _meaning(unit, one, operator)
        if strict and not operator and required is None and one.name not in looked_after:
            required = True
        key = (one.name, default, required)
        if key in told:
            continue
        told.add(key)
        plain = default is None and required is not True and not operator
        yield EnvRead(
            line=unit.line(one.node),
            name=Value("literal", one.name),
            default=default,
            required=required,
            level="mentioned" if sourced and plain else "declared",
        )
    yield from _of_files(unit)
    yield from _by_prefix(unit)


def _by_prefix(unit: Unit) -> Iterator[Fact]:
    """All variables that begin alike: `env | grep ^APP_`, `compgen -v APP_`, `set_from_env APP_ file`.

    What is given a name in capitals that ends in an underscore, looks for variables that begin so.
    """
    for call in unit.calls:
        words = [unit.value(one.node) for one in call.arguments]
        if call.callee in ("grep", "egrep", "awk", "sed"):
            found = _of_pattern(words) if _after_env(unit, call.node) else ""
        elif call.callee in _NO_HELPERS:
            continue
        else:
            names = [one.text for one in words if one.known and rx(_PREFIX).match(one.text)]
            found = names[0] if names else ""
        if found:
            name = Value("pattern", f"{found.strip('^(.*')}*")
            yield EnvRead(line=unit.line(call.node), name=name, level="derived")


def _of_pattern(words: list[Value]) -> str:
    """The prefix that a filter asks for: `APP_` of `^APP_.*`."""
    for word in words:
        found = rx(r"^/?\^\(?([A-Z][A-Z0-9]*_)").match(word.text)
        if found is not None and word.kind in ("literal", "pattern"):
            return found[1]
    return ""


def _after_env(unit: Unit, node: Node) -> bool:
    """Whether a command filters what `env` or `printenv` gives out."""
    above = node.parent
    if above is None or above.type != "pipeline" or not above.named_children:
        return False
    first = above.named_children[0]
    return first != node and unit.text(first).partition(" ")[0] in (
        "env",
        "printenv",
        "export",
        "set",
        "declare",
    )


def _of_files(unit: Unit) -> Iterator[Fact]:
    """`file_env NAME default`, which the entry points of many images have: the variable, or that of a file."""
    for call in unit.calls:
        name = unit.value(call.argument(0))
        if call.callee == "file_env" and name.known and _foreign(name.text):
            given = call.argument(1)
            yield EnvRead(
                line=unit.line(call.node),
                name=name,
                default=unit.value(given) if given is not None else None,
                required=False if given is not None else None,
            )


def _unread(unit: Unit, node: Node) -> bool:
    """Whether a node stands in what the grammar could not read."""
    above = node.parent if unit.root.has_error else None
    while above is not None and not above.is_error:
        above = above.parent
    return above is not None


def _foreign(name: str) -> bool:
    known = name in _USUAL or name.startswith(_GROUPS)
    return not known and rx(NAME).match(name) is not None


def _operator(unit: Unit, one: Member) -> str:
    found = rx(_OPERATOR).match(unit.text(one.node))
    return found.group(1) if found else ""


def _meaning(unit: Unit, one: Member, operator: str) -> tuple[Value | None, bool | None]:
    """Default, and whether the script fails without the variable."""
    if operator in ("?", ":?"):
        return None, True
    if operator in ("-", ":-", "=", ":="):
        found = _missing(unit, one) if len(one.node.named_children) < 2 else None
        if found is not None and found[1]:
            return None, True
        given = found[0] if found is not None else None
        return given or _default(unit, one), False
    return _missing(unit, one) or (None, None)


def _default(unit: Unit, one: Member) -> Value:
    """What stands after the operator; several words are put together."""
    parts = [unit.value(child) for child in one.node.named_children[1:]]
    if not parts:
        return Value("literal", "")
    if len(parts) == 1:
        return _settled(unit, one.node.named_children[1])
    if all(part.known for part in parts):
        return Value("literal", "".join(part.text for part in parts))
    texts = (part.text if part.kind in ("literal", "pattern") else "*" for part in parts)
    return Value("pattern", "".join(texts))


def _settled(unit: Unit, node: Node) -> Value:
    """What a default comes to that falls back on another: `d` of `${B:-${C:-d}}`."""
    for _ in range(_NESTED):
        if node.type == "string" and node.named_child_count == 1:
            inner = node.named_children[0]
            whole = inner.end_byte - inner.start_byte + 2 == node.end_byte - node.start_byte
            if whole and inner.type == "expansion":
                node = inner
        found = rx(_OPERATOR).match(unit.text(node)) if node.type == "expansion" else None
        if found is None or found[1] not in ("-", ":-", "=", ":="):
            break
        below = node.named_children[1:]
        if not below:
            return Value("literal", "")
        if len(below) > 1:
            break
        node = below[0]
    return unit.value(node)


def _missing(unit: Unit, one: Member) -> tuple[Value | None, bool] | None:
    """What a test of the variable does where it is empty: sets it, or ends the script."""
    test: Node | None = one.node
    while test is not None and test.type in (
        "simple_expansion",
        "expansion",
        "string",
        "unary_expression",
    ):
        test = test.parent
    if test is None or test.type != "test_command" or test.parent is None:
        return None
    above, empty = test.parent, "-z" in unit.text(test)
    if above.type == "if_statement" and empty:
        body = [
            child for child in above.named_children if child != test and "else" not in child.type
        ]
    elif above.type == "list" and above.named_child_count == 2 and above.named_children[0] == test:
        words = [child.type for child in above.children]
        if ("&&" in words) != empty:
            return None
        body = [above.named_children[1]]
    else:
        return None
    return _done(unit, one.name, body)


def _done(unit: Unit, name: str, stack: list[Node]) -> tuple[Value | None, bool] | None:
    while stack:
        node = stack.pop()
        value = node.child_by_field_name("value") if node.type == "variable_assignment" else None
        target = node.child_by_field_name("name")
        if value is not None and target is not None and unit.text(target) == name:
            return unit.value(value), False
        if node.type == "command" and target is not None and unit.text(target) == "exit":
            return None, True
        stack += node.named_children
    return None
