"""`verify`: is the plan true? Holds plans against code, history and CODEOWNERS. Nothing is executed.

Verdicts of an earlier run are recalled while nothing that they rest on has changed. They rest on the files as they are judged, on the history that claims ask about, on the settings and on
planproof's own code; all of that is in the key under which they are kept. So a second run on an
unchanged repository lists its files and reads none, and imports neither parsers nor probes.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from planproof.app.baseline import Baseline
from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.kept import key
from planproof.evidence.ref import REF
from planproof.report.truth import PlanTruth, Truth
from planproof.report.words import encodable
from planproof.system import cache, git, repository
from planproof.system.repository import Snapshot

if TYPE_CHECKING:
    from planproof.app.gather import Progress


class Request(msgspec.Struct, frozen=True):
    """What to verify.

    Attributes:
        paths: plans by file, folder, glob or id; none for the whole project.
        at: the revision to judge; empty for the work tree.
        since: the revision to compare with; empty for none.
        take_all: judge plans that are superseded, withdrawn or laid aside, too.
        baseline: broken claims that are known.
    """

    paths: tuple[str, ...] = ()
    at: str = ""
    since: str = ""
    take_all: bool = False
    baseline: Baseline | None = None


def open_snapshot(root: str, rev: str) -> Snapshot:
    """The files of a revision, or of the work tree.

    Raises:
        CannotDo: there is no such revision, or nothing can be read.
    """
    try:
        return repository.snapshot(root, rev)
    except repository.NoSuchRevision as error:
        remedy = "Name a branch, tag or commit that `git log` knows."
        if git.locate(root) is None:
            remedy = "Run it in a git repository, or without a revision."
        raise CannotDo(str(error), remedy) from None
    except repository.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None


def verify(settings: Settings, request: Request, progress: "Progress | None" = None) -> Truth:
    """Hold plans against the repository, or recall what came of it.

    Raises:
        CannotDo: a revision or a plan that is named does not exist, or there is nothing to read.
    """
    snapshot = open_snapshot(settings.root, request.at)
    earlier = open_snapshot(settings.root, request.since) if request.since else None
    file = _file(settings, request) if settings.config.cache else None
    digest = _digest(settings, snapshot, earlier) if file is not None else b""
    truth = cache.recalled(file, digest, Truth)
    if truth is None:
        from planproof.app.verdicts import judged_truth

        truth = encodable(judged_truth(settings, request, snapshot, earlier, progress))
        # Files that could not be read may be readable now.
        if not truth.problems and "unreadable" not in truth.read.left_out:
            cache.keep(file, digest, truth)
    return _without_known(truth, request)


def _file(settings: Settings, request: Request) -> Path:
    """Where the verdicts for such a request are kept; those for other requests lie beside them."""
    here = os.getcwd() if request.paths else ""  # what paths are named from
    asked = [settings.root, here, request.paths, request.at, request.since, request.take_all]
    return cache.cache_file(settings.root, repr(asked).encode("utf-8", "replace"), "verdicts")


def _digest(settings: Settings, snapshot: Snapshot, earlier: Snapshot | None) -> bytes:
    """A digest of everything that verdicts rest on, but for what was asked, which names their file."""
    digest = hashlib.blake2b(key(settings), digest_size=32)
    config = settings.config
    evidence = [config.signers, config.allowed_signers, config.units]
    digest.update(msgspec.msgpack.encode([config.plans, config.exclude, evidence]))
    for one in (snapshot, earlier) if earlier is not None else (snapshot,):
        digest.update(one.revision.encode())
        for entries in (one.entries.items(), ((path, reason) for path, reason in one.left_out)):
            text = "\0".join([part for entry in entries for part in entry])
            digest.update(text.encode("utf-8", "surrogateescape") + b"\n")
    branch = git.default_branch(settings.root)
    tips = git.git(settings.root, "rev-parse", "--is-shallow-repository", "HEAD", branch)
    ledger = git.git(settings.root, "rev-parse", "--verify", "--quiet", REF)
    digest.update(f"{tips or ''}{ledger or ''}".encode())
    with suppress(OSError):
        digest.update(Path(settings.root, config.allowed_signers).read_bytes())
    return digest.digest()


def rests_on(settings: Settings, snapshot: Snapshot) -> bytes:
    """A digest of everything that the verdicts on all plans of a snapshot rest on, and so what is made of them."""
    return _digest(settings, snapshot, None)


def recalled(settings: Settings, snapshot: Snapshot) -> Truth | None:
    """The verdicts on all plans of the work tree, where an earlier run left them and they still hold."""
    if not settings.config.cache or snapshot.revision:
        return None
    return cache.recalled(_file(settings, Request()), rests_on(settings, snapshot), Truth)


def _without_known(truth: Truth, request: Request) -> Truth:
    """The verdicts, with broken claims that the baseline knows marked as such."""
    baseline = request.baseline
    if baseline is None:
        return truth
    plans: list[PlanTruth] = []
    for plan in truth.plans:
        claims = tuple(
            msgspec.structs.replace(claim, known=True)
            if claim.verdict == "broken"
            and baseline.has(plan.path, f"verify/{claim.kind}", claim.fingerprint)
            else claim
            for claim in plan.claims
        )
        plans.append(msgspec.structs.replace(plan, claims=claims))
    return msgspec.structs.replace(truth, plans=tuple(plans))


def exit_code(truth: Truth) -> int:
    """0 all well; 1 broken claims; 2 nothing was judged, or something could not be read."""
    if truth.problems or not truth.judged:
        return 2
    return 1 if truth.failing else 0
