"""Who stands behind a record: read, looked up, then verified, in this order."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import pytest

from planproof.evidence.allowed_signers import read_allowed_signers
from planproof.evidence.decision import Decision
from planproof.evidence.envelope import sealed, signed_bytes
from planproof.evidence.record import Evidence, Record, decode, statement
from planproof.evidence.sshsig import ed25519_key, ed25519_sshsig, fingerprint
from planproof.evidence.vouching import MOST_SIGNATURES, Seal, Vouched, speaks_for, vouch

ADA, EVE = b"a" * 32, b"e" * 32
ALLOWED = read_allowed_signers(
    f"ada@example.com,@ada ssh-ed25519 {base64.b64encode(ed25519_key(ADA)).decode()}"
)
PAYLOAD = statement(
    Record(
        plan="p",
        item="plan",
        fingerprint="",
        wording="",
        decision=Decision.MET,
        reason="",
        started="2026-03-01T12:00:00Z",
        finished="2026-03-01T12:00:00Z",
        nonce="1",
    ),
    commit="c",
    tree="t",
    path="p.md",
    blob="b",
)


def signature(key: bytes = ADA, made: bytes = b"+" * 64, name: str = "") -> tuple[str, bytes]:
    return name or fingerprint(ed25519_key(key)), ed25519_sshsig(key, made)


def record(*signatures: tuple[str, bytes]) -> Evidence:
    return decode(sealed(PAYLOAD, signatures))


def honest(seals: Sequence[Seal]) -> list[str]:
    """A signature is valid where it is made of plus signs."""
    assert all(seal.message == signed_bytes(PAYLOAD) for seal in seals)
    assert all(seal.found.key == ed25519_key(ADA) for seal in seals), "a key that is not listed"
    return ["" if seal.blob.endswith(b"+" * 64) else "it is wrong" for seal in seals]


def vouched(*signatures: tuple[str, bytes]) -> Vouched:
    one = record(*signatures)
    return vouch([one], ALLOWED, honest)[one.digest]


def test_a_valid_signature_by_a_listed_key() -> None:
    found = vouched(signature())
    assert found == Vouched(("ada@example.com", "@ada"), (fingerprint(ed25519_key(ADA)),), ())


def test_an_unlisted_key_is_named_and_never_tried() -> None:
    found = vouched(signature(EVE))
    assert found.principals == ()
    assert found.faults == (
        f"it is signed, but the key {fingerprint(ed25519_key(EVE))} is not listed",
    )


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (signature(made=b"-" * 64), "is not valid: it is wrong"),
        (signature(name="SHA256:other"), "by another key than the envelope says"),
        (("", b"nonsense"), "it is no SSH signature"),
        (("", ed25519_sshsig(ADA, b"+" * 64).replace(b"planproof", b"elsewhere")), "made for"),
    ],
)
def test_what_does_not_count(one: tuple[str, bytes], reason: str) -> None:
    found = vouched(one)
    assert (found.principals, found.keys) == ((), ())
    assert len(found.faults) == 1
    assert reason in found.faults[0]
    both = vouched(one, signature())
    assert both.principals == ("ada@example.com", "@ada")
    assert both.faults == found.faults


def test_a_thousand_signatures_are_not_looked_at() -> None:
    found = vouched(*[signature(made=b"-" * 64)] * 1000)
    assert len(found.faults) == MOST_SIGNATURES + 1


def test_what_nobody_signed_is_left_out() -> None:
    assert vouch([decode(PAYLOAD)], ALLOWED, honest) == {}


@pytest.mark.parametrize(
    ("by", "speaks"),
    [
        ("Ada <ada@example.com>", True),
        ("Anybody <ADA@example.com>", True),
        ("@ada", True),
        ("@ada <eve@example.com>", True),
        ("Ada <eve@example.com>", False),
        ("ada", False),
        ("", False),
    ],
)
def test_whom_a_key_speaks_for(by: str, speaks: bool) -> None:
    assert speaks_for(Vouched(("ada@example.com", "@ada")), by) is speaks
