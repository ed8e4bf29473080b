""".NET's configuration: keys, and the environment variables that set them.

`A:B` is set by `A__B`, in any case (Microsoft.Extensions.Configuration, environment variables provider).
"""

from __future__ import annotations

from planproof.facts.idiom import LOUD_NAME
from planproof.facts.model import EnvRead, Value
from planproof.text.patterns import rx


def variable(key: str) -> str:
    """The variable that sets a key: `Orders:Db` is `Orders__Db`."""
    return key.replace(":", "__")


def key_read(
    line: int, key: Value, default: Value | None, required: bool | None = None
) -> EnvRead | None:
    """The read of a key; None where it is not known or no key."""
    if key.kind not in ("literal", "pattern") or not key.text.strip("*: "):
        return None
    if not rx(r"^[A-Za-z_*][\w.:\-*]*$").match(key.text):
        return None
    if default is not None and default.kind == "null":
        default = None
    loud = key.known and rx(LOUD_NAME).match(key.text) is not None
    return EnvRead(
        line=line,
        name=Value(key.kind, variable(key.text)),
        default=default,
        required=required if required or default is None else False,
        level="declared" if loud else "derived",
    )
