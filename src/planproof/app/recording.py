"""Keeping evidence: the ledger of a repository, and what every record says of where it was made."""

from __future__ import annotations

import os
import platform
import secrets
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cached_property

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.recorded import LedgerView
from planproof.evidence.record import Evidence, Record, Step, decode, statement
from planproof.evidence.redact import redact, secrets_of
from planproof.plan.model import Plan
from planproof.system import git
from planproof.system.files import CannotRead
from planproof.system.snapshots import blob_id
from planproof.version import __version__


class Recorder:
    """Reads and writes the ledger of a project's repository. Several threads may use it.

    Attributes:
        settings: the settings in force.
        commit: the commit that is checked out.
        tree: its tree.
        view: what the ledger holds.
    """

    def __init__(self, settings: Settings, entries: Mapping[str, str] | None = None) -> None:
        """Find the repository.

        Args:
            settings: the settings in force.
            entries: for each file what git calls its content, where that is known.

        Raises:
            CannotDo: there is none, or it has no commit.
        """
        self.settings = settings
        place = git.locate(settings.root)
        if place is None:
            raise CannotDo(
                "evidence needs a git repository, and there is none here",
                "Run `git init`, and commit the plan and the code.",
            )
        ids = git.git(settings.root, "rev-parse", "HEAD^{commit}", "HEAD^{tree}")
        if not ids:
            raise CannotDo(
                "evidence is pinned to a commit, and this repository has none",
                "Commit the plan and the code.",
            )
        self.commit, self.tree = ids.split()
        self.prefix = place.prefix
        self.entries = entries or {}
        self.view = LedgerView(settings, self.entries)
        self._lock = threading.Lock()

    def records(self, plan: str) -> list[Evidence]:
        """The records of a plan, by its id, those that were just made included."""
        with self._lock:
            return list(self.view.records(plan))

    def subject(self, plan: Plan) -> tuple[str, str, str, str]:
        """What evidence about a plan is pinned to: commit, tree, the plan's path from the top, its blob."""
        source = plan.document.source
        blob = self.entries.get(source.name) or blob_id(source.text.encode(), len(self.commit))
        return self.commit, self.tree, f"{self.prefix}{source.name}", blob

    def keep(self, record: Record, plan: Plan, key: str = "") -> Evidence:
        """Write a record to the ledger, chained to the newest that are there.

        Args:
            record: what to record; who, where and its place in the chain are filled in.
            plan: the plan that it is about.
            key: the SSH key to sign it with, or empty.

        Raises:
            CannotDo: it cannot be signed or written.
        """
        commit, tree, path, blob = self.subject(plan)
        secrets_known = secrets_of(os.environ)
        with self._lock:
            known = self.view.records(plan.id)
            full = msgspec.structs.replace(
                record,
                reason=redact(record.reason, secrets_known),
                steps=tuple(_redacted(step, secrets_known) for step in record.steps),
                previous=heads(known),
                nonce=secrets.token_hex(16),
                by=record.by or self.person,
                machine=record.machine or machine(),
            )
            kept = statement(full, commit=commit, tree=tree, path=path, blob=blob)
            try:
                if key:
                    from planproof.system.signing import sealed_with

                    kept = sealed_with(kept, key)
                self.view.ledger.append([(record.plan, record.item, kept)])
            except CannotRead as error:
                raise CannotDo(
                    f"evidence cannot be recorded: {error.reason}", error.remedy
                ) from None
            made = decode(kept)
            known.append(made)
        return made

    @cached_property
    def person(self) -> str:
        """Who works here, as git knows them: `Ada Lovelace <ada@example.com>`."""
        name = git.user(self.settings.root)
        address = (git.git(self.settings.root, "config", "user.email") or "").strip()
        return f"{name} <{address}>".strip() if address else name


def _redacted(step: Step, known: tuple[str, ...]) -> Step:
    """A step without what looks like a secret in its reason, which may hold a test's message."""
    return msgspec.structs.replace(step, reason=redact(step.reason, known))


def heads(known: Iterable[Evidence]) -> tuple[str, ...]:
    """The newest of a plan's records: those that no other one names as previous."""
    known = list(known)
    named = {digest for one in known for digest in one.record.previous}
    return tuple(sorted(one.digest for one in known if one.digest not in named))


def now() -> str:
    """The time, in the form of records."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def machine() -> dict[str, str]:
    """Where evidence is made, as far as it bears on figures; no names of machines or people."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": platform.machine(),
        "cores": str(os.cpu_count() or ""),
        "python": platform.python_version(),
        "planproof": __version__,
    }
