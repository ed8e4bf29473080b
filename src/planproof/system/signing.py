"""Signing with a person's key, and verifying signatures: by `ssh-keygen`, which people have.

Keys in files, in an agent, on hardware and behind a passphrase all work, since `ssh-keygen -Y sign` takes
them. A plain Ed25519 key in PEM (PKCS #8) signs through `openssl`, version 3 or later, without SSH; what
comes of it is the same SSH signature. Source: ssh-keygen(1) of OpenSSH 9.2, PROTOCOL.sshsig,
openssl-pkeyutl(1) of OpenSSL 3.0.

Nothing here is told to a process as an argument but fixed words and the path of the person's own key:
what a ledger holds goes through files of a folder that only this user can read.
"""

from __future__ import annotations

import base64
import binascii
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from planproof.evidence.envelope import sealed, signed_bytes
from planproof.evidence.sshsig import (
    KEY_TYPES,
    NAMESPACE,
    NotSignature,
    armoured,
    ed25519_key,
    ed25519_parts,
    ed25519_sshsig,
    key_of_line,
    line_of_key,
    read_sshsig,
    to_be_signed,
    unarmoured,
)
from planproof.evidence.vouching import Seal
from planproof.system.files import CannotRead

MOST_KEY_BYTES = 65_536
"""A file with more than this is no key."""

SECONDS = 60.0
"""How long verifying one signature may take. Signing may wait for a finger on a key, and has no limit."""

_OPENSSH = "-----BEGIN OPENSSH PRIVATE KEY-----"
_PKCS8 = "-----BEGIN PRIVATE KEY-----"
_SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410, section 4)."""

_WHY = (
    ("UNPROTECTED", "others can read it", "Make it yours alone: `chmod 600 {key}`."),
    ("bad permissions", "others can read it", "Make it yours alone: `chmod 600 {key}`."),
    ("incorrect passphrase", "its passphrase was wrong, or could not be asked for",
     "Give it to an agent first: `ssh-add {key}`."),
    ("agent refused", "the agent refused", "Unlock the agent, or confirm or touch the key when asked."),
    ("No private key found", "the agent does not have it", "Add it: `ssh-add`, or name the private key."),
    ("Couldn't find key in agent", "the agent does not have it", "Add it: `ssh-add`."),
    ("device not found", "its hardware key is not plugged in", "Plug it in and run again."),
    ("Permission denied", "it cannot be read", "Make it readable for you."),
    ("invalid format", "it is no key that ssh-keygen can read", "Make one: `ssh-keygen -t ed25519`."),
)  # fmt: skip
"""What ssh-keygen says, what that means, and what to do."""


class CannotSign(CannotRead):
    """Something cannot be signed or verified. `reason` says why, `remedy` what to do."""


def sealed_with(statement: bytes, key: str) -> bytes:
    """A statement in an envelope, signed.

    Args:
        statement: the statement's bytes.
        key: the path of the private key, or of a public one whose private half an agent has.

    Raises:
        CannotSign: the key cannot be used.
    """
    blob = sign(signed_bytes(statement), key)
    return sealed(statement, ((read_sshsig(blob).keyid, blob),))


def sign(message: bytes, key: str) -> bytes:
    """Sign bytes.

    Args:
        message: what is signed.
        key: see `sealed_with`.

    Returns:
        The SSH signature, not armoured.

    Raises:
        CannotSign: the key cannot be used.
    """
    public = public_key(key)
    path = _path(key)
    made = _by_openssl(message, path) if _is_pem(_text(path)) else _by_ssh(message, path)
    if read_sshsig(made).key != public:
        raise CannotSign(
            f"{path} and the public key beside it are not a pair", "Remove the latter."
        )
    return made


def public_key(key: str) -> bytes:
    """The public half of a key, as bytes. Nothing is asked of the person.

    Args:
        key: see `sealed_with`.

    Raises:
        CannotSign: there is no such key, or it is of a kind that cannot sign.
    """
    path = _path(key)
    text = _text(path)
    try:
        if text.startswith(KEY_TYPES):
            return key_of_line(text.splitlines()[0])
        if text.startswith(_OPENSSH):
            return _of_openssh(text)
        if _is_pem(text):
            return ed25519_key(_public_of_pem(path))
        beside = Path(f"{path}.pub")
        if beside.is_file():
            return key_of_line(_text(str(beside)).strip())
    except NotSignature as error:
        raise CannotSign(f"{path} cannot sign: {error.reason}", _MAKE_ONE) from None
    raise CannotSign(f"{path} is no key that planproof can use", _MAKE_ONE)


_MAKE_ONE = "Make one: `ssh-keygen -t ed25519`."


def verify(seals: Sequence[Seal]) -> list[str]:
    """Verify signatures, several at a time.

    Args:
        seals: the signatures. That their keys are allowed to sign has been seen to.

    Returns:
        For each why it is not valid, without a full stop; empty where it is.

    Raises:
        CannotSign: there is neither ssh-keygen nor another way to verify one of them.
    """
    from concurrent.futures import ThreadPoolExecutor

    with (
        tempfile.TemporaryDirectory(prefix="planproof-") as folder,
        ThreadPoolExecutor(min(len(seals), os.cpu_count() or 1) or 1) as pool,
    ):
        return list(
            pool.map(_valid, seals, (os.path.join(folder, str(n)) for n in range(len(seals))))
        )


def _valid(seal: Seal, base: str) -> str:
    """Why a signature is not valid; `base` is the beginning of names of files to use."""
    reason = _valid_by_ssh(seal, base)
    if reason is None:
        reason = _valid_by_openssl(seal, base)
    if reason is None:
        raise CannotSign(
            "there is no ssh-keygen to verify signatures with",
            "Install OpenSSH (the package is called openssh-client or openssh).",
        )
    return reason


def _valid_by_ssh(seal: Seal, base: str) -> str | None:
    allowed, signature = f"{base}.allowed", f"{base}.sig"
    _write(allowed, f"{NAMESPACE} {line_of_key(seal.found.key)}\n".encode())
    _write(signature, armoured(seal.blob).encode())
    ran = _run(
        ["ssh-keygen", "-Y", "verify", "-f", allowed, "-I", NAMESPACE, "-n", NAMESPACE, "-s", signature],
        seal.message,
    )  # fmt: skip
    for name in (allowed, signature):
        os.unlink(name)
    if ran is None:
        return None
    if "option" in ran[2] and "usage" in ran[2]:
        raise CannotSign(
            "this ssh-keygen cannot verify signatures", "Install OpenSSH 8.2 or later."
        )
    return "" if ran[0] == 0 else "it is not one of these words by that key"


def _valid_by_openssl(seal: Seal, base: str) -> str | None:
    """The same without SSH, for Ed25519 keys alone."""
    try:
        parts = ed25519_parts(seal.found)
    except NotSignature as error:
        return error.reason
    if parts is None:
        return None
    public, made = parts
    files = (f"{base}.der", f"{base}.made", f"{base}.told")
    told = to_be_signed(seal.message, seal.found.hash)
    for name, content in zip(files, (_SPKI_ED25519 + public, made, told), strict=True):
        _write(name, content)
    ran = _run(
        ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", files[0],
         "-rawin", "-in", files[2], "-sigfile", files[1]],
        b"",
    )  # fmt: skip
    for name in files:
        os.unlink(name)
    if ran is None or b"Verified Successfully" not in ran[1] + ran[2].encode():
        failed = ran is not None and b"Verification Failure" in ran[1] + ran[2].encode()
        return "it is not one of these words by that key" if failed else None
    return ""


# -- signing -----------------------------------------------------------------------------------------


def _by_ssh(message: bytes, path: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="planproof-") as folder:
        told = os.path.join(folder, "told")
        _write(told, message)
        command = ["ssh-keygen", "-Y", "sign", "-f", path, "-n", NAMESPACE, told]
        terminal = sys.stdin is not None and sys.stdin.isatty()
        try:
            ran = subprocess.run(  # noqa: S603  # an argument list, no shell
                command,
                stdin=None if terminal else subprocess.DEVNULL,  # where a passphrase is asked for
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={**os.environ, "LC_ALL": "C"},
                check=False,
            )
        except OSError:
            raise CannotSign(
                "there is no ssh-keygen to sign with",
                "Install OpenSSH (the package is called openssh-client or openssh).",
            ) from None
        said = ran.stderr.decode("utf-8", "replace")
        made = Path(f"{told}.sig")
        if ran.returncode or not made.is_file():
            raise _refusal(path, said)
        try:
            return unarmoured(made.read_text("ascii"))
        except (NotSignature, UnicodeDecodeError):
            raise CannotSign("ssh-keygen made no signature", "Run it by hand to see why.") from None


def _refusal(path: str, said: str) -> CannotSign:
    """What ssh-keygen complains of as an error that says what to do."""
    for words, reason, remedy in _WHY:
        if words.casefold() in said.casefold():
            return CannotSign(f"{path} cannot sign: {reason}", remedy.format(key=path))
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return CannotSign(
        f"{path} cannot sign: ssh-keygen says: {(lines or ['nothing'])[-1]}",
        "Check the setting `sign-key`, or what stands behind --key.",
    )


def _by_openssl(message: bytes, path: str) -> bytes:
    public = _public_of_pem(path)
    with tempfile.TemporaryDirectory(prefix="planproof-") as folder:
        told = os.path.join(folder, "told")
        _write(told, to_be_signed(message))
        ran = _run(["openssl", "pkeyutl", "-sign", "-inkey", path, "-rawin", "-in", told], b"")
    if ran is None or ran[0] or len(ran[1]) != 64:
        raise CannotSign(
            f"{path} cannot sign: this openssl signs nothing with Ed25519",
            "Install OpenSSL 3 or later, or use an SSH key.",
        )
    return ed25519_sshsig(public, ran[1])


def _public_of_pem(path: str) -> bytes:
    ran = _run(["openssl", "pkey", "-in", path, "-pubout", "-outform", "DER"], b"")
    if ran is None:
        raise CannotSign(
            f"{path} is a key in PEM, and there is no openssl to use it with",
            "Install OpenSSL 3 or later, or use an SSH key.",
        )
    if ran[0] or len(ran[1]) != 44 or not ran[1].startswith(_SPKI_ED25519):
        raise CannotSign(f"{path} is no Ed25519 key", _MAKE_ONE)
    return ran[1][-32:]


# -- keys --------------------------------------------------------------------------------------------


def _path(key: str) -> str:
    return os.path.abspath(os.path.expanduser(key))  # so that it never looks like an option


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_KEY_BYTES).decode("latin-1").lstrip()
    except FileNotFoundError:
        raise CannotSign(f"there is no key {path}", _MAKE_ONE) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CannotSign(f"the key {path} cannot be read: {reason}", "Check the path.") from None


def _is_pem(text: str) -> bool:
    if text.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----"):
        raise CannotSign(
            "a key in PEM with a passphrase is not taken",
            "Use an SSH key, which may have one: `ssh-keygen -t ed25519`.",
        )
    return text.startswith(_PKCS8)


def _of_openssh(text: str) -> bytes:
    """The public half, which stands unencrypted in a private key (PROTOCOL.key of OpenSSH)."""
    inner = text.partition(_OPENSSH)[2].partition("-----END")[0]
    try:
        data = base64.b64decode("".join(inner.split()), validate=True)
    except (binascii.Error, ValueError):
        raise NotSignature("it is no base64") from None
    at = len(b"openssh-key-v1\0")
    for _ in range(3):  # cipher, key derivation, its options
        at += 4 + int.from_bytes(data[at : at + 4], "big")
    at += 4  # how many keys: one
    size = int.from_bytes(data[at : at + 4], "big")
    key = data[at + 4 : at + 4 + size]
    return key_of_line(line_of_key(key))


# -- processes ---------------------------------------------------------------------------------------


def _write(name: str, content: bytes) -> None:
    handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def _run(command: list[str], given: bytes) -> tuple[int, bytes, str] | None:
    """Exit code, output and complaints of a command; None where there is no such program."""
    try:
        ran = subprocess.run(  # noqa: S603  # an argument list, no shell
            command,
            input=given,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "LC_ALL": "C"},
            check=False,
        )
    except OSError:
        return None
    except subprocess.TimeoutExpired:
        raise CannotSign(f"{command[0]} does not end", "Run it again.") from None
    return ran.returncode, ran.stdout, ran.stderr.decode("utf-8", "replace")
