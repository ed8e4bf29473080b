"""The kinds of facts that can be listed."""

from __future__ import annotations

KINDS = (
    "env", "env-set", "route", "metric", "span", "log", "flag", "schema", "owner", "definition", "test",
)  # fmt: skip
"""All of them, in the order in which they are listed."""

SOUGHT = ("log", "flag", "definition", "test")
"""Those for which every file has to be read."""

ON_DEMAND = ("definition", "test")
"""Those that are listed only when they are asked for, there being so many."""
