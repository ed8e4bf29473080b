"""Ruby's own: `ENV["X"]`, `ENV.fetch("X", d)`, `ENV.fetch("X") { d }`; and what goes through all of `ENV`."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import reads, reads_any_argument, reads_index, takes_all
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"ENV[", b"ENV.", b"ENV&", b"ENV\n", b"= ENV", b"ENV)", b"(ENV")

IDIOMS = (
    reads("ENV.fetch", default=(1, "&"), required="without default"),
    reads("ENV.[]", "ENV.key?", "ENV.has_key?", "ENV.include?", "ENV.member?"),
    reads_any_argument("ENV.values_at", "ENV.slice", default="none"),
    reads_index("ENV"),
    takes_all("ENV", "ENV.to_h", "ENV.to_hash"),
)

_THROUGH = frozenset(
    ("each", "each_pair", "each_with_object", "select", "filter", "filter_map", "map", "find", "find_all", "reduce",
     "inject", "reject", "flat_map", "group_by", "partition", "transform_keys", "sort", "sort_by", "sum")
)  # fmt: skip


def read(unit: Unit) -> Iterator[Fact]:
    """Loops over all variables."""
    for call in unit.calls:
        above, _, word = call.callee.rpartition(".")
        if above in ("ENV", "ENV.to_h", "ENV.to_hash", "ENV.keys") and word in _THROUGH:
            yield from whole_reads(unit, call.node)
