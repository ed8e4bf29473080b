"""Results kept between runs, by content. It can be deleted at any time and never lies.

One file a project, outside the repository. It is read whole and written whole, by rename, so two runs
at once cannot spoil it: the later one wins, and what the other learned is learned again. A file that
is damaged in any way does not match its own digest and counts as empty.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

_DIGEST = 16
T = TypeVar("T")


def cache_folder() -> Path:
    """Where caches lie: `PLANPROOF_CACHE_DIR`, else the user's cache folder."""
    named = os.environ.get("PLANPROOF_CACHE_DIR")
    if named:
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "planproof"


def cache_file(root: str, key: bytes, what: str = "check") -> Path:
    """The file for a project's folder and for what its results depend on besides content."""
    name = hashlib.blake2b(os.fsencode(root) + b"\0" + key, digest_size=12).hexdigest()
    return cache_folder() / f"{what}-{name}"


def load(path: Path) -> bytes | None:
    """What `store` kept; None where there is nothing, or nothing whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    body = data[_DIGEST:]
    if hashlib.blake2b(body, digest_size=_DIGEST).digest() != data[:_DIGEST]:
        return None
    return body


def store(path: Path, body: bytes) -> None:
    """Keep something. A cache that cannot be written is no fault of the run's."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.blake2b(body, digest_size=_DIGEST).digest() + body)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def recalled(path: Path | None, rests_on: bytes, type_: type[T]) -> T | None:
    """What `keep` kept, if it still rests on the same; else None.

    Args:
        path: the file; None where nothing is to be recalled.
        rests_on: a digest of all that it rests on.
        type_: what it is.
    """
    body = load(path) if path is not None else None
    if body is None or not body.startswith(rests_on):
        return None
    try:
        return msgspec.msgpack.decode(body[len(rests_on) :], type=type_)
    except msgspec.DecodeError:
        return None


def keep(path: Path | None, rests_on: bytes, found: object) -> None:
    """Keep something with a digest of what it rests on; nothing where there is no file for it."""
    if path is not None:
        store(path, rests_on + msgspec.msgpack.encode(found))
