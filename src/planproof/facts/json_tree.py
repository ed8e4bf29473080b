"""JSON to a tree, by a reader of its own: the standard one does not say where a value stands.

It also reads what people write for JSON in documents: comments, commas at the end, an ellipsis, a
placeholder without quotes, several values after each other.
"""

from __future__ import annotations

from json import JSONDecodeError, loads
from typing import NamedTuple

from planproof.facts.trees import DEEPEST, Mapping, Node, Scalar, Sequence
from planproof.text.patterns import rx

_LEXEME = (
    r"(?P<space>\s+|,|:)|(?P<comment>//[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/|$)|\#[^\n]*|\.\.\.+|…|<[^<>\n\"]*>)"
    r'|(?P<open>[{\[])|(?P<close>[}\]])|(?P<string>"(?:[^"\\\n]|\\.)*"?|\'(?:[^\'\\\n]|\\.)*\'?)'
    r"|(?P<bare>[^\s{}\[\]:,\"'<]+|.)"
)
_NUMBER = r"-?\d+(\.\d+)?([eE][-+]?\d+)?"


class Json(NamedTuple):
    """What a text holds.

    Attributes:
        roots: its values, as far as they are closed; mostly one.
        partial: whether something in it says that more belongs there: a comment, an ellipsis, a
            placeholder.
    """

    roots: tuple[Node, ...]
    partial: bool


def read_json(text: str) -> Json:
    """Read JSON. Never raises; what is broken or nested too deeply ends the reading."""
    reader = _Reader()
    line, last = 1, 0
    for token in rx(_LEXEME).finditer(text):
        if token.lastgroup == "space" and token.group() != ",":
            continue
        line += text.count("\n", last, token.start())
        last = token.start()
        if not reader.take(token.lastgroup or "", token.group(), line):
            break
    return Json(tuple(reader.roots), reader.partial)


class _Reader:
    """Takes tokens one by one."""

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self.partial = False
        self._open: list[Mapping | Sequence] = []
        self._keys: list[Scalar | None] = []

    def take(self, group: str, text: str, line: int) -> bool:
        """Take a token; False ends the reading."""
        match group:
            case "space":  # a comma: a key without a value is dropped
                if self._keys:
                    self._keys[-1] = None
            case "comment":
                self.partial = True
                if text.startswith("<"):
                    self._add(Scalar(text, line, "word"))
            case "open":
                node = Mapping(line, []) if text == "{" else Sequence(line, [])
                if self._open:
                    self._add(node)
                self._open.append(node)
                self._keys.append(None)
                return len(self._open) <= DEEPEST
            case "close":
                return self._close(text)
            case _:
                self._add(_scalar(text, line))
        return True

    def _close(self, text: str) -> bool:
        if not self._open or isinstance(self._open[-1], Mapping) != (text == "}"):
            return False
        self._keys.pop()
        node = self._open.pop()
        if not self._open:
            self.roots.append(node)
        return True

    def _add(self, node: Node) -> None:
        if isinstance(node, Scalar) and node.kind == "word":
            self.partial = True
        if not self._open:
            self.partial = True  # words around the value
            return
        at = self._open[-1]
        if isinstance(at, Sequence):
            at.items.append(node)
        elif self._keys[-1] is not None:
            at.pairs.append((self._keys[-1], node))
            self._keys[-1] = None
        elif isinstance(node, Scalar):
            self._keys[-1] = node


def _scalar(text: str, line: int) -> Scalar:
    if text[0] in "\"'":
        return Scalar(_unescaped(text), line, "string", "quoted")
    if text in ("true", "false"):
        return Scalar(text, line, "boolean")
    if text == "null":
        return Scalar(text, line, "null")
    return Scalar(text, line, "number" if rx(_NUMBER).fullmatch(text) else "word")


def _unescaped(text: str) -> str:
    inner = text[1:].removesuffix(text[0])
    if "\\" not in inner:
        return inner
    try:
        return str(loads(f'"{inner}"', strict=False))
    except (JSONDecodeError, RecursionError):
        return inner
