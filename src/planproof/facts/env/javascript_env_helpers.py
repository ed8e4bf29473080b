"""Helpers with telling names: `env("X")`, `getEnv("X", "d")`, `requireEnv("X")`, `env.get("X")`.

What a helper does is learned from the helper itself where it stands in the repository; these are for
those that do not. A name has to be in capitals; helpers of the same file are left to be learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from planproof.facts.env._javascript import names_at
from planproof.facts.idiom import LOUD_NAME, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.languages._javascript_trees import plain
from planproof.facts.model import Fact
from planproof.text.patterns import rx

if TYPE_CHECKING:
    from tree_sitter import Node

    from planproof.facts.shapes import Call

NEEDS = (b"env(", b"Env(", b"Env<", b"EnvVar", b"EnvOr", b"EnvInt", b"EnvNum", b"EnvBool", b"EnvStr",
         b"nv.get(", b"FromEnv", b"_env_")  # fmt: skip

_HELPER = (
    r"(?i)^(?:get|read|load|fetch|parse|require|required|optional|must|expect|assert|ensure|maybe|mandatory)*"
    r"_?env(?:ironment)?_?(?:vars?|variable|value|key)?_?(?:as|or)?_?(?:int|integer|num|number|bool|boolean|str"
    r"|string|float|list|array|json|url|default|required|optional|throw|fail|die|undefined|null)*$"
    r"|^(?:get|read|require|required|optional|must)(?:int|number|bool|boolean|string)?fromenv$"
)
_INSISTS = r"(?i)require|must|expect|assert|ensure|mandatory|or_?(?:throw|fail|die)"
_OTHERS = ("Deno.", "env-var", "process.")


def read(unit: Unit) -> Iterator[Fact]:
    """Calls of helpers that are given a name in capitals."""
    own = {one.name.rpartition(".")[2] for one in unit.functions}
    for call in unit.calls:
        name = call.argument(0)
        if name is None or call.decorates is not None or not _is_helper(call, own):
            continue
        insists = rx(_INSISTS).search(call.function) is not None
        for value in names_at(unit, name):
            if not value.known or rx(LOUD_NAME).match(value.text) is None:
                continue
            fact = env_read(unit, call.node, value, _default(call), "always" if insists else "")
            if fact is not None:
                yield fact


def _is_helper(call: Call, own: set[str]) -> bool:
    written = call.written
    if call.callee.startswith(_OTHERS) or call.node.type == "new_expression":
        return False
    if written in ("env.get", "Env.get", "this.env.get"):
        return True
    word = written.rpartition(".")[2]
    return rx(_HELPER).match(word) is not None and word not in own and word != "Env"


def _default(call: Call) -> Node | None:
    """The second argument, or the `default` of the object there; a plain yes or no may mean anything."""
    named = call.argument("default", "defaultValue", "fallback")
    if named is not None:
        return named
    node = call.argument(1)
    if node is None or plain(node).type in ("object", "true", "false", "arrow_function"):
        return None
    return node
