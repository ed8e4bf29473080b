"""The history as claims ask about it: git's answers, each asked for once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from planproof.markdown.tree import Code
from planproof.plan.model import Component, Plan, Step
from planproof.system import git
from planproof.system.history import History
from planproof.text.patterns import rx
from planproof.verdict.world import Gone, Merged

_NEAR = 15
_LONG = 100
"""Commits from which on a history shows whether it names pull requests."""


class Past:
    """The history of a project, as it was at a revision.

    Attributes:
        root: the project's folder.
        rev: the commit that is judged; empty for the work tree.
        named: paths that will be asked for.
    """

    def __init__(
        self,
        root: str,
        rev: str,
        plans: Iterable[Plan] = (),
        files: Mapping[str, str] | None = None,
    ) -> None:
        """Note what will be asked, so that one look at the log answers it all.

        Args:
            root: the project's folder.
            rev: the commit that is judged; empty for the work tree.
            plans: those whose claims are judged.
            files: blob ids by path, as they are judged.
        """
        self.root = root
        self.rev = rev
        self.files = files or {}
        plans = tuple(plans)
        self.named = frozenset(_paths(plans, self.files))
        self._wanted = {
            reference
            for plan in plans
            for item in plan.items
            if isinstance(item, Step) and item.done
            for reference in item.references
        }
        self._gone: dict[str, Gone | None] = {}

    def expect(self, paths: Iterable[str]) -> None:
        """Look these up, too, once anything is asked."""
        self.named |= frozenset(paths)

    @cached_property
    def _history(self) -> History:
        return History(self.root)

    @cached_property
    def shallow(self) -> bool:
        """Whether the history is cut off or missing, so that absence from it says nothing."""
        return bool(self._history.missing) or self._history.is_shallow()

    def gone(self, path: str) -> Gone | None:
        """When a path that is not there was taken away; None where it never was there."""
        if path not in self._gone:
            wanted = {path, *self.named} - self._gone.keys()
            found = self._history.gone(sorted(wanted), self.rev or "HEAD")
            for name, gone in found.items():
                here = not self.rev and name in self._committed
                was = Gone(gone.commit.id, gone.now) if gone is not None else None
                self._gone[name] = Gone("") if here else was
        return self._gone[path]

    @cached_property
    def _committed(self) -> frozenset[str]:
        """Files and folders of the last commit: what is not there now was deleted since."""
        if self._history.missing:
            return frozenset()
        said = git.git(self.root, "ls-tree", "-r", "-t", "-z", "--name-only", "HEAD", ".") or ""
        return frozenset(said.split("\0")[:-1])

    def since(self, path: str, line: int) -> str:
        """The day on which a line of a plan became what it is; empty where it is not committed so."""
        if self._history.missing:
            return ""
        committed = git.git(
            self.root, "rev-parse", "--verify", "--quiet", f"{self.rev or 'HEAD'}:./{path}"
        )
        if (committed or "").strip() != self.files.get(path):
            return ""
        commit = self._history.last_change(path, line, self.rev or "HEAD")
        return commit.date[:10] if commit is not None else ""

    @cached_property
    def _merged(self) -> dict[str, str | None]:
        if self._history.missing:
            return {}
        branch = self.rev or git.default_branch(self.root)
        return self._history.merged(branch, sorted(self._wanted))

    @cached_property
    def _merged_around(self) -> frozenset[str]:
        """Of the numbers around those that are wanted, the ones that the main branch has."""
        branch = self.rev or git.default_branch(self.root)
        around = {one for reference in self._wanted for one in _around(reference)}
        found = self._history.merged(branch, sorted(around))
        return frozenset(one for one, commit in found.items() if commit)

    def merged(self, references: Iterable[str]) -> Mapping[str, Merged]:
        """For each reference whether the main branch has it."""
        self._wanted.update(references)
        found: dict[str, Merged] = {}
        for reference in references:
            commit = self._merged.get(reference)
            if commit:
                found[reference] = Merged(commit=commit)
            elif self._history.missing:
                found[reference] = Merged(reason=self._history.missing)
            elif self.shallow:
                reason = "it is not in the part of the history that is here, which is cut off"
                found[reference] = Merged(reason=reason)
            elif reference[:1] in ("#", "!") and self._names_none(reference):
                reason = (
                    "the commits of this history do not name the pull requests around it, either"
                )
                found[reference] = Merged(reason=reason)
        return found

    def _names_none(self, reference: str) -> bool:
        """Whether a long history has none of the numbers around one: it may not say what was merged."""
        if len(self._history.commits(limit=_LONG)) < _LONG:
            return False
        return self._merged_around.isdisjoint(_around(reference))

    @cached_property
    def _authors(self) -> list[tuple[str, str]]:
        return [] if self._history.missing else list(self._history.authors())

    def authors(self) -> Iterable[tuple[str, str]]:
        """Name and address of everybody who committed."""
        return self._authors


def _around(reference: str) -> Iterator[str]:
    """The numbers near a pull request's."""
    mark, number = reference[:1], reference[1:]
    if mark in ("#", "!") and number.isdecimal():
        for other in range(max(1, int(number) - _NEAR), int(number) + _NEAR + 1):
            yield f"{mark}{other}"


def _paths(plans: Iterable[Plan], files: Mapping[str, str]) -> Iterator[str]:
    """The paths that plans name and that are not there, so that they are looked up together."""
    for plan in plans:
        for item in plan.items:
            names: list[str] = []
            if isinstance(item, Component) and item.form == "path":
                names = [item.name.text.strip("` ")]
            elif isinstance(item, Step):
                names = [one.text.strip() for one in item.words.inlines if isinstance(one, Code)]
            for name in names:
                if "/" in name and name not in files and rx(r"^[\w.@+-][\w.@+/-]*$").match(name):
                    yield name.rstrip("/")
