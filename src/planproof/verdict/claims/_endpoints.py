"""Endpoints that plans name, held against those that are served."""

from __future__ import annotations

from planproof.facts.served import Endpoint, canonical
from planproof.plan.model import Endpoint as Named
from planproof.text.patterns import rx
from planproof.text.source import Span
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._places import unread
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due

_COMMON = r"^(?:api|apis|rest|v\d[\w.]*|svc|services?|\{\})$"
"""Segments that a router, a gateway or a server puts before every path."""

_LEFT_OUT = r"…|\.\.\.(?![}\w])"
_FETCHES = frozenset(("fetch", "urlopen", "useFetch", "$fetch"))
_ASKS = frozenset(
    ("get", "post", "put", "patch", "delete", "head", "options", "request", "exchange", "retrieve")
)
_CLIENTS = (
    r"(?i)(?:requests|httpx|axios|urllib3?|aiohttp|superagent|supertest|(?:^|\.)(?:ky|got)|client|session|connection"
    r"|conn|resttemplate)(?:\(\))?$"
)
"""What sends requests, by how it is called."""

_EXAMPLE = r"^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,40})$"
"""Segments that are a value, not a name: `42`, a UUID, a hash."""


def endpoint_claim(
    span: Span, method: str, path: str, due: Due, case: Case, *, ours: bool = True
) -> Judged:
    """Whether `METHOD path` is served.

    Args:
        span: the words.
        method: in capitals.
        path: as it is written.
        due: since when.
        case: what it is judged by.
        ours: whether the words say that it is served here, rather than called.
    """
    subject = f"{method} {path}"
    says = f"`{subject}` is served"
    served = _served(case)
    path = path.replace("${", "{")
    if rx(_LEFT_OUT).search(path):
        return unknown(span, subject, says, "part of its path is left out")
    found = matching(served, method, path)
    if found is not None:
        also = (
            f" as `{found.method} {found.shown}`"
            if canonical(found.shown) != canonical(path)
            else ""
        )
        reason = f"{found.at}:{found.line} serves it{also}"
        return holds(span, subject, says, reason, Rest(found.at, found.line, "serves it"))
    doubt, rests = _doubt(served, method, path, case)
    if (
        not doubt
        and not ours
        and _first(canonical(path)) not in {_first(one.path) for one in served}
    ):
        doubt = "nothing here serves a path that begins so: it may be another service's"
    if doubt:
        return unknown(span, subject, says, doubt, *rests)
    other = next((one for one in served if canonical(one.shown) == canonical(path)), None)
    reason = f"nothing serves `{subject}`"
    if other is not None:
        reason += f"; {other.at}:{other.line} serves `{other.method}` at this path"
        rests = [Rest(other.at, other.line, f"serves {other.method}")]
    return absent(
        span, subject, says, reason, due, *rests,
        help="Serve it, or correct method and path in the plan.",
    )  # fmt: skip


def endpoint_gone(span: Span, method: str, path: str, due: Due, case: Case) -> Judged:
    """Whether `METHOD path` is served no more."""
    subject = f"{method} {path}"
    says = f"`{subject}` is gone"
    served = _served(case)
    wanted = canonical(path)
    found = next((one for one in served if one.method == method and one.path == wanted), None)
    if found is not None:
        return absent(
            span, subject, says, f"{found.at}:{found.line} still serves it", due,
            Rest(found.at, found.line, "serves it", contradicts=True),
            help="Remove the route, or untick the step.",
        )  # fmt: skip
    like = matching(served, method, path)
    if like is not None:
        reason = f"{like.at}:{like.line} serves `{like.method} {like.shown}`, which may be it"
        return unknown(span, subject, says, reason, Rest(like.at, like.line, "serves it"))
    reason = unread(case) or ("" if served else "planproof knows of no route in this repository")
    if reason:
        return unknown(span, subject, says, reason)
    return holds(span, subject, says, "nothing serves it")


def _served(case: Case) -> list[Endpoint]:
    """What is served, by code before descriptions of it."""
    known = case.world.inventory.endpoints
    return case.once(
        "served",
        lambda: sorted((one for one in known if not one.test), key=lambda one: one.described),
    )


def _doubt(served: list[Endpoint], method: str, path: str, case: Case) -> tuple[str, list[Rest]]:
    """Why an endpoint may be served though none is known to fit, or empty."""
    word = path.rstrip("/")
    for at, fact in case.world.inventory.mentions.get(word, ()):
        says_more = not _is_route(served, at, fact.line, word) and not _is_client(fact.callee)
        if says_more and at in case.world.in_code(word):
            reason = f"its path stands at {at}:{fact.line}, but no route is known to serve it"
            return reason, [Rest(at, fact.line, "names the path")]
    if not served:
        return unread(case) or "planproof knows of no route in this repository", []
    if canonical(path) != "/" and not _literal(canonical(path)):
        return "a path without any name may be served below any other", []
    like = _like(served, method, canonical(path), case)
    if like is not None:
        reason = f"{like.at}:{like.line} serves `{like.method} {like.shown}`, which may be it"
        return reason, [Rest(like.at, like.line, "serves a path like it")]
    above = _around(served, method, canonical(path))
    if above is not None:
        reason = f"{above.at}:{above.line} serves all below `{above.shown}`, by what is not known"
        return reason, [Rest(above.at, above.line, "serves what lies below")]
    return unread(case), []


def _first(path: str) -> str:
    """The first segment that is no common prefix."""
    return next((one for one in path.split("/") if one and not rx(_COMMON).match(one)), "")


def _around(served: list[Endpoint], method: str, wanted: str) -> Endpoint | None:
    """What serves all below a path that another one lies below."""
    for one in served:
        below = one.below and f"{wanted}/".startswith(f"{one.below}/")
        if below and one.method in _methods(method):
            return one
    return None


def _is_route(served: list[Endpoint], at: str, line: int, word: str) -> bool:
    """Whether a path stands where a route is known that says it, so that it says no more than that."""
    return any(
        one.at == at and 0 <= line - one.line <= 2 and one.shown.endswith(word) for one in served
    )


def _is_client(callee: str) -> bool:
    """Whether a call asks a server for a path: `requests.get`, `connection.request`, `fetch`."""
    receiver, _, function = callee.removesuffix("()").rpartition(".")
    asks = function.casefold() in _ASKS
    return function in _FETCHES or (asks and rx(_CLIENTS).search(receiver) is not None)


def matching(served: list[Endpoint], method: str, path: str) -> Endpoint | None:
    """The endpoint that answers.

    One at the same path, else at one with no more than a common prefix (`/api/v1`) before it, else one
    below a prefix that the code does not say and with which the path ends.
    """
    fitting = [one for one in served if one.method in _methods(method)]
    for written in _written(path):
        wants = [(one, written.lower() if one.caseless else written) for one in fitting]
        for one, wanted in wants:
            if one.path == wanted:
                return one
        for one, wanted in wants:
            if _below_common(one.path, wanted) or _below_common(wanted, one.path):
                return one
        for one, wanted in wants:
            if one.open and wanted.endswith(one.path) and _literal(one.path):
                return one
    return None


def _methods(method: str) -> frozenset[str]:
    return frozenset((method, "*", *(("GET",) if method == "HEAD" else ())))


def _written(path: str) -> list[str]:
    """A path as it can be served: as written, and with parameters in place of values."""
    plain = canonical(path)
    segments = ["{}" if rx(_EXAMPLE).match(one) else one for one in plain.split("/")]
    return list(dict.fromkeys((plain, "/".join(segments))))


def _below_common(longer: str, shorter: str) -> bool:
    """Whether a path is another one with no more than a common prefix before it."""
    if shorter == "/" or not longer.endswith(shorter):
        return False
    before = longer[: len(longer) - len(shorter)]
    return bool(before) and all(rx(_COMMON).match(one) for one in before.split("/") if one)


def _literal(path: str) -> bool:
    """Whether a path has a segment that is no parameter."""
    return any(one not in ("", "{}", "*") for one in path.split("/"))


def _like(served: list[Endpoint], method: str, wanted: str, case: Case) -> Endpoint | None:
    """One that is served and may be it: below another prefix, or with a part that is put together.

    A plan that writes a prefix in full elsewhere does not leave it out.
    """
    in_full = any(
        one.path.endswith(wanted) and one.path[: -len(wanted)] in _prefixes(case)
        for one in served
        if one.method in _methods(method) and one.path != wanted
    )
    for one in served:
        if one.method not in _methods(method):
            continue
        ends = one.path.endswith(wanted) and _literal(wanted) and not in_full
        opens = one.open and (wanted.endswith(one.path) or one.path == "/")
        if ends or opens or ("*" in one.shown and _globs(one.path, wanted)):
            return one
    return None


def _prefixes(case: Case) -> frozenset[str]:
    """What the paths that the plan names begin with, by whole segments."""

    def found() -> frozenset[str]:
        paths = (canonical(one.path) for one in case.plan.items if isinstance(one, Named))
        return frozenset(
            path[:at] for path in paths for at, letter in enumerate(path) if at and letter == "/"
        )

    return case.once("prefixes of endpoints", found)


def _globs(pattern: str, path: str) -> bool:
    """Whether a path that is known in part, canonical as all are, can be another one."""
    parts = pattern.split("{}")
    if not path.startswith(parts[0]) or not path.endswith(parts[-1]):
        return False
    at = 0
    for part in parts:
        at = path.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
