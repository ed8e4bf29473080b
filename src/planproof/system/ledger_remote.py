"""Talking to the remote that the user names, and to nothing else.

Everything else in planproof is offline: `git.environment` forbids every protocol. Here those are allowed
that carry data and cannot execute anything by their address (`ext::` can, and stays forbidden). Nobody
is asked for anything: where git has no credentials, it fails.
"""

from __future__ import annotations

import hashlib
import os

from planproof.evidence.ref import REF
from planproof.system import git
from planproof.system.ledger_form import LedgerError, safe
from planproof.system.ledger_ref import Ref, clear, locked, no_git
from planproof.text.patterns import rx

PROTOCOLS = ("file", "git", "http", "https", "ssh")
"""How a remote is reached. `file` is a folder of this machine, by its path or by a `file://` URL."""

_PATIENCE = 600.0
_QUIET = ("-c", "gc.auto=0", "-c", "maintenance.auto=false")
_FETCH = (
    "-c", "fetch.fsckObjects=true", "-c", "fetch.writeCommitGraph=false",
    "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-prune",
    "--no-show-forced-updates",
    "--no-filter",  # a partial clone has the ledger whole
    "--refmap=",  # a mirror's settings would have it overwrite our own ledger
)  # fmt: skip
_PUSH = (
    "push", "--porcelain", "--no-verify", "--no-signed", "--no-follow-tags",
    "--recurse-submodules=no",
)  # fmt: skip
_FASTER = (
    r"fetch first|non-fast-forward|failed to update ref|cannot lock ref|incorrect old value"
    r"|reference already exists|stale info"
)


class Faster(Exception):
    """Somebody else pushed in between."""


def tracking(remote: str) -> str:
    """The ref to which a remote's ledger is fetched: by its name, or the digest of its address."""
    if rx(r"[A-Za-z0-9_-][A-Za-z0-9._-]*").fullmatch(remote):
        name = safe(remote).replace(".", "%2E")
    else:  # an address may hold a password
        raw = remote.encode("utf-8", "surrogateescape")
        name = f"url-{hashlib.sha256(raw).hexdigest()[:16]}"
    return f"refs/planproof/remotes/{name}/ledger"


def fetch(ref: Ref, remote: str) -> str:
    """Bring a remote's ledger here, to a ref of its own.

    Args:
        ref: our ledger's ref.
        remote: a remote's name, or its address.

    Returns:
        Its commit; empty where the remote has no ledger.

    Raises:
        LedgerError: the remote cannot be reached, or sends what git does not take.
    """
    _plain(remote)
    target = tracking(remote)
    path = os.path.join(ref.folder, "planproof", "fetch.lock")
    with locked(path, _PATIENCE) as lock:
        clear(os.path.join(ref.folder, f"{target}.lock"), lock)
        ran = _run(ref.root, *_FETCH, "--", remote, f"+{REF}:{target}")
        if ran.code and f"couldn't find remote ref {REF}" in ran.said:
            return ""
        if ran.code:
            raise _failure(remote, ran.said)
        found = git.git(ref.root, "rev-parse", "--verify", "--quiet", f"{target}^{{commit}}")
    if not found:
        raise LedgerError(
            f"the remote's {REF} is no commit", "Somebody has put something else there."
        )
    return found.strip()


def push(ref: Ref, remote: str, tip: str) -> None:
    """Move a remote's ledger to a commit that follows on its own.

    Raises:
        Faster: it does not follow on it: somebody else pushed.
        LedgerError: the remote cannot be reached, or refuses.
    """
    _plain(remote)
    mirror = () if ":" in remote else ("-c", f"remote.{remote}.mirror=false")
    ran = _run(ref.root, *mirror, *_PUSH, "--", remote, f"{tip}:{REF}")
    if not ran.code:
        return
    said = "\n".join([line for line in ran.text.splitlines() if line.startswith("!")])
    if rx(_FASTER).search(said + ran.said):
        _clear_there(ref.root, remote)
        raise Faster(said or ran.said)
    raise _failure(remote, said or ran.said)


def _clear_there(root: str, remote: str) -> None:
    """Where the remote is a folder here: remove the lock file that a killed push left in it."""
    address = (git.git(root, "remote", "get-url", "--push", remote) or remote).strip()
    place = os.path.join(root, address.removeprefix("file://"))
    if os.path.isdir(place):
        there = Ref(place)
        with locked(os.path.join(there.folder, "planproof", "ledger.lock")) as lock:
            clear(os.path.join(there.folder, f"{REF}.lock"), lock)


def _plain(remote: str) -> None:
    if not remote or remote.startswith("-") or rx(r"[\x00-\x1f\x7f]").search(remote):
        raise LedgerError(f"{remote!r} names no remote", "`git remote` lists those there are.")


def _run(root: str, *arguments: str) -> git.Ran:
    try:
        process = git.start(root, *_QUIET, *arguments, more=_environment(root))
    except OSError as error:
        raise no_git() from error
    with process:
        out, said = process.communicate()
    return git.Ran(process.returncode, out, said.decode("utf-8", "replace"))


def _environment(root: str) -> dict[str, str]:
    """What lets git reach a remote, and lets nobody be asked."""
    allowed = os.environ.get("GIT_ALLOW_PROTOCOL")  # whoever allows less has their reasons
    protocols = [one for one in PROTOCOLS if allowed is None or one in allowed.split(":")]
    env = {
        "GIT_ALLOW_PROTOCOL": ":".join(protocols),
        "GIT_ASKPASS": "",
        "SSH_ASKPASS": "",
        "SSH_ASKPASS_REQUIRE": "never",
        "GCM_INTERACTIVE": "never",
    }
    ssh = os.environ.get("GIT_SSH_COMMAND") or git.git(root, "config", "core.sshCommand") or ""
    if not ssh and not os.environ.get("GIT_SSH"):
        ssh = "ssh"
    if rx(r"""["']?(.*[/\\])?ssh(\.exe)?["']?(\s.*)?""").fullmatch(ssh.strip()):
        env["GIT_SSH_COMMAND"] = f"{ssh.strip()} -o BatchMode=yes"
    return env


def _failure(remote: str, said: str) -> LedgerError:
    said = rx(r"(://)[^/@\s]*@").sub(r"\1", said)
    shown = rx(r"(://)[^/@\s]*@").sub(r"\1", remote)
    if "transport" in said and "not allowed" in said:
        return LedgerError(
            f"{shown} is reached in a way that planproof does not use",
            f"Name a remote with one of these: {', '.join(PROTOCOLS)}.",
        )
    if rx("could not read (Username|Password)|terminal prompts disabled|Permission denied").search(
        said
    ):
        return LedgerError(
            f"{shown} wants credentials, and git may not ask for them here",
            "Store them with a credential helper, or use an SSH key that an agent holds.",
        )
    return LedgerError(
        f"{shown}: {_words(said)}", f"Run `git ls-remote {shown}`: it should say the same."
    )


def _words(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith(("!", "fatal: ", "error: ", "ERROR: "))]
    words = (told or lines or ["git fails without a word"])[0]
    return rx(r"^(!\s+|fatal: |error: |ERROR: )").sub("", words).replace("\t", " ")
