"""Endpoints as they are served: routes with the prefixes of the routers that they hang on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from planproof.facts.model import Fact, Route
from planproof.facts.mounted import Prefix, Resolve, Routers, piece, together
from planproof.facts.paths import is_test
from planproof.text.patterns import rx


class Endpoint(NamedTuple):
    """An endpoint.

    Attributes:
        method: in capitals; `*` for any.
        path: canonical: `/orders/{}`; in lower case where cases are not told apart (`caseless`).
        open: whether it is served below a prefix that the code does not say.
        shown: the path as people would write it: `/orders/{id}`.
        below: the canonical path below which everything is served, by what is not known: a mounted
            application of a library, a path that ends with a wildcard. Empty where that is not so.
        described: whether a description of the API (OpenAPI) says so, not code.
    """

    method: str
    path: str
    open: bool
    shown: str
    at: str
    line: int
    test: bool = False
    below: str = ""
    described: bool = False

    @property
    def caseless(self) -> bool:
        """Whether cases are not told apart, as ASP.NET does not."""
        return self.at.endswith(".cs")


_PARAMETER = (
    r"\{\*?[^{}/]*(?:\{[^{}]*\}[^{}/]*)*\}|<[^<>/]+>|:[A-Za-z_]\w*(?:\([^()]*\))?[?*+]?|\[\[?(?:\.\.\.)?[^\[\]/]+\]\]?"
    r"|\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|\*\w*"
)
_REST = r"/(?:\*\w*|\{\*\w*\}|\{\w+\.\.\.\}|\{\w+:path\}|<path:\w+>|\[\[?\.\.\.\w+\]?\]|\(?\.\*\)?|:\w+\*)$"
"""A wildcard for whatever follows."""

_SUBTREES = ("routes/go_nethttp", "routes/go_routegroup")
"""Where a path that ends with a slash serves all below it."""


def canonical(path: str) -> str:
    """A path with `{}` for each parameter, with one slash before it and none after it."""
    plain = path.split("?", 1)[0] if "(?" not in path else path
    plain = plain.strip().removeprefix("^").removesuffix("$").removesuffix("/{$}")
    plain = rx(_PARAMETER).sub("{}", plain)
    plain = rx(r"/{2,}").sub("/", f"/{plain}")
    return plain.rstrip("/") or "/"


def endpoints(stated: Mapping[str, tuple[Fact, ...]], resolve: Resolve) -> Iterator[Endpoint]:
    """Every route of a commit, below each prefix that its router is served below.

    What is mounted and not known comes last, where no route that is known lies below it.
    """
    routers = Routers(stated, resolve)
    known: set[str] = set()
    for path in sorted(stated):
        test = is_test(path)
        for fact in stated[path]:
            if isinstance(fact, Route):
                for one in _of_route(routers, resolve, path, fact, test):
                    known.update(_above(one.path))
                    yield one
    yield from _foreign(routers, known)


def _of_route(
    routers: Routers, resolve: Resolve, path: str, fact: Route, test: bool
) -> Iterator[Endpoint]:
    value = resolve(fact.path, path)
    if value.kind not in ("literal", "pattern"):
        return
    subtree = fact.probe in _SUBTREES and value.text.endswith("/")
    last = piece(value)
    router = routers.names.home(path, fact.router)
    controller = fact.probe == "routes/javascript_nestjs"
    for prefix in routers.prefixes(*router, controller=controller):
        whole = together(prefix, last)
        shown = _with_controller(path, fact.router, whole.text) or "/"
        wild = rx(_REST).search(shown)
        below = canonical(shown[: wild.start()] if wild is not None else shown)
        yield Endpoint(
            fact.method,
            canonical(shown.lower() if path.endswith(".cs") else shown),
            whole.open,
            shown,
            path,
            fact.line,
            test,
            below if (subtree or wild is not None) and _says(below) else "",
            fact.probe == "routes/file_openapi",
        )


def _with_controller(path: str, router: str, text: str) -> str:
    """A path of ASP.NET with the token for its class put in."""
    if "[controller]" not in text or not path.endswith(".cs"):
        return text
    name = router.rpartition(".")[2].removesuffix("Controller").lower()
    return text.replace("[controller]", name)


def _foreign(routers: Routers, known: set[str]) -> Iterator[Endpoint]:
    """What is mounted, and served by nothing that is known."""
    for path, fact, prefix in routers.foreign:
        above = [Prefix("", open=False)]
        if fact.parent:
            router = routers.names.home(path, fact.parent)
            above = routers.prefixes(*router)
        for one in above if prefix.text and not prefix.open else ():
            whole = together(one, prefix)
            below = canonical(whole.text)
            if below not in known:
                yield Endpoint(
                    "*", below, whole.open, whole.text, path, fact.line, is_test(path), below
                )


def _says(path: str) -> bool:
    """Whether a path has a letter outside of its parameters."""
    return rx(r"\w").search(path.replace("{}", "")) is not None


def _above(path: str) -> Iterator[str]:
    """A canonical path and those that it lies below: `/api/orders`, `/api`."""
    while path:
        yield path
        path = path.rpartition("/")[0]
