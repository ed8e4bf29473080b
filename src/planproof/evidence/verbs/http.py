"""Ask a server; it is met when status, headers and body of its answer are as the plan says.

    http `GET /health` `200`
    http `https://staging.example.org/health` `2xx` `content-type: application/json` `{"status": "ok"}`

The first argument is a method and a URL, or a path on the server that the setting `base-url` names. Of
the others, three digits are the status, `name: value` is a header whose value holds these words, JSON
is a part of the body's JSON, and anything else stands in the body. Only what the settings `urls` and
`base-url` allow is asked. Redirects are not followed. Without a status any from 200 to 299 will do.
"""

from __future__ import annotations

import json
from typing import Any

from planproof.evidence.decision import Decision
from planproof.evidence.model import Better, Measurement
from planproof.evidence.verb import Answer, Lacking, Outcome, Stated, Syntax, Tools
from planproof.text.patterns import rx

SYNTAX = Syntax(needs="a URL", most=8, also=("curl", "url"), executes=True)
_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Ask once, and compare."""
    first, *expected = stated.proof.texts
    method, _, url = first.strip().partition(" ")
    if not url:
        method, url = "GET", method
    if method.upper() not in _METHODS:
        raise Lacking(
            f"`{method}` is no method of HTTP", f"Write one of {', '.join(_METHODS)}.", at=0
        )
    answer = tools.ask(method.upper(), url.strip())
    if not any(_is_status(one) for one in expected):
        expected = ["2xx", *expected]
    wrong = [fault for one in expected if (fault := _fault(one, answer))]
    if wrong:
        return Outcome(
            decision=Decision.NOT_MET,
            reason=f"`{first}`: {'; '.join(wrong)}",
            help="Mend the service, or what the plan says of it.",
            seconds=answer.seconds,
        )
    timed = any(one.dimension == "time" for one in stated.figures)
    took = Measurement(
        name="time to answer", value=answer.seconds, unit="s", better=Better.LESS, samples=1
    )
    return Outcome(
        decision=None if timed else Decision.MET,
        reason=f"`{first}` answered {answer.status}",
        measurement=took if timed else None,
        named=False,
        file=first,
        seconds=answer.seconds,
    )


def _is_status(text: str) -> bool:
    return rx(r"[1-5](?:\d\d|xx)").fullmatch(text.strip()) is not None


def _fault(expected: str, answer: Answer) -> str:
    """How an answer is not what was expected, or empty."""
    said = expected.strip()
    if _is_status(said):
        same = str(answer.status) == said or (said[1:] == "xx" and str(answer.status)[0] == said[0])
        return "" if same else f"answered {answer.status}, not {said}"
    header = rx(r"([A-Za-z][\w-]*):\s*(.*)").fullmatch(said)
    if header and not said.startswith(("{", "[", '"')):
        name, value = header[1].lower(), header[2]
        there = answer.headers.get(name)
        if there is None:
            return f"there is no header `{header[1]}`"
        return "" if value.lower() in there.lower() else f"header `{header[1]}` is `{there[:80]}`"
    text = answer.body.decode("utf-8", "replace")
    wanted = _json(said) if said.startswith(("{", "[")) else None
    if wanted is not None:
        found = _json(text)
        return (
            "" if found is not None and holds(found, wanted) else f"the body does not hold {said}"
        )
    return "" if said in text else f"the body does not hold `{said}`"


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def holds(value: Any, part: Any) -> bool:
    """Whether JSON holds other JSON: each member of an object, each element of a list, equal values."""
    if isinstance(part, dict):
        return isinstance(value, dict) and all(
            key in value and holds(value[key], one) for key, one in part.items()
        )
    if isinstance(part, list):
        return isinstance(value, list) and all(
            any(holds(one, two) for one in value) for two in part
        )
    return bool(value == part and isinstance(value, bool) == isinstance(part, bool))
