"""What Rust's expressions come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from planproof.facts.languages import _rust_tokens as tokens
from planproof.facts.languages._base import UNKNOWN_LENGTH
from planproof.facts.languages._expressions import (
    calculated,
    constant,
    numeric,
    operation,
    unknown,
)
from planproof.facts.languages._folding import plain_number
from planproof.facts.model import Value
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.languages._base import Unit

_DEEPEST = 24
_ZEROS = {
    "String": "", "Vec": "", "bool": "false",
    **dict.fromkeys(("u8", "u16", "u32", "u64", "usize", "i8", "i16", "i32", "i64", "isize"), "0"),
}  # fmt: skip
_SUFFIX = r"_?[iuf](?:8|16|32|64|128|size)$"
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "\\": "\\", '"': '"', "'": "'"}
_SAME = frozenset(
    (
        "to_string",
        "to_owned",
        "into",
        "as_str",
        "to_vec",
        "clone",
        "as_bytes",
        "as_ref",
        "into_boxed_str",
    )
)
_INSISTS = frozenset(("unwrap", "parse"))
_WRAPS = frozenset(
    ("Some", "Ok", "String.from", "PathBuf.from", "Path.new", "OsString.from", "Cow.Borrowed", "Cow.from",
     "Secret.new", "SecretString.from", "Box.new")
)  # fmt: skip
_MADE = r"^[A-Z]\w*\.(?:new|from|from_str|try_from|from_string|parse|from_static)$|^[A-Z]\w*$"
"""Constructors: what a value of a type is made of, where it is made of one literal."""

_UNITS = {
    "millis": "ms", "milliseconds": "ms", "secs": "s", "seconds": "s", "mins": "m", "minutes": "m",
    "hours": "h", "days": "d", "weeks": "w", "secs_f64": "s", "secs_f32": "s", "micros": "us",
    "microseconds": "us",
}  # fmt: skip


def value(unit: Unit, node: Node, depth: int = 0) -> Value:
    """An expression as a value; names as references."""
    if depth > _DEEPEST:
        return unknown(unit, node)
    if tokens.in_tokens(node):
        return _of_run(unit, tokens.run(node))
    match node.type:
        case "reference_expression" | "parenthesized_expression" | "type_cast_expression":
            inner = node.child_by_field_name("value") or (
                node.named_children[-1] if node.named_children else None
            )
            return value(unit, inner, depth + 1) if inner is not None else unknown(unit, node)
        case "unary_expression":
            return _signed(unit, node, depth)
        case "binary_expression":
            return _binary(unit, node, depth)
        case "call_expression":
            return _called(unit, node, depth)
        case "macro_invocation":
            return _macro(unit, node)
        case "identifier" | "scoped_identifier" | "field_expression":
            return _named(unit, node)
        case "block":
            inner = node.named_children[0] if node.named_child_count == 1 else None
            return value(unit, inner, depth + 1) if inner is not None else unknown(unit, node)
        case _:
            return _token(unit, node)


def _token(unit: Unit, node: Node) -> Value:
    text = unit.text(node)
    match node.type:
        case "string_literal" | "raw_string_literal":
            return Value("literal", string(unit, node))
        case "char_literal":
            inner = text[1:-1]
            return Value("literal", _ESCAPES.get(inner[1:], inner) if inner[:1] == "\\" else inner)
        case "boolean_literal":
            return Value("literal", text)
        case "integer_literal" | "float_literal":
            return numeric(unit, node, rx(_SUFFIX).sub("", text))
        case "identifier":
            return Value("null") if text == "None" else Value("reference", text)
        case _:
            return unknown(unit, node)


def string(unit: Unit, node: Node) -> str:
    """A string's content as the program sees it."""
    pieces: list[str] = []
    for child in node.named_children:
        text = unit.text(child)
        if child.type == "escape_sequence":
            text = "" if text[1:].isspace() else _ESCAPES.get(text[1:], text)
        pieces.append(text)
    return "".join(pieces)


def _named(unit: Unit, node: Node) -> Value:
    path = unit.language.path(unit, node)
    if path == "None":
        return Value("null")
    return Value("reference", path) if path else unknown(unit, node)


def _signed(unit: Unit, node: Node, depth: int) -> Value:
    inner = node.named_children[0] if node.named_children else None
    if inner is None:
        return unknown(unit, node)
    if unit.text(node).startswith("*"):
        return value(unit, inner, depth + 1)
    found = value(unit, inner, depth + 1)
    if unit.text(node).startswith("-") and found.known and plain_number(found.text):
        return Value("literal", f"-{found.text}")
    return unknown(unit, node)


def _binary(unit: Unit, node: Node, depth: int) -> Value:
    found = operation(unit, node)
    if found is None:
        return unknown(unit, node)
    sides = (found.left, found.right)
    first, second = (constant(unit, value(unit, one, depth + 1)) for one in sides)
    return calculated(first, found.sign, second) or unknown(unit, node)


def _called(unit: Unit, node: Node, depth: int) -> Value:
    """Calls that give a value: `"d".to_string()`, `Some("d")`, `Duration::from_secs(30)`."""
    function, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    inner = [one for one in given.named_children if "comment" not in one.type] if given else []
    if function is None:
        return unknown(unit, node)
    if function.type == "field_expression" and not inner:
        below, name = function.child_by_field_name("value"), function.child_by_field_name("field")
        if below is not None and name is not None and unit.text(name) in _SAME | _INSISTS:
            return value(unit, below, depth + 1)
        return unknown(unit, node)
    path = unit.language.path(unit, function)
    if not inner:
        return returned(unit, path, depth) or unknown(unit, node)
    if len(inner) != 1:
        return unknown(unit, node)
    found = value(unit, inner[0], depth + 1)
    return _wrapped(path, found) or unknown(unit, node)


def returned(unit: Unit, path: str, depth: int = 0) -> Value | None:
    """What a function of the file returns that takes nothing and is one expression, or a type's default."""
    kind, _, word = path.rpartition(".")
    if word in ("default", "new") and kind in _ZEROS:
        return Value("literal", _ZEROS[kind])
    for function in unit.functions:
        body = function.node.child_by_field_name("body")
        if function.name in (path, word) and body is not None and not function.parameters:
            found = value(unit, body, depth + 1)
            found = constant(unit, found)
            return found if found.kind != "unknown" else None
    return None


def expression(unit: Unit, text: str) -> Value | None:
    """What an expression comes to that an attribute holds as a string: `r#"String::from("x")"#`."""
    from planproof.facts.languages._base import Unit as File

    inner = File(unit.name, f"const X: X = {text};".encode(), unit.language)
    found = next((one.value for one in inner.assignments), None)
    if found is None or inner.root.has_error:
        return None
    given = inner.value(found)
    if given.kind == "reference" and "." in given.text:
        given = unit.constants.get(given.text, given)
    return given


def _wrapped(path: str, found: Value) -> Value | None:
    """What a call with one argument comes to."""
    last = ".".join(path.split(".")[-2:])
    if last in _WRAPS or (found.known and rx(_MADE).match(last) is not None):
        return found
    kind, _, word = last.rpartition(".")
    unit_word = _UNITS.get(word.removeprefix("from_").removeprefix("try_"))
    if unit_word and kind in ("Duration", "TimeDelta", "time", "duration") and found.known:
        return Value("literal", found.text + unit_word)
    return None


def _macro(unit: Unit, node: Node) -> Value:
    """`format!("APP_{}", x)` is a pattern, `concat!("a", "b")` a string."""
    name = node.child_by_field_name("macro")
    tree = node.named_children[-1] if node.named_children else None
    if name is None or tree is None or tree.type != "token_tree":
        return unknown(unit, node)
    return _expanded(unit, unit.text(name).rpartition("::")[2], tree) or unknown(unit, node)


def _expanded(unit: Unit, name: str, tree: Node, depth: int = 0) -> Value | None:
    given = list(tokens.arguments(unit, tree))
    if name == "format" and given and given[0].node.type.endswith("string_literal"):
        text = string(unit, given[0].node)
        values = [
            _of_run(unit, tokens.run(one.node), depth + 1) for one in given[1:] if not one.name
        ]
        return _formatted(unit, text, values)
    if name == "concat":
        parts = [_of_run(unit, tokens.run(one.node), depth + 1) for one in given]
        text = "".join(part.text if part.known else "*" for part in parts)
        return Value("literal" if all(part.known for part in parts) else "pattern", text)
    return None


def _formatted(unit: Unit, text: str, values: list[Value]) -> Value:
    pieces: list[str] = []
    end = at = 0
    whole = True
    for match in rx(r"\{\{|\}\}|\{([^{}]*)\}").finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        if match.group(1) is None:
            pieces.append(match.group()[0])
            continue
        name = match.group(1).partition(":")[0]
        found = Value("unknown")
        if not name or name.isdecimal():
            place = int(name) if name else at
            at += not name
            found = values[place] if place < len(values) else found
        else:
            found = Value("reference", name)
        found = constant(unit, found)
        pieces.append(found.text if found.known else "*")
        whole = whole and found.known
    pieces.append(text[end:])
    return Value("literal" if whole else "pattern", "".join(pieces))


def _of_run(unit: Unit, run: list[Node], depth: int = 0) -> Value:
    """The value of an expression in a token tree."""
    if depth > _DEEPEST:
        return unknown(unit, run[0])
    while len(run) > 3 and run[-1].type == "token_tree" and run[-1].child_count == 2:
        if run[-3].type != "." or unit.text(run[-2]) not in _SAME:
            break
        run = run[:-3]  # `.to_string()`
    if not run:
        return Value("unknown")
    if len(run) == 1:
        return _token(unit, run[0])
    text = unit.data[run[0].start_byte : run[-1].end_byte].decode("utf-8", "replace")
    if run[0].type == "-" and len(run) == 2:
        number = _token(unit, run[1])
        return Value("literal", f"-{number.text}") if number.known else number
    words = [one for one in run if one.type not in ("::", ".")]
    if all(one.type in tokens.WORDS for one in words) and len(words) < len(run):
        return Value("reference", ".".join(tokens.plain([unit.text(one) for one in words])))
    tree = run[-1]
    if tree.type == "token_tree" and all(
        one.type in (*tokens.WORDS, "::", "!") for one in run[:-1]
    ):
        given = list(tokens.arguments(unit, tree))
        if run[-2].type == "!":
            found = _expanded(unit, unit.text(run[-3]), tree, depth) if len(run) > 2 else None
        else:
            path = ".".join(unit.text(one) for one in run[:-1] if one.type != "::")
            inner = _of_run(unit, tokens.run(given[0].node), depth + 1) if len(given) == 1 else None
            found = _wrapped(path, inner) if inner is not None else None
            found = returned(unit, path) if not given else found
        if found is not None:
            return found
    return Value("unknown", text[:UNKNOWN_LENGTH])
