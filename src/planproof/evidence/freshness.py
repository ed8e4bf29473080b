"""What evidence rests on besides an item's wording, and whether that is still so.

Evidence rests on the plan's components, on the files that its proof names, and on what the item's
`inputs:` field names; on all files of the repository but Markdown where nothing of this is there.
What a proof's own command writes is a result and no input. Each input is kept with a digest: a file's is
what git calls its content, that of a folder, glob or module is a hash over the files in it.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from planproof.evidence.proofs import read_proofs
from planproof.evidence.verb import Proof
from planproof.plan.model import Component, Item, Plan
from planproof.text.globs import folders_of, lies_in
from planproof.text.patterns import rx
from planproof.text.source import Span

WHOLE = "."
"""The name of the input that stands for the whole repository."""

_LINE = r"(?<=\w)(?::\d+(?:-\d+)?|#L\d+(?:-L?\d+)?)$"
_SYMBOL = r"(?<=[./])(\w+)::[A-Za-z_][\w.:\[\]-]*$"
"""What stands in a file (`src/a.py::Class`), which a module (`orders::store`) does not have."""

_MOST = 200
"""Inputs that a record may have and its item no longer names, each of which is looked up."""


class Inputs:
    """The files of a commit or of the work tree, as one plan's evidence rests on them."""

    def __init__(self, plan: Plan, entries: Mapping[str, str]) -> None:
        """`entries` has for each file what git calls its content."""
        self.plan = plan
        self.entries = entries
        self._digests: dict[str, str] = {}
        self._of: dict[tuple[str, Span], Mapping[str, str]] = {}

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
    def written(self) -> frozenset[str]:
        """The results files that commands write which the plan's proofs name."""
        return frozenset(self._read(by_command=True))

    @cached_property
    def results(self) -> frozenset[str]:
        """All results files that the plan's proofs read, whoever wrote them; often no commit has them."""
        return self.written | frozenset(self._read(by_command=False))

    def _read(self, *, by_command: bool) -> Iterator[str]:
        for proofs in self.proofs.values():
            if any(proof.verb == "run" for proof in proofs) is by_command:
                yield from (normal(proof.texts[0]) for proof in proofs if proof.verb == "read")

    @cached_property
    def worded(self) -> Counter[str]:
        """How many items of the plan have the same words, by fingerprint."""
        return Counter(item.fingerprint for item in self.plan.items)

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
        return dict(self._now(item))

    def _now(self, item: Item) -> Mapping[str, str]:
        """The same, worked out once for each item, however many records are held against it."""
        key = item.id, item.span
        if key not in self._of:
            self._of[key] = self._digested(item)
        return self._of[key]

    def _digested(self, item: Item) -> Mapping[str, str]:
        names = dict.fromkeys((*self._components, *self._named(item), *self._stated(item)))
        digests = {name: self.digest(name) for name in names if name not in self.written}
        if not any(digests.values()):  # what is not there yet keeps nothing fresh
            digests[WHOLE] = self.digest(WHOLE)
        return digests

    def lacking(self, item: Item) -> tuple[str, ...]:
        """What an item's `inputs:` names and is not there: nothing that git tracks or would track."""
        return tuple(name for name in self._stated(item) if not any(True for _ in self.files(name)))

    def changed(self, item: Item, then: Mapping[str, str]) -> tuple[str, ...]:
        """Which inputs are not what they were, or were none.

        Args:
            item: the item.
            then: the inputs of its evidence with their digests.
        """
        now = self._now(item)
        gone = [name for name in then if name not in now]
        if len(gone) > _MOST:  # whoever wrote that record
            return tuple(gone)
        found = [
            name
            for name in (*now, *gone)
            if then.get(name) != self.digest(name)
            and not (name in self.results and name not in self.entries)  # only who made it has it
        ]
        return tuple(name for name in found if name != WHOLE or len(found) == 1)

    def _named(self, item: Item) -> Iterator[str]:
        """The files that an item's proofs and its `inputs:` name."""
        proofs = self.proofs.get(item.id, ())
        for proof in proofs:
            for text in _files_named(proof):
                path = _path(text)
                if self._is_there(path):
                    yield path

    def _stated(self, item: Item) -> Iterator[str]:
        """What an item's `inputs:` names."""
        field = item.field("inputs")
        if field is not None:
            texts = [code.text for code in field.codes] or rx(r"\s*,\s*").split(field.value)
            yield from (_path(text) for text in texts if text.strip())

    def _is_there(self, path: str) -> bool:
        return path in self.entries or path in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        return folders_of(self.entries)

    def digest(self, name: str) -> str:
        """The digest of a file, a folder, a glob or a module; empty where there is nothing."""
        if name not in self._digests:
            self._digests[name] = self._digest(name)
        return self._digests[name]

    def _digest(self, name: str) -> str:
        if name in self.entries:
            return self.entries[name]
        whole = hashlib.sha256()
        count = 0
        for path in sorted(self.files(name)):
            count += 1
            whole.update(f"{path}\0{self.entries[path]}\n".encode("utf-8", "surrogateescape"))
        return f"{count}:{whole.hexdigest()}" if count else ""

    def files(self, name: str) -> Iterator[str]:
        """The files that an input's name stands for: one, or those below a folder, of a glob or a module."""
        own = self.plan.document.source.name
        if name in self.entries:
            yield name
            return
        for path in self._below(name):
            if path != own and path not in self.results and not is_derived(path):
                yield path

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


def is_derived(path: str) -> bool:
    """Whether a file is what Python compiled, which running a test writes and evidence does not rest on."""
    return "__pycache__/" in path


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
    return normal(rx(_SYMBOL).sub(r"\1", path))


def normal(path: str) -> str:
    """A path in the one form in which paths are compared: no `./`, no `a/../`, no slash at its end."""
    return posixpath.normpath(path)
