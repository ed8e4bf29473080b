"""A repository of documents, whose code lies in others: that it lacks something says nothing."""

from __future__ import annotations

import pytest

from planproof.facts.inventory import Inventory
from planproof.verdict.world import NoHistory, World
from tests.verdict.telling import told, verdicts

PLAN = """---
status: done
---
# Orders

## Components / Modules Affected

* `cmd/orders/main.go`

## Migration / Rollout Strategy

Behind the flag `new-orders`.

## Observability

* Metric `orders_taken_total`
"""


@pytest.mark.parametrize(
    ("documents", "code", "expected"),
    [(99, 0, False), (100, 0, True), (100, 10, False), (101, 10, True), (500, 400, False)],
)
def test_what_a_repository_of_documents_is(documents: int, code: int, expected: bool) -> None:
    files = [f"keps/{number}.md" for number in range(documents)]
    files += [f"tools/{number}.go" for number in range(code)]
    assert World(files, Inventory({}, {}), {}, NoHistory()).of_documents is expected


def test_there_nothing_that_code_lacks_is_broken() -> None:
    files = {"docs/plans/orders.md": PLAN, "docs/plans/other.md": PLAN.replace("done", "draft")}
    files |= {f"keps/{number}.md": "# KEP\n" for number in range(120)}
    found = verdicts({**files, "tools/a.go": "package tools\n"})
    lines = [told(claim) for path in sorted(found) for claim in found[path]]
    assert [line.split(":")[0] for line in lines] == [
        "unknown component cmd/orders/main.go",
        "unknown flag new-orders",
        "unknown signal orders_taken_total",
        "unknown component cmd/orders/main.go",
        "unknown flag new-orders",
        "pending signal orders_taken_total",
    ]
    assert "the code that they are about lies elsewhere" in lines[0]
