"""SSH signatures as bytes: read, put together, armoured. Nothing is verified here.

Source: PROTOCOL.sshsig of OpenSSH (version 1 of the format), RFC 4251 section 5 for the strings, RFC 8709
for Ed25519 keys and signatures. What is read may come from a ledger that somebody else wrote.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

import msgspec

NAMESPACE = "planproof"
"""What signatures of planproof are made for: one that was made for git or for mail is none."""

KEY_TYPES = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
"""The kinds of keys that can sign."""

HASHES = ("sha256", "sha512")

MOST_BYTES = 16_384
"""A signature by the largest RSA key that OpenSSH takes has a fourth of this."""

_MAGIC = b"SSHSIG"
_BEGIN = "-----BEGIN SSH SIGNATURE-----"
_END = "-----END SSH SIGNATURE-----"


class NotSignature(Exception):
    """Bytes that are no SSH signature, or no key. `reason` says why, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SshSignature(msgspec.Struct, frozen=True, gc=False):
    """What an SSH signature says of itself.

    Attributes:
        key: the public key's bytes, as they stand in base64 in a `.pub` file.
        key_type: `ssh-ed25519` ...
        namespace: what it was made for.
        hash: what the message was hashed with.
        signature: the bytes made by the key: the algorithm's name and its own bytes.
    """

    key: bytes
    key_type: str
    namespace: str
    hash: str
    signature: bytes

    @property
    def keyid(self) -> str:
        """The key's fingerprint."""
        return fingerprint(self.key)


def read_sshsig(blob: bytes) -> SshSignature:
    """Read a signature.

    Args:
        blob: its bytes, not armoured.

    Raises:
        NotSignature: it is none, or one of another version.
    """
    if len(blob) > MOST_BYTES:
        raise NotSignature("it is too long for an SSH signature")
    if not blob.startswith(_MAGIC):
        raise NotSignature("it is no SSH signature")
    at = len(_MAGIC)
    if blob[at : at + 4] != b"\0\0\0\1":
        raise NotSignature("it is an SSH signature of another version than 1")
    at += 4
    parts: list[bytes] = []
    for _ in range(5):  # key, namespace, reserved, hash, signature
        part, at = _string(blob, at)
        parts.append(part)
    if at != len(blob):
        raise NotSignature("something follows the SSH signature")
    key, namespace, _, hashed, signature = parts
    algorithm = _word(hashed)
    if algorithm not in HASHES:
        raise NotSignature(f"its hash is none of {', '.join(HASHES)}")
    return SshSignature(key, key_type(key), _word(namespace), algorithm, signature)


def key_type(key: bytes) -> str:
    """The kind of a public key.

    Args:
        key: its bytes.

    Raises:
        NotSignature: it is no key that can sign.
    """
    name = _word(_string(key, 0)[0])
    if name not in KEY_TYPES:
        raise NotSignature("its key is of a kind that planproof does not take")
    return name


def fingerprint(key: bytes) -> str:
    """A public key's fingerprint as OpenSSH prints it: `SHA256:...`."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def key_of_line(line: str) -> bytes:
    """The key in a line of a `.pub` file: `ssh-ed25519 AAAA... comment`.

    Raises:
        NotSignature: there is none, or of a kind that cannot sign.
    """
    words = line.split()
    if len(words) < 2:
        raise NotSignature("there is no key in it")
    try:
        key = base64.b64decode(words[1], validate=True)
    except (binascii.Error, ValueError):
        raise NotSignature("its key is no base64") from None
    if key_type(key) != words[0]:
        raise NotSignature(f"its key is not of the kind {words[0][:40]}")
    return key


def line_of_key(key: bytes) -> str:
    """A key as it stands in a `.pub` file, without a comment."""
    return f"{key_type(key)} {base64.b64encode(key).decode()}"


def armoured(blob: bytes) -> str:
    """A signature in the form in which `ssh-keygen` reads it."""
    text = base64.b64encode(blob).decode()
    lines = [text[at : at + 70] for at in range(0, len(text), 70)]
    return "\n".join([_BEGIN, *lines, _END, ""])


def unarmoured(text: str) -> bytes:
    """The bytes of an armoured signature.

    Raises:
        NotSignature: it is none.
    """
    inner = text.strip()
    if not inner.startswith(_BEGIN) or not inner.endswith(_END):
        raise NotSignature("it is no armoured SSH signature")
    try:
        return base64.b64decode("".join(inner[len(_BEGIN) : -len(_END)].split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotSignature("it is no base64") from None


def to_be_signed(message: bytes, hashed: str = "sha512", namespace: str = NAMESPACE) -> bytes:
    """The bytes over which a key makes its signature for a message."""
    digest = hashlib.new(hashed, message).digest()
    return _MAGIC + b"".join(map(_packed, (namespace.encode(), b"", hashed.encode(), digest)))


def ed25519_key(public: bytes) -> bytes:
    """An Ed25519 key's bytes as SSH has them, from the 32 of the key itself."""
    return _packed(b"ssh-ed25519") + _packed(public)


def ed25519_sshsig(public: bytes, made: bytes) -> bytes:
    """An SSH signature from a plain Ed25519 one over `to_be_signed`.

    Args:
        public: the 32 bytes of the public key.
        made: the 64 bytes of the signature.
    """
    inner = _packed(b"ssh-ed25519") + _packed(made)
    parts = (ed25519_key(public), NAMESPACE.encode(), b"", b"sha512", inner)
    return _MAGIC + b"\0\0\0\1" + b"".join(map(_packed, parts))


def ed25519_parts(found: SshSignature) -> tuple[bytes, bytes] | None:
    """The public key and the signature of a plain Ed25519 signature; None of any other."""
    if found.key_type != "ssh-ed25519":
        return None
    name, at = _string(found.key, 0)
    public, key_end = _string(found.key, at)
    algorithm, after = _string(found.signature, 0)
    made, end = _string(found.signature, after)
    whole = key_end == len(found.key) and end == len(found.signature)
    if name != algorithm or len(public) != 32 or len(made) != 64 or not whole:
        raise NotSignature("it is no well-formed Ed25519 signature")
    return public, made


def _packed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part


def _string(data: bytes, at: int) -> tuple[bytes, int]:
    """A length-prefixed string, and where it ends."""
    start = at + 4
    end = start + int.from_bytes(data[at:start], "big")
    if start > len(data) or end > len(data):
        raise NotSignature("it is cut off")
    return data[start:end], end


def _word(data: bytes) -> str:
    """A name in plain letters; an empty one where it is none."""
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError:
        return ""
    return text if len(text) <= 64 and text.isprintable() else ""
