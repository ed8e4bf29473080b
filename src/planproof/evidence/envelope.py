"""DSSE envelopes: how a statement is signed and kept together with its signatures.

Source: the Dead Simple Signing Envelope specification, version 1.0.2 (secure-systems-lab/dsse).
"""

import base64
import binascii

import msgspec

PAYLOAD_TYPE = "application/vnd.in-toto+json"


class Signature(msgspec.Struct, frozen=True, gc=False):
    """A signature: of which key, and its bytes in base64."""

    keyid: str
    sig: str

    @property
    def data(self) -> bytes:
        """The signature's bytes; empty where they are no base64."""
        return _unpacked(self.sig)


class Envelope(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A payload with its signatures."""

    payload: str
    payload_type: str
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The payload's bytes; empty where they are no base64."""
        return _unpacked(self.payload)


def signed_bytes(payload: bytes, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """What a signature is made over: the specification's pre-authentication encoding."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def sealed(payload: bytes, signatures: tuple[tuple[str, bytes], ...]) -> bytes:
    """An envelope around a payload, as it is kept.

    Args:
        payload: the statement.
        signatures: the key's id and the signature's bytes of each signer.
    """
    made = tuple(Signature(key, base64.b64encode(one).decode()) for key, one in signatures)
    envelope = Envelope(base64.b64encode(payload).decode(), PAYLOAD_TYPE, made)
    return msgspec.json.encode(envelope) + b"\n"


def _unpacked(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
