"""Rust's own: `std::env::var`, `env!`, `option_env!`.

What Cargo itself sets for a build (`CARGO_PKG_VERSION`, `OUT_DIR`) is nobody's setting and left out.
"""

from collections.abc import Iterator

from tree_sitter import Node

from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import found_by, reads
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact

NEEDS = (b"env::var", b"env!", b"env::{", b"env as ")

_READS = (
    reads("std.env.var", "std.env.var_os"),
    reads("env!", "std.env!", "core.env!", required="always"),
    reads("option_env!", "std.option_env!", "core.option_env!"),
)
_CARGO = (
    "CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CFG_", "CARGO_FEATURE_", "CARGO_CRATE_",
    "CARGO_TARGET_TMPDIR", "CARGO_PRIMARY_PACKAGE", "OUT_DIR",
)  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """The reads of what somebody can set."""
    for fact in found_by(_READS, unit):
        assert isinstance(fact, EnvRead)  # noqa: S101  # tells the type checker
        if not (fact.name.kind in ("literal", "pattern") and fact.name.text.startswith(_CARGO)):
            yield fact
    for call in unit.calls:
        if call.callee in ("std.env.vars", "std.env.vars_os") and not _handed_on(unit, call.node):
            yield from whole_reads(unit, call.node)


def _handed_on(unit: Unit, node: Node) -> bool:
    """Whether all variables go to another process: `.envs(env::vars())`."""
    above = node.parent.parent if node.parent is not None else None
    call = unit.called_at.get(above.id) if above is not None else None
    return call is not None and call.function in ("envs", "env_clear", "with_env")
