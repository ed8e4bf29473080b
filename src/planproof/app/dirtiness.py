"""Which files differ from the commit that evidence is pinned to, and what that does to a decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs, is_derived
from planproof.evidence.standing import wants_proof
from planproof.system import repository
from planproof.system.repository import Snapshot


class Dirtiness:
    """The files on disk beside those of a commit."""

    def __init__(self, snapshot: Snapshot, root: str, commit: str) -> None:
        """`snapshot` has the files on disk below `root`."""
        self._snapshot = snapshot
        self._root = root
        self._commit = commit
        self._of: dict[tuple[str, frozenset[str]], list[str]] = {}

    def of(self, inputs: Inputs, more: Collection[str] = ()) -> list[str]:
        """The files that bear on a plan's evidence and differ: those that the commit has, and new inputs.

        Args:
            inputs: what the plan's evidence rests on.
            more: names of further inputs.
        """
        own = inputs.plan.document.source.name
        key = own, frozenset(more)
        if key not in self._of:
            items = inputs.plan.items
            named = {name for item in items if wants_proof(item) for name in inputs.of(item)}
            named.update(more)
            rests_on = {path for name in named for path in inputs.files(name)} | named
            self._of[key] = [
                path
                for path in self._differing
                if path not in inputs.results
                and not is_derived(path)
                and (path in rests_on or self._is_code(path) or path == own)
            ]
        return self._of[key]

    def _is_code(self, path: str) -> bool:
        """Whether a file of the commit may bear on what is run, though nothing names it."""
        return path in self._committed and not path.endswith((".md", ".markdown"))

    @cached_property
    def _committed(self) -> Mapping[str, str]:
        return repository.at(self._root, self._commit).entries

    @cached_property
    def _differing(self) -> list[str]:
        """The paths whose content is not that of the commit."""
        now, then = self._snapshot.stored, self._committed
        paths = {*now, *then}
        paths.difference_update(path for path, _ in self._snapshot.left_out)
        return sorted(path for path in paths if now.get(path) != then.get(path))


def held_back(
    decision: Decision, reason: str, others: Sequence[str], meanwhile: Sequence[str] = ()
) -> tuple[Decision, str]:
    """A decision and its reason, as they are recorded where it rests on what no commit has.

    Args:
        decision: what the proof says.
        reason: why.
        others: files besides the plan that are not committed.
        meanwhile: inputs that changed while it was proven.
    """
    if not others and not meanwhile:
        return decision, reason
    were = "were" if len(others or meanwhile) > 1 else "was"
    why = f"{_named(others)} {were} not committed" if others else ""
    why = why or f"{_named(meanwhile)} {were} changed while it was proven"
    return Decision.INCONCLUSIVE, f"{reason}; but {why}"


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - 2} more" if len(paths) > 2 else ""
    return ", ".join(f"`{path}`" for path in paths[:2]) + more
