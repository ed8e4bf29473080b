"""The record of one proof: an in-toto Statement with a predicate of planproof's own.

Source: in-toto attestation framework, Statement v1 (in-toto/attestation, spec/v1/statement.md). The
subject is what was proven at: the commit, its tree, and the plan's file. The predicate's type is
`urn:planproof:evidence:v1`, described in docs/evidence.md. A record is named by the SHA-256 of the
bytes in which it is kept, which are the statement's own or, where it is signed, those of the DSSE
envelope around it.
"""

import hashlib
from typing import Any

import msgspec

from planproof.evidence.decision import Decision, Held
from planproof.evidence.envelope import PAYLOAD_TYPE, Envelope, Signature

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "urn:planproof:evidence:v1"
WHOLE_PLAN = "plan"
"""The item id under which what is said of a whole plan is kept."""


class File(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A results file that a proof read.

    Attributes:
        path: from the project's folder.
        sha256: of its content.
        format: the reader's name.
        figure: what was read in it, as the plan names it.
    """

    path: str
    sha256: str
    format: str = ""
    figure: str = ""


class Step(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True):
    """One verb of a proof, as it was carried out.

    Attributes:
        verb: `run`, `read`, `test` ...
        says: it in the plan's words.
        decision: what it says by itself.
        reason: why, in one sentence without a full stop.
        runs: how often it was done.
        exit: the exit code of the last run of a command; None where there was none.
        seconds: what the last run took.
        files: what it read.
        output: the end of what the command printed, without what looks like a secret.
    """

    verb: str
    says: str
    decision: Decision
    reason: str
    runs: int = 1
    exit: int | None = None
    seconds: float | None = None
    files: tuple[File, ...] = ()
    output: str = ""


class Record(
    msgspec.Struct, frozen=True, gc=False, omit_defaults=True, kw_only=True, rename="camel"
):
    """The evidence of one proof of an item, or a person's sign-off.

    Attributes:
        plan: the plan's id.
        item: the item's id; `plan` for the whole plan.
        fingerprint: of the item's wording.
        wording: the words themselves, so that both can be shown once they differ.
        decision: what came of it: `met`, `not met` or `inconclusive`.
        reason: why, in one sentence without a full stop.
        held: the figures of the sentence, held against what was read.
        steps: the verbs of the proof, as they were carried out.
        proof: the words of the `proof:` field.
        inputs: what it rests on: by path, glob or folder the digest of what was there; see `freshness`.
        dirty: files that differed from the commit when it was made.
        machine: where it was made: system, processor, versions.
        started: RFC 3339, UTC.
        finished: the same.
        by: who ran it, or signed: name and address as git knows them.
        role: the role that somebody signed for; empty for other evidence.
        previous: the digests of the newest records of the plan that its writer knew.
        nonce: random, so that no two records are alike.
        note: what the signer had to say.
        forced: the reason for which a box was ticked though nothing supports it; such a record proves
            nothing, and is kept so that everybody sees it.
        supported: that a box, which was ticked by force once, is ticked again with support; it proves
            nothing either, and ends what the record of the tick by force says.
    """

    plan: str
    item: str
    fingerprint: str
    wording: str
    decision: Decision
    reason: str
    started: str
    finished: str
    nonce: str
    held: tuple[Held, ...] = ()
    steps: tuple[Step, ...] = ()
    proof: str = ""
    inputs: dict[str, str] = {}
    dirty: tuple[str, ...] = ()
    machine: dict[str, str] = {}
    by: str = ""
    role: str = ""
    previous: tuple[str, ...] = ()
    note: str = ""
    forced: str = ""
    supported: bool = False

    @property
    def of_box(self) -> bool:
        """Whether it tells how a box was ticked, and proves nothing."""
        return bool(self.forced) or self.supported


class Subject(msgspec.Struct, frozen=True, gc=False):
    """What a statement is about: a name and its digests by algorithm."""

    name: str
    digest: dict[str, str]


class Statement(msgspec.Struct, frozen=True, gc=False, kw_only=True, rename="camel"):
    """An in-toto Statement v1."""

    type: str = msgspec.field(name="_type", default=STATEMENT)
    subject: tuple[Subject, ...]
    predicate_type: str = PREDICATE
    predicate: Record


class Evidence(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A record as it lies in the ledger.

    Attributes:
        digest: its name: the SHA-256 of the bytes in which it is kept.
        record: what it says.
        commit: the commit it was made at.
        tree: that commit's tree.
        path: the plan's file.
        blob: that file's content as git names it, as it was on disk then.
        payload: the statement's bytes, which signatures are made over.
        signatures: empty where nobody signed.
    """

    digest: str
    record: Record
    commit: str
    tree: str
    path: str
    blob: str
    payload: bytes
    signatures: tuple[Signature, ...] = ()


class NotEvidence(Exception):
    """Bytes of the ledger that are no record. `reason` says why, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def statement(record: Record, *, commit: str, tree: str, path: str, blob: str) -> bytes:
    """A record as the bytes of its statement, ready to be kept or signed."""
    subject = (
        Subject("commit", {"gitCommit": commit}),
        Subject("tree", {"gitTree": tree}),
        Subject(path, {"gitBlob": blob}),
    )
    made = Statement(subject=subject, predicate=record)
    try:
        return msgspec.json.encode(made) + b"\n"
    except UnicodeEncodeError:  # names of files that are no UTF-8
        return msgspec.json.encode(_encodable(msgspec.to_builtins(made))) + b"\n"


def _encodable(value: object) -> object:
    r"""The same with `\udce9` written out for each byte of a name that is no UTF-8."""
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_encodable(key): _encodable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(one) for one in value]
    return value


def digest_of(kept: bytes) -> str:
    """The name of a record: the SHA-256 of its bytes, in hexadecimal digits."""
    return hashlib.sha256(kept).hexdigest()


def decode(kept: bytes) -> Evidence:
    """A record from the bytes in which it is kept. Signatures are not looked at here.

    Raises:
        NotEvidence: the bytes are no statement of ours, nor an envelope around one.
    """
    payload = kept
    signatures: tuple[Signature, ...] = ()
    try:
        if b'"payloadType"' in kept and b'"predicateType"' not in kept:
            envelope = msgspec.json.decode(kept, type=Envelope)
            if envelope.payload_type != PAYLOAD_TYPE:
                raise NotEvidence(f"its envelope holds a {envelope.payload_type}")
            payload, signatures = envelope.data, envelope.signatures
        made = msgspec.json.decode(payload, type=Statement)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotEvidence(f"it is no record: {error}") from None
    if made.type != STATEMENT or made.predicate_type != PREDICATE:
        raise NotEvidence(f"it is a statement of another kind: {made.predicate_type}")
    found = _digests(made)
    if len(made.subject) != 3 or not all(found.values()):
        raise NotEvidence("it does not say at which commit, tree and plan it was made")
    return Evidence(
        digest=digest_of(kept),
        record=made.predicate,
        path=made.subject[2].name,
        payload=payload,
        signatures=signatures,
        **found,
    )


def _digests(made: Statement) -> dict[str, Any]:
    names = {"gitCommit": "commit", "gitTree": "tree", "gitBlob": "blob"}
    found = dict.fromkeys(names.values(), "")
    for subject in made.subject:
        for algorithm, digest in subject.digest.items():
            if algorithm in names:
                found[names[algorithm]] = digest
    return found
