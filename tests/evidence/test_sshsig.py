"""SSH signatures are read as OpenSSH writes them, and whatever else comes is refused."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.sshsig import (
    MOST_BYTES,
    NotSignature,
    armoured,
    ed25519_key,
    ed25519_sshsig,
    fingerprint,
    key_of_line,
    line_of_key,
    read_sshsig,
    to_be_signed,
    unarmoured,
)

# From the documentation of RFC 8032, section 7.1: a public key; the signature is only bytes here.
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
BLOB = ed25519_sshsig(PUBLIC, bytes(range(64)))


def field(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def test_the_bytes_are_those_of_the_format() -> None:
    key = field(b"ssh-ed25519") + field(PUBLIC)
    inner = field(b"ssh-ed25519") + field(bytes(range(64)))
    rest = field(key) + field(b"planproof") + field(b"") + field(b"sha512") + field(inner)
    assert BLOB.removeprefix(b"SSHSIG\x00\x00\x00\x01") == rest


def test_what_a_signature_says() -> None:
    found = read_sshsig(BLOB)
    assert (found.key_type, found.namespace, found.hash) == ("ssh-ed25519", "planproof", "sha512")
    assert found.key == ed25519_key(PUBLIC)
    assert found.keyid == fingerprint(found.key)
    assert found.keyid.startswith("SHA256:")
    assert len(found.keyid) == len("SHA256:") + 43


def test_what_is_signed_is_the_hash_with_its_namespace() -> None:
    # sha256("abc") is in FIPS 180-2, appendix B.1.
    digest = bytes.fromhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    told = to_be_signed(b"abc", "sha256")
    assert told == b"SSHSIG" + field(b"planproof") + field(b"") + field(b"sha256") + field(digest)


@pytest.mark.parametrize(
    ("blob", "reason"),
    [
        (b"", "no SSH signature"),
        (b"SSHSIG", "another version"),
        (BLOB.replace(b"SSHSIG\0\0\0\1", b"SSHSIG\0\0\0\2"), "another version"),
        (BLOB[:-1], "cut off"),
        (BLOB + b"\0", "something follows"),
        (BLOB.replace(b"sha512", b"sha999"), "its hash is none of"),
        (BLOB.replace(b"ssh-ed25519", b"ssh-dss-xxx"), "of a kind that planproof does not take"),
        (b"SSHSIG\0\0\0\1" + b"\xff\xff\xff\xff" * 5, "cut off"),
        (BLOB + b"\0" * MOST_BYTES, "too long"),
    ],
)
def test_what_is_none_is_refused(blob: bytes, reason: str) -> None:
    with pytest.raises(NotSignature, match=reason):
        read_sshsig(blob)


@given(st.binary(max_size=300), st.integers(0, len(BLOB)), st.integers(0, len(BLOB)))
def test_anything_is_read_or_refused(noise: bytes, start: int, end: int) -> None:
    for blob in (noise, b"SSHSIG\0\0\0\1" + noise, BLOB[:start] + noise + BLOB[end:]):
        try:
            found = read_sshsig(blob)
        except NotSignature:
            continue
        assert key_of_line(line_of_key(found.key)) == found.key


@given(st.binary(max_size=400))
def test_armour_comes_off_again(blob: bytes) -> None:
    text = armoured(blob)
    assert unarmoured(text) == blob
    assert all(len(line) <= 70 for line in text.splitlines())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("", "no key"),
        ("ssh-ed25519", "no key"),
        ("ssh-ed25519 %%%", "no base64"),
        ("ssh-ed25519 AAAA", "cut off"),
        ("ssh-rsa " + base64.b64encode(ed25519_key(PUBLIC)).decode(), "not of the kind ssh-rsa"),
    ],
)
def test_lines_that_hold_no_key(line: str, reason: str) -> None:
    with pytest.raises(NotSignature, match=reason):
        key_of_line(line)
