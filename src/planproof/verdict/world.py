"""The repository at one commit, as claims are held against it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from planproof.evidence.record import Evidence
from planproof.evidence.sign_offs import SignOff
from planproof.evidence.sign_offs import Standing as Signed
from planproof.facts.inventory import Inventory
from planproof.facts.paths import is_test
from planproof.facts.probe import language_of
from planproof.plan.model import Item, Plan
from planproof.text.globs import folders_of


class Gone(NamedTuple):
    """A path that was there once.

    Attributes:
        commit: the one that took it away; empty where that is not committed.
        renamed_to: where it went, if it moved.
    """

    commit: str
    renamed_to: str = ""

    @property
    def says(self) -> str:
        """What became of it, as part of a sentence."""
        if not self.commit:
            return "it was deleted, which is not committed yet"
        verb = f"moved it to `{self.renamed_to}`" if self.renamed_to else "deleted it"
        return f"commit {self.commit[:10]} {verb}"


class Merged(NamedTuple):
    """Whether a reference is in the history of the main branch: the commit, else why nobody can say."""

    commit: str = ""
    reason: str = ""


class History(Protocol):
    """What claims ask of the history."""

    def gone(self, path: str) -> Gone | None:
        """When a path that is not there was taken away; None where it never was there."""
        ...

    def merged(self, references: Iterable[str]) -> Mapping[str, Merged]:
        """For each reference (`#128`, a hash) whether the main branch has it."""
        ...

    def authors(self) -> Iterable[tuple[str, str]]:
        """Name and address of everybody who committed; nobody where there is no history."""
        ...

    def since(self, path: str, line: int) -> str:
        """The day on which a line of a plan became what it is, as `2026-11-22`; empty where unknown."""
        ...

    @property
    def shallow(self) -> bool:
        """Whether the history is cut off or missing, so that absence from it says nothing."""
        ...


class NoHistory:
    """The history of a folder that has none."""

    shallow = True

    def gone(self, path: str) -> Gone | None:  # noqa: ARG002
        """Nothing is known of what was there."""
        return None

    def merged(self, references: Iterable[str]) -> Mapping[str, Merged]:
        """Nobody can say."""
        return {one: Merged(reason="there is no git history here") for one in references}

    def authors(self) -> Iterable[tuple[str, str]]:
        """Nobody."""
        return ()

    def since(self, path: str, line: int) -> str:  # noqa: ARG002
        """Nobody can say."""
        return ""


class Recorded(Protocol):
    """What claims ask of the evidence that is recorded.

    Attributes:
        entries: for each file that is judged, what git calls its content.
    """

    entries: Mapping[str, str]

    def records(self, plan: str) -> Sequence[Evidence]:
        """The records of a plan, by its id, in any order."""
        ...

    def sign_off(self, plan: Plan, item: Item | None, role: str) -> Signed:
        """How an item, or the whole plan, stands with the sign-off of a role."""
        ...


class NothingRecorded:
    """The evidence of a folder that has no ledger."""

    entries: Mapping[str, str] = {}

    def records(self, plan: str) -> Sequence[Evidence]:  # noqa: ARG002
        """None."""
        return ()

    def sign_off(self, plan: Plan, item: Item | None, role: str) -> Signed:  # noqa: ARG002
        """Nobody has signed."""
        return Signed(SignOff.MISSING, f"{role} has not signed it")


UNREAD_CODE = frozenset(
    ("c", "cc", "cpp", "cxx", "h", "hpp", "m", "mm", "swift", "scala", "ex", "exs", "erl", "clj", "cljs",
     "dart", "lua", "pl", "pm", "r", "jl", "hs", "ml", "fs", "vb", "groovy", "zig", "nim", "cr", "sol",
     "vue", "svelte", "astro", "tf", "hcl", "nix", "ps1", "bat", "elm", "d", "pas", "f90", "cob", "coffee")
)  # fmt: skip
"""Suffixes of code in languages that no probe reads."""


_MANY = 100
"""Documents that a repository of documents has at least."""


class Paths:
    """The paths of a commit, in the orders in which they are looked for."""

    def __init__(self, files: Iterable[str]) -> None:
        self.files = frozenset(files)

    @cached_property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file."""
        return folders_of(self.files)

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """Paths by the name of their file."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            found.setdefault(path.rpartition("/")[2], []).append(path)
        return found

    @cached_property
    def by_stem(self) -> dict[str, list[str]]:
        """Files and folders by their name without its last suffix, as modules are compared."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.files):
            found.setdefault(stem(path), []).append(path)
        for path in sorted(self.folders):
            found.setdefault(plain(path.rpartition("/")[2]), []).append(path)
        return found

    @cached_property
    def ordered(self) -> list[str]:
        """The files in the order of their paths."""
        return sorted(self.files)


class World:
    """One commit of a repository.

    Attributes:
        paths: of its files, from the root.
        inventory: the facts.
        mentions: for each word that was looked for, in lower case, the files it occurs in, whatever
            they are, documentation apart.
        history: see `History`.
        evidence: see `Recorded`.
    """

    def __init__(
        self,
        files: Iterable[str] | Paths,
        inventory: Inventory,
        mentions: Mapping[str, tuple[str, ...]],
        history: History,
        anchors: Mapping[str, frozenset[str]] | None = None,
        evidence: Recorded | None = None,
    ) -> None:
        self.paths = files if isinstance(files, Paths) else Paths(files)
        self.inventory = inventory
        self.mentioned = mentions
        self.history = history
        self._anchors = anchors or {}
        self.evidence: Recorded = evidence or NothingRecorded()

    @property
    def files(self) -> frozenset[str]:
        """Every file."""
        return self.paths.files

    @property
    def folders(self) -> frozenset[str]:
        """Every folder that holds a file."""
        return self.paths.folders

    @property
    def by_name(self) -> dict[str, list[str]]:
        """Paths by the name of their file."""
        return self.paths.by_name

    @property
    def by_stem(self) -> dict[str, list[str]]:
        """Files and folders by their name without its last suffix, as modules are compared."""
        return self.paths.by_stem

    def kind(self, path: str) -> str:
        """`file`, `folder`, or empty where there is nothing."""
        plain = path.rstrip("/")
        if plain in self.files:
            return "file"
        return "folder" if plain in self.folders or plain in ("", ".") else ""

    def anchors(self, path: str) -> frozenset[str] | None:
        """The fragments that links to a Markdown file can have; None where it cannot be read."""
        try:
            return self._anchors[path]
        except KeyError:
            return None

    def below(self, path: str) -> list[str]:
        """The files at a path: itself, or those in the folder."""
        plain = path.rstrip("/")
        if plain in self.files:
            return [plain]
        if plain in ("", "."):
            return self.paths.ordered
        first = bisect_left(self.paths.ordered, f"{plain}/")
        return self.paths.ordered[
            first : bisect_left(self.paths.ordered, f"{plain}0", first)
        ]  # `0` follows `/`

    @cached_property
    def code_read(self) -> bool:
        """Whether any of the code is in a language that is read."""
        return any(language_of(path) is not None for path in self.files)

    @cached_property
    def of_documents(self) -> bool:
        """Whether this is a repository of documents, whose code lies in others: ten for each file of code."""
        endings = [path.rpartition(".")[2].lower() for path in self.files]
        documents = sum(ending in ("md", "markdown", "rst", "adoc") for ending in endings)
        if documents < _MANY:
            return False
        read = sum(language_of(path) is not None for path in self.files)
        return documents > 10 * (read + sum(ending in UNREAD_CODE for ending in endings))

    def languages(self, paths: Iterable[str]) -> tuple[list[str], list[str]]:
        """The languages of files: those that are read, and the suffixes of code that is not."""
        read: dict[str, int] = {}
        unread: dict[str, int] = {}
        for path in paths:
            language = language_of(path)
            suffix = path.rpartition(".")[2].lower()
            if language is not None:
                read[language.NAME] = read.get(language.NAME, 0) + 1
            elif suffix in UNREAD_CODE:
                unread[suffix] = unread.get(suffix, 0) + 1
        return _by_count(read), _by_count(unread)

    def where(self, word: str) -> tuple[str, ...]:
        """The files in which a word stands, in any case; documentation is not looked at."""
        return self.mentioned.get(word.lower(), ())

    def in_code(self, word: str) -> list[str]:
        """The files of code, tests apart, in which a word stands in any case."""
        return [
            path
            for path in self.where(word)
            if not is_test(path)
            and (language_of(path) is not None or path.rpartition(".")[2].lower() in UNREAD_CODE)
        ]


def stem(path: str) -> str:
    """The name of a file without its last suffix, as modules are compared."""
    name = path.rpartition("/")[2]
    return plain(name.rpartition(".")[0] or name)


def plain(name: str) -> str:
    """A module's or a folder's name without case, dashes and underscores: `OrdersCore` is `orders-core`."""
    return name.replace("-", "").replace("_", "").casefold()


def _by_count(counts: Mapping[str, int]) -> list[str]:
    return [name for name, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
