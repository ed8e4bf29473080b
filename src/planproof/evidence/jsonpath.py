"""Paths into JSON as people write them: `/a/b/0` (RFC 6901), `a.b.0`, `$.a.b[0]`, `$["a"].b`.

A key may hold dots and brackets itself (`metrics.p(99.9)`, `test_x[1].mean`): the longest key that the
words begin with is tried first. Of JSONPath (RFC 9535) only what leads to one value is followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from planproof.evidence.content import pointer
from planproof.text.patterns import rx

Keys = tuple[str | int, ...]

_MOST_NODES = 20_000


class Reached(NamedTuple):
    """Where a path leads.

    Attributes:
        keys: the keys that were followed.
        value: what stands there.
        rest: what could not be followed; empty where all was.
    """

    keys: Keys
    value: Any
    rest: str

    @property
    def pointer(self) -> str:
        """The keys as a JSON pointer."""
        return pointer(*self.keys)


def follow(root: Any, path: str) -> Reached:
    """Follow a path as far as it leads. Never raises, whatever is in the JSON."""
    if path.startswith("/"):
        return _follow_pointer(root, path)
    rest = path.removeprefix("$")
    furthest = Reached((), root, path)
    # Every value has one way to it, so none is looked at twice.
    waiting = [Reached((), root, rest.removeprefix(".") if rest != path else rest)]
    while waiting:
        here = waiting.pop()
        if not here.rest:
            return here
        if len(here.keys) > len(furthest.keys):
            furthest = here
        waiting += sorted(_onwards(here), key=lambda one: -len(one.rest))
    return furthest


def _follow_pointer(root: Any, path: str) -> Reached:
    value = root
    keys: list[str | int] = []
    steps = path[1:].split("/")
    for place, step in enumerate(steps):
        key: str | int = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and key in value:
            value = value[key]
        elif isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 10:
            key = int(step)
            if key >= len(value):
                return Reached(tuple(keys), value, "/".join(steps[place:]))
            value = value[key]
        else:
            return Reached(tuple(keys), value, "/".join(steps[place:]))
        keys.append(key)
    return Reached(tuple(keys), value, "")


def _onwards(here: Reached) -> Iterator[Reached]:
    """The values that the rest of a path can lead to next."""
    rest = here.rest
    if isinstance(here.value, list):
        match = rx(r"\[([0-9]{1,9})\]|([0-9]{1,9})(?=[.\[]|$)").match(rest)
        if match and int(match[1] or match[2]) < len(here.value):
            at = int(match[1] or match[2])
            yield Reached((*here.keys, at), here.value[at], _after(rest, match.end()))
    elif isinstance(here.value, dict):
        quoted = rx(r"""\[\s*(?:"([^"]*)"|'([^']*)')\s*\]""").match(rest)
        if quoted:
            key = quoted[1] if quoted[1] is not None else quoted[2]
            if key in here.value:
                yield Reached((*here.keys, key), here.value[key], _after(rest, quoted.end()))
            return
        for key, value in here.value.items():
            if key and rest.startswith(key) and rest[len(key) : len(key) + 1] in ("", ".", "["):
                yield Reached((*here.keys, key), value, _after(rest, len(key)))


def _after(rest: str, end: int) -> str:
    """The rest behind a key, without the dot; a dot that nothing follows is kept, as it leads nowhere."""
    left = rest[end:]
    return left[1:] if left.startswith(".") and len(left) > 1 else left


def is_search(path: str) -> bool:
    """Whether a path asks for more than one value: `$..p95`, `a[*].b`, `a[?(@.x)]`."""
    return rx(r"\.\.|\[\s*(?:\*|\?|[0-9-]*:)|\.\*").search(path) is not None


def figures(root: Any) -> Iterator[Keys]:
    """The ways to the numbers in JSON, in its order; of very much JSON only to the first."""
    waiting: list[tuple[Keys, Any]] = [((), root)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        keys, value = waiting.pop()
        inside: list[tuple[Keys, Any]] = []
        if isinstance(value, dict):
            inside = [((*keys, str(key)), one) for key, one in value.items()]
        elif isinstance(value, list):
            inside = [((*keys, at), one) for at, one in enumerate(value[:_MOST_NODES])]
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield keys
        waiting += reversed(inside)


def dotted(keys: Keys) -> str:
    """A path with dots, as plans write it: `a.b.0`; as a pointer where a key would make it unclear."""
    plain = all(isinstance(key, int) or (key and not set(key) & set(".[]/~")) for key in keys)
    return ".".join(map(str, keys)) if plain else pointer(*keys)
