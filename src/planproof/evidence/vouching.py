"""Whose signatures stand under a record: read, looked up among the allowed signers, then verified.

A key that is not listed is never tried. What verifies is handed in; see `planproof.system.signing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import msgspec

from planproof.evidence.allowed_signers import AllowedSigners, among, time_of
from planproof.evidence.envelope import Signature, signed_bytes
from planproof.evidence.record import Evidence
from planproof.evidence.signers import name_and_address
from planproof.evidence.sshsig import NAMESPACE, NotSignature, SshSignature, read_sshsig

MOST_SIGNATURES = 16
"""Nobody's envelope has more; those beyond are not looked at, which is a fault."""


class Seal(NamedTuple):
    """A signature to be verified.

    Attributes:
        found: what the signature says of itself.
        blob: its bytes.
        message: what it is to be a signature of.
    """

    found: SshSignature
    blob: bytes
    message: bytes


Verify = Callable[[Sequence[Seal]], Sequence[str]]
"""Verifies signatures: for each why it is not valid, without a full stop, or nothing where it is."""


class Vouched(msgspec.Struct, frozen=True, gc=False):
    """Who stands behind a record.

    Attributes:
        principals: whom the keys of its valid signatures speak for, as patterns; none where nobody
            signed, or nobody whose signature counts.
        keys: the fingerprints of those keys.
        faults: what is wrong with its other signatures, each without a full stop.
    """

    principals: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def vouch(
    records: Iterable[Evidence], allowed: AllowedSigners, verify: Verify
) -> dict[str, Vouched]:
    """Who stands behind records that are signed, by the records' digests.

    Args:
        records: the records; those that nobody signed are left out of the answer.
        allowed: whose signatures count.
        verify: verifies signatures, all at once.
    """
    faults: dict[str, list[str]] = {}
    waiting: list[tuple[str, tuple[str, ...], Seal]] = []
    for one in records:
        if not one.signatures:
            continue
        wrong = faults.setdefault(one.digest, [])
        message = signed_bytes(one.payload)
        when = time_of(one.record.finished)
        if len(one.signatures) > MOST_SIGNATURES:
            wrong.append(f"it has more than {MOST_SIGNATURES} signatures")
        for signature in one.signatures[:MOST_SIGNATURES]:
            try:
                seal = Seal(_read(signature), signature.data, message)
            except NotSignature as error:
                wrong.append(f"its signature cannot be read: {error.reason}")
                continue
            standing = allowed.principals_of(seal.found.key, when)
            if standing.reason:
                wrong.append(f"it is signed, but {standing.reason}")
            else:
                waiting.append((one.digest, standing.principals, seal))
    answers = verify([seal for _, _, seal in waiting]) if waiting else ()
    names: dict[str, list[str]] = {}
    keys: dict[str, list[str]] = {}
    for (digest, principals, seal), reason in zip(waiting, answers, strict=True):
        if reason:
            faults[digest].append(f"its signature by {seal.found.keyid} is not valid: {reason}")
        else:
            names.setdefault(digest, []).extend(principals)
            keys.setdefault(digest, []).append(seal.found.keyid)
    return {
        digest: Vouched(tuple(names.get(digest, ())), tuple(keys.get(digest, ())), tuple(wrong))
        for digest, wrong in faults.items()
    }


def speaks_for(vouched: Vouched, by: str) -> bool:
    """Whether the keys under a record speak for the person that it says it is by."""
    return any(name and among(name, vouched.principals) for name in name_and_address(by))


def _read(signature: Signature) -> SshSignature:
    """What a signature says of itself, where it is one of planproof's."""
    found = read_sshsig(signature.data)
    if found.namespace != NAMESPACE:
        raise NotSignature(f"it was made for `{found.namespace}`, not for `{NAMESPACE}`")
    if signature.keyid and signature.keyid != found.keyid:
        raise NotSignature("it is by another key than the envelope says")
    return found
