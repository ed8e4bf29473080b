"""`facts`: what the probes see in a repository, as an inventory of its own."""

from __future__ import annotations

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import How, Kept, Progress, gather
from planproof.app.verdicts import read_of
from planproof.app.verify import open_snapshot
from planproof.facts.kinds import KINDS, ON_DEMAND, SOUGHT
from planproof.report.facts import FactsV1, facts_of
from planproof.version import __version__


def facts(
    settings: Settings,
    kinds: tuple[str, ...] = (),
    below: str = "",
    at: str = "",
    progress: Progress | None = None,
) -> FactsV1:
    """The facts of a commit.

    Args:
        settings: the settings in force.
        kinds: which to list; none for all but those that are only listed when they are asked for.
        below: a file or folder to keep to, from the root; empty for all.
        at: a revision; empty for the work tree.
        progress: told how far it is.

    Raises:
        CannotDo: there is no such revision, or nothing lies at the path.
    """
    wanted = frozenset(kinds) or frozenset(KINDS) - frozenset(ON_DEMAND)
    snapshot = open_snapshot(settings.root, at)
    if below and not any(
        path == below or path.startswith(f"{below.rstrip('/')}/") for path in snapshot.entries
    ):
        raise CannotDo(f"there is nothing at `{below}`", "Name a file or folder of the project.")
    kept = Kept(settings.root, use=settings.config.cache)
    every = not wanted.isdisjoint(SOUGHT)
    gathered = gather(snapshot, (), How(kept, settings.config.jobs, progress, every))
    kept.store()
    read = read_of(snapshot, gathered.coverage)
    return FactsV1(
        schema="planproof/facts/1",
        version=__version__,
        root=settings.root,
        commit=snapshot.revision,
        languages=read.languages,
        unread=read.unread,
        left_out=read.left_out,
        facts=facts_of(gathered.inventory, wanted, below),
    )
