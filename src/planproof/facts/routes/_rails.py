"""What Rails' words for routes come to, as its guide "Rails Routing from the Outside In" (8.0) has them."""

from __future__ import annotations

from typing import NamedTuple

from planproof.text.patterns import rx

DEEPEST = 24
"""Blocks within each other that are followed."""

VERBS = frozenset(("get", "post", "put", "patch", "delete", "options"))

_PLURAL = (
    ("index", "GET", ""),
    ("create", "POST", ""),
    ("new", "GET", "/new"),
    ("edit", "GET", "/{id}/edit"),
    ("show", "GET", "/{id}"),
    ("update", "PATCH", "/{id}"),
    ("update", "PUT", "/{id}"),
    ("destroy", "DELETE", "/{id}"),
)
_SINGULAR = (
    ("create", "POST", ""),
    ("new", "GET", "/new"),
    ("edit", "GET", "/edit"),
    ("show", "GET", ""),
    ("update", "PATCH", ""),
    ("update", "PUT", ""),
    ("destroy", "DELETE", ""),
)


class Around(NamedTuple):
    """What a line of a routes file stands in.

    Attributes:
        path: the prefix for what stands here, nested resources included.
        resource: the path of the resource right around; None where there is none.
        member: the path of one of them.
        controller: of the resource right around.
        module: the folder of the controllers, with a slash after it.
        shallow: whether members of nested resources stand at the top; and that top.
        depth: how many blocks are around.
    """

    path: str = ""
    resource: str | None = None
    member: str = ""
    controller: str = ""
    module: str = ""
    shallow: bool = False
    top: str = ""
    depth: int = 0

    def below(self, path: str, module: str = "") -> Around:
        """Within a scope or namespace."""
        whole = joined(self.path, path)
        top = joined(self.top, path) if self.resource is None else self.top
        return Around(whole, None, "", "", self.module + module, self.shallow, top, self.depth + 1)

    def at(self, path: str) -> Around:
        """Within `member`, `collection` and the like."""
        return self._replace(path=path, resource=None, depth=self.depth + 1)


class Resource(NamedTuple):
    """`resources :orders` or `resource :cart`, with what its options say."""

    name: str
    path: str
    plural: bool
    controller: str
    param: str
    only: frozenset[str] | None
    excluded: frozenset[str]

    def routes(self, around: Around) -> list[tuple[str, str, str]]:
        """Methods, paths and actions."""
        base, member = self._bases(around)
        found: list[tuple[str, str, str]] = []
        for action, method, rest in _PLURAL if self.plural else _SINGULAR:
            if action in self.excluded or (self.only is not None and action not in self.only):
                continue
            start = member if "{id}" in rest else base
            tail = rest.replace("/{id}", "")
            found.append((method, start + tail, action))
        return found

    def _bases(self, around: Around) -> tuple[str, str]:
        base = joined(around.path, self.path)
        if not self.plural:
            return base, base
        nested = around.shallow and around.resource is not None
        start = joined(around.top, self.path) if nested else base
        return base, f"{start}/:{self.param}"

    def within(self, around: Around, *, shallow: bool) -> Around:
        """What stands in its block."""
        base, member = self._bases(around)
        nested = base
        if self.plural:
            nested = f"{member.rpartition('/:')[0]}/:{singular(self.name)}_{self.param}"
        top = around.path if around.resource is None else around.top
        deep = around.shallow or shallow
        return Around(
            nested, base, member, self.controller, around.module, deep, top, around.depth + 1
        )


def joined(prefix: str, path: str) -> str:
    """A prefix and a path; optional parts (`(.:format)`) left out."""
    while True:
        plain = rx(r"\([^()]*\)").sub("", path)
        if plain == path:
            break
        path = plain
    path = path.strip("/")
    return f"{prefix}/{path}" if path else prefix


def singular(word: str) -> str:
    """One of many, as far as endings tell; it only names a parameter."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
