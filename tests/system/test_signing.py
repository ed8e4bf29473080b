"""Real keys sign, real programs verify, and what does not fit is not valid."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from planproof.evidence.envelope import Envelope, signed_bytes
from planproof.evidence.sshsig import (
    armoured,
    ed25519_sshsig,
    key_of_line,
    line_of_key,
    read_sshsig,
)
from planproof.evidence.vouching import Seal
from planproof.system.signing import CannotSign, public_key, sealed_with, sign, verify
from tests.keys import make_key, make_pem, needs_openssl, needs_ssh, public_line

WRONG = "it is not one of these words by that key"


def seal(blob: bytes, message: bytes) -> Seal:
    return Seal(read_sshsig(blob), blob, message)


@needs_ssh
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_signature_fits_its_message_alone(tmp_path: Path, kind: str) -> None:
    key = make_key(tmp_path / "key", kind)
    other = make_key(tmp_path / "other", kind)
    blob = sign(b"a message", str(key))
    assert line_of_key(public_key(str(key))) == public_line(key)
    forged = blob.replace(public_key(str(key)), public_key(str(other)))
    seals = [seal(blob, b"a message"), seal(blob, b"another"), seal(forged, b"a message")]
    assert forged != blob
    expected = ["", WRONG, WRONG]
    assert verify(seals * 3) == expected * 3


@needs_ssh
def test_ssh_keygen_itself_takes_it(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    (tmp_path / "allowed").write_text(f"ada@example.com {public_line(key)}\n")
    (tmp_path / "sig").write_text(armoured(sign(b"a message", str(key))))
    allowed, signature = str(tmp_path / "allowed"), str(tmp_path / "sig")
    who = ["-I", "ada@example.com", "-n", "planproof"]
    ran = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-f", allowed, *who, "-s", signature],
        input=b"a message",
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr


@needs_ssh
def test_a_signature_made_for_git_is_none_here(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    (tmp_path / "told").write_bytes(b"a message")
    subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", key, "-n", "git", tmp_path / "told"],
        check=True,
        capture_output=True,
    )
    from planproof.evidence.sshsig import unarmoured

    blob = unarmoured((tmp_path / "told.sig").read_text())
    assert read_sshsig(blob).namespace == "git"
    assert verify([seal(blob, b"a message")]) == [WRONG]


@needs_ssh
def test_an_envelope_is_signed_over_its_encoding(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key")
    envelope = msgspec.json.decode(sealed_with(b"{}", str(key)), type=Envelope)
    assert envelope.data == b"{}"
    (one,) = envelope.signatures
    found = read_sshsig(one.data)
    assert (one.keyid, found.namespace) == (found.keyid, "planproof")
    assert verify([Seal(found, one.data, signed_bytes(b"{}"))]) == [""]
    assert verify([Seal(found, one.data, b"{}")]) == [WRONG]


@needs_ssh
@needs_openssl
def test_a_key_in_pem_signs_the_same(tmp_path: Path) -> None:
    key = str(make_pem(tmp_path / "key.pem"))
    blob = sign(b"a message", key)
    assert read_sshsig(blob).key == public_key(key)
    assert verify([seal(blob, b"a message"), seal(blob, b"another")]) == ["", WRONG]


@needs_openssl
def test_without_ssh_a_key_in_pem_still_signs_and_verifies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = str(make_pem(tmp_path / "key.pem"))
    only = tmp_path / "bin"
    only.mkdir()
    (only / "openssl").symlink_to(str(shutil.which("openssl")))
    monkeypatch.setenv("PATH", str(only))
    blob = sign(b"a message", key)
    assert verify([seal(blob, b"a message"), seal(blob, b"another")]) == ["", WRONG]
    nothing = ed25519_sshsig(bytes(32), bytes(64))
    assert verify([seal(nothing, b"a message")]) == [WRONG]


@needs_ssh
def test_without_ssh_nothing_is_taken_for_valid(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = make_key(tmp_path / "key", "ecdsa")
    blob = sign(b"a message", str(key))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotSign, match="no ssh-keygen to verify"):
        verify([seal(blob, b"a message")])
    with pytest.raises(CannotSign, match="no ssh-keygen to sign") as caught:
        sign(b"a message", str(key))
    assert "Install OpenSSH" in caught.value.remedy


@needs_ssh
def test_a_passphrase_without_a_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("SSH_ASKPASS", "")
    key = make_key(tmp_path / "key", passphrase="secret")  # noqa: S106
    assert line_of_key(public_key(str(key))) == public_line(key)
    with pytest.raises(CannotSign, match="passphrase was wrong, or could not be asked") as caught:
        sign(b"a message", str(key))
    assert f"ssh-add {key}" in caught.value.remedy


@needs_ssh
def test_keys_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    (tmp_path / "text").write_text("hello")
    with pytest.raises(CannotSign, match="is no key"):
        sign(b"", str(tmp_path / "text"))
    with pytest.raises(CannotSign, match="there is no key"):
        sign(b"", str(tmp_path / "nothing"))
    with pytest.raises(CannotSign, match="cannot be read"):
        sign(b"", str(tmp_path))
    key = make_key(tmp_path / "key")
    shutil.copy(key.with_suffix(".pub"), tmp_path / "alone.pub")
    with pytest.raises(CannotSign, match="the agent does not have it"):
        sign(b"", str(tmp_path / "alone.pub"))
    key.chmod(0o644)
    with pytest.raises(CannotSign, match="others can read it") as caught:
        sign(b"", str(key))
    assert f"chmod 600 {key}" in caught.value.remedy


@needs_openssl
def test_a_key_in_pem_with_a_passphrase_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    command = ["openssl", "genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:x"]
    subprocess.run([*command, "-out", str(key)], check=True, capture_output=True)
    with pytest.raises(CannotSign, match="with a passphrase is not taken"):
        sign(b"", str(key))


@needs_ssh
def test_a_public_half_of_another_key_is_noticed(tmp_path: Path) -> None:
    key, other = make_key(tmp_path / "key", "ecdsa"), make_key(tmp_path / "other")
    text = key.read_text()
    assert "OPENSSH PRIVATE KEY" in text
    shutil.copy(other.with_suffix(".pub"), key.with_suffix(".pub"))
    with pytest.raises(CannotSign):
        sign(b"", str(key))


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An agent without keys, which ends with the test."""
    if shutil.which("ssh-agent") is None:
        pytest.skip("there is no ssh-agent")
    socket = tmp_path / "agent"
    with subprocess.Popen(
        ["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            for _ in range(200):
                if socket.exists():
                    break
                process.poll()
                os.sched_yield()
                subprocess.run(["sleep", "0.02"], check=True)
            monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
            yield
        finally:
            process.terminate()


@needs_ssh
@pytest.mark.usefixtures("agent")
def test_an_agent_signs_with_a_public_key(tmp_path: Path) -> None:
    key = make_key(tmp_path / "key", passphrase="")
    alone = tmp_path / "alone.pub"
    shutil.copy(key.with_suffix(".pub"), alone)
    subprocess.run(["ssh-add", "-q", str(key)], check=True, capture_output=True)
    key.unlink()
    blob = sign(b"a message", str(alone))
    assert read_sshsig(blob).key == key_of_line(alone.read_text())
    assert verify([seal(blob, b"a message")]) == [""]


@needs_ssh
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tempfile

    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    key = make_key(tmp_path / "key")
    blob = sign(b"a message", str(key))
    verify([seal(blob, b"a message"), seal(blob, b"another")])
    with pytest.raises(CannotSign):
        sign(b"", str(tmp_path))
    assert list(folder.iterdir()) == []


def test_no_signatures_take_no_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert verify([]) == []
