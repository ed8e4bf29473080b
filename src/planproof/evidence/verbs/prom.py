"""Ask Prometheus for a figure, to be held against the sentence.

    prom `histogram_quantile(0.95, sum by (le) (rate(http_request_seconds_bucket[5m])))` in s

An instant query of the server that the setting `prometheus` names. It has to give exactly one series.
`in UNIT` says the unit of the figure.
"""

from __future__ import annotations

import msgspec

from planproof.evidence.verb import Lacking, Outcome, Stated, Syntax, Tools
from planproof.plan.figures.units import canonical_unit
from planproof.text.patterns import rx

SYNTAX = Syntax(needs="a query", also=("prometheus", "promql", "query"), executes=True)

_LONGEST = 28


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Query once."""
    from planproof.evidence.content import Content, Unreadable
    from planproof.evidence.reader import readers

    (query,) = stated.proof.texts
    short = query if len(query) <= _LONGEST else "the query"
    try:
        results = readers()["prometheus-api"].read(Content("query", tools.query(query)))
    except Unreadable as error:
        raise Lacking(f"Prometheus did not answer the query: {error.reason}", at=0) from None
    found = results.measurements
    if not found:
        why = results.warnings[0] if results.warnings else "the query gives no series"
        raise Lacking(why, "Try the query in Prometheus.", at=0)
    if len(found) > 1:
        raise Lacking(
            f"the query gives {len(found)} series where one figure is wanted",
            "Join them with `sum`, `max` or the like.",
            at=0,
        )
    one = found[0]
    unit = rx(r"\bin\s+`?([^\s`,;]+)").match(stated.proof.trailing.strip())
    if unit:
        known = canonical_unit(unit[1])
        one = msgspec.structs.replace(one, unit=known.name if known else unit[1])
    if one.name == "value":  # which is how the answer calls what has no name
        one = msgspec.structs.replace(one, name=short)
    return Outcome(reason=f"Prometheus `{query}`", measurement=one, file="Prometheus")
