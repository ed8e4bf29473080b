"""YAML to a tree, from the parser's events.

PyYAML's own tree is not used: it is built by recursion in C, which a deeply nested document overruns.
"""

from __future__ import annotations

from typing import Any

from planproof.facts.trees import DEEPEST, Mapping, Node, Scalar, Sequence
from planproof.text.patterns import rx

_KINDS = (
    ("null", r"(~|null|Null|NULL)?"),
    ("boolean", r"true|True|TRUE|false|False|FALSE"),
    (
        "number",
        r"[-+]?(0x[0-9a-fA-F]+|0o?[0-7]+|(\d[\d_]*\.?\d*|\.\d+)([eE][-+]?\d+)?|\.inf|\.nan)",
    ),
)


def read_yaml(text: str) -> tuple[Node, ...]:
    """The documents up to the first that is broken or nested too deeply. Never raises."""
    import yaml

    reader = _Reader()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            # The parser takes quadratic time for deep nesting; it reads on only when asked.
            if not reader.take(event):
                break
    except (yaml.YAMLError, ValueError, RecursionError):
        pass  # what was whole before counts
    return tuple(reader.roots)


class _Reader:
    """Takes events one by one.

    Attributes:
        roots: the documents that were read to their end.
    """

    def __init__(self) -> None:
        self.roots: list[Node] = []
        self._open: list[Mapping | Sequence] = []
        self._keys: list[Node | None] = []  # of each open mapping, the key that waits for its value
        self._anchors: dict[str, Node] = {}
        self._root: Node | None = None

    def take(self, event: Any) -> bool:
        """Take an event; False ends the reading."""
        match type(event).__name__:
            case "ScalarEvent":
                self._add(_scalar(event), event.anchor)
            case "MappingStartEvent":
                return self._start(Mapping(event.start_mark.line + 1, []), event.anchor)
            case "SequenceStartEvent":
                return self._start(Sequence(event.start_mark.line + 1, []), event.anchor)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._open.pop()
                self._keys.pop()
            case "AliasEvent":
                if event.anchor in self._anchors:
                    self._add(self._anchors[event.anchor], None)
                else:
                    self._add(Scalar("", event.start_mark.line + 1, "null"), None)
            case "DocumentStartEvent":
                self._anchors, self._root = {}, None
            case "DocumentEndEvent":
                if self._root is not None:
                    self.roots.append(self._root)
        return True

    def _start(self, node: Mapping | Sequence, anchor: str | None) -> bool:
        self._add(node, anchor)
        self._open.append(node)
        self._keys.append(None)
        return len(self._open) <= DEEPEST

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self._anchors[anchor] = node
        if not self._open:
            self._root = node
            return
        at = self._open[-1]
        if isinstance(at, Sequence):
            at.items.append(node)
        elif self._keys[-1] is None:
            self._keys[-1] = node
        else:
            key, self._keys[-1] = self._keys[-1], None
            if isinstance(key, Scalar):
                at.pairs.append((key, node))


def _scalar(event: Any) -> Scalar:
    text, line = event.value, event.start_mark.line + 1
    if event.style in ("|", ">"):
        return Scalar(text, line, "string", "block")
    if event.style in ("'", '"'):
        return Scalar(text, line, "string", "quoted")
    if len(text) < 40:
        for kind, pattern in _KINDS:
            if rx(pattern).fullmatch(text):
                return Scalar(text, line, kind)  # type: ignore[arg-type]
    return Scalar(text, line)
