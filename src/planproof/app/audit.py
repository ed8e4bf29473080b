"""`evidence verify`: the whole ledger, held against the repository and the allowed signers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.recorded import allowed_signers
from planproof.app.templates import templates_in_use
from planproof.evidence.allowed_signers import AllowedSigners, read_allowed_signers
from planproof.evidence.audit import Audit, Fault, Kept, Signing, audit
from planproof.evidence.record import Evidence
from planproof.plan.model import Plan
from planproof.system import git
from planproof.system.commits import CommitOf, Commits
from planproof.system.files import CannotRead
from planproof.system.ledger import Ledger
from planproof.system.ledger_form import named, place
from planproof.system.objects import Objects
from planproof.system.signing import verify
from planproof.template.read import read_plan
from planproof.template.schema import Template
from planproof.text.source import NotText, Source


def audit_ledger(settings: Settings) -> Audit:
    """Audit the ledger of a project's repository.

    Raises:
        CannotDo: there is no repository, or the ledger cannot be read, or signatures not be verified.
    """
    ledger = Ledger(settings.root)
    text = allowed_signers(settings)
    allowed = None if text is None else read_allowed_signers(text)
    try:
        kept = Kept(
            records=((one.path, one.content) for one in ledger.read()),
            history=list(ledger.history()),
            pruned=ledger.pruned(),
            named=named,
            place=place,
        )
        here = _Here(settings)
        found = audit(kept, here, Signing(allowed, settings.config.signers, verify))
        here.close()
    except CannotRead as error:
        raise CannotDo(f"the ledger cannot be audited: {error.reason}", error.remedy) from None
    unknown = dict(found.unknown)
    if ledger.missing:
        unknown["its bytes cannot be had"] = len(ledger.missing)
    faults = (*_unread(settings, allowed), *found.faults)
    return msgspec.structs.replace(found, faults=faults, unknown=unknown)


def _unread(settings: Settings, allowed: AllowedSigners | None) -> Iterator[Fault]:
    """The lines of the file of allowed signers that cannot be read."""
    for problem in allowed.problems if allowed else ():
        yield Fault(
            kind="allowed signers",
            path=f"{settings.config.allowed_signers}:{problem.line}",
            digest="",
            message=f"this line does not count: {problem.reason}",
            help="Mend it; `man ssh-keygen` describes it under ALLOWED SIGNERS.",
            counts=False,
        )


class _Here:
    """The repository, as the audit asks for it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.commits = Commits(settings.root)
        self.objects = Objects(settings.root)
        self.plans: dict[tuple[str, str], Plan | None] = {}
        place = git.locate(settings.root)
        self.prefix = place.prefix if place is not None else ""

    @property
    def shallow(self) -> bool:
        return self.commits.shallow

    @cached_property
    def templates(self) -> Sequence[Template]:
        return templates_in_use(Path(self.settings.root), self.settings.config)

    def known(self, ids: Iterable[str]) -> Mapping[str, CommitOf]:
        return self.commits.known(ids)

    def blobs(self, files: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        return self.commits.blobs(files)

    def plan(self, one: Evidence) -> Plan | None:
        """The plan with the very content that the record names, else as its commit has it."""
        key = (one.path, one.blob)
        if key not in self.plans:
            self.plans[key] = self._read(one.path, one.blob)
        if self.plans[key] is not None:
            return self.plans[key]
        file = (one.commit, one.path)
        if file not in self.plans:
            blob = self.commits.blobs([file]).get(file, "")
            self.plans[file] = self._read(one.path, blob) if blob else None
        return self.plans[file]

    def _read(self, path: str, blob: str) -> Plan | None:
        data = self.objects.read(blob)
        if data is None:
            return None
        name = path.removeprefix(self.prefix)
        try:
            source = Source.from_bytes(name, data)
        except NotText:
            return None
        return read_plan(source, self.templates, self.settings.config.template_of(name))

    def close(self) -> None:
        self.objects.close()
