"""Home-made helpers of Rust whose name says `env`: `get_env("X")`, `env_or("X", "d")`, `require_env("X")`.

Where a helper stands in the same file it is learned from itself. A name has to be in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.idiom import LOUD_NAME, env_read
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact
from planproof.text.patterns import rx

NEEDS = (b"env(", b"env_", b"_env")

_HELPER = (
    r"^(?:get|try_get|read|load|fetch|parse|require|required|optional|must|must_get|expect|from)?_?env"
    r"(?:_var|_value|_key|_str|_string|_bool|_flag|_int|_num|_u\d+|_i\d+|_f\d+|_usize|_duration|_secs|_list|_opt|_parse"
    r"|_or|_or_else|_or_default|_default|_required|_with_default|_as)*$|^(?:var|string|bool|parse|get)_from_env$"
)
_INSISTS = r"require|must|expect"


def read(unit: Unit) -> Iterator[Fact]:
    """Calls of helpers that are given a name in capitals."""
    own = {one.name.rpartition(".")[2] for one in unit.functions}
    for call in unit.calls:
        word = call.function
        if call.decorates is not None or word in own or word.endswith("!"):
            continue
        if rx(_HELPER).match(word) is None or word == "env" or call.callee.startswith("std."):
            continue
        name = call.argument(0)
        value = unit.value(name)
        if name is None or not value.known or rx(LOUD_NAME).match(value.text) is None:
            continue
        must = "always" if rx(_INSISTS).search(word) else ""
        fact = env_read(unit, call.node, value, call.argument(1), must)  # type: ignore[arg-type]
        if fact is not None:
            yield fact
