"""`ledger`: evidence from clone to clone, and what may go."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.evidence import superseded
from planproof.app.recorded import decoded
from planproof.evidence.record import Evidence
from planproof.system import git, repository
from planproof.system.ledger import Ledger, LedgerError, Merged
from planproof.system.ledger_form import named
from planproof.system.ledger_remote import tracking
from planproof.text.patterns import rx


@contextmanager
def _in_words_for_people() -> Iterator[None]:
    """What the ledger complains of, as `CannotDo`."""
    try:
        yield
    except LedgerError as error:
        raise CannotDo(error.reason, error.remedy) from None


def moved(settings: Settings, what: str, name: str, *, records_only: bool = False) -> Merged:
    """Push, fetch or merge.

    Args:
        settings: the settings in force.
        what: `push`, `fetch` or `merge`.
        name: a remote (`origin` where none is given), or for `merge` a revision.
        records_only: take over records and nothing else.

    Raises:
        CannotDo: it cannot be done; the ledger is as it was.
    """
    ledger = Ledger(settings.root)
    with _in_words_for_people():
        try:
            if what == "merge":
                if not name:
                    raise CannotDo("nothing is named to merge", "Name a ref or a commit.")
                return ledger.merge(
                    repository.resolve(settings.root, name), records_only=records_only
                )
            remote = name or _remote(settings.root)
            if what == "push":
                return ledger.push(remote)
            return ledger.fetch(remote, records_only=records_only)
        except repository.NoSuchRevision as error:
            raise CannotDo(str(error), "`git for-each-ref refs/planproof` lists ledgers.") from None


def news(settings: Settings) -> bool:
    """Whether the ledger here says something that was not in the remote's when that was last fetched."""
    tip = Ledger(settings.root).tip()
    there = git.git(
        settings.root, "rev-parse", "--verify", "--quiet", tracking(_remote(settings.root))
    )
    return bool(tip) and tip != (there or "").strip()


def _remote(root: str) -> str:
    """The remote to use where none is named: the only one, or `origin`."""
    remotes = (git.git(root, "remote") or "").split()
    if "origin" in remotes or not remotes:
        return "origin"
    if len(remotes) == 1:
        return remotes[0]
    raise CannotDo("there are several remotes, and none is `origin`", "Name one.")


def prune(settings: Settings, plans: Sequence[str], keep: int, *, dry_run: bool = False) -> int:
    """Take away records that later ones of the same wording have replaced; how many.

    Sign-offs stay. What goes is listed in the ledger, so that an audit can tell it from what was removed.

    Raises:
        CannotDo: the ledger cannot be read or written.
    """
    ledger = Ledger(settings.root)
    with _in_words_for_people():
        stored = [one for plan in plans or ("",) for one in ledger.read(plan)]
        paths = {named(one.path): one.path for one in stored}
        by_plan: dict[str, list[Evidence]] = {}
        for one in decoded(stored):
            by_plan.setdefault(one.record.plan, []).append(one)
        gone = [paths[one.digest] for mine in by_plan.values() for one in superseded(mine, keep)]
        return len(gone) if dry_run or not gone else len(ledger.prune(gone))


def prune_named(settings: Settings, names: Sequence[str], *, dry_run: bool = False) -> int:
    """Take away the very records that are named, by path or by the beginning of their digest; how many.

    Raises:
        CannotDo: there is no such record, there are several, or the ledger cannot be read or written.
    """
    ledger = Ledger(settings.root)
    with _in_words_for_people():
        paths = [one.path for one in ledger.read("")]
        gone = []
        for name in names:
            found = [path for path in paths if name == path or named(path).startswith(name)]
            if len(found) != 1:
                several = f"there are {len(found)} records whose digests begin with {name}"
                raise CannotDo(
                    several if found else f"there is no record {name}",
                    "`planproof evidence --history` and `planproof evidence verify` name them.",
                )
            gone += found
        return len(gone) if dry_run else len(ledger.prune(gone))


def is_record(name: str) -> bool:
    """Whether a name is a record's, by path or digest, and no plan's."""
    return name.startswith("records/") or rx(r"[0-9a-f]{10,64}").fullmatch(name) is not None


def exported(settings: Settings, plans: Sequence[str]) -> str:
    """The records as JSON Lines: each as it lies in the ledger, a statement or an envelope around one.

    Raises:
        CannotDo: the ledger cannot be read, or there is nothing.
    """
    ledger = Ledger(settings.root)
    lines: list[str] = []
    with _in_words_for_people():
        for plan in plans or ("",):
            for one in ledger.read(plan):
                try:
                    text = one.content.decode("utf-8")
                except UnicodeDecodeError:
                    text = base64.b64encode(one.content).decode()
                lines.append(" ".join(text.split("\n")).strip())
    if not lines:
        raise CannotDo("nothing is recorded", "`planproof prove` records evidence.")
    return "\n".join(lines) + "\n"
