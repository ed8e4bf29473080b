"""The endpoint is served.

## What it claims

Every endpoint that the contracts name (`POST /orders/{id}`) is served: a route of the code, below the
prefixes of its routers, or an OpenAPI document of the repository, has its method and path. Names of
parameters do not matter, nor does a common prefix such as `/api/v1`. One that the contracts mark
`(removed)`, or that a step removes, is gone once that step is ticked.

## When it is broken

When it is due, and none of the routes that are known fits. In a repository without any route that is
known, for an endpoint that the plan only calls, and where a route may be it below another prefix, the
verdict is `unknown`.

## What to do

Serve it, or correct the plan.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Endpoint
from planproof.text.patterns import rx
from planproof.verdict.base import Case, unknown
from planproof.verdict.claims._endpoints import endpoint_claim, endpoint_gone
from planproof.verdict.model import Judged, Verdict

_REMOVED = r"(?i)^[`*_\s]*\(?\s*(?:is |will be )?(?:removed|deleted|dropped|retired|gone)\b"
_CALLED = r"(?i)\b(?:calls?|calling|requests? to|upstream|third[- ]party|external|consumes?|talks? to|webhooks? of|sends? to)\b"


def sought(item: Endpoint) -> Iterator[str]:
    """The path as it is written."""
    yield item.path.rstrip("/")


def claims(item: Endpoint, case: Case) -> Iterator[Judged]:
    """One for each endpoint."""
    name = f"{item.method} {item.path}"
    before, _, after = case.tense.source[item.span.start : item.span.end].partition(name)
    removing = case.tense.removing(name)
    if removing or rx(_REMOVED).match(after):
        due = case.tense.due_gone(item, (name, item.path))
        if due.now or rx(_REMOVED).match(after):
            yield endpoint_gone(item.span, item.method, item.path, due, case)
            return
    due = case.due(item, name, item.path)
    judged = endpoint_claim(item.span, item.method, item.path, due, case)
    if judged.verdict is Verdict.BROKEN and rx(_CALLED).search(before[-60:]):
        reason = "nothing here serves it, and the plan seems to call it only"
        judged = unknown(item.span, judged.subject, judged.says, reason)
    yield judged
