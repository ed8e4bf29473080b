"""Real keys for tests, made by ssh-keygen. Tests that need them are skipped where there is none."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

needs_ssh = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None, reason="there is no ssh-keygen to make keys with"
)
needs_openssl = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="there is no openssl to make keys with"
)


def make_key(path: Path, kind: str = "ed25519", passphrase: str = "") -> Path:
    """A private key at a path, with its public half beside it."""
    command = ["ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-C", "", "-f", str(path)]
    subprocess.run([*command, *(["-b", "2048"] if kind == "rsa" else [])], check=True)
    return path


def make_pem(path: Path) -> Path:
    """An Ed25519 key in PEM (PKCS #8)."""
    command = ["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def public_line(path: Path) -> str:
    """The public half of a key, as its `.pub` file has it, without a comment."""
    return " ".join(Path(f"{path}.pub").read_text().split()[:2])
