"""LaunchDarkly's SDKs: Node (7 to 9), browser (3), React (3).

React's `useFlags()` gives an object of flags with camel-cased keys: `flags.newCheckout` is the flag
`new-checkout` or `new.checkout`, and is told as it is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, FlagUse, Value
from planproof.text.patterns import rx

NEEDS = (
    b"ariation(",
    b"ariationDetail(",
    b"ariation<",
    b"launchdarkly",
    b"LDClient",
    b"VariationDetail",
)

_METHODS = (
    r"^(?:(?:bool|string|number|json|int|double)?[vV]ariation"
    r"|use(?:Bool|String|Number|Json)Variation)(?:Detail)?$"
)
_CLIENT = (
    r"(?i)(?:^|[._])(?:\w*client|ld\w*|launch_?darkly\w*)(?:\(\))?$|^launchdarkly|^@launchdarkly"
)


def read(unit: Unit) -> Iterator[Fact]:
    """Variations that are asked for, and members of what `useFlags` gives."""
    for call in unit.calls:
        if rx(_METHODS).match(call.function) is None or not _of_client(call.callee):
            continue
        given = [one.node for one in call.arguments if not one.name]
        value = unit.value(given[0]) if given else Value("null")
        if value.kind in ("null", "unknown") or (value.known and len(value.text) < 3):
            continue
        default = unit.value(given[-1]) if len(given) > 1 else None
        yield FlagUse(line=unit.line(call.node), name=value, default=default, system="launchdarkly")
    for member in unit.members:
        if member.object.startswith("launchdarkly") and member.object.endswith("useFlags()"):
            name = Value("literal", member.name)
            yield FlagUse(line=unit.line(member.node), name=name, system="launchdarkly")


def _of_client(callee: str) -> bool:
    owner, _, word = callee.rpartition(".")
    return rx(_CLIENT).search(owner) is not None or (word.startswith("use") and "ariation" in word)
