"""What evidence rests on besides an item's wording, and whether that is still so.

Evidence rests on the plan's components, on the files that its proof names, and on what the item's
`inputs:` field names; on all files of the repository, plans apart, only where nothing of this is named.
What a proof's own command writes is a result and no input. Each input is kept with a digest: a file's is
what git calls its content, that of a folder, glob or module is a hash over the files in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from planproof.evidence.proofs import read_proofs
from planproof.evidence.verb import Proof
from planproof.plan.model import Component, Item, Plan
from planproof.text.globs import lies_in
from planproof.text.patterns import rx

WHOLE = "."
"""The name of the input that stands for the whole repository."""

_LINE = r"(?<=\w)(?::\d+(?:-\d+)?|#L\d+(?:-L?\d+)?|::[A-Za-z_][\w.:\[\]-]*)$"


class Inputs:
    """The files of a commit or of the work tree, as one plan's evidence rests on them."""

    def __init__(self, plan: Plan, entries: Mapping[str, str]) -> None:
        """`entries` has for each file what git calls its content."""
        self.plan = plan
        self.entries = entries
        self._digests: dict[str, str] = {}

    @cached_property
    def proofs(self) -> dict[str, tuple[Proof, ...]]:
        """The proofs of each item that has any, by the item's id."""
        source = self.plan.document.source
        found: dict[str, tuple[Proof, ...]] = {}
        for item in self.plan.items:
            field = item.field("proof")
            if field is not None:
                found[item.id] = read_proofs(field, source).proofs
        return found

    @cached_property
    def results(self) -> frozenset[str]:
        """The results files that commands write which the plan's proofs name."""
        return frozenset(
            _path(proof.texts[0])
            for proofs in self.proofs.values()
            if any(proof.verb == "run" for proof in proofs)
            for proof in proofs
            if proof.verb == "read"
        )

    @cached_property
    def _components(self) -> tuple[str, ...]:
        found = (
            item.name.text.strip().strip("`")
            for item in self.plan.items
            if isinstance(item, Component) and item.form
        )
        return tuple(dict.fromkeys(_path(name) for name in found))

    def of(self, item: Item) -> dict[str, str]:
        """What evidence of an item rests on, by name, with the digests of now."""
        names = dict.fromkeys((*self._components, *self._named(item)))
        return {name: self.digest(name) for name in names or (WHOLE,)}

    def changed(self, item: Item, then: Mapping[str, str]) -> tuple[str, ...]:
        """Which inputs are not what they were, or were none.

        Args:
            item: the item.
            then: the inputs of its evidence with their digests.
        """
        now = self.of(item)
        names = dict.fromkeys((*now, *then))
        return tuple(name for name in names if then.get(name) != self.digest(name))

    def _named(self, item: Item) -> Iterator[str]:
        """The files that an item's proofs and its `inputs:` name."""
        proofs = self.proofs.get(item.id, ())
        for proof in proofs:
            for text in _files_named(proof):
                path = _path(text)
                if path and path not in self.results and self._is_there(path):
                    yield path
        field = item.field("inputs")
        if field is not None:
            texts = [code.text for code in field.codes] or rx(r"\s*,\s*").split(field.value)
            yield from (_path(text) for text in texts if text.strip())

    def _is_there(self, path: str) -> bool:
        return path in self.entries or path in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        found: set[str] = set()
        for path in self.entries:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def digest(self, name: str) -> str:
        """The digest of a file, a folder, a glob or a module; empty where there is nothing."""
        if name not in self._digests:
            self._digests[name] = self._digest(name)
        return self._digests[name]

    def _digest(self, name: str) -> str:
        if name in self.entries:
            return self.entries[name]
        own = self.plan.document.source.name
        whole = hashlib.sha256()
        count = 0
        for path in sorted(self._below(name)):
            if path != own and path not in self.results:
                count += 1
                whole.update(f"{path}\0{self.entries[path]}\n".encode("utf-8", "surrogateescape"))
        return f"{count}:{whole.hexdigest()}" if count else ""

    def _below(self, name: str) -> Iterable[str]:
        if name == WHOLE:
            return [path for path in self.entries if not path.endswith((".md", ".markdown"))]
        if name in self._folders:
            return [path for path in self.entries if path.startswith(f"{name}/")]
        if rx(r"[*?\[]").search(name):
            return [path for path in self.entries if lies_in(path, (name,))]
        if "/" in name or not rx(r"[\w-]+(?:(?:\.|::)[\w-]+)+").fullmatch(name):
            return ()
        inside = name.replace("::", "/").replace(".", "/")  # a module: `orders.store`
        return [
            path
            for path in self.entries
            if f"/{path}".rpartition(".")[0].endswith(f"/{inside}") or f"/{inside}/" in f"/{path}"
        ]


def _files_named(proof: Proof) -> Iterator[str]:
    """Words of a proof that may be files."""
    if proof.verb == "run":
        for part in proof.argv:
            yield part.partition("=")[2] if part.startswith("-") else part
    elif proof.verb in ("test", "read"):
        yield from (text.partition("::")[0] for text in proof.texts)


def _path(text: str) -> str:
    """A path without backticks, what stands in the file, and slashes and dots around it."""
    path = rx(_LINE).sub("", text.strip().strip("`").strip())
    return path.removeprefix("./").rstrip("/")
